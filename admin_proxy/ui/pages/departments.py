"""Admin → User Management → Departments: the tree with its people, and putting it in order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Literal

import reflex as rx

from admin_proxy.access.permissions import Permission
from admin_proxy.directory import department_editing, department_merging, department_tree
from admin_proxy.directory.department_editing import LONGEST_NAME, NO_SUCH_TARGET, Meanwhile, Seen
from admin_proxy.directory.department_tree import DepartmentCard
from admin_proxy.identity import Identity, Invalid, NotFound
from admin_proxy.impersonation import rehearsing
from admin_proxy.live import About, News
from admin_proxy.threads import off_loop
from admin_proxy.ui.components.button import button, link_button
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.department_field import department_field
from admin_proxy.ui.components.department_tree import department_tree as tree
from admin_proxy.ui.components.dialog import dialog, dialog_footer
from admin_proxy.ui.components.facts import facts
from admin_proxy.ui.components.field import text_field
from admin_proxy.ui.components.kinds import Text, vars_of
from admin_proxy.ui.components.notice import notice
from admin_proxy.ui.components.page_header import page_header
from admin_proxy.ui.components.states import empty, listed
from admin_proxy.ui.components.words import t, t_with
from admin_proxy.ui.session import SessionState, refreshing, requires, watch
from admin_proxy.ui.shell.frame import frame
from admin_proxy.ui.shell.places import CSV_UPLOAD, USERS
from admin_proxy.words import say, say_n

TOP = "top"
"""What the field for where to move sends for the top level."""
_LARGEST = 10
_FEW_NAMES = 8

Kind = Literal["add", "rename", "move", "merge", "delete"]
Row = tuple[int, int, str, int, int]
"""Id, depth, name, people directly in it, people with all below: flat and short, for there may be thousands."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What moving or merging would do."""

    before: str
    after: str
    people: str
    moved: str
    also_merged: str
    looked_after_by: str
    sessions: int


