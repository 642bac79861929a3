"""Admin → Program Management → Reporting → Audit Logs: newest first, by person, impersonated only, paged."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import reflex as rx

from admin_proxy.access.permissions import Permission
from admin_proxy.audit import reading
from admin_proxy.audit.reading import Change, EntryCard
from admin_proxy.identity import Identity
from admin_proxy.threads import off_loop
from admin_proxy.ui.components.badge import badge
from admin_proxy.ui.components.button import button, link_button
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.field import checkbox, text_field
from admin_proxy.ui.components.form import anew
from admin_proxy.ui.components.kinds import Row, vars_of
from admin_proxy.ui.components.page_header import page_header
from admin_proxy.ui.components.states import empty, listed
from admin_proxy.ui.components.table import Column, table, table_footer
from admin_proxy.ui.growing import leading_on
from admin_proxy.ui.session import requires
from admin_proxy.ui.shell.frame import frame
from admin_proxy.ui.shell.places import AUDIT_LOGS

FEW = 3
"""Changed fields that a line shows by itself."""


class AuditLogsState(rx.State):
    """The filters live in the URL, so that what is on the screen can be shared, reloaded and gone back to."""

    person: str = ""
    impersonated_only: bool = False
    session: str = ""
    entries: list[EntryCard] = []
    has_more: bool = False

    _more: str = ""

    @rx.event
    @requires(Permission.READ_AUDIT_LOGS)
    async def load(self, identity: Identity) -> None:
        query = self.router.url.query_parameters
        self.person = query.get("person", "")[: reading.LONGEST_FILTER]
        self.impersonated_only = query.get("impersonated", "") == "1"
        self.session = query.get("session", "")[:36]
        self.entries = []
        await self._read(identity, "")

    @rx.event
    @requires(Permission.READ_AUDIT_LOGS)
    async def read_more(self, identity: Identity) -> None:
        if self._more:
            await self._read(identity, self._more)

    @rx.event
    @requires(Permission.READ_AUDIT_LOGS)
    async def narrow(self, identity: Identity, form: dict[str, Any]) -> Any:  # noqa: ARG002
        filters = {"person": str(form.get("person", "")).strip()[: reading.LONGEST_FILTER]}
        if form.get("impersonated"):
            filters["impersonated"] = "1"
        if self.session:
            filters["session"] = self.session
        query = urlencode({name: value for name, value in filters.items() if value})
        return rx.redirect(f"{AUDIT_LOGS.path}?{query}" if query else AUDIT_LOGS.path)

    async def _read(self, identity: Identity, cursor: str) -> None:
        page = await off_loop(
            reading.entries,
            identity,
            self.person,
            impersonated_only=self.impersonated_only,
            session=self.session,
            cursor=cursor,
        )
        self.entries = [*self.entries, *page.entries]
        self._more = leading_on(self.entries, page.more)
        self.has_more = bool(self._more)


seen = vars_of(AuditLogsState)


def page() -> rx.Component:
    return frame(
        page_header(
            "Audit Logs",
            "What was done, by whom, and as whom. Times are UTC, the newest first.",
            path=("Admin", "Program Management", "Reporting"),
        ),
        _filters(),
        card(
            listed(
                _entries(),
                ready=seen.is_hydrated,
                is_empty=seen.entries.length() == 0,
                empty=empty(
                    "No entries match", "Take a filter away to see more.", icon_name="scroll-text",
                    action=link_button("Show all", AUDIT_LOGS.path),
                ),
            ),
            flush=True,
        ),
    )  # fmt: skip


def _filters() -> rx.Component:
    return anew(
        rx.el.form(
            text_field("Person", "person", default=seen.person, placeholder="Name or e-mail", max_length=200),
            checkbox("Impersonated only", "impersonated", default=seen.impersonated_only),
            button("Filter", submit=True),
            rx.cond(
                (seen.person != "") | seen.impersonated_only | (seen.session != ""),
                link_button("Show all", AUDIT_LOGS.path, kind="ghost"),
            ),
            rx.cond(seen.session != "", badge("One session only", "guise")),
            on_submit=seen.narrow,
            class_name="filters",
        ),
        of=rx.cond(seen.is_hydrated, f"{seen.person} {seen.impersonated_only} {seen.session}", ""),
    )


def _entries() -> rx.Component:
    return rx.fragment(
        table(
            "Audit log",
            (
                Column(
                    "Time (UTC)", lambda entry: rx.el.span(entry.timestamp, class_name="mono"), width="11rem", lead=True
                ),
                Column("User", lambda entry: _who(entry.user_name, entry.user_email)),
                Column("Impersonated by", _impersonated_by),
                Column("Category", lambda entry: _two_lines(entry.category, entry.subcategory)),
                Column("Action", _action),
                Column("Before → after", _changes),
            ),
            seen.entries,
        ),
        table_footer(
            rx.el.span(f"{seen.entries.length()} entries"),
            rx.cond(seen.has_more, button("Load more", seen.read_more, size="sm")),
        ),
    )


def _who(name: rx.Var[str], email: rx.Var[str]) -> rx.Component:
    return _two_lines(name, email)


def _impersonated_by(entry: Row) -> rx.Component:
    return rx.cond(
        entry.impersonated_by_name != "",
        _who(entry.impersonated_by_name, entry.impersonated_by_email),
        rx.el.span("—", class_name="soft"),
    )


def _action(entry: Row) -> rx.Component:
    return rx.el.div(
        rx.el.span(entry.action),
        rx.cond(entry.object != "", rx.el.span(f" · {entry.object}", class_name="soft")),
        rx.cond(entry.note != "", rx.el.p(entry.note, class_name="soft small")),
    )


def _changes(entry: Row) -> rx.Component:
    """A few stand there, the others behind a click: a person who was created has a dozen."""
    return rx.cond(
        entry.changes.to(list[Change]).length() <= FEW,
        _list(entry.changes.to(list[Change])),
        rx.el.details(
            rx.el.summary(f"{entry.changes.to(list[Change]).length()} fields", class_name="link"),
            _list(entry.changes.to(list[Change])),
        ),
    )


def _list(changes: rx.Var[list[Change]]) -> rx.Component:
    return rx.el.ul(
        rx.foreach(
            changes,
            lambda change: rx.el.li(
                rx.el.span(change.field, class_name="soft"),
                " ",
                rx.cond(change.before != "", rx.fragment(rx.el.del_(change.before), " → ")),
                rx.el.ins(change.after),
            ),
        ),
        class_name="changes",
    )


def _two_lines(first: rx.Var[str], second: rx.Var[str]) -> rx.Component:
    return rx.el.div(
        rx.el.span(first), rx.el.span(second, class_name="soft small", title=second), class_name="two-lines"
    )
