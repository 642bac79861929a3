"""Team: those who report to me, how their goals are going, and who needs attention."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, tuple_
from sqlmodel import Session, col

from admin_proxy import clock, db
from admin_proxy.accounts import reach
from admin_proxy.accounts.people import initials
from admin_proxy.accounts.tables import Person
from admin_proxy.goals import attention, goal_list, visible
from admin_proxy.goals.goal_list import GoalCard
from admin_proxy.goals.tables import Confidence, Goal
from admin_proxy.identity import Identity

PAGE = 50
MOST_NEEDING = 8


@dataclass(frozen=True, slots=True)
class Report:
    id: int
    name: str
    initials: str
    title: str
    open_goals: int
    progress: int
    """Of the open goals, by their weights."""
    off_track: int
    at_risk: int
    quiet: int
    """Goals without a check-in for 30 days."""
    checked_in_at: datetime | None

    @property
    def needs_attention(self) -> bool:
        return bool(self.off_track or self.quiet)


@dataclass(frozen=True, slots=True)
class TeamPage:
    reports: tuple[Report, ...]
    before: int | None
    after: int | None
    count: int
    """How many report to me."""
    needing: int
    """How many of them need attention."""
    goals: tuple[GoalCard, ...]
    """Goals that need attention, those that end first; at most `MOST_NEEDING`."""


def team(
    identity: Identity, *, needing_only: bool = False, after: int | None = None, before: int | None = None
) -> TeamPage:
    """One page of those who report to the subject, by name; nobody for whom nobody reports to.

    Args:
        needing_only: only those who need attention.
        after: somebody of the page before this one, its last.
        before: or somebody of the next page, its first.

    Raises:
        Forbidden: vendor staff.
    """
    with db.reading() as tx:
        everybody = _reports(identity)
        wanted = everybody.where(_needs_attention(identity)) if needing_only else everybody
        ids, has_previous, has_next = _page(tx, wanted, after, before)
        return TeamPage(
            reports=_rows(tx, identity, ids),
            before=ids[0] if has_previous else None,
            after=ids[-1] if has_next else None,
            count=_count(tx, everybody),
            needing=_count(tx, everybody.where(_needs_attention(identity))),
            goals=_needing(tx, identity),
        )


def _reports(identity: Identity) -> Select[Any]:
    ends = col(Person.deactivated_on)
    return visible.reports(identity).where(or_(ends.is_(None), ends > clock.now().date()))


def _needs_attention(identity: Identity) -> ColumnElement[bool]:
    return exists(
        select(col(Goal.id)).where(col(Goal.owner_id) == col(Person.id), attention.needed(identity.subject.today))
    )


def _count(tx: Session, people: Select[Any]) -> int:
    counted: int = tx.execute(select(func.count()).select_from(people.subquery())).scalar_one()
    return counted


def _page(tx: Session, wanted: Select[Any], after: int | None, before: int | None) -> tuple[list[int], bool, bool]:
    edge = _edge(tx, wanted, before if before is not None else after)
    backwards = before is not None and edge is not None
    order = (col(Person.search_text), col(Person.id))
    if edge is not None:
        place, there = tuple_(*order), tuple_(*edge)
        wanted = wanted.where(place < there if backwards else place > there)
    wanted = wanted.order_by(*(one.desc() for one in order) if backwards else order).limit(PAGE + 1)
    ids = list(tx.execute(wanted).scalars())
    more, ids = len(ids) > PAGE, ids[:PAGE]
    if backwards:
        ids.reverse()
        return ids, more, bool(ids)
    return ids, edge is not None and bool(ids), more


def _edge(tx: Session, wanted: Select[Any], person_id: int | None) -> tuple[str, int] | None:
    """Somebody's place in the order of names; None for nobody, or nobody in this list."""
    if person_id is None or not reach.is_number(person_id):
        return None
    found = tx.execute(
        wanted.with_only_columns(col(Person.search_text)).where(col(Person.id) == person_id)
    ).scalar_one_or_none()
    return (found, person_id) if found is not None else None


def _rows(tx: Session, identity: Identity, ids: list[int]) -> tuple[Report, ...]:
    def counted(condition: ColumnElement[bool]) -> Any:
        return func.sum(case((condition, 1), else_=0))

    of_goals = (
        select(
            col(Goal.owner_id), func.count(), func.sum(Goal.weight * Goal.progress), func.sum(Goal.weight),
            counted(col(Goal.confidence) == Confidence.OFF_TRACK), counted(col(Goal.confidence) == Confidence.AT_RISK),
            counted(attention.quiet(identity.subject.today)), func.max(Goal.checked_in_at),
        )
        .where(and_(col(Goal.owner_id).in_(ids), attention.IS_OPEN))
        .group_by(col(Goal.owner_id))
    )  # fmt: skip
    by_owner = {row[0]: row[1:] for row in tx.execute(of_goals)} if ids else {}
    people = {row.id: row for row in tx.execute(select(Person).where(col(Person.id).in_(ids))).scalars()}
    return tuple(_report(people[one], by_owner.get(one, (0, 0, 0, 0, 0, 0, None))) for one in ids)


def _report(person: Person, counts: tuple[Any, ...]) -> Report:
    count, weighted, weight, off_track, at_risk, quiet, checked_in_at = counts
    return Report(
        id=cast(int, person.id),
        name=person.name,
        initials=initials(person),
        title=person.title,
        open_goals=count,
        progress=int(weighted) // int(weight) if weight else 0,
        off_track=off_track,
        at_risk=at_risk,
        quiet=quiet,
        checked_in_at=checked_in_at,
    )


def _needing(tx: Session, identity: Identity) -> tuple[GoalCard, ...]:
    ids = (
        select(col(Goal.id))
        .where(col(Goal.owner_id).in_(_reports(identity)), attention.needed(identity.subject.today))
        .order_by(col(Goal.ends_on), col(Goal.id))
        .limit(MOST_NEEDING)
    )
    return goal_list.cards(tx, identity, list(tx.execute(ids).scalars()))
