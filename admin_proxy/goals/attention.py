"""When a goal needs somebody: it is off track, or nobody has checked in for 30 days."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, func, literal_column, or_
from sqlmodel import col

from admin_proxy import clock
from admin_proxy.goals.tables import Confidence, Goal, GoalState

QUIET_DAYS = 30
_LONG = timedelta(days=QUIET_DAYS)

IS_OPEN: ColumnElement[bool] = col(Goal.state) == literal_column(f"'{GoalState.OPEN.value}'")


def is_quiet(goal: Goal, today: date) -> bool:
    """Whether an open goal has begun at least so long before `today`, and nothing was heard of it since."""
    heard = goal.checked_in_at or goal.created_at
    return goal.state is GoalState.OPEN and goal.starts_on <= today - _LONG and heard <= clock.now() - _LONG


def quiet(today: date) -> ColumnElement[bool]:
    """The same as a condition on `Goal`."""
    heard = func.coalesce(col(Goal.checked_in_at), col(Goal.created_at), type_=Goal.created_at.type)  # type: ignore[attr-defined]
    return and_(IS_OPEN, col(Goal.starts_on) <= today - _LONG, heard <= clock.now() - _LONG)


def off_track() -> ColumnElement[bool]:
    return and_(IS_OPEN, col(Goal.confidence) == Confidence.OFF_TRACK)


def needed(today: date) -> ColumnElement[bool]:
    """A condition on `Goal`: somebody should look."""
    return or_(off_track(), quiet(today))
