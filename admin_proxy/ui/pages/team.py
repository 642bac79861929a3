"""Team: those who report to me, how their goals are going, and who needs attention."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import reflex as rx

from admin_proxy.access.permissions import Permission
from admin_proxy.goals import team as of_goals
from admin_proxy.goals.team import Report, TeamPage
from admin_proxy.identity import Identity
from admin_proxy.threads import off_loop
from admin_proxy.ui import amounts, when
from admin_proxy.ui.components.avatar import avatar
from admin_proxy.ui.components.badge import badge
from admin_proxy.ui.components.button import link, link_button, route_link
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.facts import shown
from admin_proxy.ui.components.kinds import Row, vars_of
from admin_proxy.ui.components.page_header import page_header
from admin_proxy.ui.components.states import empty, listed
from admin_proxy.ui.components.table import Column, table, table_footer
from admin_proxy.ui.pages import goal_rows
from admin_proxy.ui.pages.goal_rows import GoalRow
from admin_proxy.ui.session import requires
from admin_proxy.ui.shell.frame import frame
from admin_proxy.ui.shell.places import GOALS, TEAM

_LARGEST = 10


@dataclass(frozen=True, slots=True)
class ReportRow:
    href: str
    """Their goals."""
    new_href: str
    name: str
    initials: str
    title: str
    open_goals: str
    progress: int
    share: str
    has_goals: bool
    off_track: str
    at_risk: str
    quiet: str
    checked_in: str


class TeamState(rx.State):
    reports: list[ReportRow] = []
    goals: list[GoalRow] = []
    """Those that need attention."""
    count_label: str = ""
    needing_only: bool = False
    for_whom: str = ""
    """` for Jane`, while impersonating her."""
    previous_href: str = ""
    next_href: str = ""

    @rx.event
    @requires(Permission.LEAD_TEAM)
    async def load(self, identity: Identity) -> None:
        query = self.router.url.query_parameters
        self.needing_only = query.get("attention", "") == "1"
        page = await off_loop(
            of_goals.team, identity, needing_only=self.needing_only,
            after=_number(query, "after"), before=_number(query, "before"),
        )  # fmt: skip
        self.for_whom = f" for {identity.subject.first_name}" if identity.impersonating else ""
        self.reports = [_report(identity, one) for one in page.reports]
        self.goals = [goal_rows.row(identity, one) for one in page.goals]
        self.count_label = _counted(page)
        self.previous_href = self._href("before", page.before)
        self.next_href = self._href("after", page.after)

    def _href(self, name: str, person_id: int | None) -> str:
        if person_id is None:
            return ""
        kept = {"attention": "1"} if self.needing_only else {}
        return f"{TEAM.path}?{urlencode({**kept, name: str(person_id)})}"


def _number(query: Mapping[str, str], name: str) -> int | None:
    said = query.get(name, "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= _LARGEST else None


def _counted(page: TeamPage) -> str:
    people = "1 person reports" if page.count == 1 else f"{page.count:,} people report"
    needing = "nobody needs" if page.needing == 0 else f"{page.needing:,} need" + "s" * (page.needing == 1)
    return f"{people} here; {needing} attention"


def _report(identity: Identity, one: Report) -> ReportRow:
    def some(count: int, words: str) -> str:
        return f"{count:,} {words}" if count else ""

    goals = f"{GOALS.path}?owner={one.id}"
    return ReportRow(
        href=goals,
        new_href=f"{goals}&new=1",
        name=one.name,
        initials=one.initials,
        title=one.title,
        open_goals=f"{one.open_goals:,}",
        progress=one.progress,
        share=amounts.share(identity.subject, one.progress),
        has_goals=one.open_goals > 0,
        off_track=some(one.off_track, "off track"),
        at_risk=some(one.at_risk, "at risk"),
        quiet=some(one.quiet, "quiet for 30 days"),
        checked_in=when.day_of(identity.subject, one.checked_in_at),
    )


seen = vars_of(TeamState)


def page() -> rx.Component:
    return frame(
        page_header(
            f"Team{seen.for_whom}",
            actions=(link_button("All goals of the team", f"{GOALS.path}?whose=team"),),
        ),
        rx.cond(seen.goals.length() > 0, _needing()),
        card(
            rx.el.div(
                rx.el.span(seen.count_label, class_name="soft", role="status"),
                rx.cond(
                    seen.needing_only,
                    link("Show everybody", TEAM.path),
                    link("Only who needs attention", f"{TEAM.path}?attention=1"),
                ),
                class_name="table-head",
            ),
            listed(
                _reports(),
                ready=seen.is_hydrated,
                is_empty=seen.reports.length() == 0,
                empty=empty("Nobody needs attention", icon_name="circle-check"),
            ),
            flush=True,
        ),
    )


def _needing() -> rx.Component:
    return card(
        table(
            "Goals that need attention",
            (
                Column("Goal", goal_rows.title, lead=True, width="38%"),
                Column("Owner", goal_rows.owner),
                Column("Status", goal_rows.how_it_stands),
                Column("Ends", goal_rows.ends),
            ),
            seen.goals,
        ),
        title="Goals that need attention",
        about="Off track, or no check-in for 30 days.",
        flush=True,
    )


def _reports() -> rx.Component:
    return rx.fragment(
        table(
            "Team",
            (
                Column("Name", _name, lead=True, width="26%"),
                Column("Open goals", _open_goals, align="end", width="10%"),
                Column("Progress", _progress, width="20%"),
                Column("Attention", _attention),
                Column("Last check-in", lambda one: shown(one.checked_in)),
                Column("", _new_goal, align="end"),
            ),
            seen.reports,
        ),
        rx.cond((seen.previous_href != "") | (seen.next_href != ""), _pages()),
    )


def _name(one: Row) -> rx.Component:
    return rx.el.div(
        avatar(one.name, one.initials, "sm"),
        rx.el.div(
            route_link(one.name, href=one.href, class_name="person-name person-link"),
            rx.el.span(one.title, class_name="person-mail", title=one.title),
            class_name="person-text",
        ),
        class_name="person",
    )


def _open_goals(one: Row) -> rx.Component:
    return rx.el.span(one.open_goals, class_name="numeric")


def _new_goal(one: Row) -> rx.Component:
    return route_link(
        "New goal", rx.el.span(f" for {one.name}", class_name="sr-only"), href=one.new_href,
        class_name="btn btn-secondary btn-sm",
    )  # fmt: skip


def _progress(one: Row) -> rx.Component:
    return rx.cond(
        one.has_goals,
        goal_rows.bar(one.progress, one.share, f"Progress of {one.name}"),
        rx.el.span("—", class_name="soft"),
    )


def _attention(one: Row) -> rx.Component:
    return rx.el.div(
        rx.cond(one.off_track != "", badge(one.off_track, "bad")),
        rx.cond(one.quiet != "", badge(one.quiet, "warn")),
        rx.cond(one.at_risk != "", badge(one.at_risk, "neutral")),
        class_name="goal-badges",
    )


def _pages() -> rx.Component:
    return table_footer(
        rx.el.span(),
        rx.el.nav(
            rx.cond(seen.previous_href != "", link_button("Previous", seen.previous_href, size="sm")),
            rx.cond(seen.next_href != "", link_button("Next", seen.next_href, size="sm")),
            class_name="row",
            aria_label="Pages",
        ),
    )