class DepartmentsState(rx.State):
    rows: list[Row] = []
    without: int = 0
    wanted: int = 0
    """What the tree is to choose; anew whenever `wanted_count` is another one."""
    wanted_count: int = 0
    doing: str = ""
    """`add`, `rename`, `move`, `merge` or `delete`: which dialog is open."""
    asked: DepartmentCard | None = None
    """What it is about; none: something new at the top level."""
    field: str = ""
    error: str = ""
    foreseen: Foreseen | None = None

    _known_name: str = ""
    _to: int | None = None
    _seen: tuple[str, str] = ("", "")

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def load(self, identity: Identity) -> None:
        watch(self, News(About.DEPARTMENTS, identity.organization_id), DepartmentsState.refresh)
        await self._show(identity)

    @rx.event
    @refreshing(Permission.MANAGE_PEOPLE)
    async def refresh(self, identity: Identity) -> None:
        """Somebody has changed the tree, or where people stand in it."""
        await self._show(identity)

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def add_at_top(self, identity: Identity) -> None:  # noqa: ARG002
        self._open("add", None)

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def ask(self, identity: Identity, kind: Kind, department_id: int) -> None:
        """Something is to be done with a department."""
        found = await off_loop(department_tree.department, identity, department_id)
        if kind == "delete" and not found.is_empty:
            raise Invalid("", department_editing.NOT_EMPTY)
        self._open(kind, found)

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def close(self, identity: Identity) -> None:  # noqa: ARG002
        self.doing, self.foreseen = "", None

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def create(self, identity: Identity, form: dict[str, str]) -> None:
        parent_id = self.asked.id if self.asked else None
        with self._errors_beside_fields():
            made = await off_loop(department_editing.create, identity, parent_id, form.get("name", ""))
            await self._done(identity, made, say("Created."))

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def rename(self, identity: Identity, form: dict[str, str]) -> None:
        if self.asked is None:
            return
        with self._errors_beside_fields():
            await off_loop(department_editing.rename, identity, self.asked.id, form.get("name", ""), self._known_name)
            await self._done(identity, self.asked.id, say("Renamed."))

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def review(self, identity: Identity, form: dict[str, str]) -> None:
        """What moving or merging it would do. Nothing is changed yet."""
        asked, self.foreseen = self.asked, None
        if asked is None:
            return
        with self._errors_beside_fields():
            self._to = self._chosen(form.get("to", ""))
            asked = self.asked = await off_loop(department_tree.department, identity, asked.id)
            to = await self._target(identity)
            self._seen = (asked.path, to.path if to else "")
            if self.doing == "merge" and to is not None:
                await self._foresee_merge(identity, asked, to)
            elif self.doing == "move":
                await self._foresee_move(identity, asked, to)

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def forget(self, identity: Identity, to: str) -> None:  # noqa: ARG002
        """Another one is chosen: what was foreseen was foreseen for the one before."""
        self.foreseen, self.field, self.error = None, "", ""

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def apply(self, identity: Identity) -> None:
        """Move or merge it as it was reviewed."""
        asked, to, seen = self.asked, self._to, Seen(*self._seen)
        if asked is None or self.foreseen is None:
            raise Invalid("", say("Review it first."))
        with self._errors_beside_fields():
            if self.doing == "merge" and to is not None:
                await off_loop(department_merging.merge, identity, asked.id, to, seen)
                await self._done(identity, to, say("{name} was merged.", name=asked.name))
            elif self.doing == "move":
                await off_loop(department_editing.move, identity, asked.id, to, seen)
                await self._done(identity, asked.id, say("{name} was moved.", name=asked.name))

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def delete(self, identity: Identity) -> None:
        asked = self.asked
        if asked is None or self.doing != "delete":
            return
        with self._errors_beside_fields():
            await off_loop(department_editing.delete, identity, asked.id, Seen(asked.path))
            await self._done(identity, asked.parent_id or 0, say("{name} was deleted.", name=asked.name))

    @contextmanager
    def _errors_beside_fields(self) -> Iterator[None]:
        """What is wrong with what was typed stands beside it; what is gone closes the dialog, and that is said."""
        self.field, self.error = "", ""
        try:
            yield
        except Invalid as refusal:
            self.field, self.error, self.foreseen = refusal.field, refusal.sentence, None
            if isinstance(refusal, Meanwhile):
                self._look_again(refusal.now)
        except NotFound:
            self.doing, self.foreseen = "", None
            raise

    def _look_again(self, now: str) -> None:
        """The next attempt starts from what somebody else has made of it."""
        if self.doing == "rename":
            self._known_name = now
        elif self.doing == "delete" and self.asked is not None:
            self.asked = replace(self.asked, path=now, name=now.rpartition(" › ")[2])

    def _open(self, kind: Kind, asked: DepartmentCard | None) -> None:
        self.doing, self.asked, self.foreseen = kind, asked, None
        self.field, self.error = "", ""
        self._known_name = asked.name if asked else ""

    def _chosen(self, said: str) -> int | None:
        if said == TOP and self.doing == "move":
            return None
        if not (said.isascii() and said.isdecimal() and len(said) <= _LARGEST):
            raise Invalid("to", say("Choose a department from the list."))
        return int(said)

    async def _target(self, identity: Identity) -> DepartmentCard | None:
        if self._to is None:
            return None
        try:
            return await off_loop(department_tree.department, identity, self._to)
        except NotFound:
            raise Invalid("to", NO_SUCH_TARGET) from None

    async def _foresee_move(self, identity: Identity, asked: DepartmentCard, to: DepartmentCard | None) -> None:
        if self._to == asked.parent_id:
            raise Invalid("to", say("It is there already."))
        sessions = await off_loop(rehearsing.ended_by_move, identity, asked.id, self._to, Seen(*self._seen))
        self.foreseen = Foreseen(
            before=asked.path,
            after=f"{to.path} › {asked.name}" if to else asked.name,
            people=_people(asked.with_all_below),
            moved="",
            also_merged="",
            looked_after_by="",
            sessions=sessions,
        )

    async def _foresee_merge(self, identity: Identity, asked: DepartmentCard, to: DepartmentCard) -> None:
        merged, sessions = await off_loop(rehearsing.merging, identity, asked.id, to.id, Seen(*self._seen))
        self.foreseen = Foreseen(
            before=asked.path,
            after=to.path,
            people=_people(merged.people),
            moved=_some(merged.moved),
            also_merged=_some(merged.also_merged),
            looked_after_by=_some(merged.looked_after_by),
            sessions=sessions,
        )

    async def _done(self, identity: Identity, department_id: int, sentence: str) -> None:
        self.doing, self.foreseen = "", None
        await self._show(identity)
        self.wanted, self.wanted_count = department_id, self.wanted_count + 1
        session = await self.get_state(SessionState)
        session._say(sentence, "good")

    async def _show(self, identity: Identity) -> None:
        found = await off_loop(department_tree.read, identity)
        rows = [(one.id, one.depth, one.name, one.people, one.with_all_below) for one in found.nodes]
        if rows != self.rows:
            self.rows = rows
        self.without = found.without


