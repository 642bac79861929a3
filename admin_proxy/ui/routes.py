"""Each page and its lock, in one list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import reflex as rx

from admin_proxy.ui.border.documents import PageDoor
from admin_proxy.ui.pages import (
    admin_proxy,
    audit_logs,
    csv_upload,
    home,
    login,
    mailbox,
    missing,
    my_settings,
    privacy_policy,
    welcome,
)
from admin_proxy.ui.shell.layout import ADMIN_PROXY, AUDIT_LOGS, CSV_UPLOAD, MAILBOX
from admin_proxy.ui.shell.state import PAGE_PERMISSIONS, ShellState


@dataclass(frozen=True, slots=True)
class Page:
    path: str
    title: str
    picture: Callable[[], rx.Component]
    load: Any
    door: PageDoor


PAGES = (
    Page("/login", "Sign in", login.page, login.LoginState.load, PageDoor(public=True)),
    Page("/welcome", "Welcome", welcome.page, welcome.WelcomeState.load, PageDoor(public=True)),
    Page(
        "/privacy-policy", "Privacy policy", privacy_policy.page, privacy_policy.PrivacyState.load,
        PageDoor(before_privacy=True),
    ),
    Page("/", "Home", home.page, home.HomeState.load, PageDoor()),
    Page("/settings", "My settings", my_settings.page, my_settings.MySettingsState.load, PageDoor()),
    Page(
        ADMIN_PROXY, "Admin Proxy", admin_proxy.page, admin_proxy.AdminProxyState.load,
        PageDoor(permission=PAGE_PERMISSIONS[ADMIN_PROXY]),
    ),
    Page(
        CSV_UPLOAD, "CSV Upload", csv_upload.page, csv_upload.CsvUploadState.load,
        PageDoor(permission=PAGE_PERMISSIONS[CSV_UPLOAD]),
    ),
    Page(
        AUDIT_LOGS, "Audit Logs", audit_logs.page, audit_logs.AuditLogsState.load,
        PageDoor(permission=PAGE_PERMISSIONS[AUDIT_LOGS]),
    ),
    Page(MAILBOX, "Demo mailbox", mailbox.page, mailbox.MailboxState.load, PageDoor()),
)  # fmt: skip


def page_at(path: str) -> PageDoor | None:
    return next((page.door for page in PAGES if page.path == path), None)


def lay_out(app: rx.App) -> None:
    """Give the app its pages."""
    for page in PAGES:
        app.add_page(
            page.picture, route=page.path, title=f"{page.title} · Admin Proxy", on_load=[ShellState.arrive, page.load]
        )
    app.add_page(missing.page, route="404", title="Not found · Admin Proxy")
