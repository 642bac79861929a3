"""Admin → User Management → Administrators → Scope: whom an HR Admin looks after, chosen while seeing how many it is.

What is chosen stands in the address until it is saved, so that neither a reload nor a lost connection loses it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

import reflex as rx

from admin_proxy.access.permissions import Permission
from admin_proxy.accounts import scopes
from admin_proxy.accounts.reach import NO_SUCH_PERSON
from admin_proxy.accounts.scopes import MOST, Scope
from admin_proxy.directory import coverage, scope_choices
from admin_proxy.directory.role_and_scope import RoleAndScope, role_and_scope
from admin_proxy.directory.scope_choices import Branch, Choices, Chosen, GroupLine
from admin_proxy.identity import ChangedMeanwhile, Identity, Invalid, NotFound, Refused, Role
from admin_proxy.impersonation import rehearsing
from admin_proxy.live import About, News
from admin_proxy.threads import off_loop
from admin_proxy.ui.components.button import button, icon_button, link_button
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.dialog import dialog
from admin_proxy.ui.components.field import text_field
from admin_proxy.ui.components.icon import icon
from admin_proxy.ui.components.kinds import Row, Text, vars_of
from admin_proxy.ui.components.notice import notice
from admin_proxy.ui.components.page_header import page_header
from admin_proxy.ui.components.states import empty, loading
from admin_proxy.ui.components.words import t
from admin_proxy.ui.pages.administering import ends, scope_href, words
from admin_proxy.ui.session import SessionState, is_still, refreshing, requires, watch
from admin_proxy.ui.shell.frame import frame
from admin_proxy.ui.shell.places import ADMINISTRATORS
from admin_proxy.words import later, number, say

TYPED = 100
"""Characters of what departments or groups are searched by."""
DEEPEST = 8
"""So far the tree is indented; what is deeper stands where this does."""
GONE = later("Something that was chosen is no longer there, and was taken out.")


class Draft(NamedTuple):
    """What is chosen and not saved yet, as the address has it."""

    departments: list[int]
    groups: list[int]
    instead_of: str
    """The version of the scope that it is to replace."""


@dataclass(frozen=True, slots=True)
class Preview:
    added: list[str]
    removed: list[str]
    gained: str
    lost: str
    will_end: int


class ScopeState(rx.State):
    person_id: int = 0
    """Whose scope the page shows; 0: not read yet."""
    name: str = ""
    role: str = ""
    has_scope: bool = False

    branches: list[Branch] = []
    more_branches: int = 0
    groups: list[GroupLine] = []
    more_groups: int = 0
    department_text: str = ""
    group_text: str = ""
    searching: bool = False
    chosen_departments: list[Chosen] = []
    chosen_groups: list[Chosen] = []
    is_changed: bool = False

    counting: bool = False
    covers: str = "0"
    can_be_impersonated: str = "0"

    theirs: list[str] = []
    """What somebody else has saved since the page began, in words."""
    is_meanwhile: bool = False
    error: str = ""
    preview: Preview | None = None

    _departments: list[int] = []
    _groups: list[int] = []
    _opened: list[int] = []
    _instead_of: str = ""

    @rx.event
    @requires(Permission.MANAGE_ADMINISTRATORS)
    async def load(self, identity: Identity) -> Any:
        watch(self, News(About.ADMINISTRATORS, identity.organization_id), ScopeState.refresh)
        now = await off_loop(role_and_scope, identity, self._in_the_address())
        draft, is_another = draft_in(self.router.url.query_parameters), now.id != self.person_id
        if is_another:
            self.person_id, self._opened, self.department_text, self.group_text = now.id, [], "", ""
        if is_another or draft is None:
            self._begin(now)
        if is_another and draft is not None:
            self._departments, self._groups, self._instead_of = draft.departments, draft.groups, draft.instead_of
        return await self._stands(identity, now)

    @rx.event
    @refreshing(Permission.MANAGE_ADMINISTRATORS)
    async def refresh(self, identity: Identity) -> Any:
        """Somebody has saved a scope or given a role: perhaps this one. What is chosen here stays."""
        if self.person_id == 0:
            return None
        return await self._stands(identity, await off_loop(role_and_scope, identity, self.person_id))

    @rx.event
    @requires(Permission.MANAGE_ADMINISTRATORS)
    async def turn_department(self, identity: Identity, department_id: int) -> Any:
        """Choose a department, or let go of it."""
        self._departments = _turned(self._departments, department_id)
        return await self._chosen(identity)

    @rx.event
    @requires(Permission.MANAGE_ADMINISTRATORS)
    async def turn_group(self, identity: Identity, group_id: int) -> Any:
        self._groups = _turned(self._groups, group_id)
        return await self._chosen(identity)

    @rx.event
    @requires(Permission.MANAGE_ADMINISTRATORS)
    async def turn_branch(self, identity: Identity, department_id: int) -> None:
        """Show what is directly below a department, or hide it."""
        self._opened = _turned(self._opened[-MOST:], department_id)
        await self._show(identity)

    @rx.event(supersedes=True)
    @requires(Permission.MANAGE_ADMINISTRATORS)
    async def find_departments(self, identity: Identity, text: str) -> None:
        self.department_text = text[:TYPED]
        await self._show(identity)

    @rx.event(supersedes=True)
    @requires(Permission.MANAGE_ADMINISTRATORS)
    async def find_groups(self, identity: Identity, text: str) -> None:
        self.group_text = text[:TYPED]
        await self._show(identity)

    @rx.event(background=True, supersedes=True)
    @requires(Permission.MANAGE_ADMINISTRATORS)
    async def count(self, identity: Identity) -> None:
        """How many people that would be. The page can be used meanwhile, and the next choice takes this one's place."""
        async with self:
            asked = (self.person_id, list(self._departments), list(self._groups))
        found = await off_loop(coverage.coverage, identity, asked[1], asked[2], asked[0] or None)
        async with self:
            if await is_still(self, identity) and asked == (self.person_id, self._departments, self._groups):
                self.covers, self.can_be_impersonated = number(found.people), number(found.can_be_impersonated)
                self.counting = False

    @rx.event
    @requires(Permission.MANAGE_ADMINISTRATORS)
    async def discard(self, identity: Identity) -> Any:
        """Begin again with what is saved, whoever has saved it."""
        now = await self._now(identity)
        self._begin(now)
        return [rx.redirect(scope_href(now.id), replace=True), await self._stands(identity, now)]

    @rx.event
    @requires(Permission.MANAGE_ADMINISTRATORS)
    async def review(self, identity: Identity) -> Any:
        """What would become of it. Nothing is changed yet."""
        now = await self._now(identity)
        is_news = now.scope.version != self._instead_of
        counting = await self._stands(identity, now)
        if is_news or not (self.has_scope and self.is_changed):
            return counting
        self.preview = await self._foreseen(identity, now.scope)
        return counting

    @rx.event
    @requires(Permission.MANAGE_ADMINISTRATORS)
    async def back(self, identity: Identity) -> None:  # noqa: ARG002
        self.preview = None

    @rx.event
    @requires(Permission.MANAGE_ADMINISTRATORS)
    async def save(self, identity: Identity) -> Any:
        """Exactly what was reviewed; if somebody has saved meanwhile, both are shown."""
        if self.preview is None:
            return None
        self.preview = None
        wanted = (self.person_id, self._departments, self._groups)
        try:
            await off_loop(scopes.set_scope, identity, *wanted, seen=self._instead_of)
        except (ChangedMeanwhile, NotFound, Invalid) as refusal:
            counting = await self._stands(identity, await self._now(identity))
            self.error = "" if isinstance(refusal, ChangedMeanwhile) else refusal.sentence
            return counting
        session = await self.get_state(SessionState)
        session._say(say("{name}’s scope is saved.", name=self.name), "good", on_next_page=True)
        self.person_id = 0
        return rx.redirect(ADMINISTRATORS.path)

    def _begin(self, now: RoleAndScope) -> None:
        """With what is saved."""
        self._departments, self._groups = list(now.scope.departments), list(now.scope.groups)
        self._instead_of = now.scope.version
        self.is_changed = False
        self.theirs, self.is_meanwhile, self.error, self.preview = [], False, "", None

    async def _stands(self, identity: Identity, now: RoleAndScope) -> Any:
        """Show what is chosen beside what is saved now, which may be another scope than the one it began with."""
        self.name, self.role, self.has_scope = now.name, say(now.role.label), now.role is Role.HR_ADMIN
        if now.scope.version != self._instead_of:
            if self._is_as(now.scope) or not self._has_draft():
                self._begin(now)
            else:
                self.theirs, self.is_meanwhile, self.preview = words(now.scope), True, None
                self._instead_of = now.scope.version
        await self._show(identity)
        self.is_changed = not self._is_as(now.scope)
        self.counting = True
        return ScopeState.count

    async def _chosen(self, identity: Identity) -> Any:
        """Something was chosen, or let go of."""
        self.error, self.preview, self.counting = "", None, True
        if len(self._departments) > MOST or len(self._groups) > MOST:
            self.error = say("A scope has at most {most} departments and {most} groups.", most=MOST)
            self._departments, self._groups = self._departments[:MOST], self._groups[:MOST]
        await self._show(identity)
        now = await self._now(identity)
        self.is_changed = not self._is_as(now.scope)
        return [rx.redirect(self._href(), replace=True), ScopeState.count]

    async def _show(self, identity: Identity) -> None:
        found = await off_loop(
            scope_choices.choices,
            identity,
            self._departments,
            self._groups,
            opened=self._opened,
            department_text=self.department_text,
            group_text=self.group_text,
        )
        self._fill(found)
        there = {one.id for one in found.chosen_departments}, {one.id for one in found.chosen_groups}
        if not (set(self._departments) <= there[0] and set(self._groups) <= there[1]):
            self._departments = [one for one in self._departments if one in there[0]]
            self._groups = [one for one in self._groups if one in there[1]]
            self.error = say(GONE)

    def _fill(self, found: Choices) -> None:
        self.branches, self.more_branches = list(found.branches), found.more_branches
        self.groups, self.more_groups = list(found.groups), found.more_groups
        self.chosen_departments, self.chosen_groups = list(found.chosen_departments), list(found.chosen_groups)
        self.searching = bool(self.department_text.strip())

    async def _foreseen(self, identity: Identity, now: Scope) -> Preview | None:
        wanted = (self.person_id, self._departments, self._groups)
        try:
            will_end = await off_loop(rehearsing.ended_by_scope, identity, *wanted)
            people = await off_loop(coverage.difference, identity, *wanted)
        except Refused as refusal:
            self.error = refusal.sentence
            return None
        chosen = Scope(
            {one.id: one.words for one in self.chosen_departments}, {one.id: one.words for one in self.chosen_groups}
        )
        return Preview(
            added=_missing(chosen, now),
            removed=_missing(now, chosen),
            gained=f"{people.gained:,}",
            lost=f"{people.lost:,}",
            will_end=will_end,
        )

    async def _now(self, identity: Identity) -> RoleAndScope:
        return await off_loop(role_and_scope, identity, self.person_id)

    def _has_draft(self) -> bool:
        return self.is_changed or draft_in(self.router.url.query_parameters) is not None

    def _is_as(self, scope: Scope) -> bool:
        return scope.ids == {"departments": set(self._departments), "groups": set(self._groups)}

    def _href(self) -> str:
        """The address of this page, with what is chosen."""
        if not self.is_changed:
            return scope_href(self.person_id)
        said = {
            "departments": ",".join(map(str, self._departments)),
            "groups": ",".join(map(str, self._groups)),
            "instead_of": self._instead_of,
        }
        return f"{scope_href(self.person_id)}?{urlencode(said, safe=',')}"

    def _in_the_address(self) -> int:
        """Whose scope; who may be seen is decided by the verbs."""
        parts = self.router.url.path.rstrip("/").split("/")
        said = parts[-2] if len(parts) > 1 else ""
        if not (said.isascii() and said.isdecimal() and len(said) <= 10):
            raise NotFound(NO_SUCH_PERSON)
        return int(said)


