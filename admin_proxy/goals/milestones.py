"""Milestones: what has to happen on the way to a goal, by when, and what has."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from sqlalchemy import func, select
from sqlmodel import Session, col

from admin_proxy import db
from admin_proxy.accounts import reach
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.directory import person_fields
from admin_proxy.goals import fields, visible
from admin_proxy.goals.tables import Goal, Milestone
from admin_proxy.identity import Identity, Invalid, Meanwhile, NotFound
from admin_proxy.words import later, say

MOST = 50
"""Of one goal."""
NO_SUCH_MILESTONE = later("There is no such milestone.")


def add(identity: Identity, goal_id: int, given: Mapping[str, str]) -> int:
    """Add one; returns its id.

    Args:
        given: `name` and `due_on`, as typed.

    Raises:
        Forbidden: vendor staff; or somebody else's public goal.
        NotFound: no such goal, or a private one of somebody else.
        Invalid: beside the field that cannot be taken; or the goal is closed.
    """
    with db.writing(visible.organization(identity)) as tx:
        goal = visible.goal_to_edit(tx, identity, goal_id)
        counted = select(func.count()).select_from(Milestone).where(col(Milestone.goal_id) == goal.id)
        if tx.execute(counted).scalar_one() >= MOST:
            raise Invalid("name", say("A goal may have at most {count} milestones.", count=MOST))
        row = Milestone(goal_id=goal_id, owner_id=goal.owner_id, **_read(given))
        tx.add(row)
        tx.flush()
        trail.record(tx, identity, Tag.MILESTONE_ADDED, done_to=visible.thing(goal, row.name), after=_said(row))
        return cast(int, row.id)


def change(identity: Identity, milestone_id: int, given: Mapping[str, str], known: Mapping[str, str]) -> bool:
    """Change name and day; says whether anything was.

    Args:
        known: `name` and `due_on`, as the form began with.

    Raises:
        Forbidden: vendor staff; or somebody else's public goal.
        NotFound: no such milestone, or one of a private goal of somebody else.
        Meanwhile: somebody else has saved another value in a field that was changed.
        Invalid: beside the field that cannot be taken; or the goal is closed.
    """
    with db.writing(visible.organization(identity)) as tx:
        row, goal = _milestone(tx, identity, milestone_id)
        now = typed(row)
        wanted = {f: given[f] for f in now if f in given and given[f].strip() != known.get(f, "").strip()}
        values = {f: value for f, value in _read({**now, **wanted}).items() if value != getattr(row, f)}
        if not values:
            return False
        for field in values:
            if now[field] != known.get(field, now[field]):
                raise Meanwhile(field, now[field], now)
        _change(tx, identity, goal, row, values)
        return True


def tick(identity: Identity, milestone_id: int, done: bool) -> bool:
    """Say that it is done, or is not yet; says whether that was not so already.

    Raises:
        Forbidden: vendor staff; or somebody else's public goal.
        NotFound: no such milestone, or one of a private goal of somebody else.
        Invalid: the goal is closed.
    """
    with db.writing(visible.organization(identity)) as tx:
        row, goal = _milestone(tx, identity, milestone_id)
        if (row.done_on is not None) == done:
            return False
        _change(tx, identity, goal, row, {"done_on": identity.subject.today if done else None})
        return True


def remove(identity: Identity, milestone_id: int) -> None:
    """Take it away.

    Raises:
        Forbidden: vendor staff; or somebody else's public goal.
        NotFound: no such milestone, or one of a private goal of somebody else.
        Invalid: the goal is closed.
    """
    with db.writing(visible.organization(identity)) as tx:
        row, goal = _milestone(tx, identity, milestone_id)
        trail.record(tx, identity, Tag.MILESTONE_REMOVED, done_to=visible.thing(goal, row.name), before=_said(row))
        tx.delete(row)


def typed(row: Milestone) -> dict[str, str]:
    """As it stands in the form."""
    return {"name": row.name, "due_on": row.due_on.isoformat() if row.due_on else ""}


def _milestone(tx: Session, identity: Identity, milestone_id: int) -> tuple[Milestone, Goal]:
    row = tx.get(Milestone, milestone_id) if reach.is_number(milestone_id) else None
    try:
        goal = visible.goal(tx, identity, row.goal_id if row is not None else 0)
    except NotFound:
        raise NotFound(NO_SUCH_MILESTONE) from None
    return cast(Milestone, row), visible.goal_to_edit(tx, identity, cast(int, goal.id))


def _read(given: Mapping[str, str]) -> dict[str, Any]:
    due: date | None = None
    if given.get("due_on", "").strip():
        due = person_fields.day(given["due_on"], "due_on")
    return {"name": fields.line(given.get("name", ""), "name", say("Say what has to happen.")), "due_on": due}


def _change(tx: Session, identity: Identity, goal: Goal, row: Milestone, values: dict[str, Any]) -> None:
    done_to, before = visible.thing(goal, row.name), _said(row)
    for field, value in values.items():
        setattr(row, field, value)
    tx.flush()
    after = _said(row)
    trail.record(
        tx, identity, Tag.MILESTONE_CHANGED, done_to=done_to,
        before={field: before.get(field) for field in values}, after={field: after.get(field) for field in values},
    )  # fmt: skip


def _said(row: Milestone) -> dict[str, Any]:
    days = {"due_on": row.due_on, "done_on": row.done_on}
    return {"name": row.name, **{field: day.isoformat() for field, day in days.items() if day is not None}}
