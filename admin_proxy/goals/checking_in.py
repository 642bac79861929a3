"""Checking in: how far it is now, with a comment and how sure one is. What was checked in stays."""

from __future__ import annotations

from typing import cast

from sqlalchemy import select
from sqlmodel import Session, col

from admin_proxy import clock, db
from admin_proxy.accounts.tables import Person
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.goals import amounts, fields, visible
from admin_proxy.goals.amounts import NotAnAmount
from admin_proxy.goals.tables import CheckIn, Confidence, Goal, Unit
from admin_proxy.identity import Identity, Invalid
from admin_proxy.words import later, say

CONFIDENCES = {
    Confidence.ON_TRACK: later("On track"),
    Confidence.AT_RISK: later("At risk"),
    Confidence.OFF_TRACK: later("Off track"),
}


class CheckedInMeanwhile(Invalid):
    """Somebody else has checked in since the form was opened."""

    def __init__(self, who: str, value: str, latest: int) -> None:
        super().__init__(
            "value", say("{who} has checked in {value} meanwhile. Save again to add yours.", who=who, value=say(value))
        )
        self.latest = latest
        """The check-in that the next attempt is to start from."""


def check_in(
    identity: Identity, goal_id: int, *, value: str, confidence: str, comment: str = "", latest: int = 0
) -> int:
    """Add a check-in; returns its id.

    Args:
        value: as typed; of a goal that is done or not done, `done` or anything else.
        latest: the check-in that was the latest when the form was opened; 0 if there was none.

    Raises:
        Forbidden: vendor staff; or somebody else's public goal.
        NotFound: no such goal, or a private one of somebody else.
        CheckedInMeanwhile: somebody has checked in since then.
        Invalid: beside the field that cannot be taken; or it is closed.
    """
    with db.writing(visible.organization(identity)) as tx:
        goal = visible.goal_to_edit(tx, identity, goal_id)
        amount, sure, said = _amount(goal, value), _confidence(confidence), fields.text(comment, "comment")
        _refuse_unseen(tx, goal, latest)
        now = clock.now()
        row = CheckIn(
            goal_id=goal_id, author_id=visible.me(identity), at=now, value=amount, confidence=sure, comment=said
        )
        tx.add(row)
        before = {"value": amounts.of(goal, goal.current), "confidence": goal.confidence and _said(goal.confidence)}
        goal.current, goal.confidence, goal.checked_in_at = amount, sure, now
        goal.progress = amounts.progress(goal.start, goal.target, amount)
        tx.flush()
        after = {"value": amounts.of(goal, amount), "confidence": _said(sure)} | ({"comment": said} if said else {})
        trail.record(tx, identity, Tag.CHECK_IN_MADE, done_to=visible.thing(goal), before=before, after=after)
        return cast(int, row.id)


def latest(tx: Session, goal: Goal) -> CheckIn | None:
    of_goal = select(CheckIn).where(col(CheckIn.goal_id) == goal.id)
    return tx.execute(of_goal.order_by(col(CheckIn.id).desc()).limit(1)).scalar_one_or_none()


def _refuse_unseen(tx: Session, goal: Goal, seen: int) -> None:
    last = latest(tx, goal)
    if last is not None and last.id != seen:
        author = tx.get_one(Person, last.author_id)
        raise CheckedInMeanwhile(author.name, amounts.of(goal, last.value), cast(int, last.id))


def _amount(goal: Goal, said: str) -> int:
    if goal.unit is Unit.DONE:
        return amounts.DONE if said == "done" else amounts.NOT_DONE
    try:
        return amounts.read(said)
    except NotAnAmount as wrong:
        raise Invalid("value", str(wrong)) from None


def _confidence(said: str) -> Confidence:
    if said not in set(Confidence):
        raise Invalid("confidence", say("Say how it is going."))
    return Confidence(said)


def _said(confidence: Confidence) -> str:
    return CONFIDENCES[confidence]
