"""Reports: asking for one, how far those are that are being generated, and downloading those that are ready."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import reflex as rx

from admin_proxy.access.permissions import Permission
from admin_proxy.identity import Identity, Invalid, Party
from admin_proxy.live import About, News
from admin_proxy.reports import asking, cancelling, endings, fetching, kinds, listing, wording
from admin_proxy.reports.listing import Card
from admin_proxy.reports.tables import Stage
from admin_proxy.threads import off_loop
from admin_proxy.ui import amounts, when
from admin_proxy.ui.components.announce import announce
from admin_proxy.ui.components.badge import badge
from admin_proxy.ui.components.button import button
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.fetched import fetched
from admin_proxy.ui.components.field import select_field, text_field
from admin_proxy.ui.components.form import hidden
from admin_proxy.ui.components.icon import icon
from admin_proxy.ui.components.kinds import Row, vars_of
from admin_proxy.ui.components.notice import notice
from admin_proxy.ui.components.page_header import page_header
from admin_proxy.ui.components.states import empty, listed
from admin_proxy.ui.components.table import Column, table, table_footer
from admin_proxy.ui.components.words import t, tn
from admin_proxy.ui.growing import leading_on
from admin_proxy.ui.session import SessionState, refreshing, requires, watch
from admin_proxy.ui.shell.frame import frame
from admin_proxy.words import later, say

NEWS_EVERY = 0.3
"""Seconds. A report that is being generated gets further all the time."""
DOOR = "/reports/download"
FORMATS = (("csv", "CSV"), ("xlsx", "XLSX (Excel)"))
STAGES = {
    Stage.WAITING: (later("Waiting||for its turn"), "neutral"),
    Stage.RUNNING: (later("Generating"), "accent"),
    Stage.READY: (later("Ready"), "good"),
    Stage.CANCELLED: (later("Cancelled"), "neutral"),
    Stage.REFUSED: (later("Refused"), "bad"),
    Stage.ENDED: (later("Ended"), "neutral"),
    Stage.FAILED: (later("Failed"), "bad"),
}


@dataclass(frozen=True, slots=True)
class ReportRow:
    id: str
    title: str
    about: str
    """Its format, and the time that it is about."""
    at: str
    by: str
    stage: str
    words: str
    tone: str
    progress: int
    figure: str
    label: str
    """What the bar is called."""
    sentence: str
    sent: str
    size: str
    kept: str
    may_download: bool
    may_cancel: bool


class ReportsState(rx.State):
    offered: list[tuple[str, str]] = []
    goes_to: str = ""
    """What is said before one is asked for: to which address it goes, and to whom not."""
    is_on_behalf: bool = False
    days: int = 0
    once: str = ""
    error: str = ""
    error_field: str = ""
    title: str = ""
    rows: list[ReportRow] = []
    has_more: bool = False
    ticket: str = ""
    fetching: str = ""
    """The report that is being downloaded."""
    news: str = ""
    news_id: str = ""

    _more: str = ""

    @rx.event
    @requires(Permission.TAKE_PART)
    async def load(self, identity: Identity) -> None:
        watch(self, _of(identity), ReportsState.refresh, at_most_every=NEWS_EVERY)
        self.offered = [(kind.value, say(wording.LABELS[kind])) for kind in kinds.offered(identity)]
        self.goes_to, self.is_on_behalf = _goes_to(identity), identity.impersonating
        self.title = (
            say("{name}’s reports", name=identity.subject.name) if identity.impersonating else say("Your reports")
        )
        self.days = endings.kept_for().days
        self.once, self.error, self.error_field, self.ticket, self.fetching = self.once or _new_form(), "", "", "", ""
        self.rows = []
        await self._read(identity)

    @rx.event
    @refreshing(Permission.TAKE_PART)
    async def refresh(self, identity: Identity) -> None:
        """One has got further, or another tab has asked for one. What is on the screen is read again."""
        before = {row.id: row.stage for row in self.rows}
        await self._read(identity, down_to=self.rows[-1].id if self.rows else "")
        for row in self.rows:
            if before.get(row.id) in ("waiting", "running") and row.stage not in ("waiting", "running"):
                self.news, self.news_id = f"{row.title}: {row.words}. {row.sent or row.sentence}", row.id

    @rx.event
    @requires(Permission.TAKE_PART)
    async def ask(self, identity: Identity, form: dict[str, str]) -> None:
        """**Generate report**."""
        self.error, self.error_field = "", ""
        try:
            await off_loop(
                asking.ask, identity, form.get("kind", ""), form.get("format", ""), form.get("once", ""),
                since=form.get("since", ""), until=form.get("until", ""),
            )  # fmt: skip
        except Invalid as refusal:
            self.error, self.error_field = refusal.sentence, refusal.field
            return
        self.once = _new_form()
        await self._read(identity, down_to=self.rows[-1].id if self.rows else "")

    @rx.event
    @requires(Permission.TAKE_PART)
    async def cancel(self, identity: Identity, report_id: str) -> None:
        cancelled = await off_loop(cancelling.cancel, identity, report_id)
        if not cancelled:
            session = await self.get_state(SessionState)
            session._say(say("It was over already."), "good")
        await self._read(identity, down_to=self.rows[-1].id if self.rows else "")

    @rx.event
    @requires(Permission.TAKE_PART)
    async def download(self, identity: Identity, report_id: str) -> None:
        """A ticket for the door, which the page takes there at once."""
        self.ticket = await off_loop(fetching.ticket, identity, report_id)
        self.fetching = report_id

    @rx.event
    @requires(Permission.TAKE_PART)
    async def downloaded(self, identity: Identity) -> None:  # noqa: ARG002
        """The file is there, or the page says what went wrong."""
        self.ticket = self.fetching = ""

    @rx.event
    @requires(Permission.TAKE_PART)
    async def read_more(self, identity: Identity) -> None:
        if self._more:
            page = await off_loop(listing.mine, identity, self._more)
            self.rows = [*self.rows, *(_row(identity.subject, one) for one in page.cards)]
            self._lead_on(page.more)

    async def _read(self, identity: Identity, down_to: str = "") -> None:
        page = await off_loop(listing.mine, identity, "", down_to)
        self.rows = [_row(identity.subject, one) for one in page.cards]
        self._lead_on(page.more)

    def _lead_on(self, more: str) -> None:
        self._more = leading_on(self.rows, more)
        self.has_more = bool(self._more)


def _of(identity: Identity) -> News:
    return News(About.REPORTS, identity.subject.id or 0)


def _new_form() -> str:
    return secrets.token_hex(16)


def _goes_to(identity: Identity) -> str:
    to = identity.subject
    if identity.impersonating:
        return say(
            "It goes to {name} at {email}, not to you: they get an e-mail that says who asked for it.",
            name=to.name,
            email=to.email,
        )
    return say("It goes to you at {email}: you get an e-mail when it is ready.", email=to.email)


def _row(reader: Party, one: Card) -> ReportRow:
    words, tone = STAGES[one.stage]
    title = say(wording.LABELS[one.kind])
    return ReportRow(
        id=one.id,
        title=title,
        about=" · ".join(part for part in (one.format.value.upper(), _time(reader, one)) if part),
        at=when.short(reader, one.asked_at),
        by=say("by {name}", name=one.asked_by) if one.asked_by else "",
        stage=one.stage.value,
        words=say(words),
        tone=tone,
        progress=one.progress,
        figure=amounts.share(reader, one.progress),
        label=say("{title}: progress", title=title),
        sentence=one.sentence,
        sent=say("Sent to {sent_to}", sent_to=one.sent_to) if one.sent_to else "",
        size=wording.size(one.size) if one.stage is Stage.READY else "",
        kept=say("kept until {kept_until}", kept_until=when.day_of(reader, one.kept_until))
        if one.stage is Stage.READY
        else "",
        may_download=one.may_be_downloaded,
        may_cancel=one.is_unfinished,
    )


def _time(reader: Party, one: Card) -> str:
    first, last = when.day(reader, one.since), when.day(reader, one.until)
    if first and last:
        return f"{first} – {last}"
    if first:
        return say("from {day}", day=first)
    return say("until {day}", day=last) if last else ""


seen = vars_of(ReportsState)


def page() -> rx.Component:
    return frame(
        page_header(t("Reports"), t("Generated in the background. You can leave this page meanwhile.")),
        fetched(DOOR, seen.ticket, on_done=seen.downloaded),
        _new(),
        _reports(),
        announce(seen.news, seen.news_id),
    )


def _new() -> rx.Component:
    def error(field: str) -> rx.Var[str]:
        return rx.cond(seen.error_field == field, seen.error, "")

    return card(
        rx.el.form(
            hidden("once", seen.once),
            rx.cond((seen.error_field == "") & (seen.error != ""), notice(seen.error, tone="bad", announced=True)),
            rx.el.div(
                select_field(t("Report"), "kind", seen.offered, error=error("kind")),
                select_field(t("Format"), "format", FORMATS, error=error("format")),
                rx.el.div(
                    text_field(t("From"), "since", type="date", error=error("since"), optional=True),
                    text_field(t("To||the last day"), "until", type="date", error=error("until"), optional=True),
                    class_name="report-time",
                ),
                button(t("Generate report"), kind="primary", submit=True, disabled=~seen.is_hydrated),
                class_name="filters report-fields",
            ),
            rx.el.p(
                icon("mail", 14),
                rx.el.span(seen.goes_to),
                class_name="report-goes-to",
                custom_attrs={"data-on-behalf": rx.cond(seen.is_on_behalf, "", None)},
            ),
            on_submit=seen.ask,
            class_name="form",
            aria_label=t("New report"),
            custom_attrs={"noValidate": True},
        ),
        title=t("New report"),
    )


def _reports() -> rx.Component:
    return card(
        listed(
            rx.fragment(
                table(
                    t("Reports"),
                    (
                        Column(t("Report"), _title, lead=True),
                        Column(t("Asked for"), _asked_for, width="8rem"),
                        Column(t("Status"), _status),
                        Column(t("Size"), _size, width="10.5rem"),
                        Column("", _action, width="8.5rem", align="end"),
                    ),
                    seen.rows,
                ),
                table_footer(
                    rx.el.span(t("{count} shown", count=seen.rows.length())),
                    rx.cond(seen.has_more, button(t("Load more"), seen.read_more, size="sm")),
                ),
            ),
            ready=seen.is_hydrated,
            is_empty=seen.rows.length() == 0,
            empty=empty(
                t("No reports yet"),
                tn(
                    "Each one is kept here for a day, and can be downloaded.",
                    "Each one is kept here for {count} days, and can be downloaded.",
                    seen.days,
                ),
                icon_name="file-text",
            ),
        ),
        title=rx.cond(seen.title != "", seen.title, t("Reports")),
        flush=True,
    )


def _title(row: Row) -> rx.Component:
    return rx.el.div(rx.el.span(row.title), rx.el.span(row.about, class_name="soft small"), class_name="report-status")


def _asked_for(row: Row) -> rx.Component:
    by = rx.cond(row.by != "", rx.el.span(row.by, class_name="soft small", title=row.by))
    return rx.el.div(rx.el.span(row.at), by, class_name="two-lines")


def _status(row: Row) -> rx.Component:
    bar = rx.el.div(
        rx.el.progress(value=row.progress, max=100, aria_label=row.label, class_name="progress"),
        rx.el.span(row.figure, class_name="numeric"),
        class_name="goal-bar",
    )
    said_of_it = rx.cond(row.sentence != "", row.sentence, row.sent)
    return rx.el.div(
        rx.cond(row.stage == "running", bar, badge(row.words, row.tone)),
        rx.cond(said_of_it != "", rx.el.p(said_of_it, class_name="soft small")),
        class_name="report-status",
    )


def _size(row: Row) -> rx.Component:
    file = rx.el.div(
        rx.el.span(row.size, class_name="numeric"),
        rx.el.span(row.kept, class_name="soft small"),
        class_name="two-lines",
    )
    return rx.cond(row.size != "", file, rx.el.span("—", class_name="faint"))


def _action(row: Row) -> rx.Component:
    return rx.cond(
        row.may_download,
        button(t("Download"), seen.download(row.id), size="sm", icon_name="download", busy=seen.fetching == row.id),
        rx.cond(row.may_cancel, button(t("Cancel"), seen.cancel(row.id), size="sm"), rx.fragment()),
    )
