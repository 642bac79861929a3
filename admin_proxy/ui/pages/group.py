"""Admin → User Management → Groups → one group: who is in it and who looks after it; adding, removing, deleting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

import reflex as rx

from admin_proxy.access.permissions import Permission
from admin_proxy.directory import bulk_edit, group_deleting, group_editing, group_page, people_list, search
from admin_proxy.directory.bulk_edit import Chosen, Join, Leave
from admin_proxy.directory.cards import PersonCard
from admin_proxy.directory.group_editing import LONGEST_NAME
from admin_proxy.directory.matching import LONGEST
from admin_proxy.directory.people_filters import Filters, Status
from admin_proxy.identity import Identity, Invalid, Meanwhile, NotFound
from admin_proxy.impersonation import rehearsing
from admin_proxy.live import About, News
from admin_proxy.threads import off_loop
from admin_proxy.ui.components.avatar import avatar, person
from admin_proxy.ui.components.badge import badge
from admin_proxy.ui.components.button import button, link_button, route_link, text_button
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.combobox import combobox
from admin_proxy.ui.components.dialog import dialog, dialog_footer
from admin_proxy.ui.components.facts import shown
from admin_proxy.ui.components.field import text_field
from admin_proxy.ui.components.kinds import Row, vars_of
from admin_proxy.ui.components.notice import notice
from admin_proxy.ui.components.page_header import page_header
from admin_proxy.ui.components.states import empty, listed
from admin_proxy.ui.components.table import Column, table
from admin_proxy.ui.components.words import t
from admin_proxy.ui.growing import leading_on
from admin_proxy.ui.pages.group_paste import GroupPasteState, paste
from admin_proxy.ui.pages.group_paste import seen as pasting
from admin_proxy.ui.pages.groups import group_id_in, number_in, pages_nav
from admin_proxy.ui.session import SessionState, refreshing, requires, watch
from admin_proxy.ui.shell.frame import frame
from admin_proxy.ui.shell.places import GROUPS, USERS
from admin_proxy.words import say, say_n

_KNOWN = ("text", "after", "before")


@dataclass(frozen=True, slots=True)
class Administrator:
    href: str
    name: str
    initials: str
    line: str


@dataclass(frozen=True, slots=True)
class MemberRow:
    id: int
    href: str
    name: str
    initials: str
    email: str
    title: str
    department: str
    status: str
    """Empty for those who are active."""


@dataclass(frozen=True, slots=True)
class Removal:
    """What the dialog asks about."""

    count: int
    name: str
    """Of the only one."""
    sessions: int


@dataclass(frozen=True, slots=True)
class Deletion:
    members: int
    scopes: list[str]
    """Those whose scopes lose it."""
    sessions: int


class GroupState(rx.State):
    """Which group it is, the search within and the page stand in the address."""

    name: str = ""
    members_label: str = ""
    members: int = 0
    administrators: list[Administrator] = []
    is_gone: bool = False
    """Somebody has deleted it while it is looked at."""

    rows: list[MemberRow] = []
    count_label: str = ""
    text: str = ""
    previous_href: str = ""
    next_href: str = ""
    can_select_all: bool = False
    selected: list[int] = []
    """Kept while pages are turned; given up when another search is made."""
    all_matching: bool = False
    removal: Removal | None = None
    removal_error: str = ""

    people: list[PersonCard] = []
    """What the search for somebody to add lists."""
    answers: str = ""
    people_label: str = ""
    has_more_people: bool = False
    chosen: PersonCard | None = None
    added: int = 0
    """Counts, so that the search begins anew after each."""

    renaming: bool = False
    form_name: str = ""
    """What the field begins with."""
    name_error: str = ""
    deletion: Deletion | None = None

    _shown: int = 0
    _known_name: str = ""
    _removing: tuple[int, ...] = ()
    _typed: str = ""
    _more: str = ""

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def load(self, identity: Identity) -> None:
        group_id, text = self._group_id(), self.router.url.query_parameters.get("text", "")[:LONGEST]
        watch(self, News(About.GROUPS, identity.organization_id), GroupState.refresh)
        if group_id != self._shown:
            self.name, self.chosen, self.renaming, self.deletion = "", None, False, None
            await self._close_pasting()
        if group_id != self._shown or text != self.text:
            self.selected, self.all_matching, self.removal = [], False, None
        self._shown, self.text = group_id, text
        await self._read(identity)

    @rx.event
    @refreshing(Permission.MANAGE_PEOPLE)
    async def refresh(self, identity: Identity) -> None:
        """Somebody has changed a group, or who is in one. What is typed or asked at present stays."""
        await self._read_or_gone(identity)

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def narrow(self, identity: Identity, form: dict[str, Any]) -> Any:  # noqa: ARG002
        return rx.redirect(self._href(text=str(form.get("with_text", "")).strip()[:LONGEST], after="", before=""))

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def show_all(self, identity: Identity) -> Any:  # noqa: ARG002
        return rx.redirect(self._href(text="", after="", before=""))

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def select(self, identity: Identity, person_id: int) -> None:  # noqa: ARG002
        """Select somebody on this page, or let go of them."""
        self.all_matching = False
        if person_id in self.selected:
            self.selected = [one for one in self.selected if one != person_id]
        elif person_id in {row.id for row in self.rows} and len(self.selected) < people_list.FEW:
            self.selected = [*self.selected, person_id]

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def select_page(self, identity: Identity) -> None:  # noqa: ARG002
        """Select everybody on this page, or let go of all of them."""
        here = [row.id for row in self.rows]
        others = [one for one in self.selected if one not in here]
        self.all_matching = False
        self.selected = others if set(here) <= set(self.selected) else [*others, *here][: people_list.FEW]

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def select_all(self, identity: Identity) -> None:  # noqa: ARG002
        """Everybody who matches, on whatever page."""
        self.all_matching = True

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def select_none(self, identity: Identity) -> None:  # noqa: ARG002
        self.selected, self.all_matching = [], False

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def ask_to_remove(self, identity: Identity, person_id: int) -> None:
        """One of those on the page."""
        found = next((row for row in self.rows if row.id == person_id), None)
        if found is not None:
            await self._foresee_removal(identity, (person_id,), found.name)

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def ask_to_remove_selected(self, identity: Identity) -> None:
        await self._foresee_removal(identity, (), "")

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def remove(self, identity: Identity) -> Any:
        if self.removal is None:
            return None
        try:
            outcome = await off_loop(bulk_edit.apply, identity, self._to_remove(), Leave(self._group_id()))
        except Invalid as refusal:
            self.removal_error = refusal.sentence
            return None
        self.removal, self.all_matching = None, False
        self.selected = [one for one in self.selected if self._removing and one not in self._removing]
        await self._read(identity)
        await self._tell(say_n("{count} person was removed.", "{count} people were removed.", outcome.changed))
        return None if self.rows else rx.redirect(self._href(after="", before=""), replace=True)

    @rx.event(supersedes=True)
    @requires(Permission.MANAGE_PEOPLE)
    async def find(self, identity: Identity, text: str) -> None:
        """People of the organization, whether they are in the group or not."""
        self._typed = text
        page = await off_loop(search.known, identity, text)
        self.people, self._more, self.has_more_people = list(page.cards), page.more, bool(page.more)
        self.people_label, self.answers = page.count_label, text

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def find_more(self, identity: Identity) -> None:
        if self._more:
            page = await off_loop(search.known, identity, self._typed, self._more)
            self.people = [*self.people, *page.cards]
            self._more = leading_on(self.people, page.more)
            self.has_more_people = bool(self._more)

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def choose(self, identity: Identity, person_id: int | Literal[""]) -> None:  # noqa: ARG002
        """Only of those on the list."""
        self.chosen = next((one for one in self.people if one.id == person_id), None)

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def add(self, identity: Identity) -> None:
        if self.chosen is None:
            raise Invalid("", say("Choose a person first."))
        who = self.chosen
        outcome = await off_loop(bulk_edit.apply, identity, Chosen(ids=(who.id,)), Join(self._group_id()))
        self.chosen, self.people, self.answers, self.people_label, self._more = None, [], "", "", ""
        self.has_more_people, self.added = False, self.added + 1
        await self._read(identity)
        await self._tell(
            say("{name} was added.", name=who.name)
            if outcome.changed
            else say("{name} is in this group already.", name=who.name)
        )

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def open_rename(self, identity: Identity) -> None:
        now = await off_loop(group_page.group, identity, self._group_id())
        self.form_name, self._known_name, self.name_error, self.renaming = now.name, now.name, "", True

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def rename(self, identity: Identity, form: dict[str, str]) -> None:
        if not self.renaming:
            return
        self.name_error = ""
        try:
            changed = await off_loop(
                group_editing.rename, identity, self._group_id(), form.get("name", ""), self._known_name
            )
        except Invalid as refusal:
            self.name_error = refusal.sentence
            if isinstance(refusal, Meanwhile):
                self._known_name = refusal.known[refusal.field]
            return
        self.renaming = False
        await self._read(identity)
        await self._tell(say("Saved.") if changed else say("Nothing was different, so nothing was saved."))

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def ask_to_delete(self, identity: Identity) -> None:
        """Says what it would take along."""
        now = await off_loop(group_page.group, identity, self._group_id())
        sessions = await off_loop(rehearsing.ended_by_deleting_group, identity, now.id)
        self.deletion = Deletion(now.members, [one.name for one in now.looked_after_by], sessions)

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def delete(self, identity: Identity) -> Any:
        if self.deletion is None:
            return None
        name = await off_loop(group_deleting.delete_group, identity, self._group_id())
        self.deletion = None
        session = await self.get_state(SessionState)
        session._say(say("The group {name} is deleted.", name=name), "good", on_next_page=True)
        return rx.redirect(GROUPS.path, replace=True)

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def close(self, identity: Identity) -> None:  # noqa: ARG002
        """Whichever dialog is open."""
        self.removal, self.renaming, self.deletion = None, False, None

    @rx.var
    def page_is_selected(self) -> bool:
        return bool(self.rows) and {row.id for row in self.rows} <= set(self.selected)

    async def _foresee_removal(self, identity: Identity, people: tuple[int, ...], name: str) -> None:
        """Nothing is changed yet."""
        self._removing, self.removal_error = people, ""
        foreseen = await off_loop(rehearsing.preview, identity, self._to_remove(), Leave(self._group_id()))
        self.removal = Removal(foreseen.outcome.changed, name, foreseen.sessions)

    def _to_remove(self) -> Chosen:
        """The one that was asked about, or those who are selected."""
        if self._removing:
            return Chosen(ids=self._removing)
        if self.all_matching:
            return Chosen(matching=Filters(self.text, group_id=self._group_id()))
        return Chosen(ids=tuple(self.selected))

    async def _read_or_gone(self, identity: Identity) -> None:
        try:
            await self._read(identity)
        except NotFound:
            self.is_gone = True

    async def _read(self, identity: Identity) -> None:
        group_id, query = self._group_id(), self.router.url.query_parameters
        group = await off_loop(group_page.group, identity, group_id)
        self.name, self.members, self.is_gone = group.name, group.members, False
        self.members_label = say_n("{count} person", "{count} people", group.members)
        self.administrators = [
            Administrator(f"{USERS.path}/{one.id}", one.name, one.initials, one.title or one.email)
            for one in group.looked_after_by
        ]
        page = await off_loop(
            people_list.people,
            identity,
            Filters(self.text, group_id=group_id),
            after=number_in(query, "after"),
            before=number_in(query, "before"),
        )
        self.rows = [_row(row) for row in page.rows]
        self.count_label = page.count_label if self.text else self.members_label
        self.can_select_all = len(page.rows) < page.count <= people_list.FEW
        self.previous_href = self._href(before=str(page.before), after="") if page.before else ""
        self.next_href = self._href(after=str(page.after), before="") if page.after else ""

    async def _close_pasting(self) -> None:
        (await self.get_state(GroupPasteState))._close()

    async def _tell(self, sentence: str) -> None:
        session = await self.get_state(SessionState)
        session._say(sentence, "good")

    def _group_id(self) -> int:
        return group_id_in(self.router.url.path)

    def _href(self, **changes: str) -> str:
        """The address of this page, with something of it changed."""
        kept = {name: value for name, value in self.router.url.query_parameters.items() if name in _KNOWN}
        said = {name: value for name, value in {**kept, **changes}.items() if value}
        path = f"{GROUPS.path}/{self._group_id()}"
        return f"{path}?{urlencode(said)}" if said else path


def _row(row: people_list.Row) -> MemberRow:
    return MemberRow(
        id=row.id,
        href=f"{USERS.path}/{row.id}",
        name=row.name,
        initials=row.initials,
        email=row.email,
        title=row.title,
        department=row.department,
        status="" if row.status is Status.ACTIVE else say(row.status.label),
    )


seen = vars_of(GroupState)


def page() -> rx.Component:
    return frame(
        rx.el.div(link_button(t("Groups"), GROUPS.path, kind="ghost", size="sm", icon_name="arrow-left")),
        page_header(
            seen.name,
            seen.members_label,
            actions=(
                button(t("Rename"), seen.open_rename),
                button(t("Delete…"), seen.ask_to_delete, icon_name="trash-2"),
            ),
        ),
        rx.cond(
            seen.is_gone,
            notice(
                t("Somebody has deleted this group meanwhile. What you see here is how it was."),
                tone="warn",
                announced=True,
            ),
        ),
        rx.el.div(_add(), _looked_after_by(), class_name="columns"),
        _members(),
        _removal(),
        _rename(),
        _deletion(),
        paste(),
    )


def _add() -> rx.Component:
    chosen = seen.chosen
    return card(
        rx.el.div(
            rx.el.div(
                combobox(
                    label=t("Find somebody to add"),
                    hide_label=True,
                    placeholder=t("Name, e-mail, employee id, title or department"),
                    results=seen.people,
                    answers=seen.answers,
                    has_more=seen.has_more_people,
                    count_label=seen.people_label,
                    empty_text=rx.cond(seen.answers != "", t("Nobody found."), t("Type a name or an e-mail.")),
                    on_search=seen.find,
                    on_select=seen.choose,
                    on_more=seen.find_more,
                    autofocus=seen.added > 0,
                    id="somebody",
                ),
                key=seen.added.to_string(),  # begins anew after each who was added
            ),
            rx.el.div(
                text_button(t("Add by pasting e-mails"), pasting.open("add")),
                rx.el.span(" · ", aria_hidden="true"),
                text_button(t("Remove by pasting"), pasting.open("remove")),
                class_name="small",
            ),
            class_name="stack stack-tight",
        ),
        title=t("Add people"),
        footer=(
            rx.cond(
                chosen,
                person(chosen.name, chosen.initials, chosen.email),
                rx.el.span(t("Nobody chosen yet"), class_name="soft"),
            ),
            button(t("Add"), seen.add, kind="primary", disabled=rx.cond(chosen, False, True)),
        ),
    )


def _looked_after_by() -> rx.Component:
    return card(
        rx.cond(
            seen.administrators.length() > 0,
            rx.el.ul(rx.foreach(seen.administrators, _administrator), class_name="people"),
            rx.el.p(t("This group is in nobody's scope."), class_name="soft"),
        ),
        title=t("Looked after by"),
        about=t("HR Admins with this group in their scope."),
    )


def _administrator(one: Row) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            avatar(one.name, one.initials, "sm"),
            rx.el.div(
                route_link(one.name, href=one.href, class_name="person-name person-link"),
                rx.el.span(one.line, class_name="person-mail", title=one.line),
                class_name="person-text",
            ),
            class_name="person",
        )
    )


def _members() -> rx.Component:
    return card(
        rx.el.form(
            text_field(
                t("Search within the group"), "with_text", type="search", default=seen.text,
                placeholder=t("Name, e-mail, employee id or title"), max_length=LONGEST,
            ),
            button(t("Filter"), submit=True),
            rx.cond(seen.text != "", button(t("Show all"), seen.show_all, kind="ghost")),
            on_submit=seen.narrow,
            class_name="filters card-body members-search",
            custom_attrs={"role": "search", "aria-label": t("Members")},
            key=seen.text,  # made anew when the address says something else
        ),
        listed(
            rx.fragment(
                rx.el.div(
                    rx.cond(
                        (seen.selected.length() > 0) | seen.all_matching,
                        _selection(),
                        rx.el.span(seen.count_label, class_name="soft", role="status"),
                    ),
                    class_name="table-head",
                ),
                table(
                    t("Members"),
                    (
                        Column(
                            t("Selected"), _selected, width="2.75rem",
                            head=_checkbox(
                                t("Select everybody on this page"), seen.all_matching | seen.page_is_selected,
                                seen.select_page,
                            ),
                        ),
                        Column(t("Name"), _name, lead=True, width="34%"),
                        Column(t("Title"), lambda row: shown(row.title)),
                        Column(t("Department"), lambda row: shown(row.department)),
                        Column(
                            "", lambda row: button(t("Remove"), seen.ask_to_remove(row.id), size="sm"),
                            width="7rem", align="end",
                        ),
                    ),
                    seen.rows,
                ),
                pages_nav(seen),
            ),
            ready=seen.is_hydrated & (seen.name != ""),
            is_empty=seen.rows.length() == 0,
            empty=rx.cond(
                seen.text != "",
                empty(t("Nobody here matches"), t("Look for another part of the name."), icon_name="users"),
                empty(t("Nobody is in this group yet"), t("Find somebody above, or paste e-mails."), icon_name="users"),
            ),
        ),
        title=t("Members"),
        flush=True,
    )  # fmt: skip


def _selection() -> rx.Component:
    return rx.el.div(
        rx.el.span(
            rx.cond(
                seen.all_matching,
                t("All {count_label} selected", count_label=seen.count_label),
                t("{count} selected", count=seen.selected.length()),
            ),
            role="status",
        ),
        rx.cond(
            seen.all_matching | ~seen.can_select_all,
            rx.fragment(),
            text_button(t("Select all {count_label}", count_label=seen.count_label), seen.select_all),
        ),
        text_button(t("Clear"), seen.select_none),
        button(t("Remove from group…"), seen.ask_to_remove_selected, size="sm"),
        class_name="row",
        role="group",
        aria_label=t("Selected people"),
    )


def _selected(row: Row) -> rx.Component:
    return _checkbox(
        t("Select {name}", name=row.name), seen.all_matching | seen.selected.contains(row.id), seen.select(row.id)
    )


def _checkbox(label: Any, checked: Any, on_change: Any) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="checkbox", checked=checked, on_change=on_change, aria_label=label), class_name="check"
    )


def _name(row: Row) -> rx.Component:
    return rx.el.div(
        avatar(row.name, row.initials, "sm"),
        rx.el.div(
            rx.el.span(
                route_link(row.name, href=row.href, class_name="person-name person-link"),
                rx.cond(row.status != "", rx.fragment(" ", badge(row.status))),
            ),
            rx.el.span(row.email, class_name="person-mail", title=row.email),
            class_name="person-text",
        ),
        class_name="person",
    )


def ends_at_once(sessions: rx.Var[int]) -> rx.Component:
    """How many running impersonations something would end."""
    return rx.cond(
        sessions == 0,
        notice(t("No running impersonation ends by this.")),
        notice(
            rx.cond(
                sessions == 1,
                t("1 running impersonation ends at once."),
                t("{sessions} running impersonations end at once.", sessions=sessions),
            ),
            tone="warn",
        ),
    )


def _removal() -> rx.Component:
    removal = seen.removal
    return dialog(
        rx.el.p(t("An HR Admin who sees them only through this group no longer does. They stay in the organization.")),
        ends_at_once(removal.sessions),
        rx.cond(seen.removal_error != "", notice(seen.removal_error, tone="bad", announced=True)),
        open=rx.cond(removal, True, False),
        title=rx.cond(
            removal.name != "",
            t("Remove {name} from {group}?", name=removal.name, group=seen.name),
            rx.cond(
                removal.count == 1,
                t("Remove 1 person from {name}?", name=seen.name),
                t("Remove {count} people from {name}?", count=removal.count, name=seen.name),
            ),
        ),
        footer=(
            button(t("Cancel"), closes=True),
            button(t("Remove"), seen.remove, kind="primary", disabled=removal.count == 0),
        ),
        on_close=seen.close,
    )


def _rename() -> rx.Component:
    return dialog(
        rx.el.form(
            text_field(
                t("Name"), "name", default=seen.form_name, error=seen.name_error, max_length=LONGEST_NAME + 1,
                autofocus=True, hint=t("No two groups have the same name."),
            ),
            dialog_footer(button(t("Cancel"), closes=True), button(t("Save"), kind="primary", submit=True)),
            on_submit=seen.rename,
            class_name="form",
        ),
        open=seen.renaming,
        title=t("Rename group"),
        on_close=seen.close,
        size="sm",
    )  # fmt: skip


def _deletion() -> rx.Component:
    deletion = seen.deletion
    scopes = deletion.scopes.to(list[str])
    return dialog(
        rx.el.p(
            rx.match(
                deletion.members,
                (0, t("Nobody is in it.")),
                (1, t("1 person is in it, and stays in the organization.")),
                t("{members_label} are in it, and stay in the organization.", members_label=seen.members_label),
            ),
            t(" The group itself cannot be brought back."),
        ),
        rx.cond(
            scopes.length() > 0,
            rx.el.div(
                rx.el.p(t("These HR Admins lose it from their scope:")),
                rx.el.ul(rx.foreach(scopes, rx.el.li), class_name="changes"),
            ),
            rx.el.p(t("It is in nobody's scope.")),
        ),
        ends_at_once(deletion.sessions),
        open=rx.cond(deletion, True, False),
        title=t("Delete the group {name}?", name=seen.name),
        footer=(button(t("Cancel"), closes=True), button(t("Delete"), seen.delete, kind="danger")),
        on_close=seen.close,
    )
