"""Closing a goal (reached, not reached, dropped), and reopening it."""

from __future__ import annotations

from typing import Any

from admin_proxy import clock, db
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.goals import fields, visible
from admin_proxy.goals.tables import Goal, GoalState
from admin_proxy.identity import ChangedMeanwhile, Identity, Invalid
from admin_proxy.words import later, say

OUTCOMES = {
    GoalState.REACHED: later("Reached"),
    GoalState.NOT_REACHED: later("Not reached"),
    GoalState.DROPPED: later("Dropped"),
}

_CLOSED_MEANWHILE = {
    GoalState.REACHED: later("Somebody has closed it meanwhile: reached."),
    GoalState.NOT_REACHED: later("Somebody has closed it meanwhile: not reached."),
    GoalState.DROPPED: later("Somebody has closed it meanwhile: dropped."),
}


def close(identity: Identity, goal_id: int, outcome: str, note: str = "") -> bool:
    """Say how it ended; says whether it was not closed like that already.

    Raises:
        Forbidden: vendor staff; or somebody else's public goal.
        NotFound: no such goal, or a private one of somebody else.
        ChangedMeanwhile: somebody has closed it with another outcome, or with another note than one that is given.
        Invalid: no such outcome, or the note cannot be taken.
    """
    if outcome not in {state.value for state in OUTCOMES}:
        raise Invalid("outcome", say("Choose how it ended."))
    state, said = GoalState(outcome), fields.text(note, "note")
    with db.writing(visible.organization(identity)) as tx:
        goal = visible.goal_to_edit(tx, identity, goal_id, closed_too=True)
        if goal.state is state and said in ("", goal.closing_note):
            return False
        if goal.state is not GoalState.OPEN:
            raise ChangedMeanwhile(_closed_meanwhile(goal, said))
        goal.state, goal.closed_at, goal.closing_note = state, clock.now(), said
        after: dict[str, Any] = {"state": OUTCOMES[state]} | ({"closing_note": said} if said else {})
        trail.record(tx, identity, Tag.GOAL_CLOSED, done_to=visible.thing(goal), before={"state": "Open"}, after=after)
        return True


def reopen(identity: Identity, goal_id: int) -> bool:
    """Go on with it; says whether it was closed.

    Raises:
        Forbidden: vendor staff; or somebody else's public goal.
        NotFound: no such goal, or a private one of somebody else.
    """
    with db.writing(visible.organization(identity)) as tx:
        goal = visible.goal_to_edit(tx, identity, goal_id, closed_too=True)
        if goal.state is GoalState.OPEN:
            return False
        before: dict[str, Any] = {"state": OUTCOMES[goal.state]}
        after: dict[str, Any] = {"state": "Open"}
        if goal.closing_note:
            before["closing_note"], after["closing_note"] = goal.closing_note, None
        goal.state, goal.closed_at, goal.closing_note = GoalState.OPEN, None, ""
        trail.record(tx, identity, Tag.GOAL_REOPENED, done_to=visible.thing(goal), before=before, after=after)
        return True


def _closed_meanwhile(goal: Goal, said: str) -> str:
    sentence = say(_CLOSED_MEANWHILE[goal.state])
    if goal.closing_note:
        sentence = say("{closed} The note on it: “{note}”", closed=sentence, note=goal.closing_note)
    if said:
        sentence = say("{closed} Your note is not saved: reopen the goal to close it with yours.", closed=sentence)
    return sentence
