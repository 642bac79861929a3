"""Whose goals somebody sees, and whose they edit. Rights are the subject's, as the database has them now.

A goal that somebody may not see does not exist for them, in the same words as one that never was.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, literal_column, or_, select
from sqlmodel import Session, col

from admin_proxy.accounts import reach
from admin_proxy.accounts.people import report_to
from admin_proxy.accounts.tables import Person
from admin_proxy.audit.trail import Thing
from admin_proxy.audit.withholding import PRIVATE_GOAL
from admin_proxy.goals.tables import Goal, GoalState
from admin_proxy.identity import Forbidden, Identity, Invalid, NotFound
from admin_proxy.words import later

NO_SUCH_GOAL = later("There is no such goal.")
NOT_FOR_VENDOR = later("Goals belong to the people of an organization.")
NOT_YOURS = later("Only its owner and the owner’s manager can change this goal.")
IS_CLOSED = later("This goal is closed. Reopen it before you change anything.")

IS_PUBLIC: ColumnElement[bool] = literal_column("goal.is_public")
"""Word for word what the partial indexes say."""


def organization(identity: Identity) -> int:
    """The subject's.

    Raises:
        Forbidden: vendor staff (and nobody else) have none.
    """
    if identity.subject.organization_id is None or identity.subject.id is None:
        raise Forbidden(NOT_FOR_VENDOR)
    return identity.subject.organization_id


def me(identity: Identity) -> int:
    """The subject's id.

    Raises:
        Forbidden: the operator and vendor staff have no goals.
    """
    organization(identity)
    assert identity.subject.id is not None  # noqa: S101 - `organization` has refused it
    return identity.subject.id


def reports(identity: Identity) -> Select[Any]:
    """The ids of the subject's direct reports."""
    return select(col(Person.id)).where(report_to(me(identity), organization(identity)))


def editable(identity: Identity) -> ColumnElement[bool]:
    """A condition on `Goal`."""
    owned = or_(col(Goal.owner_id) == me(identity), col(Goal.owner_id).in_(reports(identity)))
    return and_(col(Goal.organization_id) + 0 == organization(identity), owned)


def visible(identity: Identity) -> ColumnElement[bool]:
    """A condition on `Goal`."""
    return and_(
        col(Goal.organization_id) + 0 == organization(identity),
        or_(IS_PUBLIC, col(Goal.owner_id) == me(identity), col(Goal.owner_id).in_(reports(identity))),
    )


def goal(tx: Session, identity: Identity, goal_id: int) -> Goal:
    """A goal that `identity` may see.

    Raises:
        Forbidden: vendor staff.
        NotFound: no such goal, or a private one of somebody else.
    """
    wanted = goal_id if reach.is_number(goal_id) else 0
    found: Goal | None = tx.execute(select(Goal).where(col(Goal.id) == wanted, visible(identity))).scalar_one_or_none()
    if found is None:
        raise NotFound(NO_SUCH_GOAL)
    return found


def may_edit(tx: Session, identity: Identity, found: Goal) -> bool:
    return may_edit_for(tx, identity, found.owner_id)


def may_edit_for(tx: Session, identity: Identity, owner_id: int) -> bool:
    """Whether the subject sets and changes goals of that person."""
    if owner_id == me(identity):
        return True
    return tx.execute(reports(identity).where(col(Person.id) == owner_id)).first() is not None


def goal_to_edit(tx: Session, identity: Identity, goal_id: int, *, closed_too: bool = False) -> Goal:
    """A goal that `identity` may change.

    Raises:
        Forbidden: vendor staff; or somebody else's public goal.
        NotFound: no such goal, or a private one of somebody else.
        Invalid: it is closed.
    """
    found = goal(tx, identity, goal_id)
    if not may_edit(tx, identity, found):
        raise Forbidden(NOT_YOURS)
    if found.state is not GoalState.OPEN and not closed_too:
        raise Invalid("", IS_CLOSED)
    return found


def thing(found: Goal, part: str = "", *, was_private: bool = False) -> Thing:
    """As the record has it, which tells the words of a private goal to nobody who reads it.

    Args:
        part: what of it, by name.
        was_private: it is public from now on, and what stood in it before is told as well.
    """
    kind = "goal" if found.is_public and not was_private else PRIVATE_GOAL
    return Thing(kind, str(found.id), f"{found.title} › {part}" if part else found.title)