def draft_in(query: Mapping[str, str]) -> Draft | None:
    """What an address says is chosen; None where it says nothing of it."""
    if "instead_of" not in query:
        return None
    return Draft(_numbers(query.get("departments", "")), _numbers(query.get("groups", "")), query["instead_of"][:40])


def _numbers(said: str) -> list[int]:
    parts = said[: 12 * MOST].split(",")[:MOST]
    return [int(part) for part in dict.fromkeys(parts) if part.isascii() and part.isdecimal() and len(part) <= 10]


def _turned(ids: list[int], one: int) -> list[int]:
    return [other for other in ids if other != one] if one in ids else [*ids, one]


def _missing(from_: Scope, in_: Scope) -> list[str]:
    """What one scope has and the other has not."""
    return words(
        Scope(
            {key: path for key, path in from_.departments.items() if key not in in_.departments},
            {key: name for key, name in from_.groups.items() if key not in in_.groups},
        )
    )


seen = vars_of(ScopeState)


def page() -> rx.Component:
    return frame(
        rx.el.div(
            link_button(t("Administrators"), ADMINISTRATORS.path, kind="ghost", size="sm", icon_name="arrow-left")
        ),
        page_header(
            rx.cond(seen.person_id, t("Scope of {name}", name=seen.name), t("Scope")),
            t("Whom they look after, and may impersonate: departments, each with everything below it, and groups."),
        ),
        rx.cond(
            seen.person_id == 0,
            loading(),
            rx.cond(
                seen.has_scope,
                rx.fragment(
                    rx.cond(seen.is_meanwhile, _meanwhile()),
                    rx.el.div(
                        rx.el.div(_departments(), _groups(), class_name="stack"),
                        _summary(),
                        class_name="scope",
                        key=seen.person_id,
                    ),
                ),
                card(
                    empty(
                        t("{name} is no HR Admin", name=seen.name),
                        t("Only an HR Admin has a scope. {name}’s role is {role}.", name=seen.name, role=seen.role),
                        icon_name="shield-check",
                        action=link_button(t("Administrators"), ADMINISTRATORS.path),
                    )
                ),
            ),
        ),
        _confirm(),
    )


