"""Which of the things that were changed their reader can open: the summary links to those, and to no other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from admin_proxy.access.permissions import Permission, may
from admin_proxy.accounts import reach
from admin_proxy.accounts.tables import Person
from admin_proxy.audit.withholding import PRIVATE_GOAL
from admin_proxy.directory import visible as people
from admin_proxy.goals import visible as goals
from admin_proxy.goals.tables import Goal
from admin_proxy.identity import Identity
from admin_proxy.impersonation.changes import Made


def marked(tx: Session, identity: Identity, made: Sequence[Made]) -> tuple[Made, ...]:
    """The same, each with whether `identity` can open what it was done to."""
    goals_near = _goals(tx, identity, _ids(made, "goal") | _ids(made, PRIVATE_GOAL))
    near = {
        "person": persons(tx, identity, _ids(made, "person")),
        "goal": goals_near,
        PRIVATE_GOAL: goals_near,
        "recognition": _ids(made, "recognition") if may(identity, Permission.TAKE_PART) else set(),
    }
    return tuple(replace(one, is_in_reach=one.object_id in near.get(one.object_kind, ())) for one in made)


def persons(tx: Session, identity: Identity, ids: set[str]) -> set[str]:
    """Those whose page in Users `identity` can open."""
    if not may(identity, Permission.SEE_PEOPLE):
        return set()
    return _found(tx, col(Person.id), ids, people.visible(identity))


def _goals(tx: Session, identity: Identity, ids: set[str]) -> set[str]:
    if not may(identity, Permission.HAVE_GOALS):
        return set()
    return _found(tx, col(Goal.id), ids, goals.visible(identity))


def _found(tx: Session, column: Any, ids: Iterable[str], seen: ColumnElement[bool]) -> set[str]:
    numbers = [int(one) for one in ids]
    return {str(one) for one in tx.exec(select(column).where(column.in_(numbers), seen))} if numbers else set()


def _ids(made: Sequence[Made], kind: str) -> set[str]:
    named = {one.object_id for one in made if one.object_kind == kind and one.object_id.isdecimal()}
    return {one for one in named if reach.is_number(int(one))}
