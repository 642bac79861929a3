"""What the screen gets to know of a person in a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from admin_proxy.accounts.people import initials
from admin_proxy.accounts.tables import Department, Person


@dataclass(frozen=True, slots=True)
class PersonCard:
    id: int
    name: str
    initials: str
    email: str
    title: str
    department: str


def card(person: Person, department_name: str) -> PersonCard:
    return _card(person, department_name)


def cards(tx: Session, people_ids: Iterable[int]) -> list[PersonCard]:
    """The cards of these people, in this order; whoever does not exist is left out.

    Asks no policy: whoever calls has already found out that these people may be shown.
    """
    wanted = list(people_ids)
    found = {row.id: _card(row, row.department) for row in tx.execute(_ROWS, {"ids": wanted})}
    return [found[person_id] for person_id in wanted if person_id in found]


_COLUMNS: tuple[Any, ...] = (
    Person.id, Person.first_name, Person.last_name, Person.email, Person.title,
    col(Department.name).label("department"),
)  # fmt: skip
_ROWS = (
    select(*_COLUMNS)
    .join(Department, col(Person.department_id) == col(Department.id), isouter=True)
    .where(col(Person.id).in_(bindparam("ids", expanding=True)))
)
"""Made once, and of no more columns than a card shows: a search is asked at every keystroke."""


def _card(row: Any, department: str | None) -> PersonCard:
    return PersonCard(
        id=row.id,
        name=f"{row.first_name} {row.last_name}".strip() or row.email,
        initials=initials(row),
        email=row.email,
        title=row.title,
        department=department or "",
    )
