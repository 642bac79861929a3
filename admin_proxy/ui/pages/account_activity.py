"""My settings → Account activity: who has been in my account, when, for how long, why, and what was changed."""

from __future__ import annotations

from dataclasses import dataclass

import reflex as rx

from admin_proxy.identity import Identity, Party
from admin_proxy.impersonation import visits
from admin_proxy.impersonation.visits import Visit
from admin_proxy.impersonation.watching import Who
from admin_proxy.live import About, News
from admin_proxy.threads import off_loop
from admin_proxy.ui import when
from admin_proxy.ui.components.avatar import avatar
from admin_proxy.ui.components.badge import badge
from admin_proxy.ui.components.button import button
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.kinds import Row, Text, vars_of
from admin_proxy.ui.components.page_header import page_header
from admin_proxy.ui.components.states import empty, listed
from admin_proxy.ui.components.table import table_footer
from admin_proxy.ui.components.words import t
from admin_proxy.ui.growing import leading_on
from admin_proxy.ui.pages.change_lines import ChangeRow, change_line, change_row
from admin_proxy.ui.pages.my_settings import settings_tabs
from admin_proxy.ui.session import refreshing, signed_in, watch
from admin_proxy.ui.shell.frame import frame
from admin_proxy.ui.shell.whose import mine, them
from admin_proxy.words import say


@dataclass(frozen=True, slots=True)
class VisitRow:
    id: str
    who: Who
    role: str
    since: str
    until: str
    how_long: str
    is_there_now: bool
    reason: str
    changes: list[ChangeRow]
    change_count: int


class AccountActivityState(rx.State):
    is_shown: bool = True
    visits: list[VisitRow] = []
    has_more: bool = False

    _more: str = ""

    @rx.event
    @signed_in
    async def load(self, identity: Identity) -> None:
        self.visits = []
        watch(self, News(About.VISITS, identity.subject.id or 0), AccountActivityState.refresh)
        await self._show(identity)

    @rx.event
    @refreshing()
    async def refresh(self, identity: Identity) -> None:
        """Somebody came, changed something, or left."""
        await self._show(identity)

    @rx.event
    @signed_in
    async def read_more(self, identity: Identity) -> None:
        if self._more:
            await self._read(identity, self._more)

    async def _show(self, identity: Identity) -> None:
        """The visits that were shown before, as they are now: news may come while somebody reads far down."""
        before = len(self.visits)
        self.visits = []
        await self._read(identity, "")
        while self._more and len(self.visits) < before:
            await self._read(identity, self._more)

    async def _read(self, identity: Identity, cursor: str) -> None:
        page = await off_loop(visits.activity, identity, cursor)
        self.is_shown = page.shown
        self.visits = [*self.visits, *(_row(identity.subject, one) for one in page.visits)]
        self._more = leading_on(self.visits, page.more)
        self.has_more = bool(self._more)


def _row(reader: Party, visit: Visit) -> VisitRow:
    return VisitRow(
        id=visit.id,
        who=visit.who,
        role=say(visit.role),
        since=when.short(reader, visit.since),
        until=when.short(reader, visit.until),
        how_long=visit.how_long,
        is_there_now=visit.is_there_now,
        reason=visit.reason,
        changes=[change_row(reader, made, reader.name) for made in visit.changes],
        change_count=visit.change_count,
    )


seen = vars_of(AccountActivityState)


def page() -> rx.Component:
    return frame(
        page_header(t("My settings")),
        settings_tabs(),
        card(
            listed(
                rx.fragment(
                    rx.el.ol(rx.foreach(seen.visits, _visit), class_name="visits"),
                    rx.cond(
                        seen.has_more,
                        table_footer(
                            rx.el.span(t("{count} shown", count=seen.visits.length())),
                            button(t("Load more"), seen.read_more, size="sm"),
                        ),
                    ),
                ),
                ready=seen.is_hydrated,
                is_empty=seen.visits.length() == 0,
                empty=rx.cond(
                    seen.is_shown,
                    empty(
                        mine(t("Nobody has been in your account"), t("Nobody has been in {name}’s account", name=them)),
                        mine(
                            t(
                                "Should an administrator ever see the application as you, you find here who it was, "
                                "when, and what they changed."
                            ),
                            t(
                                "Should an administrator ever see the application as {name}, {name} finds here who "
                                "it was, when, and what they changed.",
                                name=them,
                            ),
                        ),
                        icon_name="shield-check",
                    ),
                    empty(
                        t("Your organization does not show this"),
                        mine(
                            t("It is recorded all the same. Ask your HR department who has been in your account."),
                            t(
                                "It is recorded all the same. {name} can ask the HR department who has been here.",
                                name=them,
                            ),
                        ),
                        icon_name="eye-off",
                    ),
                ),
            ),
            title=t("Who has been in my account"),
            about=rx.cond(
                seen.is_shown,
                mine(
                    t("Administrators can see the application as you. Nobody can remove this list."),
                    t("Administrators can see the application as {name}. Nobody can remove this list.", name=them),
                ),
                "",
            ),
            flush=True,
        ),
    )


def _visit(visit: Row) -> rx.Component:
    return rx.el.li(
        avatar(visit.who.name, visit.who.initials),
        rx.el.div(
            rx.el.p(
                rx.el.span(visit.who.name, class_name="visit-name"),
                " ",
                rx.el.span(visit.who.email, class_name="soft small"),
                rx.cond(visit.is_there_now, badge(_there_now(), "guise", dot=True)),
                class_name="visit-who",
            ),
            rx.el.p(
                rx.cond(
                    visit.is_there_now,
                    t("Since {since}, until {until} at the latest", since=visit.since, until=visit.until),
                    f"{visit.since} · {visit.how_long}",
                ),
                class_name="soft small",
            ),
            rx.el.p(
                rx.cond(visit.reason != "", t("Reason: {reason}", reason=visit.reason), t("No reason was given.")),
                class_name=rx.cond(visit.reason != "", "visit-reason", "visit-reason soft"),
            ),
            _changes(visit),
            class_name="visit-text",
        ),
        class_name="visit",
    )


def _there_now() -> Text:
    return mine(t("In your account now"), t("In {name}’s account now", name=them))


def _changes(visit: Row) -> rx.Component:
    changes = visit.changes.to(list[ChangeRow])
    return rx.cond(
        visit.change_count == 0,
        rx.el.p(t("Nothing was changed."), class_name="soft small"),
        rx.el.div(
            rx.el.ul(rx.foreach(changes, change_line), class_name="changes"),
            rx.cond(
                visit.change_count > changes.length(),
                rx.el.p(t("and {count} more", count=visit.change_count - changes.length()), class_name="soft small"),
            ),
        ),
    )
