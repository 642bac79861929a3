"""Admin → User Management → CSV Upload: check → preview → apply."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import reflex as rx

from admin_proxy.access.permissions import Permission
from admin_proxy.directory import uploads
from admin_proxy.directory.csv_columns import IGNORE, Field
from admin_proxy.directory.csv_problems import Problem
from admin_proxy.directory.csv_reading import MAX_BYTES
from admin_proxy.directory.upload_cards import SAMPLES, Applied, Check, PersonSample, Preview
from admin_proxy.identity import Identity
from admin_proxy.threads import off_loop
from admin_proxy.ui.components.badge import badge
from admin_proxy.ui.components.button import button
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.facts import shown
from admin_proxy.ui.components.file_drop import file_drop
from admin_proxy.ui.components.kinds import Node, Row, Text, vars_of
from admin_proxy.ui.components.notice import notice
from admin_proxy.ui.components.page_header import page_header
from admin_proxy.ui.components.progress import progress
from admin_proxy.ui.components.table import Column, table
from admin_proxy.ui.components.words import t, t_each
from admin_proxy.ui.session import is_still, requires
from admin_proxy.ui.shell.frame import frame
from admin_proxy.words import number, say

TELL_EVERY = 0.25
"""Seconds between two looks at how far an upload has come."""
FEW = 10


@dataclass(frozen=True, slots=True)
class ColumnRow:
    number: int
    heading: str
    field: str
    note: str


@dataclass(frozen=True, slots=True)
class NewRow:
    line: int
    name: str
    email: str
    title: str
    department: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What applying the file would do, as the reader's language writes numbers."""

    new: str
    changed: str
    unchanged: str
    left_out: str


def figures_of(preview: Preview) -> Figures:
    return Figures(*map(number, (preview.new, preview.changed, preview.unchanged, preview.left_out)))


class CsvUploadState(rx.State):
    check: Check | None = None
    figures: Figures | None = None
    columns: list[ColumnRow] = []
    new_people: list[NewRow] = []
    applying: bool = False
    done: int = 0
    total: int = 0
    applied: Applied | None = None

    _mapping: dict[str, str] = {}

    @rx.event
    @requires(Permission.UPLOAD_PEOPLE)
    async def load(self, identity: Identity) -> None:  # noqa: ARG002
        """What was checked and is not applied yet is still there when one comes back to it."""
        self.applied = None

    @rx.event
    @requires(Permission.UPLOAD_PEOPLE)
    async def uploaded(self, identity: Identity, answer: dict[str, Any]) -> None:
        """The door has taken a file. The id comes back through the browser, so it is looked up like any other."""
        self.applied, self._mapping = None, {}
        self._show(await off_loop(uploads.check_again, identity, str(answer.get("upload", ""))))

    @rx.event
    @requires(Permission.UPLOAD_PEOPLE)
    async def map_column(self, identity: Identity, heading: str, field: str) -> None:
        if self.check is None:
            return
        mapping = {**self._mapping, heading: field}
        self._show(await off_loop(uploads.check_again, identity, self.check.upload_id, mapping))
        self._mapping = mapping

    @rx.event
    @requires(Permission.UPLOAD_PEOPLE)
    async def start_over(self, identity: Identity) -> None:  # noqa: ARG002
        self.check, self.applied, self.columns, self._mapping = None, None, [], {}

    @rx.event(background=True)
    @requires(Permission.UPLOAD_PEOPLE)
    async def apply(self, identity: Identity) -> None:
        """The verb asks for the right again, inside its transaction: what this began under may be over by then."""
        async with self:
            if self.check is None or self.applying:
                return
            upload_id, self.applying, self.done, self.total = self.check.upload_id, True, 0, self.check.rows
        reached = [0]
        work = asyncio.ensure_future(off_loop(uploads.apply, identity, upload_id, lambda done, _: reached.append(done)))
        try:
            while not work.done():
                await asyncio.wait({work}, timeout=TELL_EVERY)
                async with self:
                    if await is_still(self, identity):
                        self.done = reached[-1]
            applied = await work
            async with self:
                if await is_still(self, identity):
                    self.applied, self.check, self.columns = applied, None, []
        finally:
            async with self:
                self.applying = False

    def _show(self, check: Check) -> None:
        self.check = check
        self.figures = figures_of(check.preview) if check.preview else None
        self.new_people = [_new_row(one) for one in check.preview.new_people[:FEW]] if check.preview else []
        self.columns = sorted(
            [ColumnRow(one.number, one.heading, one.field, "") for one in check.recognised]
            + [ColumnRow(one.number, one.heading, IGNORE, one.why) for one in check.ignored],
            key=lambda row: row.number,
        )


seen = vars_of(CsvUploadState)


def _new_row(sample: PersonSample) -> NewRow:
    fields = {change.label: change.after for change in sample.changes}
    return NewRow(
        sample.line,
        sample.name,
        sample.email,
        fields.get(say(Field.TITLE.label), ""),
        fields.get(say(Field.DEPARTMENT.label), ""),
    )


def page() -> rx.Component:
    return frame(
        page_header(
            t("CSV Upload"),
            t(
                "Bring people in from an export of your HR system. "
                "You see what would change before anything is written."
            ),
            path=(t("Admin||the menu"), t("User Management")),
        ),
        rx.cond(seen.applied, _applied()),
        rx.cond(
            seen.applying,
            card(
                progress(
                    t("Applying"),
                    seen.done,
                    seen.total,
                    figure=t("{done} of {total}", done=seen.done, total=seen.total),
                ),
                title=t("Applying the file"),
                about=t("It is applied as a whole or not at all. You can leave this page meanwhile."),
            ),
            rx.cond(seen.check, _checked(), _choose()),
        ),
    )


