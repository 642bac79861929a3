"""Goals: mine, my team's, everybody's; as a list or as the tree of what they are aligned to; as the address says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import reflex as rx

from admin_proxy import clock
from admin_proxy.access.permissions import Permission
from admin_proxy.goals import editing, goal_list
from admin_proxy.goals.goal_list import FEW, Ends, Filters, GoalCard, ListPage, Standing, Whose
from admin_proxy.goals.searching import LONGEST
from admin_proxy.goals.tables import GoalState
from admin_proxy.identity import Forbidden, Identity, Invalid, NotFound
from admin_proxy.threads import off_loop
from admin_proxy.ui.components.button import button, link_button, route_link
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.draft import draft_done
from admin_proxy.ui.components.field import select_field, text_field
from admin_proxy.ui.components.form import anew
from admin_proxy.ui.components.kinds import Row, Text, vars_of
from admin_proxy.ui.components.page_header import page_header
from admin_proxy.ui.components.states import empty, listed
from admin_proxy.ui.components.table import Column, table, table_footer
from admin_proxy.ui.components.words import t, t_each
from admin_proxy.ui.pages import goal_form, goal_rows
from admin_proxy.ui.pages.goal_rows import GoalRow
from admin_proxy.ui.session import SessionState, requires
from admin_proxy.ui.shell.frame import frame
from admin_proxy.ui.shell.places import GOALS
from admin_proxy.ui.shell.state import ShellState
from admin_proxy.words import later, say, say_n

STATUSES = (
    ("", later("Open")),
    ("on_track", later("On track")),
    ("at_risk", later("At risk")),
    ("off_track", later("Off track")),
    ("none", goal_rows.NO_CHECK_IN),
    ("quiet", later("No check-in for 30 days")),
    ("reached", later("Reached")),
    ("not_reached", later("Not reached")),
    ("dropped", later("Dropped")),
    ("any", later("Any status")),
)
ENDS = (
    ("", later("Any day")),
    ("overdue", later("Overdue")),
    ("30", later("Within 30 days")),
    ("90", later("Within 90 days")),
)

_KNOWN = ("whose", "owner", "text", "status", "ends", "view")
_LARGEST = 10


class GoalsState(rx.State):
    """What is listed lives in the address, so that it can be shared, reloaded and gone back to."""

    rows: list[GoalRow] = []
    count_label: str = ""
    text: str = ""
    whose: str = ""
    status: str = ""
    ends: str = ""
    owner: str = ""
    """Whose alone they are, where the address says so."""
    narrowed: bool = False
    is_tree: bool = False
    hrefs: dict[str, str] = {}
    for_whom: str = ""
    """` for Jane`, while impersonating her."""

    new_for: str = ""
    """What the dialog for a new goal is called; empty while there is none."""
    may_set: bool = False
    form: dict[str, str] = {}
    form_field: str = ""
    form_error: str = ""
    form_supports: list[tuple[str, str]] = []
    draft_owner: str = ""
    draft_done: str = ""

    _owner_id: int | None = None

    @rx.event
    @requires(Permission.HAVE_GOALS)
    async def load(self, identity: Identity) -> None:
        query = self.router.url.query_parameters
        self.for_whom = say(" for {name}", name=identity.subject.first_name) if identity.impersonating else ""
        self.draft_owner = goal_form.owner(identity)
        await self._read(identity, query)
        await self._open_form(identity, query)

    @rx.event
    @requires(Permission.HAVE_GOALS)
    async def narrow(self, identity: Identity, form: dict[str, Any]) -> Any:  # noqa: ARG002
        wanted = {
            "text": str(form.get("with_text", "")).strip()[:LONGEST],
            "status": _among(form.get("with_status"), STATUSES),
            "ends": _among(form.get("with_ends"), ENDS),
        }
        return rx.redirect(self._href(**wanted))

    @rx.event
    @requires(Permission.HAVE_GOALS)
    async def create(self, identity: Identity, form: dict[str, str]) -> Any:
        if not self.new_for:
            return None  # pressed twice: the first one has closed it
        self.form_field, self.form_error = "", ""
        try:
            goal_id = await off_loop(editing.create, identity, form, self._owner_id)
        except Invalid as refusal:
            self.form_field, self.form_error = refusal.field, refusal.sentence
            return None
        except (Forbidden, NotFound) as refusal:
            self.form_error = refusal.sentence
            return None
        self._forget_draft()
        session = await self.get_state(SessionState)
        session._say(say("The goal is set."), "good", on_next_page=True)
        return rx.redirect(goal_rows.href(goal_id))

    @rx.event
    @requires(Permission.HAVE_GOALS)
    async def dismiss(self, identity: Identity) -> Any:  # noqa: ARG002
        """The dialog was closed and what was typed given up."""
        self._forget_draft()
        return rx.redirect(self._href(), replace=True)

    def _forget_draft(self) -> None:
        self.new_for = ""
        self.draft_done = f"new {clock.now():%H%M%S%f}"

    async def _open_form(self, identity: Identity, query: Mapping[str, str]) -> None:
        self.new_for, self.form_field, self.form_error = "", "", ""
        self._owner_id = _number(query.get("owner", ""))
        try:
            owner = await off_loop(editing.owner_of_new, identity, self._owner_id)
        except NotFound:
            self.may_set = False
            return
        self.may_set = True
        if query.get("new", "") != "1" or owner.id is None:
            return
        self.form = editing.new(identity)
        self.form_supports = await goal_form.supportable(identity, owner.id)
        is_own = owner.id == identity.subject.id
        whom = self.for_whom if is_own else say(" for {name}", name=owner.name)
        self.new_for = say("New goal{for_whom}", for_whom=whom)

    async def _read(self, identity: Identity, query: Mapping[str, str]) -> None:
        filters = filters_in(query)
        page = await off_loop(
            goal_list.goals, identity, filters,
            after=_number(query.get("after", "")), before=_number(query.get("before", "")),
        )  # fmt: skip
        self.is_tree = query.get("view", "") == "tree"
        self.rows = (
            [
                goal_rows.row(
                    identity, branch.goal, depth=min(branch.depth, 8), is_context=not branch.is_asked_for,
                    aligned=branch.aligned_to,
                )
                for branch in await off_loop(goal_list.tree, identity, page.goals)
            ]
            if self.is_tree
            else [goal_rows.row(identity, one) for one in page.goals]
        )  # fmt: skip
        self.count_label = _counted(page.count)
        self._show_filters(filters, query, page.goals)
        self._show_ways(page)

    def _show_filters(self, filters: Filters, query: Mapping[str, str], goals: tuple[GoalCard, ...]) -> None:
        self.text = filters.text
        self.whose = "" if filters.owner_id is not None else filters.whose.value
        self.owner = goals[0].owner if filters.owner_id is not None and goals else ""
        self.status = _among(query.get("status"), STATUSES)
        self.ends = filters.ends.value if filters.ends else ""
        self.narrowed = bool(self.text or self.status or self.ends)

    def _show_ways(self, page: ListPage) -> None:
        whose = {one.value: self._href(whose=one.value, owner="") for one in Whose}
        self.hrefs = {
            **whose,
            "list": self._href(view=""),
            "tree": self._href(view="tree"),
            "all": self._href(text="", status="", ends=""),
            "new": self._href(new="1"),
            "previous": self._href(before=str(page.before)) if page.before else "",
            "next": self._href(after=str(page.after)) if page.after else "",
        }

    def _href(self, **changes: str) -> str:
        """The address of this page, with something of it changed; it begins with the first page again."""
        kept = {name: value for name, value in self.router.url.query_parameters.items() if name in _KNOWN}
        said = {name: value for name, value in {**kept, **changes}.items() if value}
        return f"{GOALS.path}?{urlencode(said)}" if said else GOALS.path


def filters_in(query: Mapping[str, str]) -> Filters:
    """What an address narrows down to; what makes no sense in it is left out."""
    whose, status, ends = query.get("whose", ""), query.get("status", ""), query.get("ends", "")
    state = None if status == "any" else GoalState(status) if status in set(GoalState) else GoalState.OPEN
    return Filters(
        text=query.get("text", "")[:LONGEST],
        whose=Whose(whose) if whose in set(Whose) else Whose.MINE,
        owner_id=_number(query.get("owner", "")),
        state=state,
        standing=Standing(status) if status in set(Standing) else None,
        ends=Ends(ends) if ends in set(Ends) else None,
    )


def _counted(count: int) -> str:
    if count > FEW:
        return say("{few}+ goals", few=FEW)
    return say_n("{count} goal", "{count} goals", count)


def _among(said: object, choices: tuple[tuple[str, str], ...]) -> str:
    return said if isinstance(said, str) and said in dict(choices) else ""


def _number(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= _LARGEST else None


seen, shell = vars_of(GoalsState), vars_of(ShellState)


def page() -> rx.Component:
    return frame(
        page_header(
            t("Goals"),
            rx.cond(seen.owner != "", t("Of {owner}", owner=seen.owner), ""),
            actions=(
                rx.cond(
                    seen.may_set,
                    link_button(
                        t("New goal{for_whom}", for_whom=seen.for_whom), seen.hrefs["new"], kind="primary",
                        icon_name="plus",
                    ),
                ),
            ),
        ),
        rx.el.div(_whose(), _views(), class_name="goal-views"),
        _filters(),
        card(
            listed(
                _goals(),
                ready=seen.is_hydrated,
                is_empty=seen.rows.length() == 0,
                empty=rx.cond(
                    seen.narrowed,
                    empty(
                        t("No goal matches"), t("Take a filter away to see more."), icon_name="target",
                        action=link_button(t("Show all"), seen.hrefs["all"]),
                    ),
                    empty(
                        t("No open goals here"), t("A goal says what is to be reached, and by when."),
                        icon_name="target",
                    ),
                ),
            ),
            flush=True,
        ),
        goal_form.goal_form(
            seen, open=seen.new_for != "", title=seen.new_for, save=t("Set goal"), on_submit=seen.create,
            on_close=seen.dismiss, draft_name="new",
        ),
        draft_done(seen.draft_owner, seen.draft_done),
    )  # fmt: skip


def _whose() -> rx.Component:
    team = rx.cond(
        shell.permissions.contains(Permission.LEAD_TEAM.value),
        _view(t("My team’s goals{for_whom}", for_whom=seen.for_whom), "team"),
    )
    return rx.el.nav(
        _view(t("My goals{for_whom}", for_whom=seen.for_whom), "mine"),
        team,
        _view(t("Everybody’s goals"), "everybody"),
        class_name="tabs",
        aria_label=t("Whose goals"),
    )


def _view(words: Text, whose: str) -> rx.Component:
    return _tab(words, seen.hrefs[whose], seen.whose == whose)


def _views() -> rx.Component:
    return rx.el.nav(
        _tab(t("List"), seen.hrefs["list"], ~seen.is_tree),
        _tab(t("Aligned to"), seen.hrefs["tree"], seen.is_tree),
        class_name="tabs",
        aria_label=t("View"),
    )


def _tab(words: Text, href: rx.Var[str], is_current: rx.Var[bool]) -> rx.Component:
    """Which one is current is in the query, which links do not look at."""
    return route_link(
        words, href=href, class_name="tab", custom_attrs={"aria-current": rx.cond(is_current, "page", "false")}
    )


def _filters() -> rx.Component:
    return anew(
        rx.el.form(
            text_field(
                t("Search"), "with_text", type="search", default=seen.text, placeholder=t("Words of a title"),
                max_length=LONGEST,
            ),
            select_field(t("Status"), "with_status", t_each(STATUSES), default=seen.status),
            select_field(t("Ends"), "with_ends", t_each(ENDS), default=seen.ends),
            button(t("Filter"), submit=True),
            rx.cond(seen.narrowed, link_button(t("Show all"), seen.hrefs["all"], kind="ghost")),
            on_submit=seen.narrow,
            class_name="filters users-filters",
            custom_attrs={"role": "search", "aria-label": t("Goals")},
        ),
        of=rx.cond(seen.is_hydrated, f"{seen.text}|{seen.status}|{seen.ends}", ""),
    )  # fmt: skip


def _goals() -> rx.Component:
    return rx.fragment(
        rx.el.div(rx.el.span(seen.count_label, class_name="soft", role="status"), class_name="table-head"),
        table(
            t("Goals"),
            (
                Column(t("Goal"), _title, lead=True, width="31%"),
                Column(t("Owner"), goal_rows.owner, width="18%"),
                Column(t("Progress"), _progress, width="16%"),
                Column(t("Status"), goal_rows.how_it_stands, width="19%"),
                Column(t("Ends"), goal_rows.ends),
            ),
            seen.rows,
        ),
        rx.cond((seen.hrefs["previous"] != "") | (seen.hrefs["next"] != ""), _pages()),
    )


def _title(one: Row) -> rx.Component:
    return rx.el.div(
        goal_rows.title(one),
        rx.cond(one.aligned != "", rx.el.span(t("Aligned to {aligned}", aligned=one.aligned), class_name="sr-only")),
        class_name="goal-branch",
        custom_attrs={"data-depth": one.depth, "data-context": rx.cond(one.is_context, "", rx.Var("undefined"))},
    )


def _progress(one: Row) -> rx.Component:
    return goal_rows.bar(one.progress, one.share, t("Progress of {title}", title=one.title))


def _pages() -> rx.Component:
    return table_footer(
        rx.el.span(),
        rx.el.nav(
            rx.cond(seen.hrefs["previous"] != "", link_button(t("Previous"), seen.hrefs["previous"], size="sm")),
            rx.cond(seen.hrefs["next"] != "", link_button(t("Next"), seen.hrefs["next"], size="sm")),
            class_name="row",
            aria_label=t("Pages"),
        ),
    )
