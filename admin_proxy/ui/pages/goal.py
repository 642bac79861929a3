"""Goals → one goal: how it goes, its milestones, what it is for; checking in, changing, closing and reopening it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import reflex as rx

from admin_proxy import clock
from admin_proxy.access.permissions import Permission
from admin_proxy.goals import amounts as goal_amounts
from admin_proxy.goals import checking_in, closing, editing, goal_page, milestones, tables
from admin_proxy.goals.checking_in import CONFIDENCES, CheckedInMeanwhile
from admin_proxy.goals.fields import LONGEST_TEXT, LONGEST_TITLE
from admin_proxy.goals.goal_page import GoalPage
from admin_proxy.goals.tables import Unit
from admin_proxy.goals.visible import NO_SUCH_GOAL
from admin_proxy.identity import Identity, Invalid, Meanwhile, NotFound, Refused
from admin_proxy.threads import off_loop
from admin_proxy.ui import when
from admin_proxy.ui.amounts import amount, share
from admin_proxy.ui.components.avatar import person
from admin_proxy.ui.components.badge import badge
from admin_proxy.ui.components.button import button, link_button, text_button
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.chart import chart
from admin_proxy.ui.components.dialog import dialog, dialog_footer
from admin_proxy.ui.components.draft import draft, draft_done
from admin_proxy.ui.components.facts import facts
from admin_proxy.ui.components.field import checkbox, select_field, text_area_field, text_field
from admin_proxy.ui.components.kinds import Row, Text, vars_of
from admin_proxy.ui.components.notice import notice
from admin_proxy.ui.components.page_header import page_header
from admin_proxy.ui.components.states import empty
from admin_proxy.ui.components.table import Column, table, table_footer
from admin_proxy.ui.components.words import t, t_each
from admin_proxy.ui.pages import goal_form, goal_rows
from admin_proxy.ui.pages.goal_rows import GoalRow
from admin_proxy.ui.session import SessionState, requires
from admin_proxy.ui.shell.frame import frame
from admin_proxy.ui.shell.places import GOALS
from admin_proxy.words import say

DIALOGS = ("edit", "check-in", "close")
"""What the address can open, so that a page that was made anew has it open again."""


@dataclass(frozen=True, slots=True)
class Goal:
    title: str = ""
    description: str = ""
    owner: str = ""
    initials: str = ""
    visibility: str = ""
    frame: str = ""
    weight: str = ""
    start: str = ""
    target: str = ""
    current: str = ""
    progress: int = 0
    share: str = ""
    standing: str = ""
    tone: str = "neutral"
    is_private: bool = False
    is_quiet: bool = False
    is_late: bool = False
    is_open: bool = True
    is_done_or_not: bool = False
    closed: str = ""
    closing_note: str = ""
    may_edit: bool = False


@dataclass(frozen=True, slots=True)
class CheckInRow:
    at: str
    author: str
    value: str
    standing: str
    tone: str
    comment: str


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    id: int
    name: str
    due: str
    due_on: str
    """As the form begins with."""
    done: str
    is_done: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    points: list[dict[str, Any]]
    plan: list[list[float]]
    label: str
    top: str
    bottom: str
    begin: str
    end: str


class GoalState(rx.State):
    goal: Goal | None = None
    check_ins: list[CheckInRow] = []
    drawing: Drawing | None = None
    older_href: str = ""
    newest_href: str = ""
    milestones: list[MilestoneRow] = []
    supports: list[GoalRow] = []
    supporting: list[GoalRow] = []
    for_whom: str = ""
    """` for Jane`, while impersonating her."""
    path: str = ""

    dialog: str = ""
    """`edit`, `check-in`, `close` or `milestone`; empty while none is open."""
    form: dict[str, str] = {}
    """What each field of the open form begins with."""
    form_field: str = ""
    form_error: str = ""
    form_supports: list[tuple[str, str]] = []
    milestone_field: str = ""
    """Of the line that adds one: what is wrong, and beside which of its fields."""
    milestone_error: str = ""
    draft_owner: str = ""
    draft_name: str = ""
    draft_done: str = ""

    _milestone_id: int = 0

    @rx.event
    @requires(Permission.HAVE_GOALS)
    async def load(self, identity: Identity) -> None:
        self._close_dialog()
        self.goal, self.milestone_field, self.milestone_error = None, "", ""
        page = await self._show(identity)
        wanted = self.router.url.query_parameters.get("do", "")
        if wanted in DIALOGS and page.may_edit and page.state is tables.GoalState.OPEN:
            await self._open(identity, page, wanted)

    @rx.event
    @requires(Permission.HAVE_GOALS)
    async def save(self, identity: Identity, form: dict[str, str]) -> Any:
        if self.dialog != "edit":
            return None  # pressed twice: the first one has closed it
        return await self._try(
            identity,
            lambda: editing.edit(identity, self._goal_id(), form, self.form),
            lambda changed: say("Saved.") if changed else say("Nothing was different, so nothing was saved."),
        )

    @rx.event
    @requires(Permission.HAVE_GOALS)
    async def check_in(self, identity: Identity, form: dict[str, str]) -> Any:
        if self.dialog != "check-in":
            return None
        return await self._try(
            identity,
            lambda: checking_in.check_in(
                identity,
                self._goal_id(),
                value=form.get("value", "done" if form.get("done") else ""),
                confidence=form.get("confidence", ""),
                comment=form.get("comment", ""),
                latest=int(self.form["latest"]),
            ),
            lambda _: say("Checked in."),
        )

    @rx.event
    @requires(Permission.HAVE_GOALS)
    async def close_goal(self, identity: Identity, form: dict[str, str]) -> Any:
        if self.dialog != "close":
            return None
        return await self._try(
            identity,
            lambda: closing.close(identity, self._goal_id(), form.get("outcome", ""), form.get("note", "")),
            lambda _: say("The goal is closed."),
        )

    @rx.event
    @requires(Permission.HAVE_GOALS)
    async def reopen(self, identity: Identity) -> None:
        await off_loop(closing.reopen, identity, self._goal_id())
        await self._show(identity)
        await self._tell(say("The goal is open again."))

    @rx.event
    @requires(Permission.HAVE_GOALS)
    async def add_milestone(self, identity: Identity, form: dict[str, str]) -> None:
        self.milestone_field, self.milestone_error = "", ""
        given = {"name": form.get("new_name", ""), "due_on": form.get("new_due_on", "")}
        try:
            await off_loop(milestones.add, identity, self._goal_id(), given)
        except Invalid as refusal:
            self.milestone_field, self.milestone_error = refusal.field or "name", refusal.sentence
            return
        await self._show(identity)

    @rx.event
    @requires(Permission.HAVE_GOALS)
    async def tick(self, identity: Identity, milestone_id: int, done: bool) -> None:
        try:
            await off_loop(milestones.tick, identity, milestone_id, done)
        finally:
            await self._show(identity)  # also where somebody has removed it meanwhile

    @rx.event
    @requires(Permission.HAVE_GOALS)
    async def open_milestone(self, identity: Identity, milestone_id: int) -> None:
        await self._show(identity)
        found = next((one for one in self.milestones if one.id == milestone_id), None)
        if found is None or self.goal is None or not self.goal.may_edit:
            raise NotFound(milestones.NO_SUCH_MILESTONE)
        self._close_dialog()
        self._milestone_id, self.dialog, self.draft_name = milestone_id, "milestone", f"milestone {milestone_id}"
        self.form = {"name": found.name, "due_on": found.due_on}

    @rx.event
    @requires(Permission.HAVE_GOALS)
    async def save_milestone(self, identity: Identity, form: dict[str, str]) -> None:
        if self.dialog != "milestone":
            return
        self.form_field, self.form_error = "", ""
        try:
            await off_loop(milestones.change, identity, self._milestone_id, form, self.form)
        except Invalid as refusal:
            self._refuse(refusal)
            return
        self._forget_draft()
        self._close_dialog()
        await self._show(identity)

    @rx.event
    @requires(Permission.HAVE_GOALS)
    async def remove_milestone(self, identity: Identity) -> None:
        if self.dialog != "milestone":
            return
        await off_loop(milestones.remove, identity, self._milestone_id)
        self._forget_draft()
        self._close_dialog()
        await self._show(identity)
        await self._tell(say("The milestone is removed."))

    @rx.event
    @requires(Permission.HAVE_GOALS)
    async def dismiss(self, identity: Identity) -> Any:  # noqa: ARG002
        """Whichever dialog is open was closed, and what was typed given up."""
        had_address = self.dialog in DIALOGS
        self._forget_draft()
        self._close_dialog()
        return rx.redirect(self.path, replace=True) if had_address else None

    async def _try(self, identity: Identity, verb: Callable[[], Any], said: Callable[[Any], str]) -> Any:
        """Do what a form asks for: it closes, or stays with what is wrong beside the field."""
        self.form_field, self.form_error = "", ""
        try:
            outcome = await off_loop(verb)
        except Refused as refusal:
            self._refuse(refusal)
            return None
        self._forget_draft()
        self._close_dialog()
        await self._show(identity)
        session = await self.get_state(SessionState)
        session._say(said(outcome), "good", on_next_page=True)
        return rx.redirect(self.path, replace=True)

    def _refuse(self, refusal: Refused) -> None:
        self.form_error = refusal.sentence
        if isinstance(refusal, Invalid):
            self.form_field = refusal.field
        if isinstance(refusal, Meanwhile):
            # Only what was said of is taken over: the other fields still show what the form began with.
            self.form = {**self.form, refusal.field: refusal.known[refusal.field]}
        if isinstance(refusal, CheckedInMeanwhile):
            self.form = {**self.form, "latest": str(refusal.latest)}

    async def _open(self, identity: Identity, page: GoalPage, wanted: str) -> None:
        if wanted == "edit":
            known = await off_loop(editing.known, identity, page.id)
            present = page.supports[0].title if page.supports else ""
            choices = await goal_form.supportable(identity, page.owner_id)
            self.form_supports = goal_form.with_present(choices, known["supports"], present)
            self.form = known
        elif wanted == "check-in":
            self.form = {
                "value": goal_amounts.typed(page.current),
                "confidence": page.confidence.value if page.confidence else "on_track",
                "latest": str(page.latest),
            }
        self.draft_name = f"{wanted} {page.id}"
        self.dialog = wanted

    def _close_dialog(self) -> None:
        self.dialog, self.form_field, self.form_error = "", "", ""

    def _forget_draft(self) -> None:
        self.draft_done = f"{self.draft_name} {clock.now():%H%M%S%f}"

    async def _tell(self, sentence: str) -> None:
        session = await self.get_state(SessionState)
        session._say(sentence, "good")

    async def _show(self, identity: Identity) -> GoalPage:
        before = self.router.url.query_parameters.get("before", "")
        page = await off_loop(
            goal_page.goal, identity, self._goal_id(),
            before=int(before) if before.isascii() and before.isdecimal() and len(before) <= 10 else None,
        )  # fmt: skip
        self.path = goal_rows.href(page.id)
        self.goal = _goal(identity, page)
        self.check_ins = [_check_in(identity, page, one) for one in page.check_ins]
        self.drawing = _drawing(identity, page)
        self.older_href = f"{self.path}?before={page.older}" if page.older else ""
        self.newest_href = self.path if before else ""
        self.milestones = [_milestone(identity, one) for one in page.milestones]
        self.supports = [goal_rows.row(identity, one) for one in page.supports]
        self.supporting = [goal_rows.row(identity, one) for one in page.supporting]
        self.for_whom = say(" for {name}", name=identity.subject.first_name) if identity.impersonating else ""
        self.draft_owner = goal_form.owner(identity)
        return page

    def _goal_id(self) -> int:
        """From the address; whether it may be seen is decided by the verbs."""
        said = self.router.url.path.rstrip("/").rsplit("/", 1)[-1]
        if not (said.isascii() and said.isdecimal() and len(said) <= 10):
            raise NotFound(NO_SUCH_GOAL)
        return int(said)


def _goal(identity: Identity, page: GoalPage) -> Goal:
    reader = identity.subject
    words, tone = goal_rows.standing(page.state, page.confidence)
    is_open = page.state is tables.GoalState.OPEN
    return Goal(
        title=page.title,
        description=page.description,
        owner=page.owner,
        initials=page.owner_initials,
        visibility=say("Public") if page.is_public else say("Private: the owner and their manager"),
        frame=f"{when.day(reader, page.starts_on)} – {when.day(reader, page.ends_on)}",
        weight=str(page.weight),
        start=amount(reader, page.unit, page.currency, page.start),
        target=amount(reader, page.unit, page.currency, page.target),
        current=amount(reader, page.unit, page.currency, page.current),
        progress=page.progress,
        share=share(reader, page.progress),
        standing=words,
        tone=tone,
        is_private=not page.is_public,
        is_quiet=page.is_quiet,
        is_late=is_open and page.ends_on < reader.today,
        is_open=is_open,
        is_done_or_not=page.unit is Unit.DONE,
        closed=when.day_of(reader, page.closed_at),
        closing_note=page.closing_note,
        may_edit=page.may_edit,
    )


def _check_in(identity: Identity, page: GoalPage, one: goal_page.CheckInCard) -> CheckInRow:
    words, tone = goal_rows.standing(tables.GoalState.OPEN, one.confidence)
    return CheckInRow(
        at=when.moment(identity.subject, one.at),
        author=one.author,
        value=amount(identity.subject, page.unit, page.currency, one.value),
        standing=words,
        tone=tone,
        comment=one.comment,
    )


def _milestone(identity: Identity, one: goal_page.MilestoneCard) -> MilestoneRow:
    return MilestoneRow(
        id=one.id,
        name=one.name,
        due=when.day(identity.subject, one.due_on),
        due_on=one.due_on.isoformat() if one.due_on else "",
        done=when.day(identity.subject, one.done_on),
        is_done=one.done_on is not None,
        is_late=one.done_on is None and one.due_on is not None and one.due_on < identity.subject.today,
    )


def _drawing(identity: Identity, page: GoalPage) -> Drawing | None:
    """The check-ins as a line, from the goal's beginning; None where there are none."""
    if not page.check_ins:
        return None
    reader, shown = identity.subject, list(reversed(page.check_ins))
    begin, end = min(page.starts_on, reader.day_of(shown[0].at)), max(page.ends_on, reader.day_of(shown[-1].at))
    values = [page.start, page.target, *(one.value for one in shown)]
    low, high = min(values), max(values)

    def across(day: date) -> float:
        return round(100 * (day - begin).days / max(1, (end - begin).days), 2)

    def down(value: int) -> float:
        return round(100 * (high - value) / max(1, high - low), 2)

    def said(value: int) -> str:
        return amount(reader, page.unit, page.currency, value)

    return Drawing(
        points=[
            {
                "x": across(reader.day_of(one.at)),
                "y": down(one.value),
                "tone": goal_rows.standing(tables.GoalState.OPEN, one.confidence)[1],
                "label": f"{when.day_of(reader, one.at)}: {said(one.value)}, {say(CONFIDENCES[one.confidence])}",
            }
            for one in shown
        ],
        plan=[[across(page.starts_on), down(page.start)], [across(page.ends_on), down(page.target)]],
        label=say(
            "Progress from {start} to {target}: {value} on {at}. The table has each check-in.",
            start=said(page.start),
            target=said(page.target),
            value=said(shown[-1].value),
            at=when.day_of(reader, shown[-1].at),
        ),
        top=said(high),
        bottom=said(low),
        begin=when.day(reader, begin),
        end=when.day(reader, end),
    )


