"""One goal's page: what it is, how it has gone, what it is for. Looking changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import select
from sqlmodel import Session, col

from admin_proxy import db
from admin_proxy.accounts import reach
from admin_proxy.accounts.people import initials
from admin_proxy.accounts.tables import Person
from admin_proxy.goals import aligning, attention, goal_list, visible
from admin_proxy.goals.goal_list import GoalCard
from admin_proxy.goals.tables import CheckIn, Confidence, Goal, GoalState, Milestone, Unit
from admin_proxy.identity import Identity

MOST_CHECK_INS = 60
"""On one page of the history."""
MOST_SUPPORTING = 50


@dataclass(frozen=True, slots=True)
class CheckInCard:
    id: int
    at: datetime
    author: str
    value: int
    confidence: Confidence
    comment: str


@dataclass(frozen=True, slots=True)
class MilestoneCard:
    id: int
    name: str
    due_on: date | None
    done_on: date | None


@dataclass(frozen=True, slots=True)
class GoalPage:
    id: int
    title: str
    description: str
    owner_id: int
    owner: str
    owner_first_name: str
    owner_initials: str
    is_public: bool
    starts_on: date
    ends_on: date
    weight: int
    unit: Unit
    currency: str
    start: int
    target: int
    current: int
    progress: int
    state: GoalState
    confidence: Confidence | None
    is_quiet: bool
    closed_at: datetime | None
    closing_note: str
    check_ins: tuple[CheckInCard, ...]
    """The latest first; at most `MOST_CHECK_INS`."""
    older: int | None
    """The check-in that the next page of them begins behind; None: there are no older ones."""
    latest: int
    """The latest check-in there is; 0 for none."""
    milestones: tuple[MilestoneCard, ...]
    """By the day they are due; those without one last."""
    supports: tuple[GoalCard, ...]
    """What it is aligned to, the nearest first, as far as it is in sight."""
    supporting: tuple[GoalCard, ...]
    """What is aligned to it, of what is in sight, the open ones first; at most `MOST_SUPPORTING`."""
    may_edit: bool
    is_mine: bool


def goal(identity: Identity, goal_id: int, *, before: int | None = None) -> GoalPage:
    """Everything that the page shows.

    Args:
        before: the check-in behind which older ones are asked for.

    Raises:
        Forbidden: vendor staff.
        NotFound: no such goal, or a private one of somebody else: never told apart.
    """
    with db.reading() as tx:
        found = visible.goal(tx, identity, goal_id)
        owner = tx.get_one(Person, found.owner_id)
        check_ins, older = _check_ins(tx, found, before)
        return GoalPage(
            id=goal_id,
            title=found.title,
            description=found.description,
            owner_id=found.owner_id,
            owner=owner.name,
            owner_first_name=owner.first_name or owner.name,
            owner_initials=initials(owner),
            is_public=found.is_public,
            starts_on=found.starts_on,
            ends_on=found.ends_on,
            weight=found.weight,
            unit=found.unit,
            currency=found.currency,
            start=found.start,
            target=found.target,
            current=found.current,
            progress=found.progress,
            state=found.state,
            confidence=found.confidence,
            is_quiet=attention.is_quiet(found, identity.subject.today),
            closed_at=found.closed_at,
            closing_note=found.closing_note,
            check_ins=check_ins,
            older=older,
            latest=_latest(tx, found),
            milestones=_milestones(tx, found),
            supports=_above(tx, identity, found),
            supporting=_below(tx, identity, found),
            may_edit=visible.may_edit(tx, identity, found),
            is_mine=found.owner_id == identity.subject.id,
        )


def _check_ins(tx: Session, found: Goal, before: int | None) -> tuple[tuple[CheckInCard, ...], int | None]:
    wanted = select(CheckIn, Person).join(Person, col(Person.id) == col(CheckIn.author_id))
    wanted = wanted.where(col(CheckIn.goal_id) == found.id)
    if before is not None and reach.is_number(before):
        wanted = wanted.where(col(CheckIn.id) < before)
    rows = tx.execute(wanted.order_by(col(CheckIn.id).desc()).limit(MOST_CHECK_INS + 1)).all()
    shown = tuple(
        CheckInCard(cast(int, row.id), row.at, author.name, row.value, row.confidence, row.comment)
        for row, author in rows[:MOST_CHECK_INS]
    )
    return shown, shown[-1].id if len(rows) > MOST_CHECK_INS else None


def _latest(tx: Session, found: Goal) -> int:
    newest = select(col(CheckIn.id)).where(col(CheckIn.goal_id) == found.id).order_by(col(CheckIn.id).desc()).limit(1)
    return tx.execute(newest).scalar_one_or_none() or 0


def _milestones(tx: Session, found: Goal) -> tuple[MilestoneCard, ...]:
    rows = tx.execute(select(Milestone).where(col(Milestone.goal_id) == found.id)).scalars().all()
    ordered = sorted(rows, key=lambda row: (row.due_on is None, row.due_on or date.min, row.id))
    return tuple(MilestoneCard(cast(int, row.id), row.name, row.due_on, row.done_on) for row in ordered)


def _above(tx: Session, identity: Identity, found: Goal) -> tuple[GoalCard, ...]:
    chain: list[int] = []
    above = aligning.supported(tx, identity, found)
    while above is not None and above.id not in chain and len(chain) < aligning.MOST_ABOVE:
        chain.append(cast(int, above.id))
        above = aligning.supported(tx, identity, above)
    return goal_list.cards(tx, identity, chain) if chain else ()


def _below(tx: Session, identity: Identity, found: Goal) -> tuple[GoalCard, ...]:
    ids = (
        select(col(Goal.id))
        .where(col(Goal.supports_id) == found.id, visible.visible(identity))
        .order_by(col(Goal.state) != GoalState.OPEN, col(Goal.ends_on), col(Goal.id))
        .limit(MOST_SUPPORTING)
    )
    found_ids = list(tx.execute(ids).scalars())
    return goal_list.cards(tx, identity, found_ids) if found_ids else ()
