"""Each page and its lock, in one list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import reflex as rx

from admin_proxy.ui import session
from admin_proxy.ui.border.documents import PageDoor
from admin_proxy.ui.components.words import page_title, saying, t
from admin_proxy.ui.pages import (
    account_activity,
    admin_proxy,
    administrators,
    answer_request,
    audit_entry,
    audit_logs,
    audit_session,
    csv_upload,
    departments,
    feedback,
    give_feedback,
    goal,
    goals,
    group,
    groups,
    home,
    login,
    mailbox,
    missing,
    my_settings,
    notification_choices,
    notifications,
    own_rules,
    privacy_policy,
    recognition,
    reports,
    request_feedback,
    scope,
    sessions,
    system_notifications,
    team,
    user,
    users,
    vendor_console,
    welcome,
)
from admin_proxy.ui.shell import places
from admin_proxy.ui.shell.guide import GuideState
from admin_proxy.ui.shell.places import Place
from admin_proxy.ui.shell.state import ShellState


@dataclass(frozen=True, slots=True)
class Page:
    place: Place
    picture: Callable[[], rx.Component]
    load: Any
    public: bool = False
    before_privacy: bool = False
    demonstration: bool = False

    @property
    def door(self) -> PageDoor:
        return PageDoor(self.public, self.before_privacy, self.place.permission, self.demonstration)


PAGES = (
    Page(places.LOGIN, login.page, login.LoginState.load, public=True),
    Page(places.WELCOME, welcome.page, welcome.WelcomeState.load, public=True),
    Page(places.PRIVACY_POLICY, privacy_policy.page, privacy_policy.PrivacyState.load, before_privacy=True),
    Page(places.HOME, home.page, home.HomeState.load),
    Page(places.GOALS, goals.page, goals.GoalsState.load),
    Page(places.GOAL, goal.page, goal.GoalState.load),
    Page(places.TEAM, team.page, team.TeamState.load),
    Page(places.FEEDBACK, feedback.page, feedback.FeedbackState.load),
    Page(places.GIVE_FEEDBACK, give_feedback.page, give_feedback.GiveFeedbackState.load),
    Page(places.REQUEST_FEEDBACK, request_feedback.page, request_feedback.RequestFeedbackState.load),
    Page(places.ANSWER_REQUEST, answer_request.page, answer_request.AnswerRequestState.load),
    Page(places.RECOGNITION, recognition.page, recognition.RecognitionState.load),
    Page(places.REPORTS, reports.page, reports.ReportsState.load),
    Page(places.SETTINGS, my_settings.page, my_settings.MySettingsState.load),
    Page(places.NOTIFICATIONS, notifications.page, notifications.NotificationsState.load),
    Page(places.NOTIFICATION_CHOICES, notification_choices.page, notification_choices.NotificationChoicesState.load),
    Page(places.ACCOUNT_ACTIVITY, account_activity.page, account_activity.AccountActivityState.load),
    Page(places.VENDOR, vendor_console.page, vendor_console.VendorConsoleState.load),
    Page(places.ADMIN_PROXY, admin_proxy.page, admin_proxy.AdminProxyState.load),
    Page(places.USERS, users.page, users.UsersState.load),
    Page(places.USER, user.page, user.UserState.load),
    Page(places.ADMINISTRATORS, administrators.page, administrators.AdministratorsState.load),
    Page(places.SCOPE, scope.page, scope.ScopeState.load),
    Page(places.DEPARTMENTS, departments.page, departments.DepartmentsState.load),
    Page(places.GROUPS, groups.page, groups.GroupsState.load),
    Page(places.GROUP, group.page, group.GroupState.load),
    Page(places.CSV_UPLOAD, csv_upload.page, csv_upload.CsvUploadState.load),
    Page(places.SESSIONS, sessions.page, sessions.SessionsState.load),
    Page(places.OWN_RULES, own_rules.page, own_rules.OwnRulesState.load),
    *(
        Page(place, system_notifications.page, system_notifications.SystemNotificationsState.load)
        for place in (places.SYSTEM_NOTIFICATIONS, places.SYSTEM_NOTIFICATIONS_TOO)
    ),
    Page(places.AUDIT_LOGS, audit_logs.page, audit_logs.AuditLogsState.load),
    Page(places.AUDIT_ENTRY, audit_entry.page, audit_entry.AuditEntryState.load),
    Page(places.AUDIT_SESSION, audit_session.page, audit_session.AuditSessionState.load),
    Page(places.MAILBOX, mailbox.page, mailbox.MailboxState.load, demonstration=True),
)


def page_at(path: str) -> PageDoor | None:
    place = places.at(path)
    return next((page.door for page in PAGES if page.place is place), None)


def lay_out(app: rx.App) -> None:
    """Give the app its pages."""
    session.name_pages(_name_at)
    for page in PAGES:
        title = f"{page.place.label} · Admin Proxy"
        filled = [ShellState.arrive, page.load, *([] if page.public else [GuideState.look])]
        app.add_page(titled(page), route=page.place.path, title=title, on_load=filled)
    app.add_page(nowhere, route="404", title="Not found · Admin Proxy", on_load=[ShellState.arrive])


def _name_at(path: str) -> str:
    place = places.at(path)
    return place.label if place else path


def nowhere() -> rx.Component:
    with saying("404"):
        return rx.fragment(page_title(t("Not found")), missing.page())


nowhere.__module__ = missing.__name__


def titled(page: Page) -> Callable[[], rx.Component]:
    """The page with its name in the browser's tab, in its reader's language."""

    def picture() -> rx.Component:
        with saying(page.place.path):
            return rx.fragment(page_title(t(page.place.label)), page.picture())

    picture.__module__ = page.picture.__module__  # where Reflex puts what it makes of the picture
    return picture
