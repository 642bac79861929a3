"""Admin → User Management → Administrators: who has which role, and whom each HR Admin looks after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

import reflex as rx

from admin_proxy.access.permissions import Permission
from admin_proxy.accounts import roles
from admin_proxy.directory import administrators_list, search
from admin_proxy.directory.administrators_list import COUNTED, Administrator
from admin_proxy.directory.cards import PersonCard
from admin_proxy.directory.matching import LONGEST
from admin_proxy.directory.people_filters import Status
from admin_proxy.directory.role_and_scope import RoleAndScope, role_and_scope
from admin_proxy.identity import ChangedMeanwhile, Identity, Invalid, NotFound, Refused, Role
from admin_proxy.impersonation import rehearsing
from admin_proxy.live import About, News
from admin_proxy.threads import off_loop
from admin_proxy.ui import when
from admin_proxy.ui.components.avatar import avatar, person
from admin_proxy.ui.components.badge import badge
from admin_proxy.ui.components.button import button, link_button, route_link
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.combobox import combobox
from admin_proxy.ui.components.dialog import dialog, dialog_footer
from admin_proxy.ui.components.facts import shown
from admin_proxy.ui.components.field import select_field, text_field
from admin_proxy.ui.components.form import anew
from admin_proxy.ui.components.kinds import Row, vars_of
from admin_proxy.ui.components.notice import notice
from admin_proxy.ui.components.page_header import page_header
from admin_proxy.ui.components.states import empty, listed
from admin_proxy.ui.components.table import Column, table, table_footer
from admin_proxy.ui.components.words import t, t_each
from admin_proxy.ui.growing import leading_on
from admin_proxy.ui.pages.administering import ends, in_words, scope_href
from admin_proxy.ui.session import SessionState, refreshing, requires, watch
from admin_proxy.ui.shell.frame import frame
from admin_proxy.ui.shell.places import ADMINISTRATORS, USERS
from admin_proxy.words import later, say

NAMED = 3
"""So many departments and groups of a scope are named in the list; the others are counted."""
WHAT_THEY_MAY = {
    Role.HR_ADMIN: later(
        "Impersonates the employees of the departments and groups that you choose next. Until then, nobody."
    ),
    Role.ADMIN: later("Looks after the organization's settings, and impersonates nobody."),
    Role.SUPER_ADMIN: later("Manages people and administrators, and can impersonate everybody."),
    Role.EMPLOYEE: later("Is no administrator any more."),
}


@dataclass(frozen=True, slots=True)
class AdministratorRow:
    id: int
    href: str
    name: str
    initials: str
    email: str
    role: str
    status: str
    """Empty: active."""
    status_tone: str
    has_scope: bool
    looks_after: str
    covers: str
    scope_href: str
    last_sign_in: str
    why_not: str


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose role is about to be changed, with what they had when the dialog opened."""

    id: int
    name: str
    initials: str
    email: str
    role: str
    role_label: str
    why_not: str


