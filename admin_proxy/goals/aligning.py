"""A goal supports a goal of the owner's manager: which it may be, and no circles.

What a goal supports is chosen among the manager's public goals, so that naming it tells nobody of a private one. One
that becomes private later stays supported, and is shown only to those who see it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from sqlalchemy import select
from sqlmodel import Session, col

from admin_proxy import db
from admin_proxy.accounts import reach
from admin_proxy.accounts.tables import Person
from admin_proxy.goals import visible
from admin_proxy.goals.tables import Goal, GoalState
from admin_proxy.identity import Identity, Invalid
from admin_proxy.words import say

MOST_CHOICES = 200
MOST_ABOVE = 30


@dataclass(frozen=True, slots=True)
class Supported:
    id: int
    title: str
    owner: str


def supported(tx: Session, identity: Identity, goal: Goal) -> Goal | None:
    """The goal that it supports, where `identity` sees that one."""
    if goal.supports_id is None:
        return None
    condition = (col(Goal.id) == goal.supports_id, visible.visible(identity))
    return tx.execute(select(Goal).where(*condition)).scalar_one_or_none()


def choices(identity: Identity, owner_id: int) -> tuple[Supported, ...]:
    """What a goal of that person could support, by the day it ends; at most `MOST_CHOICES`.

    Raises:
        Forbidden: vendor staff.
    """
    with db.reading() as tx:
        if not reach.is_number(owner_id) or not visible.may_edit_for(tx, identity, owner_id):
            return ()
        owner = tx.get_one(Person, owner_id)
        manager = tx.get(Person, owner.manager_id) if owner.manager_id is not None else None
        if manager is None:
            return ()
        of_manager = (
            select(Goal)
            .where(
                col(Goal.owner_id) == manager.id,
                col(Goal.state) == GoalState.OPEN,
                visible.IS_PUBLIC,
                col(Goal.organization_id) + 0 == visible.organization(identity),
            )
            .order_by(col(Goal.ends_on), col(Goal.id))
            .limit(MOST_CHOICES)
        )
        return tuple(Supported(cast(int, one.id), one.title, manager.name) for one in tx.execute(of_manager).scalars())


def read(tx: Session, identity: Identity, owner: Person, said: str, before: Goal | None) -> int | None:
    """The id of the goal that was chosen; None for none.

    Raises:
        Invalid: beside `supports`.
    """
    if not said.strip():
        return None
    number = int(said) if said.isascii() and said.isdecimal() and len(said) <= 10 else 0
    if before is not None and number == before.supports_id:
        return number
    found = tx.get(Goal, number) if reach.is_number(number) else None
    if (
        found is None
        or owner.manager_id is None
        or found.owner_id != owner.manager_id
        or found.organization_id != visible.organization(identity)
        or not found.is_public
    ):
        raise Invalid("supports", say("Choose one of the manager’s public goals."))
    if before is not None:
        _refuse_circle(tx, before, found)
    return number


def _refuse_circle(tx: Session, goal: Goal, wanted: Goal) -> None:
    seen: set[int] = set()
    above: Goal | None = wanted
    while above is not None and above.id not in seen:
        if above.id == goal.id:
            raise Invalid("supports", say("That goal supports this one, directly or through others."))
        seen.add(cast(int, above.id))
        above = tx.get(Goal, above.supports_id) if above.supports_id is not None else None
