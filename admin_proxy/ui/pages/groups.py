"""Admin → User Management → Groups: each with how many people are in it and who looks after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import reflex as rx

from admin_proxy.access.permissions import Permission
from admin_proxy.directory import group_editing, group_list
from admin_proxy.directory.group_editing import LONGEST_NAME
from admin_proxy.directory.groups import NO_SUCH_GROUP
from admin_proxy.directory.matching import LONGEST
from admin_proxy.identity import Identity, Invalid, NotFound
from admin_proxy.live import About, News
from admin_proxy.threads import off_loop
from admin_proxy.ui.components.button import button, link_button, route_link
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.dialog import dialog, dialog_footer
from admin_proxy.ui.components.facts import shown
from admin_proxy.ui.components.field import text_field
from admin_proxy.ui.components.kinds import Row, vars_of
from admin_proxy.ui.components.page_header import page_header
from admin_proxy.ui.components.states import empty, listed
from admin_proxy.ui.components.table import Column, table, table_footer
from admin_proxy.ui.components.words import t
from admin_proxy.ui.session import SessionState, refreshing, requires, watch
from admin_proxy.ui.shell.frame import frame
from admin_proxy.ui.shell.places import GROUPS
from admin_proxy.words import say

NAMED = 3
"""So many of those who look after a group are named in the list."""
_KNOWN = ("text", "after", "before")
_LARGEST = 10
"""Digits of a number in the address."""


@dataclass(frozen=True, slots=True)
class GroupRow:
    id: int
    href: str
    name: str
    members: str
    looked_after_by: str


class GroupsState(rx.State):
    """The filter and the page live in the address, so that they can be shared, reloaded and gone back to."""

    rows: list[GroupRow] = []
    count_label: str = ""
    text: str = ""
    previous_href: str = ""
    next_href: str = ""
    creating: bool = False
    name_error: str = ""

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def load(self, identity: Identity) -> None:
        watch(self, News(About.GROUPS, identity.organization_id), GroupsState.refresh)
        self.text = self.router.url.query_parameters.get("text", "")[:LONGEST]
        await self._read(identity)

    @rx.event
    @refreshing(Permission.MANAGE_PEOPLE)
    async def refresh(self, identity: Identity) -> None:
        """Somebody has changed a group, or who is in one."""
        await self._read(identity)

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def narrow(self, identity: Identity, form: dict[str, Any]) -> Any:  # noqa: ARG002
        return rx.redirect(self._href(text=str(form.get("text", "")).strip()[:LONGEST], after="", before=""))

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def open_new(self, identity: Identity) -> None:  # noqa: ARG002
        self.name_error, self.creating = "", True

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def close(self, identity: Identity) -> None:  # noqa: ARG002
        self.creating = False

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def create(self, identity: Identity, form: dict[str, str]) -> Any:
        self.name_error = ""
        try:
            group_id = await off_loop(group_editing.create, identity, form.get("name", ""))
        except Invalid as refusal:
            self.name_error = refusal.sentence
            return None
        self.creating = False
        session = await self.get_state(SessionState)
        session._say(say("Created. Nobody is in it yet."), "good", on_next_page=True)
        return rx.redirect(f"{GROUPS.path}/{group_id}")

    async def _read(self, identity: Identity) -> None:
        query = self.router.url.query_parameters
        page = await off_loop(
            group_list.groups, identity, self.text, after=number_in(query, "after"), before=number_in(query, "before")
        )
        self.rows = [_row(row) for row in page.rows]
        self.count_label = page.count_label
        self.previous_href = self._href(before=str(page.before), after="") if page.before else ""
        self.next_href = self._href(after=str(page.after), before="") if page.after else ""

    def _href(self, **changes: str) -> str:
        """The address of this page, with something of it changed."""
        kept = {name: value for name, value in self.router.url.query_parameters.items() if name in _KNOWN}
        said = {name: value for name, value in {**kept, **changes}.items() if value}
        return f"{GROUPS.path}?{urlencode(said)}" if said else GROUPS.path


def number_in(query: Mapping[str, str], name: str) -> int | None:
    said = query.get(name, "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= _LARGEST else None


def group_id_in(path: str) -> int:
    """Of the address of a group's page; whether there is one is for the verbs to say.

    Raises:
        NotFound: it could be nobody's.
    """
    said = path.rstrip("/").rsplit("/", 1)[-1]
    if not (said.isascii() and said.isdecimal() and len(said) <= _LARGEST):
        raise NotFound(NO_SUCH_GROUP)
    return int(said)


def _row(row: group_list.Row) -> GroupRow:
    named, more = row.looked_after_by[:NAMED], len(row.looked_after_by) - NAMED
    return GroupRow(
        id=row.id,
        href=f"{GROUPS.path}/{row.id}",
        name=row.name,
        members=row.members_label,
        looked_after_by=", ".join(named) + (say(" and {more} more", more=more) if more > 0 else ""),
    )


seen = vars_of(GroupsState)


def page() -> rx.Component:
    return frame(
        page_header(
            t("Groups"),
            t("Named sets of people, across departments. An HR Admin can look after a group."),
            path=(t("Admin||the menu"), t("User Management")),
            actions=(button(t("New group"), seen.open_new, kind="primary", icon_name="plus"),),
        ),
        _filter(),
        card(
            listed(
                rx.fragment(
                    rx.el.div(rx.el.span(seen.count_label, class_name="soft", role="status"), class_name="table-head"),
                    table(
                        t("Groups"),
                        (
                            Column(t("Name"), _name, lead=True, width="45%"),
                            Column(t("People"), lambda row: row.members, width="7rem", align="end"),
                            Column(t("Looked after by"), lambda row: shown(row.looked_after_by)),
                        ),
                        seen.rows,
                    ),
                    pages_nav(seen),
                ),
                ready=seen.is_hydrated,
                is_empty=seen.rows.length() == 0,
                empty=rx.cond(
                    seen.text != "",
                    empty(
                        t("No group matches"), t("Look for another part of its name."), icon_name="users-round",
                        action=link_button(t("Show all"), GROUPS.path),
                    ),
                    empty(
                        t("No groups yet"), t("A group holds people of any department, for an HR Admin to look after."),
                        icon_name="users-round", action=button(t("New group"), seen.open_new, icon_name="plus"),
                    ),
                ),
            ),
            flush=True,
        ),
        _new(),
    )  # fmt: skip


def _filter() -> rx.Component:
    return rx.el.form(
        text_field(t("Search"), "text", type="search", default=seen.text, placeholder=t("Name"), max_length=LONGEST),
        button(t("Filter"), submit=True),
        rx.cond(seen.text != "", link_button(t("Show all"), GROUPS.path, kind="ghost")),
        on_submit=seen.narrow,
        class_name="filters",
        custom_attrs={"role": "search", "aria-label": t("Groups")},
        key=seen.text,  # made anew when the address says something else
    )


def pages_nav(shown_pages: Any) -> rx.Component:
    """Previous and Next, where there is one: of a State with `previous_href` and `next_href`."""
    return rx.cond(
        (shown_pages.previous_href != "") | (shown_pages.next_href != ""),
        table_footer(
            rx.el.span(),
            rx.el.nav(
                rx.cond(
                    shown_pages.previous_href != "", link_button(t("Previous"), shown_pages.previous_href, size="sm")
                ),
                rx.cond(shown_pages.next_href != "", link_button(t("Next"), shown_pages.next_href, size="sm")),
                class_name="row",
                aria_label=t("Pages"),
            ),
        ),
    )  # fmt: skip


def _name(row: Row) -> rx.Component:
    return route_link(row.name, href=row.href, class_name="person-name person-link")


def _new() -> rx.Component:
    return dialog(
        rx.el.form(
            text_field(
                t("Name"), "name", error=seen.name_error, max_length=LONGEST_NAME + 1, autofocus=True,
                hint=t("No two groups have the same name."),
            ),
            dialog_footer(button(t("Cancel"), closes=True), button(t("Create"), kind="primary", submit=True)),
            on_submit=seen.create,
            class_name="form",
        ),
        open=seen.creating,
        title=t("New group"),
        on_close=seen.close,
        size="sm",
    )  # fmt: skip
