"""What the tests of goals have people do, in words."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select

from admin_proxy import db
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.goals import checking_in, editing
from admin_proxy.goals.checking_in import check_in
from admin_proxy.goals.tables import Goal
from admin_proxy.identity import Identity
from tests.people import Cast


def set_goal(cast: Cast, who: str, whose: str = "", **given: str) -> int:
    """A goal from the form's own beginning, with what is given."""
    owner = cast[whose] if whose else None
    return editing.create(
        cast.identity(who), {**editing.new(cast.identity(who)), "title": "Win ten customers", **given}, owner
    )


def change(identity: Identity, goal_id: int, **given: str) -> bool:
    """Opens the form and saves it."""
    return editing.edit(identity, goal_id, given, editing.known(identity, goal_id))


def checked_in(identity: Identity, goal_id: int, value: str, confidence: str = "on_track", comment: str = "") -> int:
    """Opens the form and saves it."""
    with db.reading() as tx:
        last = checking_in.latest(tx, tx.get_one(Goal, goal_id))
        seen = last.id if last is not None and last.id is not None else 0
    return check_in(identity, goal_id, value=value, confidence=confidence, comment=comment, latest=seen)


def row(goal_id: int) -> Goal:
    with db.reading() as tx:
        return tx.get_one(Goal, goal_id)


def latest() -> Any:
    with db.reading() as tx:
        return tx.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