seen = vars_of(GoalState)
it = seen.goal


def page() -> rx.Component:
    return frame(
        rx.el.div(link_button(t("Goals"), GOALS.path, kind="ghost", size="sm", icon_name="arrow-left")),
        page_header(it.title, actions=_actions()),
        rx.cond(
            ~it.is_open & (it.title != ""),
            notice(
                rx.el.p(it.closing_note, class_name="goal-text"),
                title=t("{standing} on {closed}", standing=it.standing, closed=it.closed),
                tone="neutral",
            ),
        ),
        rx.el.div(
            rx.el.div(_progress(), _milestones(), class_name="stack stack-loose"),
            rx.el.div(_facts(), _aligned(), class_name="stack stack-loose"),
            class_name="goal-columns",
        ),
        _history(),
        goal_form.goal_form(
            seen, open=seen.dialog == "edit", title=t("Edit goal{for_whom}", for_whom=seen.for_whom),
            save=t("Save"), on_submit=seen.save,
            on_close=seen.dismiss, draft_name=seen.draft_name,
        ),
        _check_in_dialog(),
        _close_dialog(),
        _milestone_dialog(),
        draft_done(seen.draft_owner, seen.draft_done),
    )  # fmt: skip


def _actions() -> tuple[rx.Component, ...]:
    open_to_me = it.may_edit & it.is_open
    return (
        rx.cond(it.may_edit & ~it.is_open & (it.title != ""), button(t("Reopen"), seen.reopen)),
        rx.cond(open_to_me, link_button(t("Close goal…"), seen.path + "?do=close")),
        rx.cond(open_to_me, link_button(t("Edit"), seen.path + "?do=edit")),
        rx.cond(
            open_to_me,
            link_button(t("Check in{for_whom}", for_whom=seen.for_whom), seen.path + "?do=check-in", kind="primary"),
        ),
    )


