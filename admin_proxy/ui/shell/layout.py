"""The frame around every page: navigation, top bar, the page itself. A picture only: what it shows is handed in."""

from __future__ import annotations

from dataclasses import dataclass, field

import reflex as rx

from admin_proxy.ui.components.avatar import avatar
from admin_proxy.ui.components.button import route_link
from admin_proxy.ui.components.connection import connection_notice
from admin_proxy.ui.components.door import mark
from admin_proxy.ui.components.form import form
from admin_proxy.ui.components.icon import Name, icon
from admin_proxy.ui.components.kinds import Event, Flag, Node, Text, attributes
from admin_proxy.ui.components.menu import menu, menu_action, menu_line, menu_link, menu_part
from admin_proxy.ui.components.sheet import sheet
from admin_proxy.ui.components.theme_switch import theme_switch

HOME = "/"
SETTINGS = "/settings"
CSV_UPLOAD = "/admin/user-management/csv-upload"
ADMIN_PROXY = "/admin/program-management/impersonate"
AUDIT_LOGS = "/admin/program-management/reporting/audit-logs"
MAILBOX = "/demo/mailbox"


@dataclass(frozen=True, slots=True)
class Visible:
    """Which entries the person in view may see. Hiding is courtesy: each page has its own lock."""

    csv_upload: Flag = False
    admin_proxy: Flag = False
    audit_logs: Flag = False
    mailbox: Flag = False
    """The demonstration's, which is no part of the product."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whose view it is: while impersonating, the subject."""

    name: Text
    initials: Text
    email: Text
    role: Text


@dataclass(frozen=True, slots=True)
class _Entry:
    label: str
    href: str
    shown: str
    icon: Name | None = None


@dataclass(frozen=True, slots=True)
class _Group:
    label: str
    icon: Name
    parts: tuple[tuple[str, tuple[_Entry, ...]], ...] = field(default=())


# Admin → … as PRODUCT names it. A part without a name stands directly below its group.
_ADMIN: tuple[_Group, ...] = (
    _Group("User Management", "users", (("", (_Entry("CSV Upload", CSV_UPLOAD, "csv_upload"),)),)),
    _Group(
        "Program Management",
        "briefcase",
        (
            ("Impersonate", (_Entry("Admin Proxy", ADMIN_PROXY, "admin_proxy"),)),
            ("Reporting", (_Entry("Audit Logs", AUDIT_LOGS, "audit_logs"),)),
        ),
    ),
)


def layout(
    *content: Node,
    visible: Visible,
    viewer: Viewer,
    impersonating: Flag = False,
    banner: rx.Component | None = None,
    overlays: tuple[rx.Component, ...] = (),
    saved_theme: Text = "",
    on_theme: Event = None,
) -> rx.Component:
    """The whole window.

    Args:
        content: the page, beginning with its `page_header`.
        banner: `shell.banner.banner(…)`, which shows itself while a session runs.
        overlays: dialogs and the veil.
    """
    return rx.el.div(
        rx.el.a("Skip to content", href="#main", class_name="skip"),
        rx.el.div(
            rx.el.nav(mark(), _navigation(visible), class_name="sidebar", aria_label="Main"),
            rx.el.div(
                _topbar(visible, viewer, saved_theme, on_theme),
                rx.el.main(*content, class_name="main", tab_index=-1, custom_attrs={"id": "main"}),
                class_name="shell-main",
            ),
            class_name="shell-row",
        ),
        *([banner] if banner is not None else []),
        connection_notice(),
        *overlays,
        class_name="shell",
        custom_attrs=attributes(**{"data-impersonating": _present(impersonating)}),
    )


def _topbar(visible: Visible, viewer: Viewer, saved_theme: Text, on_theme: Event) -> rx.Component:
    return rx.el.header(
        sheet(rx.el.nav(mark(), _navigation(visible), aria_label="Main"), label="Navigation"),
        mark(),
        rx.el.div(_user_menu(visible, viewer, saved_theme, on_theme), class_name="topbar-end"),
        class_name="topbar",
    )


def _user_menu(visible: Visible, viewer: Viewer, saved_theme: Text, on_theme: Event) -> rx.Component:
    return menu(
        rx.fragment(
            avatar(viewer.name, viewer.initials, "sm"),
            rx.el.span(viewer.name, class_name="user-name truncate"),
            icon("chevron-down", 14),
        ),
        rx.el.div(
            avatar(viewer.name, viewer.initials),
            rx.el.div(
                rx.el.span(viewer.name, class_name="person-name", title=viewer.name),
                rx.el.span(viewer.email, class_name="person-mail", title=viewer.email),
                rx.el.span(viewer.role, class_name="user-role"),
                class_name="person-text",
            ),
            class_name="user-card",
        ),
        menu_line(),
        menu_part(theme_switch(saved=saved_theme, on_change=on_theme)),
        menu_line(),
        menu_link("My settings", SETTINGS, "settings"),
        rx.cond(visible.mailbox, menu_link("Demo mailbox", MAILBOX, "inbox")),
        form(menu_action("Sign out", "log-out", submit=True), action="/auth/sign-out", inline=True),
        label=f"Account: {viewer.name}",
    )


def _navigation(visible: Visible) -> rx.Component:
    anything = _any(visible.csv_upload, visible.admin_proxy, visible.audit_logs)
    return rx.el.div(
        rx.el.ul(
            rx.el.li(_link("Home", HOME, "house")),
            rx.el.li(_link("My settings", SETTINGS, "settings")),
        ),
        rx.cond(
            anything,
            rx.el.div(
                rx.el.p("Admin", class_name="nav-heading"),
                rx.el.ul(*[_group(group, visible) for group in _ADMIN]),
                class_name="nav-section",
            ),
        ),
        class_name="nav",
    )


def _group(group: _Group, visible: Visible) -> rx.Component:
    shown = _any(*[getattr(visible, entry.shown) for _, entries in group.parts for entry in entries])
    return rx.cond(
        shown,
        rx.el.li(
            rx.el.p(icon(group.icon), group.label, class_name="nav-group"),
            rx.el.ul(*[_part(name, entries, visible) for name, entries in group.parts], class_name="nav-sub"),
        ),
    )


def _part(name: str, entries: tuple[_Entry, ...], visible: Visible) -> rx.Component:
    links = [rx.cond(getattr(visible, entry.shown), rx.el.li(_link(entry.label, entry.href))) for entry in entries]
    if not name:
        return rx.fragment(*links)
    return rx.cond(
        _any(*[getattr(visible, entry.shown) for entry in entries]),
        rx.el.li(rx.el.p(name, class_name="nav-heading"), rx.el.ul(*links)),
    )


def _link(label: str, href: str, icon_name: Name | None = None) -> rx.Component:
    return route_link(*([icon(icon_name)] if icon_name else []), label, href=href, class_name="nav-link")


def _any(*flags: Flag) -> Flag:
    """Is one of them so? Vars are asked in the browser."""
    if any(flag is True for flag in flags):
        return True
    open_questions = [flag for flag in flags if isinstance(flag, rx.Var)]
    if not open_questions:
        return False
    answer = open_questions[0]
    for flag in open_questions[1:]:
        answer = answer | flag
    return answer


def _present(flag: Flag) -> Text | rx.Var[str] | None:
    """An attribute that is there or not."""
    if isinstance(flag, rx.Var):
        return rx.cond(flag, "", rx.Var("undefined"))
    return "" if flag else None
