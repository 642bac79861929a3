"""My goals: the subject's own, private ones too, in the order in which they were set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from admin_proxy import db
from admin_proxy.goals import amounts, visible
from admin_proxy.goals.tables import Goal, Milestone
from admin_proxy.identity import Identity
from admin_proxy.notifications import moments
from admin_proxy.reports import cells, wording
from admin_proxy.sheets import Cells

BATCH = 200


def count(identity: Identity, _since: date | None = None, _until: date | None = None) -> int:
    with db.reading() as tx:
        counted: int = tx.execute(select(func.count()).select_from(Goal).where(*_mine(identity))).scalar_one()
        return counted


def batches(identity: Identity, _since: date | None = None, _until: date | None = None) -> Iterator[Sequence[Cells]]:
    last = 0
    while True:
        with db.reading() as tx:
            wanted = select(Goal).where(*_mine(identity), col(Goal.id) > last).order_by(col(Goal.id)).limit(BATCH)
            goals = list(tx.execute(wanted).scalars())
            rows = _rows(tx, identity, goals)
        if rows:
            yield rows
        if len(goals) < BATCH:
            return
        last = goals[-1].id or 0


def _mine(identity: Identity) -> tuple[ColumnElement[bool], ...]:
    return col(Goal.owner_id) == visible.me(identity), col(Goal.organization_id) + 0 == visible.organization(identity)


def _rows(tx: Session, identity: Identity, goals: list[Goal]) -> list[Cells]:
    ids = [goal.id for goal in goals]
    counted = select(col(Milestone.goal_id), func.count(), func.count(col(Milestone.done_on)))
    by_goal = counted.where(col(Milestone.goal_id).in_(ids)).group_by(col(Milestone.goal_id))
    milestones = {goal_id: (all_, done) for goal_id, all_, done in tx.execute(by_goal)}
    above = select(col(Goal.id), col(Goal.title)).where(
        col(Goal.id).in_([goal.supports_id for goal in goals if goal.supports_id is not None]),
        visible.visible(identity),
    )
    titles: dict[Any, str] = {row.id: row.title for row in tx.execute(above)}
    return [_cells(identity, goal, milestones.get(goal.id, (0, 0)), titles.get(goal.supports_id, "")) for goal in goals]


def _cells(identity: Identity, goal: Goal, milestones: tuple[int, int], supports: str) -> Cells:
    reader, language = identity.subject, moments.language(identity.subject)
    return (
        goal.title, goal.description, wording.VISIBILITY[language][goal.is_public],
        wording.STATES[language][goal.state],
        wording.CONFIDENCES[language][goal.confidence], str(goal.progress), amounts.of(goal, goal.start),
        amounts.of(goal, goal.current), amounts.of(goal, goal.target), str(goal.weight), cells.day(goal.starts_on),
        cells.day(goal.ends_on), cells.moment(reader, goal.checked_in_at), str(milestones[1]), str(milestones[0]),
        supports, cells.moment(reader, goal.closed_at), goal.closing_note,
    )  # fmt: skip