def _departments() -> rx.Component:
    return card(
        text_field(
            t("Find departments"),
            "find_departments",
            type="search",
            placeholder=t("Any part of a name or of what is above it"),
            default=seen.department_text,
            on_change=seen.find_departments.debounce(150),
            max_length=TYPED,
        ),
        rx.cond(
            seen.branches.length() > 0,
            rx.el.ul(rx.foreach(seen.branches, _branch), class_name="picks", aria_label=t("Departments")),
            rx.el.p(
                rx.cond(seen.searching, t("No department matches."), t("There are no departments yet.")),
                class_name="soft small",
                role="status",
            ),
        ),
        _more(seen.more_branches),
        title=t("Departments"),
        about=t("Each covers everything below it."),
    )


def _branch(one: Row) -> rx.Component:
    return rx.el.li(
        rx.cond(
            one.has_below & ~seen.searching,
            rx.el.button(
                icon("chevron-right", 14),
                type="button",
                on_click=seen.turn_branch(one.id),
                class_name="pick-toggle",
                aria_label=t("Below {name}", name=one.name),
                aria_expanded=one.is_open,
            ),
            rx.cond(seen.searching, rx.fragment(), rx.el.span(class_name="pick-toggle")),
        ),
        rx.el.label(
            rx.el.input(
                type="checkbox",
                checked=one.is_chosen | (one.covered_by != ""),
                disabled=~one.is_chosen & (one.covered_by != ""),
                on_change=seen.turn_department(one.id),
            ),
            rx.el.span(
                rx.el.span(one.name),
                rx.cond(
                    one.above != "",
                    rx.el.span(
                        t(" in {above}", above=one.above), class_name=rx.cond(seen.searching, "soft small", "sr-only")
                    ),
                ),
                rx.cond(
                    one.covered_by != "",
                    rx.el.span(t(" covered by {covered_by}", covered_by=one.covered_by), class_name="soft small"),
                ),
                class_name="pick-words",
            ),
            class_name="check",
        ),
        custom_attrs={"data-depth": rx.cond(seen.searching, "0", _depth(one.depth))},
    )