def _progress() -> rx.Component:
    return card(
        rx.el.div(
            rx.el.p(it.current, class_name="goal-figure"),
            rx.el.div(
                badge(it.standing, it.tone),
                rx.cond(it.is_quiet, badge(t("Quiet for 30 days"), "warn")),
                rx.cond(it.is_late, badge(t("Overdue"), "bad")),
                class_name="goal-badges",
            ),
            class_name="row row-between",
        ),
        goal_rows.bar(it.progress, it.share, t("Progress")),
        rx.el.p(t("From {start} to {target}", start=it.start, target=it.target), class_name="soft small"),
        rx.cond(
            seen.drawing,
            chart(
                seen.drawing.points, seen.drawing.plan, label=seen.drawing.label, top=seen.drawing.top,
                bottom=seen.drawing.bottom, begin=seen.drawing.begin, end=seen.drawing.end,
            ),
        ),
        title=t("Progress"),
    )  # fmt: skip


def _facts() -> rx.Component:
    return card(
        rx.cond(it.description != "", rx.el.p(it.description, class_name="goal-text goal-about")),
        facts(
            (t("Owner"), person(it.owner, it.initials, "", "sm")),
            (t("Time frame"), it.frame),
            (t("Visibility"), it.visibility),
            (t("Weight"), it.weight),
        ),
        title=t("About this goal"),
    )