def _choose() -> rx.Component:
    return card(
        file_drop(
            label=t("Choose a CSV file"),
            action="/uploads/csv",
            on_done=seen.uploaded,
            max_bytes=MAX_BYTES,
            hint=t(
                "UTF-8, comma or semicolon, up to {max_bytes} MB. Columns are recognised by their headings.",
                max_bytes=MAX_BYTES // 2**20,
            ),
        ),
        title=t("Choose a file"),
        about=t("People are matched by employee id, else by e-mail. Who is not in the file stays as they are."),
    )


def _checked() -> rx.Component:
    check = seen.check
    return rx.el.div(
        rx.cond(check.error_count > 0, _errors(), _preview()),
        rx.cond(seen.columns.length() > 0, _columns()),
        class_name="stack stack-loose",
    )


def _errors() -> rx.Component:
    check = seen.check
    return card(
        table(
            t("Errors in the file"),
            (
                Column(t("Where"), lambda problem: problem.where, width="16rem", lead=True),
                Column(t("What is wrong"), lambda problem: problem.sentence),
            ),
            check.errors.to(list[Problem]),
        ),
        title=rx.cond(check.error_count == 1, t("1 error"), t("{error_count} errors", error_count=check.error_count)),
        about=t("Nothing was written. Correct {file_name} and upload it again.", file_name=check.file_name),
        actions=(button(t("Choose another file"), seen.start_over, size="sm"),),
        flush=True,
    )


def _preview() -> rx.Component:
    preview, figures = seen.check.preview, seen.figures
    return rx.fragment(
        card(
            rx.el.dl(
                _figure(t("New"), figures.new),
                _figure(t("Changed"), figures.changed),
                _figure(t("Unchanged"), figures.unchanged),
                _figure(t("Left out"), figures.left_out),
                class_name="figures",
            ),
            rx.cond(
                preview.new_departments.to(list[str]).length() > 0,
                rx.el.p(
                    t("New departments: "),
                    rx.foreach(preview.new_departments.to(list[str]), lambda name: badge(name)),
                    class_name="badges",
                ),
            ),
            title=t("What {file_name} would do", file_name=seen.check.file_name),
            about=t("Nothing has been written yet. Who is left out is not in the file, and stays as they are."),
            footer=(
                button(t("Choose another file"), seen.start_over),
                button(
                    t("Apply"),
                    seen.apply,
                    kind="primary",
                    disabled=(preview.new == 0) & (preview.changed == 0),
                ),
            ),
        ),
        _new_people(),
        _changed_people(preview.changed_people),
    )


def _figure(label: Text, value: Node) -> rx.Component:
    return rx.el.div(rx.el.dt(label), rx.el.dd(value), class_name="figure")


def _new_people() -> rx.Component:
    return rx.cond(
        seen.new_people.length() > 0,
        card(
            table(
                t("New people"),
                (
                    Column(t("Name"), lambda one: one.name, lead=True),
                    Column(t("E-mail"), lambda one: one.email),
                    Column(t("Title"), lambda one: shown(one.title)),
                    Column(t("Department"), lambda one: shown(one.department)),
                    Column(t("Line"), lambda one: one.line, width="5rem", align="end"),
                ),
                seen.new_people,
            ),
            title=t("New people"),
            about=t("The first {few} of them, to check that the columns are right.", few=FEW),
            flush=True,
        ),
    )


def _changed_people(people: rx.Var[Any]) -> rx.Component:
    rows = people.to(list[PersonSample])
    return rx.cond(
        rows.length() > 0,
        card(
            table(
                t("Changed people"),
                (
                    Column(t("Name"), lambda one: one.name, lead=True),
                    Column(t("E-mail"), lambda one: one.email),
                    Column(t("What changes"), _changes),
                    Column(t("Line"), lambda one: one.line, width="5rem", align="end"),
                ),
                rows,
            ),
            title=t("Changed people"),
            about=t("The first {samples} are shown.", samples=SAMPLES),
            flush=True,
        ),
    )


def _changes(one: Row) -> rx.Component:
    return rx.el.ul(
        rx.foreach(
            one.changes,
            lambda change: rx.el.li(
                rx.el.span(change.label, class_name="soft"),
                " ",
                rx.cond(change.before != "", rx.fragment(rx.el.del_(change.before), " → ")),
                rx.el.ins(change.after),
            ),
        ),
        class_name="changes",
    )


def _columns() -> rx.Component:
    choices = ((IGNORE, t("Ignore")), *t_each((field.value, field.label) for field in Field))
    return card(
        table(
            t("Columns"),
            (
                Column(t("Column"), lambda row: row.heading, lead=True),
                Column(t("Is"), lambda row: _column_choice(row, choices)),
                Column("", lambda row: rx.el.span(row.note, class_name="soft small")),
            ),
            seen.columns,
        ),
        title=t("Columns"),
        about=t("Recognised by their headings. Choose another field where that is wrong."),
        flush=True,
    )


def _column_choice(row: Row, choices: tuple[tuple[str, Text], ...]) -> rx.Component:
    return rx.el.select(
        *[rx.el.option(label, value=value) for value, label in choices],
        value=row.field,
        on_change=lambda field: seen.map_column(row.heading, field),
        class_name="input input-sm",
        aria_label=t("What {heading} is", heading=row.heading),
    )


def _applied() -> rx.Component:
    applied = seen.applied
    return notice(
        rx.el.p(
            t(
                "{new} new, {changed} changed, {unchanged} unchanged, {left_out} left out.",
                new=applied.new,
                changed=applied.changed,
                unchanged=applied.unchanged,
                left_out=applied.left_out,
            )
        ),
        title=t("{file_name} was applied", file_name=applied.file_name),
        tone="good",
        announced=True,
    )