def _depth(depth: Row) -> rx.Var[str]:
    return rx.cond(depth > DEEPEST, str(DEEPEST), depth.to_string())


def _groups() -> rx.Component:
    return card(
        text_field(
            t("Find groups"),
            "find_groups",
            type="search",
            placeholder=t("Any part of a name"),
            default=seen.group_text,
            on_change=seen.find_groups.debounce(150),
            max_length=TYPED,
        ),
        rx.cond(
            seen.groups.length() > 0,
            rx.el.ul(rx.foreach(seen.groups, _group), class_name="picks", aria_label=t("Groups")),
            rx.el.p(t("No group here."), class_name="soft small", role="status"),
        ),
        _more(seen.more_groups),
        title=t("Groups"),
    )


def _group(one: Row) -> rx.Component:
    return rx.el.li(
        rx.el.label(
            rx.el.input(type="checkbox", checked=one.is_chosen, on_change=seen.turn_group(one.id)),
            rx.el.span(one.name, class_name="pick-words"),
            class_name="check",
        ),
    )


def _more(number: Row) -> rx.Component:
    return rx.cond(
        number > 0, rx.el.p(t("and {number} more: type to find them.", number=number), class_name="soft small")
    )


def _summary() -> rx.Component:
    return rx.el.div(
        card(
            rx.el.dl(
                rx.el.div(rx.el.dt(t("People covered")), rx.el.dd(seen.covers), class_name="figure"),
                rx.el.div(
                    rx.el.dt(t("Can be impersonated")),
                    rx.el.dd(seen.can_be_impersonated),
                    class_name="figure",
                ),
                class_name="figures",
                aria_busy=seen.counting,
            ),
            rx.el.p(
                rx.cond(
                    seen.counting,
                    "",
                    t(
                        "{covers} people covered, {can_be_impersonated} can be impersonated.",
                        covers=seen.covers,
                        can_be_impersonated=seen.can_be_impersonated,
                    ),
                ),
                class_name="sr-only",
                role="status",
            ),
            rx.cond(
                (seen.chosen_departments.length() + seen.chosen_groups.length()) > 0,
                rx.el.ul(
                    rx.foreach(seen.chosen_departments, lambda one: _one(one, seen.turn_department(one.id))),
                    rx.foreach(seen.chosen_groups, lambda one: _one(one, seen.turn_group(one.id), t(" (group)"))),
                    class_name="picked",
                    aria_label=t("Chosen"),
                ),
                notice(t("An empty scope sees nobody.")),
            ),
            rx.cond(seen.error != "", notice(seen.error, tone="bad", announced=True)),
            title=t("Chosen"),
            footer=(
                rx.cond(
                    seen.is_changed,
                    rx.el.span(t("Not saved yet"), class_name="soft small"),
                    rx.el.span(t("As it is saved"), class_name="soft small"),
                ),
                rx.cond(seen.is_changed, button(t("Discard"), seen.discard, kind="ghost")),
                button(t("Review"), seen.review, kind="primary", disabled=~seen.is_changed),
            ),
        ),
        class_name="scope-summary",
    )


