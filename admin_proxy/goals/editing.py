"""Setting a goal, and changing it. What others saved meanwhile is neither lost nor hidden."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, cast

from sqlmodel import Session

from admin_proxy import clock, db
from admin_proxy.accounts import reach
from admin_proxy.accounts.tables import Person
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.goals import amounts, fields, visible
from admin_proxy.goals.fields import FIELDS, column, readable, typed
from admin_proxy.goals.tables import Goal
from admin_proxy.identity import Identity, Meanwhile, NotFound
from admin_proxy.words import later

USUAL_DAYS = 90
NOT_A_REPORT = later("You can set goals for yourself and for those who report to you.")


def new(identity: Identity) -> dict[str, str]:
    """What the form of a new goal begins with, by field."""
    today = identity.subject.today
    return {
        **dict.fromkeys(FIELDS, ""),
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=USUAL_DAYS)).isoformat(),
        "visibility": "public",
        "weight": "10",
        "unit": "percent",
        "currency": amounts.CURRENCIES[0],
        "start": "0",
        "target": "100",
    }


def owner_of_new(identity: Identity, owner_id: int | None) -> Person:
    """Whose goal it would be.

    Raises:
        Forbidden: vendor staff.
        NotFound: neither the subject nor a direct report of theirs.
    """
    with db.reading() as tx:
        return _owner(tx, identity, owner_id)


def create(identity: Identity, given: Mapping[str, str], owner_id: int | None = None) -> int:
    """Set a goal; returns its id.

    Args:
        given: by field (see `FIELDS`), as typed.
        owner_id: whose goal it is; None for the subject's own.

    Raises:
        Forbidden: vendor staff.
        NotFound: the owner is neither the subject nor a direct report of theirs.
        Invalid: beside the field that cannot be taken.
    """
    organization_id = visible.organization(identity)
    with db.writing(organization_id) as tx:
        owner = _owner(tx, identity, owner_id)
        values = fields.read(tx, identity, owner, {"supports": "", **given})
        goal = Goal(
            organization_id=organization_id, owner_id=cast(int, owner.id), created_at=clock.now(),
            current=values["start"], **values,
        )  # fmt: skip
        tx.add(goal)
        tx.flush()
        after = {field: readable(tx, identity, goal, field) for field in FIELDS}
        trail.record(
            tx, identity, Tag.GOAL_CREATED, done_to=visible.thing(goal),
            after={"owner": f"{owner.name} ({owner.email})", **{name: said for name, said in after.items() if said}},
        )  # fmt: skip
        return cast(int, goal.id)


def known(identity: Identity, goal_id: int) -> dict[str, str]:
    """What the form begins with, by field; hand it back to `edit`.

    Raises:
        Forbidden: vendor staff; or somebody else's public goal.
        NotFound: no such goal, or a private one of somebody else.
        Invalid: it is closed.
    """
    with db.reading() as tx:
        return _known(tx, identity, visible.goal_to_edit(tx, identity, goal_id))


def edit(identity: Identity, goal_id: int, given: Mapping[str, str], known: Mapping[str, str]) -> bool:
    """Change what was typed anew; says whether anything was.

    Args:
        given: by field, as typed.
        known: by field, what the form began with. A field that is as it was stays as it is now, whatever that is.

    Raises:
        Forbidden: vendor staff; or somebody else's public goal.
        NotFound: no such goal, or a private one of somebody else.
        Meanwhile: somebody else has saved another value in a field that was changed.
        Invalid: beside the field that cannot be taken; or it is closed.
    """
    with db.writing(visible.organization(identity)) as tx:
        goal = visible.goal_to_edit(tx, identity, goal_id)
        now = _known(tx, identity, goal)
        wanted = {f: given[f] for f in FIELDS if f in given and given[f].strip() != known.get(f, "").strip()}
        stays = {field: said for field, said in now.items() if field != "supports"}
        owner = tx.get_one(Person, goal.owner_id)
        values = fields.read(tx, identity, owner, {**stays, **wanted}, before=goal)
        changed = [field for field in FIELDS if column(field) in values and _differs(goal, field, values)]
        if not changed:
            return False
        for field in changed:
            if field in wanted and now[field] != known.get(field, now[field]):
                raise Meanwhile(field, readable(tx, identity, goal, field) or "", now)
        _write(tx, identity, goal, changed, values)
        return True


def _differs(goal: Goal, field: str, values: Mapping[str, Any]) -> bool:
    return bool(getattr(goal, column(field)) != values[column(field)])


def _write(tx: Session, identity: Identity, goal: Goal, changed: list[str], values: dict[str, Any]) -> None:
    before, was_private = {field: readable(tx, identity, goal, field) for field in changed}, not goal.is_public
    if goal.checked_in_at is None:
        values["current"] = values["start"]
    for name, value in values.items():
        setattr(goal, name, value)
    goal.progress = amounts.progress(goal.start, goal.target, goal.current)
    tx.flush()
    after = {field: readable(tx, identity, goal, field) for field in changed}
    thing = visible.thing(goal, was_private=was_private)
    trail.record(tx, identity, Tag.GOAL_CHANGED, done_to=thing, before=before, after=after)


def _known(tx: Session, identity: Identity, goal: Goal) -> dict[str, str]:
    return {field: typed(tx, identity, goal, field) for field in FIELDS}


def _owner(tx: Session, identity: Identity, owner_id: int | None) -> Person:
    wanted = visible.me(identity) if owner_id is None else owner_id
    if not reach.is_number(wanted) or not visible.may_edit_for(tx, identity, wanted):
        raise NotFound(NOT_A_REPORT)
    return tx.get_one(Person, wanted)
