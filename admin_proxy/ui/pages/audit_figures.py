"""Audit Logs → figures: how many entries each day has, and who impersonated how often, within the filters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx
from babel.numbers import format_decimal

from admin_proxy.access.permissions import Permission
from admin_proxy.audit import charting
from admin_proxy.audit import filters as narrowing
from admin_proxy.audit.charting import Chart
from admin_proxy.identity import Identity, Party
from admin_proxy.threads import off_loop
from admin_proxy.ui import when
from admin_proxy.ui.components.bars import bars
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.kinds import Row, vars_of
from admin_proxy.ui.components.progress import progress
from admin_proxy.ui.components.states import empty, loading
from admin_proxy.ui.components.words import t, tn
from admin_proxy.ui.session import is_still, requires
from admin_proxy.words import say, say_n


@dataclass(frozen=True, slots=True)
class Day:
    label: str
    count: str
    height: float


@dataclass(frozen=True, slots=True)
class Administrator:
    name: str
    count: int


class AuditFiguresState(rx.State):
    drawn: bool = False
    too_many: bool = False
    """Counting would have taken too long."""
    days: list[Day] = []
    bars: list[dict[str, Any]] = []
    label: str = ""
    top: str = ""
    begin: str = ""
    end: str = ""
    administrators: list[Administrator] = []
    others: int = 0
    most: int = 1

    @rx.event(background=True, supersedes=True)
    @requires(Permission.READ_AUDIT_LOGS)
    async def draw(self, identity: Identity) -> None:
        """After the entries are there, and without holding them up."""
        async with self:
            asked = dict(self.router.url.query_parameters)
        chart = await off_loop(charting.chart, identity, narrowing.in_words(asked))
        async with self:
            if await is_still(self, identity) and asked == dict(self.router.url.query_parameters):
                self._show(identity.subject, chart)

    def _show(self, reader: Party, chart: Chart | None) -> None:
        self.drawn, self.too_many = True, chart is None
        if chart is None:
            return
        most = max(count for _, count in chart.days)
        self.days = [
            Day(
                when.day(reader, day),
                format_decimal(count, locale=when.locale(reader)),
                round(100 * count / max(1, most), 2),
            )
            for day, count in chart.days
        ]
        self.bars = [{"label": f"{one.label}: {one.count}", "height": one.height} for one in self.days]
        self.begin, self.end = self.days[0].label, self.days[-1].label
        self.top = format_decimal(most, locale=when.locale(reader))
        self.label = _said(sum(count for _, count in chart.days), self)
        self.administrators = [Administrator(one.name, one.impersonations) for one in chart.impersonators]
        self.others, self.most = chart.others, max((one.count for one in self.administrators), default=1)


def _said(total: int, state: AuditFiguresState) -> str:
    days = {"begin": state.begin, "end": state.end, "most": state.top}
    until = say("Between {begin} and {end}, {most} on the busiest day.", **days)
    return f"{say_n('{count} entry', '{count} entries', total)}. {until}"


seen = vars_of(AuditFiguresState)


def figures() -> rx.Component:
    return rx.el.div(
        card(_shown(_entries()), title=t("Entries by day"), about=t("The last 30 days that the filters leave over.")),
        card(
            _shown(_impersonations()),
            title=t("Impersonations by administrator"),
            about=t("Those that belong to what the filters leave over, in the same days."),
        ),
        class_name="columns",
    )


def _shown(content: rx.Component) -> rx.Component:
    too_many = empty(
        t("Too many entries to count"), t("Choose fewer days, or take away a person."), icon_name="scroll-text"
    )
    return rx.cond(seen.drawn, rx.cond(seen.too_many, too_many, content), loading())


def _entries() -> rx.Component:
    return rx.fragment(
        bars(seen.bars, label=seen.label, top=seen.top, begin=seen.begin, end=seen.end),
        rx.el.details(rx.el.summary(t("As a table"), class_name="link"), _table(), class_name="bars-table"),
    )


def _table() -> rx.Component:
    return rx.el.table(
        rx.el.caption(t("Entries by day"), class_name="sr-only"),
        rx.el.thead(
            rx.el.tr(rx.el.th(t("Day"), scope="col"), rx.el.th(t("Entries"), scope="col", class_name="numeric"))
        ),
        rx.el.tbody(
            rx.foreach(seen.days, lambda day: rx.el.tr(rx.el.td(day.label), rx.el.td(day.count, class_name="numeric")))
        ),
        class_name="table",
    )


def _impersonations() -> rx.Component:
    return rx.cond(
        seen.administrators.length() > 0,
        rx.fragment(
            rx.el.ul(rx.foreach(seen.administrators, _administrator), class_name="tally"),
            rx.cond(
                seen.others > 0,
                rx.el.p(tn("And {count} other.", "And {count} others.", count=seen.others), class_name="soft small"),
            ),
        ),
        empty(t("Nobody impersonated anybody"), icon_name="users-round"),
    )


def _administrator(one: Row) -> rx.Component:
    return rx.el.li(progress(one.name, one.count, seen.most, figure=one.count.to_string()))
