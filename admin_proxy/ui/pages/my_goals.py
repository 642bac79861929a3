"""Home's part about goals: my goals at a glance, and what is due. 'My' is the subject's, and the page says whose."""

from __future__ import annotations

from dataclasses import dataclass

import reflex as rx

from admin_proxy.access.permissions import Permission, may
from admin_proxy.goals import at_a_glance
from admin_proxy.goals.at_a_glance import Due, Task
from admin_proxy.identity import Identity
from admin_proxy.threads import off_loop
from admin_proxy.ui import amounts, when
from admin_proxy.ui.components.badge import badge
from admin_proxy.ui.components.button import link_button, route_link
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.kinds import Row, vars_of
from admin_proxy.ui.components.states import empty, listed
from admin_proxy.ui.components.words import t
from admin_proxy.ui.pages import goal_rows
from admin_proxy.ui.pages.goal_rows import GoalRow
from admin_proxy.ui.shell.places import GOALS
from admin_proxy.words import later, say, say_n

_KINDS = {Due.CHECK_IN: later("Check in"), Due.END: later("Ends")}


@dataclass(frozen=True, slots=True)
class TaskRow:
    href: str
    what: str
    goal: str
    due: str
    is_late: bool


class MyGoalsState(rx.State):
    """Filled by Home's own `load`."""

    has_goals: bool = False
    """Whether the person can have any: vendor staff cannot."""
    goals: list[GoalRow] = []
    tasks: list[TaskRow] = []
    progress: int = 0
    share: str = ""
    about: str = ""
    for_whom: str = ""
    """`for Jane`, while impersonating her."""

    async def _show(self, identity: Identity) -> None:
        self.has_goals = may(identity, Permission.HAVE_GOALS)
        if not self.has_goals:
            return
        found = await off_loop(at_a_glance.glance, identity)
        self.goals = [goal_rows.row(identity, one) for one in found.goals]
        self.tasks = [_task(identity, one) for one in found.tasks]
        self.progress, self.share = found.progress, amounts.share(identity.subject, found.progress)
        self.about = say_n("{count} open goal", "{count} open goals", found.open_count)
        self.for_whom = say("for {name}", name=identity.subject.first_name) if identity.impersonating else ""


def _task(identity: Identity, task: Task) -> TaskRow:
    action = "?do=check-in" if task.kind is Due.CHECK_IN else ""
    return TaskRow(
        href=goal_rows.href(task.goal_id) + action,
        what=task.name or say(_KINDS[task.kind]),
        goal=task.goal,
        due=when.day(identity.subject, task.due_on),
        is_late=task.is_late,
    )


seen = vars_of(MyGoalsState)


def my_goals() -> rx.Component:
    return rx.cond(seen.has_goals, rx.el.div(_goals(), _tasks(), class_name="columns"))


def _for_whom() -> rx.Component:
    return rx.cond(seen.for_whom != "", badge(seen.for_whom, "guise"))


def _goals() -> rx.Component:
    return card(
        listed(
            rx.el.div(
                goal_rows.bar(seen.progress, seen.share, t("Progress of all open goals")),
                rx.el.p(seen.about, class_name="soft small"),
                rx.el.ul(rx.foreach(seen.goals, _goal), class_name="goal-lines"),
                class_name="goal-parts",
            ),
            ready=seen.is_hydrated,
            is_empty=seen.goals.length() == 0,
            empty=empty(t("No open goals"), icon_name="target"),
        ),
        title=t("My goals"),
        actions=(_for_whom(), link_button(t("All goals"), GOALS.path, size="sm")),
    )


def _goal(one: Row) -> rx.Component:
    return rx.el.li(
        goal_rows.title(one),
        rx.el.div(
            badge(one.standing, one.tone),
            rx.el.span(one.share, class_name="soft small numeric"),
            rx.el.span(one.ends, class_name="soft small"),
            rx.cond(one.is_late, badge(t("Overdue"), "bad")),
            class_name="row",
        ),
    )


def _tasks() -> rx.Component:
    return card(
        listed(
            rx.el.ul(rx.foreach(seen.tasks, _line), class_name="goal-lines"),
            ready=seen.is_hydrated,
            is_empty=seen.tasks.length() == 0,
            empty=empty(t("Nothing is due"), t("Nothing within the next two weeks."), icon_name="circle-check"),
        ),
        title=t("Tasks due"),
        actions=(_for_whom(),),
    )


def _line(one: Row) -> rx.Component:
    return rx.el.li(
        route_link(one.what, href=one.href, class_name="goal-link"),
        rx.el.div(
            rx.el.span(one.goal, class_name="soft small goal-of"),
            rx.el.span(one.due, class_name="soft small"),
            rx.cond(one.is_late, badge(t("Late"), "bad")),
            class_name="row",
        ),
    )
