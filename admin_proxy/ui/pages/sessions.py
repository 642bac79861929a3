"""Admin → Program Management → Impersonate → Sessions: who impersonates whom now, ending it, and how others ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import reflex as rx

from admin_proxy.access.permissions import Permission
from admin_proxy.identity import Identity, Invalid, Party
from admin_proxy.impersonation import reason, revoking, watching
from admin_proxy.impersonation.causes import EndCause
from admin_proxy.impersonation.watching import PastCard, RunningCard, Who
from admin_proxy.impersonation.wording import WHY_END_MISSING
from admin_proxy.live import About, News
from admin_proxy.threads import off_loop
from admin_proxy.ui import when
from admin_proxy.ui.components.avatar import person
from admin_proxy.ui.components.badge import badge
from admin_proxy.ui.components.button import button, link
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.countdown import countdown
from admin_proxy.ui.components.dialog import dialog, dialog_footer
from admin_proxy.ui.components.field import text_area_field
from admin_proxy.ui.components.kinds import Row, vars_of
from admin_proxy.ui.components.page_header import page_header
from admin_proxy.ui.components.states import empty, listed
from admin_proxy.ui.components.table import Column, table, table_footer
from admin_proxy.ui.components.words import t
from admin_proxy.ui.growing import leading_on
from admin_proxy.ui.session import SessionState, refreshing, requires, watch
from admin_proxy.ui.shell.frame import frame
from admin_proxy.ui.shell.places import AUDIT_LOGS
from admin_proxy.words import say, say_n


@dataclass(frozen=True, slots=True)
class RunningRow:
    id: str
    actor: Who
    subject: Who
    reason: str
    since: str
    until: str
    remaining_ms: int
    measurement: str
    changes: int
    is_mine: bool


@dataclass(frozen=True, slots=True)
class PastRow:
    id: str
    actor: Who
    subject: Who
    reason: str
    since: str
    how_long: str
    cause: str
    tone: str
    sentence: str
    changes: int


class SessionsState(rx.State):
    running: list[RunningRow] = []
    running_count: int = 0
    past: list[PastRow] = []
    has_more: bool = False
    asked: RunningRow | None = None
    """Which one the dialog asks about."""
    asks_all: bool = False
    reason_error: str = ""

    _more: str = ""

    @rx.event
    @requires(Permission.WATCH_SESSIONS)
    async def load(self, identity: Identity) -> None:
        self.past, self.asked, self.asks_all = [], None, False
        watch(self, News(About.SESSIONS, identity.organization_id), SessionsState.refresh)
        await self._show(identity)

    @rx.event
    @refreshing(Permission.WATCH_SESSIONS)
    async def refresh(self, identity: Identity) -> None:
        """Something has happened in one of them."""
        await self._show(identity)

    @rx.event
    @requires(Permission.WATCH_SESSIONS)
    async def read_more(self, identity: Identity) -> None:
        if self._more:
            page = await off_loop(watching.history, identity, self._more)
            self.past = [*self.past, *(_past(identity.subject, one) for one in page.sessions)]
            self._more = leading_on(self.past, page.more)
            self.has_more = bool(self._more)

    @rx.event
    @requires(Permission.WATCH_SESSIONS)
    async def ask_to_end(self, identity: Identity, session_id: str) -> None:  # noqa: ARG002
        self.reason_error = ""
        self.asked = next((row for row in self.running if row.id == session_id), None)

    @rx.event
    @requires(Permission.WATCH_SESSIONS)
    async def ask_to_end_all(self, identity: Identity) -> None:  # noqa: ARG002
        self.reason_error = ""
        self.asks_all = True

    @rx.event
    @requires(Permission.WATCH_SESSIONS)
    async def cancel(self, identity: Identity) -> None:  # noqa: ARG002
        self.asked, self.asks_all = None, False

    @rx.event
    @requires(Permission.WATCH_SESSIONS)
    async def end(self, identity: Identity, form: dict[str, str]) -> None:
        """**End now**. Whoever is impersonating is told why, so it has to be said."""
        asked = self.asked
        if asked is None:
            return
        try:
            why = reason.checked(form.get("reason", ""), required=True, missing=WHY_END_MISSING)
            ended = await off_loop(revoking.revoke, identity, asked.id, why)
        except Invalid as refusal:
            self.reason_error = refusal.sentence
            return
        self.asked = None
        said = say("{actor} no longer impersonates {subject}.", actor=asked.actor.name, subject=asked.subject.name)
        await self._said(identity, said if ended else say("That impersonation had ended already."))

    @rx.event
    @requires(Permission.WATCH_SESSIONS)
    async def end_all(self, identity: Identity, form: dict[str, str]) -> None:
        if not self.asks_all:
            return
        try:
            ended = await off_loop(revoking.revoke_all, identity, form.get("reason", ""))
        except Invalid as refusal:
            self.reason_error = refusal.sentence
            return
        self.asks_all = False
        await self._said(identity, say_n("{count} impersonation ended.", "{count} impersonations ended.", ended))

    async def _said(self, identity: Identity, sentence: str) -> None:
        await self._show(identity)
        session = await self.get_state(SessionState)
        session._say(sentence, "good")

    async def _show(self, identity: Identity) -> None:
        reader = identity.subject
        now = await off_loop(watching.now_running, identity)
        self.running = [_running(reader, one) for one in now.sessions]
        self.running_count = now.count
        page = await off_loop(watching.history, identity, down_to=self.past[-1].id if self.past else "")
        self.past = [_past(reader, one) for one in page.sessions]
        self._more = leading_on(self.past, page.more)
        self.has_more = bool(self._more)


def _running(reader: Party, one: RunningCard) -> RunningRow:
    return RunningRow(
        id=one.id,
        actor=one.actor,
        subject=one.subject,
        reason=one.reason,
        since=when.short(reader, one.since),
        until=when.short(reader, one.until),
        remaining_ms=max(0, one.remaining // timedelta(milliseconds=1)),
        measurement=f"{one.id} {one.until.isoformat()}",
        changes=one.changes,
        is_mine=one.is_mine,
    )


def _past(reader: Party, one: PastCard) -> PastRow:
    return PastRow(
        id=one.id,
        actor=one.actor,
        subject=one.subject,
        reason=one.reason,
        since=when.short(reader, one.since),
        how_long=one.how_long,
        cause=say(one.cause.value).capitalize(),
        tone="neutral" if one.cause.by_the_actor or one.cause is EndCause.EXPIRED else "warn",
        sentence=one.sentence,
        changes=one.changes,
    )


seen = vars_of(SessionsState)


def page() -> rx.Component:
    return frame(
        page_header(
            t("Sessions"),
            t("Who impersonates whom now, and how each impersonation ended. This page keeps itself up to date."),
            path=(t("Admin||the menu"), t("Program Management"), t("Impersonate")),
        ),
        _now(),
        _history(),
        _end_one(),
        _end_everything(),
    )


def _now() -> rx.Component:
    return card(
        listed(
            table(
                t("Running impersonations"),
                (
                    Column(t("Administrator"), lambda row: _who(row.actor), lead=True),
                    Column(t("Impersonates"), lambda row: _who(row.subject)),
                    Column(t("Reason"), lambda row: _reason(row.reason)),
                    Column(t("Since"), lambda row: row.since, width="5.5rem"),
                    Column(t("Until"), _until, width="5.5rem"),
                    Column(t("Changes"), lambda row: row.changes, width="5rem", align="end"),
                    Column("", _end_button, width="7.5rem", align="end"),
                ),
                seen.running,
            ),
            ready=seen.is_hydrated,
            is_empty=seen.running.length() == 0,
            empty=empty(
                t("Nobody is impersonating anybody"),
                t("When somebody does, it shows here at once."),
                icon_name="user-search",
            ),
        ),
        title=t("Running now"),
        about=rx.match(
            seen.running_count,
            (0, t("No impersonation is running.")),
            (1, t("One impersonation is running.")),
            t("{running_count} impersonations are running.", running_count=seen.running_count),
        ),
        actions=(rx.cond(seen.running_count > 0, button(t("End all"), seen.ask_to_end_all, size="sm")),),
        flush=True,
    )


def _history() -> rx.Component:
    return card(
        listed(
            rx.fragment(
                table(
                    t("Past impersonations"),
                    (
                        Column(t("Administrator"), lambda row: _who(row.actor), lead=True),
                        Column(t("Impersonated"), lambda row: _who(row.subject)),
                        Column(t("Reason"), lambda row: _reason(row.reason)),
                        Column(t("Began"), _began, width="9.5rem"),
                        Column(t("Changes"), _changes, width="5rem", align="end"),
                        Column(t("Ended"), _cause, width="9.5rem"),
                    ),
                    seen.past,
                ),
                table_footer(
                    rx.el.span(t("{count} shown", count=seen.past.length())),
                    rx.cond(seen.has_more, button(t("Load more"), seen.read_more, size="sm")),
                ),
            ),
            ready=seen.is_hydrated,
            is_empty=seen.past.length() == 0,
            empty=empty(
                t("No impersonation has ended yet"), t("Each one is kept here, with its cause."), icon_name="history"
            ),
        ),
        title=t("History"),
        flush=True,
    )


def _who(who: Row) -> rx.Component:
    return person(who.name, who.initials, who.email)


def _reason(given: rx.Var[str]) -> rx.Component:
    return rx.cond(given != "", rx.el.span(given, class_name="clamp", title=given), rx.el.span("—", class_name="faint"))


def _until(row: Row) -> rx.Component:
    return rx.el.div(
        rx.el.span(row.until),
        rx.el.span(
            countdown(row.remaining_ms, row.measurement, spoken_suffix=t(" left")), class_name="soft small numeric"
        ),
        class_name="two-lines",
    )


def _began(row: Row) -> rx.Component:
    """Its beginning leads to all that happened in it."""
    began = link(row.since, f"{AUDIT_LOGS.path}/sessions/{row.id}")
    return rx.el.div(began, rx.el.span(row.how_long, class_name="soft small"), class_name="two-lines")


def _end_button(row: Row) -> rx.Component:
    return rx.el.div(
        button(t("End now"), seen.ask_to_end(row.id), size="sm"),
        rx.cond(row.is_mine, rx.el.span(t("Yours"), class_name="soft small")),
    )


def _changes(row: Row) -> rx.Component:
    return rx.cond(
        row.changes > 0,
        link(row.changes.to_string(), f"{AUDIT_LOGS.path}?session={row.id}"),
        rx.el.span("0", class_name="faint"),
    )


def _cause(row: Row) -> rx.Component:
    return rx.el.span(badge(row.cause, row.tone), title=row.sentence)


def _end_one() -> rx.Component:
    asked = seen.asked
    return dialog(
        rx.el.form(
            rx.el.p(
                t(
                    "{actor} has impersonated {subject} since {since}. It ends at once.",
                    actor=asked.actor.name,
                    subject=asked.subject.name,
                    since=asked.since,
                )
            ),
            text_area_field(
                t("Reason"),
                "reason",
                hint=t("{name} reads it, and it is recorded.", name=asked.actor.name),
                error=seen.reason_error,
                max_length=reason.LONGEST,
                rows=2,
            ),
            dialog_footer(button(t("Cancel"), closes=True), button(t("End now"), kind="danger", submit=True)),
            on_submit=seen.end,
            class_name="form",
        ),
        open=rx.cond(asked, True, False),
        title=t("End this impersonation?"),
        on_close=seen.cancel,
        size="sm",
    )


def _end_everything() -> rx.Component:
    return dialog(
        rx.el.form(
            rx.el.p(
                rx.match(
                    seen.running_count,
                    (0, t("No impersonation is running any more.")),
                    (1, t("The one that is running ends at once.")),
                    t("All {running_count} that are running end at once, yours too.", running_count=seen.running_count),
                )
            ),
            text_area_field(
                t("Reason"),
                "reason",
                hint=t("Those who are impersonating read it, and it is recorded."),
                error=seen.reason_error,
                optional=True,
                max_length=reason.LONGEST,
                rows=2,
            ),
            dialog_footer(button(t("Cancel"), closes=True), button(t("End all"), kind="danger", submit=True)),
            on_submit=seen.end_all,
            class_name="form",
        ),
        open=seen.asks_all,
        title=t("End all impersonations?"),
        on_close=seen.cancel,
        size="sm",
    )
