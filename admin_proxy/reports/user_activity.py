"""User activity: everybody whom the subject sees in Users, which for an HR Admin is their scope, by name.

Of goals only the public ones are counted: administrators do not see the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from admin_proxy import clock, db, words
from admin_proxy.accounts.tables import Department, Person
from admin_proxy.directory.people_filters import Status
from admin_proxy.directory.visible import visible
from admin_proxy.goals import attention
from admin_proxy.goals.tables import Goal
from admin_proxy.goals.visible import IS_PUBLIC
from admin_proxy.identity import Identity, Party
from admin_proxy.recognition.tables import Recognition, RecognitionReceiver
from admin_proxy.reports import cells
from admin_proxy.sheets import Cells

BATCH = 250

_manager = aliased(Person)


def count(identity: Identity, _since: date | None = None, _until: date | None = None) -> int:
    with db.reading() as tx:
        counted: int = tx.execute(select(func.count()).select_from(Person).where(visible(identity))).scalar_one()
        return counted


def batches(identity: Identity, _since: date | None = None, _until: date | None = None) -> Iterator[Sequence[Cells]]:
    name, number = col(Person.search_text), col(Person.id)
    wanted: Any = (
        select(Person, col(Department.name), _manager)
        .join(Department, col(Person.department_id) == Department.id, isouter=True)
        .join(_manager, col(Person.manager_id) == col(_manager.id), isouter=True)
        .where(visible(identity))
        .order_by(name, number)
        .limit(BATCH)
    )
    after: Person | None = None
    while True:
        further = wanted if after is None else wanted.where(tuple_(name, number) > (after.search_text, after.id))
        with db.reading() as tx:
            found = tx.execute(further).all()
            rows = _rows(tx, identity.subject, found)
        if rows:
            yield rows
        if len(found) < BATCH:
            return
        after = found[-1][0]


def _rows(tx: Session, reader: Party, found: Sequence[Any]) -> list[Cells]:
    ids, today = [person.id for person, _, _ in found], clock.now().date()
    goals = _by_person(
        tx,
        select(col(Goal.owner_id), func.count(), func.max(col(Goal.checked_in_at)))
        .where(col(Goal.owner_id).in_(ids), IS_PUBLIC, attention.IS_OPEN)
        .group_by(col(Goal.owner_id)),
    )
    given = _by_person(
        tx,
        select(col(Recognition.giver_id), func.count())
        .where(col(Recognition.giver_id).in_(ids))
        .group_by(col(Recognition.giver_id)),
    )
    received = _by_person(
        tx,
        select(col(RecognitionReceiver.person_id), func.count())
        .where(col(RecognitionReceiver.person_id).in_(ids))
        .group_by(col(RecognitionReceiver.person_id)),
    )
    return [
        (
            person.name, person.email, person.employee_id, person.title, department or "", person.location,
            manager.name if manager is not None else "", *_said(reader, person, today),
            cells.day(person.deactivated_on), cells.day(person.hire_date),
            cells.moment(reader, person.privacy_accepted_at), cells.moment(reader, person.last_login_at),
            str(goals.get(person.id, (0, None))[0]), cells.moment(reader, goals.get(person.id, (0, None))[1]),
            str(given.get(person.id, (0,))[0]), str(received.get(person.id, (0,))[0]),
        )
        for person, department, manager in found
    ]  # fmt: skip


def _said(reader: Party, person: Person, today: date) -> tuple[str, str]:
    with words.speaking(reader.language):
        return words.say(person.role.label), words.say(Status.of(person, today).label)


def _by_person(tx: Session, query: Any) -> dict[Any, tuple[Any, ...]]:
    return {row[0]: tuple(row[1:]) for row in tx.execute(query)}
