"""My settings: my details, my language, time zone and theme, my password, the browsers I am signed in with."""

from __future__ import annotations

from dataclasses import dataclass

import reflex as rx

from admin_proxy import words
from admin_proxy.accounts import logins, settings
from admin_proxy.identity import Identity, Invalid, Meanwhile
from admin_proxy.threads import off_loop
from admin_proxy.ui import said, when
from admin_proxy.ui.components.badge import badge
from admin_proxy.ui.components.button import button
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.facts import facts, shown
from admin_proxy.ui.components.field import password_field, select_field
from admin_proxy.ui.components.form import anew, form, form_actions, hidden
from admin_proxy.ui.components.kinds import Row, vars_of
from admin_proxy.ui.components.notice import notice
from admin_proxy.ui.components.page_header import page_header
from admin_proxy.ui.components.states import empty, listed
from admin_proxy.ui.components.table import Column, table
from admin_proxy.ui.components.tabs import tabs
from admin_proxy.ui.components.theme_switch import theme_switch
from admin_proxy.ui.components.words import t
from admin_proxy.ui.session import SessionState, again, signed_in
from admin_proxy.ui.shell import places
from admin_proxy.ui.shell.frame import frame
from admin_proxy.ui.shell.state import ShellState
from admin_proxy.ui.shell.whose import mine, them
from admin_proxy.words import say

_CHOSEN = ("language", "time_zone")


@dataclass(frozen=True, slots=True)
class LoginRow:
    id: str
    device: str
    address: str
    since: str
    last_seen: str
    is_this_one: bool
    may_end: bool


class MySettingsState(rx.State):
    name: str = ""
    email: str = ""
    employee_id: str = ""
    title: str = ""
    department: str = ""
    language: str = ""
    time_zone: str = ""
    languages_else: str = ""
    languages_else_name: str = ""
    zones_else: str = ""
    """What is set although it is not on offer, as an upload may: nobody's choice changes by pressing Save."""
    has_password: bool = False
    impersonating: bool = False
    logins: list[LoginRow] = []
    error_about: str = ""
    """`language`, `time_zone`, `current` or `new`: the field that `error` stands beside."""
    error: str = ""
    known: dict[str, str] = {}
    """What the form began with, and what it was told of since. It goes along with the form."""
    password_changed: str = ""

    @rx.event
    @signed_in
    async def load(self, identity: Identity) -> None:
        query = self.router.url.query_parameters
        sentence, about = said.unseal(query.get("said", "")), query.get("about", "")
        self.password_changed = sentence if about == "done" else ""
        self.error, self.error_about = (sentence, about) if about != "done" else ("", "")
        await self._show(identity)

    @rx.event
    @signed_in
    async def save(self, identity: Identity, form: dict[str, str]) -> None:
        self.error, self.error_about = "", ""
        wanted = {name: form[name] for name in _CHOSEN if name in form}
        known = {name: form[f"known_{name}"] for name in wanted if f"known_{name}" in form}
        try:
            changed = await off_loop(settings.change, identity, **wanted, known=known)
        except Invalid as refusal:
            self.error, self.error_about = refusal.sentence, refusal.field
            if isinstance(refusal, Meanwhile):
                self.known = {**self.known, refusal.field: refusal.known[refusal.field]}
            return
        fresh = await again(identity)
        words.speak(fresh.subject.language)
        await (await self.get_state(ShellState))._show(fresh)
        await self._show(fresh)
        session = await self.get_state(SessionState)
        session._say(say("Saved.") if changed else say("Nothing was different, so nothing was saved."), "good")

    @rx.event
    @signed_in
    async def end_login(self, identity: Identity, login_id: str) -> None:
        await off_loop(logins.end_one, identity, login_id)
        await self._show(identity)

    @rx.event
    @signed_in
    async def end_other_logins(self, identity: Identity) -> None:
        await off_loop(logins.end_others, identity)
        await self._show(identity)

    async def _show(self, identity: Identity) -> None:
        details = await off_loop(settings.details, identity)
        self.name, self.email, self.employee_id = details.name, details.email, details.employee_id
        self.title, self.department = details.title, details.department
        self.language, self.time_zone = details.language, details.time_zone
        self.known = {"language": details.language, "time_zone": details.time_zone}
        self.languages_else = "" if settings.is_offered("language", details.language) else details.language
        self.languages_else_name = settings.language_name(self.languages_else)
        self.zones_else = "" if settings.is_offered("time_zone", details.time_zone) else details.time_zone
        self.has_password = details.has_password
        self.impersonating = identity.impersonating
        self.logins = [
            LoginRow(
                id=login.id,
                device=login.device,
                address=login.address,
                since=when.moment(identity.subject, login.since),
                last_seen=when.moment(identity.subject, login.last_seen),
                is_this_one=login.is_this_one,
                may_end=login.may_end,
            )
            for login in await off_loop(logins.list_mine, identity)
        ]