def _aligned() -> rx.Component:
    return card(
        rx.el.div(
            rx.el.h3(t("Aligned to"), class_name="label"),
            rx.cond(
                seen.supports.length() > 0,
                rx.el.ol(rx.foreach(seen.supports, _line), class_name="goal-lines"),
                rx.el.p(t("No other goal."), class_name="soft"),
            ),
            rx.cond(
                seen.supporting.length() > 0,
                rx.fragment(
                    rx.el.h3(t("Supported by"), class_name="label"),
                    rx.el.ul(rx.foreach(seen.supporting, _line), class_name="goal-lines"),
                ),
            ),
            class_name="goal-parts",
        ),
        title=t("Alignment"),
    )


def _line(one: Row) -> rx.Component:
    return rx.el.li(
        goal_rows.title(one),
        rx.el.div(rx.el.span(one.owner, class_name="soft small"), badge(one.standing, one.tone), class_name="row"),
    )


def _milestones() -> rx.Component:
    may_change = it.may_edit & it.is_open
    return card(
        rx.cond(
            seen.milestones.length() > 0,
            rx.el.ul(
                rx.foreach(seen.milestones, lambda one: _milestone_line(one, may_change)), class_name="goal-lines"
            ),
            rx.el.p(t("No milestones yet."), class_name="soft"),
        ),
        rx.cond(may_change, _add_milestone()),
        title=t("Milestones"),
    )


