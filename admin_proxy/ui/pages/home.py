"""Home: my goals, what I was told and have not read, what colleagues were thanked for lately, who I am here."""

from __future__ import annotations

from dataclasses import dataclass

import reflex as rx

from admin_proxy.accounts import settings
from admin_proxy.accounts.settings import Colleague
from admin_proxy.identity import Identity
from admin_proxy.organizations import vendor
from admin_proxy.organizations.vendor import AssignedCard
from admin_proxy.threads import off_loop
from admin_proxy.ui import when
from admin_proxy.ui.components.avatar import person
from admin_proxy.ui.components.button import link_button
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.facts import facts, shown
from admin_proxy.ui.components.kinds import vars_of
from admin_proxy.ui.components.page_header import page_header
from admin_proxy.ui.components.states import empty, listed
from admin_proxy.ui.components.table import Column, table
from admin_proxy.ui.components.words import t
from admin_proxy.ui.pages import my_goals, recent_recognition, unread_notifications
from admin_proxy.ui.session import signed_in
from admin_proxy.ui.shell.frame import frame
from admin_proxy.ui.shell.whose import mine, them


@dataclass(frozen=True, slots=True)
class Me:
    name: str = ""
    first_name: str = ""
    email: str = ""
    title: str = ""
    department: str = ""
    location: str = ""
    employee_id: str = ""
    hired: str = ""
    groups: str = ""


class HomeState(rx.State):
    me: Me = Me()
    manager: Colleague | None = None
    reports: list[Colleague] = []
    organizations: list[AssignedCard] = []
    is_vendor: bool = False

    @rx.event
    @signed_in
    async def load(self, identity: Identity) -> None:
        details = await off_loop(settings.details, identity)
        self.me = Me(
            name=details.name,
            first_name=details.first_name,
            email=details.email,
            title=details.title,
            department=details.department,
            location=details.location,
            employee_id=details.employee_id,
            hired=when.day(identity.subject, details.hire_date),
            groups=", ".join(details.groups),
        )
        self.manager = details.manager
        self.reports = list(details.reports)
        await (await self.get_state(my_goals.MyGoalsState))._show(identity)
        await (await self.get_state(unread_notifications.UnreadNotificationsState))._begin(identity)
        await (await self.get_state(recent_recognition.RecentRecognitionState))._show(identity)
        self.is_vendor = identity.subject.role.is_vendor
        self.organizations = list(await off_loop(vendor.assigned, identity)) if self.is_vendor else []


seen = vars_of(HomeState)


def page() -> rx.Component:
    return frame(
        page_header(rx.cond(seen.me.first_name, t("Hello, {first_name}", first_name=seen.me.first_name), t("Home"))),
        my_goals.my_goals(),
        unread_notifications.unread_notifications(),
        rx.cond(seen.is_vendor, rx.fragment(), recent_recognition.recent_recognition()),
        rx.el.div(
            _me(),
            rx.cond(seen.is_vendor, _organizations(), _team()),
            class_name="columns",
        ),
    )


def _me() -> rx.Component:
    me = seen.me
    return card(
        facts(
            (t("Name"), me.name),
            (t("E-mail"), me.email),
            (t("Title"), shown(me.title)),
            (t("Department"), shown(me.department)),
            (t("Location"), shown(me.location)),
            (t("Employee id"), shown(me.employee_id)),
            (t("Hired"), shown(me.hired)),
            (t("Groups"), shown(me.groups)),
        ),
        title=t("My details"),
        actions=(link_button(t("My settings"), "/settings", size="sm"),),
    )


def _team() -> rx.Component:
    return rx.el.div(
        card(
            rx.cond(
                seen.manager,
                person(seen.manager.name, seen.manager.initials, seen.manager.title),
                rx.el.p(
                    mine(t("Nobody is named as your manager."), t("Nobody is named as {name}’s manager.", name=them)),
                    class_name="soft",
                ),
            ),
            title=t("My manager"),
        ),
        card(
            listed(
                rx.el.ul(
                    rx.foreach(seen.reports, lambda one: rx.el.li(person(one.name, one.initials, one.title))),
                    class_name="people",
                ),
                ready=seen.is_hydrated,
                is_empty=seen.reports.length() == 0,
                empty=empty(
                    mine(t("Nobody reports to you"), t("Nobody reports to {name}", name=them)), icon_name="users"
                ),
            ),
            title=t("My reports"),
        ),
        class_name="stack",
    )


def _organizations() -> rx.Component:
    return card(
        listed(
            table(
                t("Assigned organizations"),
                (
                    Column(t("Organization"), lambda one: one.name, lead=True),
                    Column(t("Admin Proxy"), lambda one: rx.cond(one.rules.proxy_enabled, t("On"), t("Off"))),
                    Column(
                        t("Who"),
                        lambda one: rx.cond(
                            one.rules.limited_to_super_admins, t("Super Admins"), t("All administrators")
                        ),
                    ),
                    Column(t("Length"), lambda one: t("{count} h", count=one.rules.session_hours), align="end"),
                ),
                seen.organizations,
            ),
            ready=seen.is_hydrated,
            is_empty=seen.organizations.length() == 0,
            empty=empty(t("No organization is assigned to you"), icon_name="briefcase"),
        ),
        title=t("My organizations"),
        flush=True,
    )