seen = vars_of(MySettingsState)
shell = vars_of(ShellState)


def page() -> rx.Component:
    return frame(
        page_header(t("My settings")),
        settings_tabs(),
        rx.el.div(_details(), _preferences(), _theme(), _password(), _logins(), class_name="stack stack-loose"),
    )


def settings_tabs() -> rx.Component:
    return tabs(
        t("My settings"),
        (t("Settings"), places.SETTINGS.path),
        (t(places.NOTIFICATION_CHOICES.label), places.NOTIFICATION_CHOICES.path),
        (t(places.ACCOUNT_ACTIVITY.label), places.ACCOUNT_ACTIVITY.path),
    )


def _details() -> rx.Component:
    return card(
        facts(
            (t("Name"), seen.name),
            (t("E-mail"), seen.email),
            (t("Title"), shown(seen.title)),
            (t("Department"), shown(seen.department)),
            (t("Employee id"), shown(seen.employee_id)),
        ),
        title=t("My details"),
        about=mine(
            t("Kept by your organization. If something is wrong, tell your HR department."),
            t("Kept by your organization: {name} cannot change it here.", name=them),
        ),
    )


def _preferences() -> rx.Component:
    zones = tuple((zone, zone.replace("_", " ")) for zone in settings.time_zones())
    return card(
        anew(
            rx.el.form(
                select_field(
                    t("Language"),
                    "language",
                    tuple((choice.value, choice.label) for choice in settings.languages()),
                    default=seen.language,
                    also=seen.languages_else,
                    also_words=seen.languages_else_name,
                    error=_error("language"),
                ),
                select_field(
                    t("Time zone"),
                    "time_zone",
                    zones,
                    default=seen.time_zone,
                    also=seen.zones_else,
                    hint=t("Dates and times are shown in it."),
                    error=_error("time_zone"),
                ),
                *(hidden(f"known_{name}", seen.known[name]) for name in _CHOSEN),
                form_actions(button(t("Save"), kind="primary", submit=True)),
                on_submit=seen.save,
                class_name="form",
            ),
            of=seen.language + seen.time_zone,
        ),
        title=t("Language and time zone"),
    )


def _theme() -> rx.Component:
    """Of the screen that somebody sits in front of: the actor's."""
    return card(
        rx.el.div(theme_switch(saved=shell.theme, on_change=shell.choose_theme), class_name="theme-choice"),
        title=t("Theme"),
        about=mine(
            t("The look of the screen, wherever you sign in."),
            t("The look of your own screen; {name}’s stays as it is.", name=them),
        ),
    )


def _password() -> rx.Component:
    return card(
        rx.cond(
            seen.impersonating,
            notice(t("The password belongs to the person: you cannot change it while impersonating.")),
            rx.cond(
                seen.has_password,
                form(
                    rx.cond(
                        seen.password_changed != "",
                        notice(seen.password_changed, tone="good", announced=True),
                    ),
                    password_field(t("Current password"), "current", error=_error("current")),
                    password_field(t("New password"), "new", autocomplete="new-password", error=_error("new")),
                    form_actions(button(t("Change password"), submit=True)),
                    action="/auth/change-password",
                    label=t("Change password"),
                    check_in_browser=False,
                ),
                notice(t("You have no password here, so there is none to change.")),
            ),
        ),
        title=t("Password"),
        about=mine(
            t("Changing it ends your other sign-ins."), t("Changing it ends {name}’s other sign-ins.", name=them)
        ),
    )


def _logins() -> rx.Component:
    return card(
        listed(
            table(
                mine(t("Where you are signed in"), t("Where {name} is signed in", name=them)),
                (
                    Column(t("Browser"), _browser, lead=True),
                    Column(t("Address"), lambda login: login.address),
                    Column(t("Since"), lambda login: login.since),
                    Column(t("Last used"), lambda login: login.last_seen),
                    Column("", _end, align="end"),
                ),
                seen.logins,
            ),
            ready=seen.name != "",
            is_empty=seen.logins.length() == 0,
            empty=empty(t("{name} is not signed in at the moment", name=them), icon_name="monitor"),
        ),
        title=t("Where I am signed in"),
        about=mine(
            t("A sign-in that you do not recognise: end it, and change your password."),
            t("Sign-ins belong to the person: you cannot end them while impersonating."),
        ),
        actions=(
            rx.cond(
                (seen.logins.length() > 1) & ~shell.impersonating,
                button(t("End all others"), seen.end_other_logins, size="sm"),
            ),
        ),
        flush=True,
    )


def _browser(login: Row) -> rx.Component:
    return rx.el.span(login.device, " ", rx.cond(login.is_this_one, badge(t("This one"), "good")))


def _end(login: Row) -> rx.Component:
    return rx.cond(
        login.may_end & ~login.is_this_one,
        button(t("End"), seen.end_login(login.id), size="sm"),
    )


def _error(about: str) -> rx.Var[str]:
    return rx.cond(seen.error_about == about, seen.error, "")