def _people(count: int) -> str:
    return say_n("{count} person", "{count} people", count)


def _some(names: tuple[str, ...]) -> str:
    more = len(names) - _FEW_NAMES
    return ", ".join(names[:_FEW_NAMES]) + (say(" and {more} more", more=more) if more > 0 else "")


seen = vars_of(DepartmentsState)


def page() -> rx.Component:
    return frame(
        page_header(
            t("Departments"),
            path=(t("Admin||the menu"), t("User Management")),
            actions=(button(t("Add department"), seen.add_at_top, kind="primary", icon_name="plus"),),
        ),
        card(
            listed(
                tree(
                    seen.rows,
                    wanted=seen.wanted,
                    wanted_count=seen.wanted_count,
                    people_href=f"{USERS.path}?department=",
                    on_act=seen.ask,
                ),
                ready=seen.is_hydrated,
                is_empty=seen.rows.length() == 0,
                empty=empty(
                    t("No departments yet"),
                    t("Add them here, or upload your people: a CSV upload creates the departments that it names."),
                    icon_name="network",
                    action=link_button(t("CSV Upload"), CSV_UPLOAD.path),
                ),
            ),
            footer=(
                rx.cond(
                    seen.is_hydrated & (seen.without > 0),
                    rx.el.p(_without(), class_name="soft small"),
                ),
            ),
            flush=True,
        ),
        _add(),
        _rename(),
        _choose(),
        _delete(),
    )


def _without() -> rx.Var[str]:
    return rx.cond(
        seen.without == 1,
        t("1 person stands in no department."),
        t("{without} people stand in no department.", without=seen.without),
    )


def _error(name: str) -> rx.Var[str]:
    return rx.cond(seen.field == name, seen.error, "")


def _wrong() -> rx.Component:
    """What is wrong with all of it, and not with one field."""
    return rx.cond((seen.field == "") & (seen.error != ""), notice(seen.error, tone="bad", announced=True))


def _add() -> rx.Component:
    return dialog(
        rx.el.form(
            rx.cond(seen.asked, rx.el.p(t_with("Below {path}.", path=rx.el.strong(seen.asked.path)))),
            _wrong(),
            text_field(t("Name"), "name", error=_error("name"), max_length=LONGEST_NAME, autofocus=True),
            dialog_footer(button(t("Cancel"), closes=True), button(t("Add"), kind="primary", submit=True)),
            on_submit=seen.create,
            class_name="form",
        ),
        open=seen.doing == "add",
        title=t("Add department"),
        on_close=seen.close,
        size="sm",
    )


