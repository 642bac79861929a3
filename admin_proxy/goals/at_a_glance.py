"""My goals at a glance, and what is due: the person's part of Home. 'My' is the subject's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import cast

from sqlalchemy import func, select
from sqlmodel import Session, col

from admin_proxy import db
from admin_proxy.goals import attention, goal_list, visible
from admin_proxy.goals.goal_list import GoalCard
from admin_proxy.goals.tables import Goal, Milestone
from admin_proxy.identity import Identity, Party

MOST_GOALS = 5
MOST_TASKS = 8
_SOON = timedelta(days=14)


class Due(StrEnum):
    MILESTONE = "milestone"
    CHECK_IN = "check_in"
    END = "end"


@dataclass(frozen=True, slots=True)
class Task:
    kind: Due
    goal_id: int
    goal: str
    name: str
    """Of the milestone."""
    due_on: date
    is_late: bool


@dataclass(frozen=True, slots=True)
class Glance:
    goals: tuple[GoalCard, ...]
    """The open ones that end first; at most `MOST_GOALS`."""
    open_count: int
    progress: int
    """Of all open ones, by their weights."""
    tasks: tuple[Task, ...]
    """What is late or due within two weeks, the earliest first; at most `MOST_TASKS`."""


def glance(identity: Identity) -> Glance:
    """What Home shows.

    Raises:
        Forbidden: vendor staff.
    """
    me = visible.me(identity)
    with db.reading() as tx:
        mine = (col(Goal.owner_id) == me, attention.IS_OPEN)
        counted = select(func.count(), func.sum(Goal.weight * Goal.progress), func.sum(Goal.weight)).where(*mine)
        count, weighted, weight = tx.execute(counted).one()
        first = select(col(Goal.id)).where(*mine).order_by(col(Goal.ends_on), col(Goal.id)).limit(MOST_GOALS)
        return Glance(
            goals=goal_list.cards(tx, identity, list(tx.execute(first).scalars())),
            open_count=count,
            progress=int(weighted) // int(weight) if weight else 0,
            tasks=_tasks(tx, identity.subject),
        )


def _tasks(tx: Session, me: Party) -> tuple[Task, ...]:
    tasks = [*_milestones(tx, me), *_ends(tx, me), *_check_ins(tx, me)]
    return tuple(sorted(tasks, key=lambda task: (task.due_on, task.goal_id, task.kind))[:MOST_TASKS])


def _milestones(tx: Session, me: Party) -> list[Task]:
    rows = tx.execute(
        select(Milestone, Goal)
        .join(Goal, col(Goal.id) == col(Milestone.goal_id))
        .where(
            col(Milestone.owner_id) == me.id,
            col(Milestone.done_on).is_(None),
            col(Milestone.due_on) <= me.today + _SOON,
            attention.IS_OPEN,
        )
        .order_by(col(Milestone.due_on), col(Milestone.id))
        .limit(MOST_TASKS)
    )
    return [_task(Due.MILESTONE, goal, cast(date, row.due_on), me, row.name) for row, goal in rows]


def _ends(tx: Session, me: Party) -> list[Task]:
    rows = tx.execute(
        select(Goal)
        .where(col(Goal.owner_id) == me.id, attention.IS_OPEN, col(Goal.ends_on) <= me.today + _SOON)
        .order_by(col(Goal.ends_on), col(Goal.id))
        .limit(MOST_TASKS)
    ).scalars()
    return [_task(Due.END, goal, goal.ends_on, me) for goal in rows]


def _check_ins(tx: Session, me: Party) -> list[Task]:
    rows = tx.execute(
        select(Goal)
        .where(col(Goal.owner_id) == me.id, attention.quiet(me.today), col(Goal.ends_on) > me.today + _SOON)
        .order_by(func.coalesce(col(Goal.checked_in_at), col(Goal.created_at)), col(Goal.id))
        .limit(MOST_TASKS)
    ).scalars()
    wait = timedelta(days=attention.QUIET_DAYS)
    return [
        _task(Due.CHECK_IN, goal, max(me.day_of(goal.checked_in_at or goal.created_at), goal.starts_on) + wait, me)
        for goal in rows
    ]


def _task(kind: Due, goal: Goal, due_on: date, me: Party, name: str = "") -> Task:
    return Task(kind, cast(int, goal.id), goal.title, name, due_on, due_on < me.today)