def _milestone_line(one: Row, may_change: rx.Var[bool]) -> rx.Component:
    return rx.el.li(
        rx.el.label(
            rx.el.input(
                type="checkbox",
                checked=one.is_done,
                disabled=~may_change,
                on_change=lambda done: seen.tick(one.id, done),
            ),
            rx.el.span(one.name, class_name="milestone-name"),
            class_name="check",
        ),
        rx.el.div(
            rx.cond(
                one.is_done,
                rx.el.span(t("Done on {done}", done=one.done), class_name="soft small"),
                rx.cond(one.due != "", rx.el.span(t("Due {due}", due=one.due), class_name="soft small")),
            ),
            rx.cond(one.is_late, badge(t("Overdue"), "bad")),
            rx.cond(may_change, rx.el.span(text_button(t("Edit"), seen.open_milestone(one.id)), class_name="small")),
            class_name="row",
        ),
        custom_attrs={"data-done": rx.cond(one.is_done, "", rx.Var("undefined"))},
    )


def _add_milestone() -> rx.Component:
    return rx.el.form(
        text_field(t("New milestone"), "new_name", max_length=LONGEST_TITLE, error=_milestone_error("name")),
        text_field(t("Due"), "new_due_on", type="date", optional=True, error=_milestone_error("due_on")),
        button(t("Add"), submit=True),
        on_submit=seen.add_milestone,
        class_name="filters milestone-form",
        custom_attrs={"noValidate": True, "data-keep": ""},
        key=seen.milestones.length(),  # an added one leaves the fields empty
    )


def _milestone_error(name: str) -> rx.Var[str]:
    return rx.cond(seen.milestone_field == name, seen.milestone_error, "")