class AdministratorsState(rx.State):
    rows: list[AdministratorRow] = []
    text: str = ""
    role: str = ""
    roles: list[tuple[str, str]] = []
    """To narrow down by, with how many there are."""
    narrowed: bool = False
    previous_href: str = ""
    next_href: str = ""

    dialog: Literal["", "grant", "change", "confirm"] = ""
    whose: Whose | None = None
    wanted: str = ""
    """The role."""
    error: str = ""
    came_from: Literal["", "grant", "change"] = ""
    """The dialog that 'Back' leads to; empty: none."""
    will_end: int = 0
    loses: str = ""
    """The scope that goes with the role, in words."""

    people: list[PersonCard] = []
    answers: str = ""
    has_more: bool = False

    _more: str = ""
    _sought: str = ""

    @rx.event
    @requires(Permission.MANAGE_ADMINISTRATORS)
    async def load(self, identity: Identity) -> None:
        watch(self, News(About.ADMINISTRATORS, identity.organization_id), AdministratorsState.refresh)
        await self._read(identity)
        asked = self.router.url.query_parameters.get("change", "")
        if asked and not self.dialog:
            await self._open(identity, _number(asked) or 0, "change")

    @rx.event
    @refreshing(Permission.MANAGE_ADMINISTRATORS)
    async def refresh(self, identity: Identity) -> None:
        await self._read(identity)

    @rx.event
    @requires(Permission.MANAGE_ADMINISTRATORS)
    async def narrow(self, identity: Identity, form: dict[str, str]) -> Any:  # noqa: ARG002
        said = {name: form.get(f"with_{name}", "").strip()[:LONGEST] for name in ("text", "role")}
        return rx.redirect(_href(said))

    @rx.event
    @requires(Permission.MANAGE_ADMINISTRATORS)
    async def open_grant(self, identity: Identity) -> None:  # noqa: ARG002
        self.people, self.answers, self.has_more, self._more, self._sought = [], "", False, "", ""
        self.whose, self.wanted, self.error, self.dialog = None, Role.HR_ADMIN.value, "", "grant"

    @rx.event(supersedes=True)
    @requires(Permission.MANAGE_ADMINISTRATORS)
    async def find(self, identity: Identity, text: str) -> None:
        page = await off_loop(search.known, identity, text)
        self.people, self._more, self.has_more = list(page.cards), page.more, bool(page.more)
        self.answers = self._sought = text

    @rx.event
    @requires(Permission.MANAGE_ADMINISTRATORS)
    async def find_more(self, identity: Identity) -> None:
        if self._more:
            page = await off_loop(search.known, identity, self._sought, self._more)
            self.people = [*self.people, *page.cards]
            self._more = leading_on(self.people, page.more)
            self.has_more = bool(self._more)

    @rx.event
    @requires(Permission.MANAGE_ADMINISTRATORS)
    async def choose(self, identity: Identity, person_id: int | Literal[""]) -> None:
        self.error = ""
        self.whose = None if person_id == "" else _whose(await off_loop(role_and_scope, identity, person_id))

    @rx.event
    @requires(Permission.MANAGE_ADMINISTRATORS)
    async def open_change(self, identity: Identity, person_id: int) -> None:
        await self._open(identity, person_id, "change")

    @rx.event
    @requires(Permission.MANAGE_ADMINISTRATORS)
    async def open_withdraw(self, identity: Identity, person_id: int) -> None:
        """Straight to the confirmation: there is nothing to choose."""
        await self._open(identity, person_id, "")
        self.wanted = Role.EMPLOYEE.value
        await self._review(identity)

    @rx.event
    @requires(Permission.MANAGE_ADMINISTRATORS)
    async def review(self, identity: Identity, form: dict[str, str]) -> None:
        """What would become of it. Nothing is changed yet."""
        self.wanted, self.error = form.get("role", "")[:40], ""
        await self._review(identity)

    @rx.event
    @requires(Permission.MANAGE_ADMINISTRATORS)
    async def back(self, identity: Identity) -> None:  # noqa: ARG002
        if self.dialog == "confirm":
            self.dialog = self.came_from

    @rx.event
    @requires(Permission.MANAGE_ADMINISTRATORS)
    async def close(self, identity: Identity) -> Any:  # noqa: ARG002
        """Whichever dialog is open. Where the address has opened it, it does not do so again."""
        self.dialog = ""
        return self._without_question()

    @rx.event
    @requires(Permission.MANAGE_ADMINISTRATORS)
    async def apply(self, identity: Identity) -> Any:
        """Exactly what was confirmed; if the person has another role meanwhile, it is asked again."""
        whose = self.whose
        if whose is None or self.dialog != "confirm":
            return None
        role = _role(self.wanted)
        try:
            await off_loop(roles.change_role, identity, whose.id, role, seen=Role(whose.role))
        except ChangedMeanwhile as refusal:
            await self._open(identity, whose.id, "change")
            self.error = refusal.sentence
            return None
        self.dialog = ""
        session = await self.get_state(SessionState)
        if role is Role.HR_ADMIN:
            session._say(
                say("{name} is an HR Admin now. Choose whom they look after.", name=whose.name),
                "good",
                on_next_page=True,
            )
            return rx.redirect(scope_href(whose.id))
        await self._read(identity)
        away = self._without_question()
        session._say(
            say("{name}’s role is {label} now.", name=whose.name, label=say(role.label)),
            "good",
            on_next_page=away is not None,
        )
        return away

    def _without_question(self) -> Any:
        asked = "change" in self.router.url.query_parameters
        return rx.redirect(ADMINISTRATORS.path, replace=True) if asked else None

    async def _open(self, identity: Identity, person_id: int, dialog: Literal["", "change"]) -> None:
        self.whose = _whose(await off_loop(role_and_scope, identity, person_id))
        self.wanted, self.error, self.dialog, self.came_from = self.whose.role, "", dialog, dialog

    async def _review(self, identity: Identity) -> None:
        if self.whose is None:
            self.error = say("Choose a person first.")
            return
        try:
            role = _role(self.wanted)
            now = await off_loop(role_and_scope, identity, self.whose.id)
            self.will_end = await off_loop(rehearsing.ended_by_role, identity, self.whose.id, role)
        except NotFound:
            raise
        except Refused as refusal:
            if not self.dialog:
                raise
            self.error = refusal.sentence
            return
        self.whose = _whose(now)
        if role is now.role:
            self.error = say("{name} has this role already.", name=now.name)
            return
        self.loses = in_words(now.scope) if now.role is Role.HR_ADMIN else ""
        if self.dialog != "confirm":
            self.came_from, self.dialog = self.dialog, "confirm"

    async def _read(self, identity: Identity) -> None:
        query = self.router.url.query_parameters
        self.text, self.role = query.get("text", "")[:LONGEST], query.get("role", "")
        self.role = self.role if self.role in _BY_VALUE else ""
        self.narrowed = bool(self.text or self.role)
        found = await off_loop(
            administrators_list.administrators,
            identity,
            _BY_VALUE.get(self.role),
            self.text,
            after=_number(query.get("after", "")),
            before=_number(query.get("before", "")),
        )
        self.rows = [_row(identity, one) for one in found.rows]
        counted = [(role.value, f"{say(_SEVERAL[role])} ({_count(number)})") for role, number in found.counts.items()]
        self.roles = [("", say("Any role")), *counted]
        said = {"text": self.text, "role": self.role}
        self.previous_href = _href({**said, "before": str(found.before)}) if found.before else ""
        self.next_href = _href({**said, "after": str(found.after)}) if found.after else ""


