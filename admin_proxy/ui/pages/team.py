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
from admin_proxy.ui.components.words import t
from admin_proxy.ui.pages import goal_rows
from admin_proxy.ui.pages.goal_rows import GoalRow
from admin_proxy.ui.session import requires
from admin_proxy.ui.shell.frame import frame
from admin_proxy.ui.shell.places import GOALS, TEAM
from admin_proxy.words import number, say, say_n

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
        self.for_whom = say(" for {name}", name=identity.subject.first_name) if identity.impersonating else ""
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
    people = say_n("{count} person reports here", "{count} people report here", page.count)
    if page.needing == 0:
        return say("{people}; nobody needs attention", people=people)
    return say_n("{people}; {count} needs attention", "{people}; {count} need attention", page.needing, people=people)


def _report(identity: Identity, one: Report) -> ReportRow:
    goals = f"{GOALS.path}?owner={one.id}"
    return ReportRow(
        href=goals,
        new_href=f"{goals}&new=1",
        name=one.name,
        initials=one.initials,
        title=one.title,
        open_goals=number(one.open_goals),
        progress=one.progress,
        share=amounts.share(identity.subject, one.progress),
        has_goals=one.open_goals > 0,
        off_track=say("{count} off track", count=one.off_track) if one.off_track else "",
        at_risk=say("{count} at risk", count=one.at_risk) if one.at_risk else "",
        quiet=say("{count} quiet for 30 days", count=one.quiet) if one.quiet else "",
        checked_in=when.day_of(identity.subject, one.checked_in_at),
    )


seen = vars_of(TeamState)


def page() -> rx.Component:
    return frame(
        page_header(
            t("Team{for_whom}", for_whom=seen.for_whom),
            actions=(link_button(t("All goals of the team"), f"{GOALS.path}?whose=team"),),
        ),
        rx.cond(seen.goals.length() > 0, _needing()),
        card(
            rx.el.div(
                rx.el.span(seen.count_label, class_name="soft", role="status"),
                rx.cond(
                    seen.needing_only,
                    link(t("Show everybody"), TEAM.path),
                    link(t("Only who needs attention"), f"{TEAM.path}?attention=1"),
                ),
                class_name="table-head",
            ),
            listed(
                _reports(),
                ready=seen.is_hydrated,
                is_empty=seen.reports.length() == 0,
                empty=empty(t("Nobody needs attention"), icon_name="circle-check"),
            ),
            flush=True,
        ),
    )


def _needing() -> rx.Component:
    return card(
        table(
            t("Goals that need attention"),
            (
                Column(t("Goal"), goal_rows.title, lead=True, width="38%"),
                Column(t("Owner"), goal_rows.owner),
                Column(t("Status"), goal_rows.how_it_stands),
                Column(t("Ends"), goal_rows.ends),
            ),
            seen.goals,
        ),
        title=t("Goals that need attention"),
        about=t("Off track, or no check-in for 30 days."),
        flush=True,
    )


def _reports() -> rx.Component:
    return rx.fragment(
        table(
            t("Team"),
            (
                Column(t("Name"), _name, lead=True, width="26%"),
                Column(t("Open goals"), _open_goals, align="end", width="10%"),
                Column(t("Progress"), _progress, width="20%"),
                Column(t("Attention"), _attention),
                Column(t("Last check-in"), lambda one: shown(one.checked_in)),
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
        t("New goal"), rx.el.span(t(" for {name}", name=one.name), class_name="sr-only"), href=one.new_href,
        class_name="btn btn-secondary btn-sm",
    )  # fmt: skip


def _progress(one: Row) -> rx.Component:
    return rx.cond(
        one.has_goals,
        goal_rows.bar(one.progress, one.share, t("Progress of {name}", name=one.name)),
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
            rx.cond(seen.previous_href != "", link_button(t("Previous"), seen.previous_href, size="sm")),
            rx.cond(seen.next_href != "", link_button(t("Next"), seen.next_href, size="sm")),
            class_name="row",
            aria_label=t("Pages"),
        ),
    )
