"""Team progress: each open goal of those who report to the subject, by their names; who has none has a line, too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, tuple_
from sqlmodel import Session, col

from admin_proxy import clock, db
from admin_proxy.accounts.tables import Person
from admin_proxy.goals import amounts, attention, visible
from admin_proxy.goals.tables import Goal
from admin_proxy.identity import Identity, Party
from admin_proxy.notifications import moments
from admin_proxy.reports import cells, wording
from admin_proxy.sheets import Cells

BATCH = 50
"""People."""


def count(identity: Identity, _since: date | None = None, _until: date | None = None) -> int:
    """At least a line for each person, and one for each goal."""
    people = select(col(Person.id)).where(*_reports(identity))
    with db.reading() as tx:
        persons: int = tx.execute(select(func.count()).select_from(people.subquery())).scalar_one()
        owners = tx.execute(
            select(func.count(), func.count(func.distinct(col(Goal.owner_id)))).where(
                col(Goal.owner_id).in_(people), attention.IS_OPEN
            )
        ).one()
    goals, with_goals = int(owners[0]), int(owners[1])
    return goals + persons - with_goals


def batches(identity: Identity, _since: date | None = None, _until: date | None = None) -> Iterator[Sequence[Cells]]:
    name, number = col(Person.search_text), col(Person.id)
    wanted = select(Person).where(*_reports(identity)).order_by(name, number).limit(BATCH)
    after: Person | None = None
    while True:
        further = wanted if after is None else wanted.where(tuple_(name, number) > (after.search_text, after.id))
        with db.reading() as tx:
            people = list(tx.execute(further).scalars())
            rows = _rows(tx, identity, people)
        if rows:
            yield rows
        if len(people) < BATCH:
            return
        after = people[-1]


def _reports(identity: Identity) -> tuple[ColumnElement[bool], ...]:
    ends = col(Person.deactivated_on)
    return col(Person.id).in_(visible.reports(identity)), or_(ends.is_(None), ends > clock.now().date())


def _rows(tx: Session, identity: Identity, people: list[Person]) -> list[Cells]:
    theirs: dict[Any, list[Goal]] = {person.id: [] for person in people}
    goals = select(Goal).where(
        col(Goal.owner_id).in_(list(theirs)),
        col(Goal.organization_id) + 0 == visible.organization(identity),
        attention.IS_OPEN,
    )
    for goal in tx.execute(goals.order_by(col(Goal.ends_on), col(Goal.id))).scalars():
        theirs[goal.owner_id].append(goal)
    return [
        (person.name, person.email, person.title, *about)
        for person in people
        for about in ([_cells(identity.subject, goal) for goal in theirs[person.id]] or [("",) * 10])
    ]


def _cells(reader: Party, goal: Goal) -> tuple[str, ...]:
    language = moments.language(reader)
    return (
        goal.title, wording.VISIBILITY[language][goal.is_public], wording.CONFIDENCES[language][goal.confidence],
        str(goal.progress), amounts.of(goal, goal.current), amounts.of(goal, goal.target), str(goal.weight),
        cells.day(goal.ends_on), cells.moment(reader, goal.checked_in_at),
        wording.YES_NO[language][attention.is_quiet(goal, reader.today)],
    )  # fmt: skip