_BY_VALUE: Mapping[str, Role] = {role.value: role for role in administrators_list.ROLES}


def _href(said: Mapping[str, str]) -> str:
    kept = {name: value for name, value in said.items() if value}
    return f"{ADMINISTRATORS.path}?{urlencode(kept)}" if kept else ADMINISTRATORS.path


def _number(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= 10 else None


def _count(number: int) -> str:
    return f"{COUNTED:,}+" if number > COUNTED else f"{number:,}"


def _role(said: str) -> Role:
    """Raises:
    Invalid: not one of an organization.
    """
    if said not in {role.value for role in Role if not role.is_vendor}:
        raise Invalid("role", say("Choose a role."))
    return Role(said)


def _whose(now: RoleAndScope) -> Whose:
    return Whose(now.id, now.name, now.initials, now.email, now.role.value, say(now.role.label), now.why_not)


def _row(identity: Identity, one: Administrator) -> AdministratorRow:
    reader = identity.subject
    status, tone = "", "neutral"
    if one.status is Status.LEAVING:
        status, tone = say("Leaving {deactivated_on}", deactivated_on=when.day(reader, one.deactivated_on)), "warn"
    elif one.status is Status.DEACTIVATED:
        status = say(one.status.label)
    return AdministratorRow(
        id=one.id,
        href=f"{USERS.path}/{one.id}",
        name=one.name,
        initials=one.initials,
        email=one.email,
        role=say(one.role.label),
        status=status,
        status_tone=tone,
        has_scope=one.scope is not None,
        looks_after=in_words(one.scope, NAMED) if one.scope is not None else "",
        covers=one.covers_label,
        scope_href=scope_href(one.id),
        last_sign_in=when.day_of(reader, one.last_login_at) or (say("Never") if one.never_signed_in else ""),
        why_not=one.why_not,
    )


seen = vars_of(AdministratorsState)


def page() -> rx.Component:
    return frame(
        page_header(
            t("Administrators"),
            path=(t("Admin||the menu"), t("User Management")),
            actions=(button(t("Grant a role"), seen.open_grant, kind="primary", icon_name="plus"),),
        ),
        _filters(),
        card(
            listed(
                rx.fragment(_table(), rx.cond((seen.previous_href != "") | (seen.next_href != ""), _pages())),
                ready=seen.is_hydrated,
                is_empty=seen.rows.length() == 0,
                empty=empty(
                    t("No administrator matches"), t("Take a filter away to see more of them."),
                    icon_name="shield-check",
                    action=link_button(t("Show all"), ADMINISTRATORS.path),
                ),
            ),
            flush=True,
        ),
        _grant(),
        _change(),
        _confirm(),
    )  # fmt: skip


def _filters() -> rx.Component:
    return anew(
        rx.el.form(
            text_field(
                t("Search"), "with_text", type="search", default=seen.text,
                placeholder=t("Name, e-mail or employee id"),
                max_length=LONGEST,
            ),
            select_field(t("Role"), "with_role", seen.roles, default=seen.role),
            button(t("Filter"), submit=True),
            rx.cond(seen.narrowed, link_button(t("Show all"), ADMINISTRATORS.path, kind="ghost")),
            on_submit=seen.narrow,
            class_name="filters users-filters",
            custom_attrs={"role": "search", "aria-label": t("Administrators")},
        ),
        of=rx.cond(seen.is_hydrated, f"{seen.text}|{seen.role}", ""),
    )  # fmt: skip


def _table() -> rx.Component:
    return table(
        t("Administrators"),
        (
            Column(t("Name"), _name, lead=True, width="25%"),
            Column(t("Role"), _role_and_status, width="14%"),
            Column(t("Looks after"), _looks_after),
            Column(t("Last sign-in"), lambda row: shown(row.last_sign_in), width="13%"),
            Column("", _actions, width="23%", align="end"),
        ),
        seen.rows,
    )


def _pages() -> rx.Component:
    return table_footer(
        rx.el.span(),
        rx.el.nav(
            rx.cond(seen.previous_href != "", link_button(t("Previous"), seen.previous_href, size="sm")),
            rx.cond(seen.next_href != "", link_button(t("Next"), seen.next_href, size="sm")),
            class_name="row",
            aria_label=t("Pages"),
        ),
    )


def _name(row: Row) -> rx.Component:
    return rx.el.div(
        avatar(row.name, row.initials, "sm"),
        rx.el.div(
            route_link(row.name, href=row.href, class_name="person-name person-link"),
            rx.el.span(row.email, class_name="person-mail", title=row.email),
            class_name="person-text",
        ),
        class_name="person",
    )


def _role_and_status(row: Row) -> rx.Component:
    return rx.el.div(
        rx.el.span(row.role), rx.cond(row.status != "", badge(row.status, row.status_tone)), class_name="row role-cell"
    )


def _looks_after(row: Row) -> rx.Component:
    return rx.cond(
        row.has_scope,
        rx.el.div(
            rx.cond(
                row.looks_after != "",
                rx.el.span(row.looks_after, class_name="clamp"),
                rx.el.span(t("Nobody: the scope is empty"), class_name="soft"),
            ),
            rx.el.span(
                rx.el.span(row.covers, class_name="soft"),
                " · ",
                route_link(
                    t("Edit scope"),
                    rx.el.span(t(" of {name}", name=row.name), class_name="sr-only"),
                    href=row.scope_href,
                    class_name="link",
                ),
                class_name="small",
            ),
            class_name="stack stack-tight",
        ),
        rx.el.span("—", class_name="soft"),
    )


def _actions(row: Row) -> rx.Component:
    return rx.cond(
        row.why_not != "",
        rx.el.div(button(t("Change role"), size="sm", reason=row.why_not), class_name="row row-actions"),
        rx.el.div(
            button(t("Change role"), seen.open_change(row.id), size="sm"),
            button(t("Withdraw"), seen.open_withdraw(row.id), size="sm"),
            class_name="row row-actions",
            role="group",
            aria_label=row.name,
        ),
    )


def _grant() -> rx.Component:
    return dialog(
        rx.el.form(
            combobox(
                label=t("Person"),
                placeholder=t("Name, e-mail, employee id, title or department"),
                results=seen.people,
                answers=seen.answers,
                has_more=seen.has_more,
                empty_text=rx.cond(seen.answers != "", t("Nobody found."), t("Type a name or an e-mail.")),
                on_search=seen.find,
                on_select=seen.choose,
                on_more=seen.find_more,
                autofocus=True,
                id="granted",
            ),
            rx.cond(seen.whose, _who()),
            _role_field(),
            dialog_footer(
                button(t("Cancel"), closes=True),
                button(t("Continue"), kind="primary", submit=True, disabled=rx.cond(seen.whose, _is_refused(), True)),
            ),
            on_submit=seen.review,
            class_name="form",
        ),
        open=seen.dialog == "grant",
        title=t("Grant a role"),
        on_close=seen.close,
    )


def _change() -> rx.Component:
    return dialog(
        rx.el.form(
            _who(),
            _role_field(),
            dialog_footer(
                button(t("Cancel"), closes=True),
                button(t("Continue"), kind="primary", submit=True, disabled=_is_refused()),
            ),
            on_submit=seen.review,
            class_name="form",
        ),
        open=seen.dialog == "change",
        title=t("Change role"),
        on_close=seen.close,
    )


def _is_refused() -> rx.Var[bool]:
    return seen.whose.why_not != ""


def _who() -> rx.Component:
    whose = seen.whose
    return rx.el.div(
        rx.el.div(
            person(whose.name, whose.initials, whose.email), badge(whose.role_label), class_name="row row-between"
        ),
        rx.cond(whose.why_not != "", notice(whose.why_not, announced=True)),
        class_name="stack",
    )


def _role_field() -> rx.Component:
    return select_field(
        t("Role"),
        "role",
        t_each((role.value, role.label) for role in Role if not role.is_vendor),
        default=seen.wanted,
        error=seen.error,
    )


def _confirm() -> rx.Component:
    whose = seen.whose
    return dialog(
        rx.el.div(
            person(whose.name, whose.initials, whose.email),
            rx.el.dl(
                rx.el.div(
                    rx.el.dt(t("Role")),
                    rx.el.dd(rx.el.del_(whose.role_label, class_name="soft"), " → ", rx.el.ins(_of_role(_LABELS, ""))),
                ),
                rx.cond(
                    seen.loses != "",
                    rx.el.div(
                        rx.el.dt(t("Scope")), rx.el.dd(rx.el.del_(seen.loses, class_name="soft"), " → ", t("none"))
                    ),
                ),
                class_name="facts differences",
            ),
            rx.el.p(_of_role(WHAT_THEY_MAY, ""), class_name="soft"),
            ends(seen.will_end),
            class_name="stack",
        ),
        open=seen.dialog == "confirm",
        title=rx.cond(
            seen.wanted == Role.EMPLOYEE.value,
            t("Withdraw {name}’s role?", name=whose.name),
            t("Change {name}’s role?", name=whose.name),
        ),
        footer=(
            rx.cond(seen.came_from != "", button(t("Back"), seen.back), button(t("Cancel"), closes=True)),
            rx.cond(
                seen.wanted == Role.EMPLOYEE.value,
                button(t("Withdraw"), seen.apply, kind="danger"),
                rx.cond(
                    whose.role == Role.EMPLOYEE.value,
                    button(t("Grant"), seen.apply, kind="primary"),
                    button(t("Change"), seen.apply, kind="primary"),
                ),
            ),
        ),
        on_close=seen.close,
    )


_LABELS = {role: role.label for role in WHAT_THEY_MAY}
_SEVERAL = {
    Role.HR_ADMIN: later("HR Admins"),
    Role.ADMIN: later("Admins"),
    Role.SUPER_ADMIN: later("Super Admins"),
}


def _of_role(words: Mapping[Role, str], otherwise: str) -> rx.Var[str]:
    return rx.match(seen.wanted, *t_each((role.value, said) for role, said in words.items()), otherwise)