def _rename() -> rx.Component:
    return dialog(
        rx.el.form(
            _wrong(),
            text_field(
                t("Name"),
                "name",
                default=seen.asked.name,
                error=_error("name"),
                max_length=LONGEST_NAME,
                autofocus=True,
            ),
            dialog_footer(button(t("Cancel"), closes=True), button(t("Rename"), kind="primary", submit=True)),
            on_submit=seen.rename,
            class_name="form",
        ),
        open=seen.doing == "rename",
        title=t("Rename {name}", name=seen.asked.name),
        on_close=seen.close,
        size="sm",
    )


def _choose() -> rx.Component:
    """Where to move it, or what to merge it into: chosen, reviewed, done."""
    merges = seen.doing == "merge"
    return dialog(
        rx.el.form(
            rx.el.p(
                rx.cond(
                    merges,
                    t(
                        "Its people, the departments below it and the HR Admins who look after it go to the other one, "
                        "and then it is gone. That cannot be undone."
                    ),
                    t("Everything below it comes along."),
                )
            ),
            _wrong(),
            rx.cond(merges, _to(t("Merge into"), ()), _to(t("Move to"), ((TOP, t("The top level")),))),
            rx.cond(seen.foreseen, _review(merges)),
            dialog_footer(
                button(t("Cancel"), closes=True),
                rx.cond(
                    seen.foreseen,
                    rx.cond(
                        merges,
                        button(t("Merge"), seen.apply, kind="danger"),
                        button(t("Move"), seen.apply, kind="primary"),
                    ),
                    button(t("Review"), kind="primary", submit=True),
                ),
            ),
            on_submit=seen.review,
            class_name="form",
        ),
        open=merges | (seen.doing == "move"),
        title=rx.cond(merges, t("Merge {name}", name=seen.asked.name), t("Move {name}", name=seen.asked.name)),
        on_close=seen.close,
    )


def _to(label: Text, first: tuple[tuple[str, Text], ...]) -> rx.Component:
    return department_field(
        label,
        "to",
        seen.rows,
        first=first,
        placeholder=t("Type a name, or open the list"),
        without=seen.asked.id,
        error=_error("to"),
        on_change=seen.forget,
    )


def _review(merges: rx.Var[bool]) -> rx.Component:
    foreseen = seen.foreseen
    sessions = (t("Running impersonations that end at once"), foreseen.sessions.to_string())
    return rx.el.div(
        rx.cond(
            merges,
            rx.fragment(
                facts(
                    (t("Goes"), foreseen.before),
                    (t("Into"), foreseen.after),
                    (t("Change department"), foreseen.people),
                    sessions,
                ),
                _list(t("Follow as they are: "), foreseen.moved),
                _list(t("Merged into those of the same name as well: "), foreseen.also_merged),
                _list(
                    t(
                        "HR Admins whose scope follows, so that they look after the other one with everything below "
                        "it: "
                    ),
                    foreseen.looked_after_by,
                ),
            ),
            facts(
                (t("Now"), foreseen.before), (t("Then"), foreseen.after), (t("Come along"), foreseen.people), sessions
            ),
        ),
        role="status",
        class_name="stack",
    )


def _list(title: Text, names: rx.Var[str]) -> rx.Component:
    return rx.cond(names != "", rx.el.p(title, rx.el.strong(names), class_name="small"))


def _delete() -> rx.Component:
    asked = seen.asked
    return dialog(
        rx.el.form(
            _wrong(),
            rx.el.p(t_with("{path} is empty: no people and no departments are in it.", path=rx.el.strong(asked.path))),
            rx.cond(
                asked.looked_after_by.length() > 0,
                rx.el.p(
                    t_with(
                        "It leaves the scopes that name it, of {names}.",
                        names=rx.el.strong(asked.looked_after_by.join(", ")),
                    ),
                ),
            ),
            dialog_footer(button(t("Cancel"), closes=True), button(t("Delete"), seen.delete, kind="danger")),
            class_name="form",
        ),
        open=seen.doing == "delete",
        title=t("Delete {name}?", name=asked.name),
        on_close=seen.close,
        size="sm",
    )