def _one(one: Row, let_go: Any, kind: Text = "") -> rx.Component:
    return rx.el.li(
        rx.el.span(
            one.words,
            kind,
            rx.cond(
                one.covered_by != "",
                rx.el.span(t(" also covered by {covered_by}", covered_by=one.covered_by), class_name="soft small"),
            ),
            class_name="pick-words",
        ),
        icon_button(t("Take out {words}", words=one.words), "x", let_go, size="sm"),
    )


def _meanwhile() -> rx.Component:
    return notice(
        rx.el.p(
            t("Theirs: "),
            rx.cond(seen.theirs.length() > 0, seen.theirs.join(", "), t("nobody")),
            t(". Yours is below and not saved yet: save it to replace theirs."),
        ),
        rx.cond(seen.is_changed, button(t("Take theirs"), seen.discard, size="sm")),
        title=t("Somebody else has saved another scope meanwhile"),
        tone="warn",
        announced=True,
    )


def _confirm() -> rx.Component:
    preview = seen.preview
    return dialog(
        rx.el.div(
            rx.el.dl(
                _listed(t("Added"), preview.added, rx.el.ins),
                _listed(t("Removed"), preview.removed, rx.el.del_),
                rx.el.div(rx.el.dt(t("People gained")), rx.el.dd(preview.gained)),
                rx.el.div(rx.el.dt(t("People lost")), rx.el.dd(preview.lost)),
                class_name="facts differences",
            ),
            ends(preview.will_end),
            rx.cond(
                (seen.chosen_departments.length() + seen.chosen_groups.length()) == 0,
                notice(t("An empty scope sees nobody."), tone="warn"),
            ),
            class_name="stack",
        ),
        open=rx.cond(preview, True, False),
        title=t("Change the scope of {name}?", name=seen.name),
        footer=(button(t("Back"), seen.back), button(t("Save"), seen.save, kind="primary")),
        on_close=seen.back,
    )


def _listed(label: Text, said: Any, element: Any) -> rx.Component:
    return rx.cond(
        said.length() > 0,
        rx.el.div(
            rx.el.dt(label),
            rx.el.dd(
                rx.el.ul(rx.foreach(said.to(list[str]), lambda one: rx.el.li(element(one))), class_name="changes")
            ),
        ),
    )