def _history() -> rx.Component:
    return card(
        rx.cond(
            seen.check_ins.length() > 0,
            rx.fragment(
                table(
                    t("Check-ins"),
                    (
                        Column(t("When"), lambda one: one.at, lead=True, width="16%"),
                        Column(t("Value"), lambda one: one.value, align="end", width="12%"),
                        Column(t("Confidence"), lambda one: badge(one.standing, one.tone), width="14%"),
                        Column(t("Comment"), lambda one: rx.el.span(one.comment, class_name="goal-text")),
                        Column(t("By"), lambda one: one.author, width="18%"),
                    ),
                    seen.check_ins,
                ),
                rx.cond(
                    (seen.older_href != "") | (seen.newest_href != ""),
                    table_footer(
                        rx.el.span(),
                        rx.el.nav(
                            rx.cond(seen.newest_href != "", link_button(t("Newest"), seen.newest_href, size="sm")),
                            rx.cond(seen.older_href != "", link_button(t("Older"), seen.older_href, size="sm")),
                            class_name="row",
                            aria_label=t("Pages"),
                        ),
                    ),
                ),
            ),
            empty(
                t("Nobody has checked in yet"),
                t("A check-in says how far it is, and how it is going."),
                icon_name="history",
            ),
        ),
        title=t("Check-ins"),
        flush=True,
    )


def _error(name: str) -> rx.Var[str]:
    return rx.cond(seen.form_field == name, seen.form_error, "")


def _whole_form() -> rx.Component:
    return rx.cond(
        (seen.form_field == "") & (seen.form_error != ""), notice(seen.form_error, tone="bad", announced=True)
    )


def _check_in_dialog() -> rx.Component:
    return _dialog(
        "check-in",
        t("Check in{for_whom}", for_whom=seen.for_whom),
        _whole_form(),
        rx.cond(
            it.is_done_or_not,
            checkbox(t("Done"), "done", default=it.progress == 100),
            text_field(
                t("Value"), "value", default=seen.form["value"], error=_error("value"), max_length=20,
                hint=t(
                    "From {start} to {target}; last {current}.", start=it.start, target=it.target, current=it.current
                ),
                autofocus=True,
            ),
        ),
        rx.cond(it.is_done_or_not & (seen.form_field == "value"), notice(seen.form_error, tone="bad", announced=True)),
        select_field(
            t("How is it going?"), "confidence", t_each((one.value, said) for one, said in CONFIDENCES.items()),
            default=seen.form["confidence"], error=_error("confidence"),
        ),
        text_area_field(
            t("Comment"), "comment", optional=True, max_length=LONGEST_TEXT, error=_error("comment"), rows=3
        ),
        save=button(t("Check in"), kind="primary", submit=True),
        on_submit=seen.check_in,
    )  # fmt: skip


def _close_dialog() -> rx.Component:
    return _dialog(
        "close",
        t("Close goal{for_whom}", for_whom=seen.for_whom),
        _whole_form(),
        select_field(
            t("How did it end?"), "outcome", t_each((one.value, said) for one, said in closing.OUTCOMES.items()),
            error=_error("outcome"), autofocus=True,
        ),
        text_area_field(t("Note"), "note", optional=True, max_length=LONGEST_TEXT, error=_error("note"), rows=3),
        save=button(t("Close goal"), kind="primary", submit=True),
        on_submit=seen.close_goal,
    )  # fmt: skip


def _milestone_dialog() -> rx.Component:
    return _dialog(
        "milestone",
        t("Edit milestone{for_whom}", for_whom=seen.for_whom),
        _whole_form(),
        text_field(
            t("Milestone"),
            "name",
            default=seen.form["name"],
            error=_error("name"),
            max_length=LONGEST_TITLE,
            autofocus=True,
        ),
        text_field(t("Due"), "due_on", type="date", default=seen.form["due_on"], error=_error("due_on"), optional=True),
        save=rx.fragment(
            button(t("Remove"), seen.remove_milestone, kind="danger"), button(t("Save"), kind="primary", submit=True)
        ),
        on_submit=seen.save_milestone,
    )


def _dialog(which: str, title: Text, *fields: rx.Component, save: rx.Component, on_submit: Any) -> rx.Component:
    return dialog(
        rx.el.form(
            draft(seen.draft_owner, seen.draft_name),
            *fields,
            dialog_footer(button(t("Cancel"), closes=True), save),
            on_submit=on_submit,
            class_name="form",
            custom_attrs={"noValidate": True},
        ),
        open=seen.dialog == which,
        title=title,
        on_close=seen.dismiss,
    )
