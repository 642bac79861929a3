"""What the screen gets to know of a person in a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from sqlmodel import Session, col, select

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
    return PersonCard(
        id=cast(int, person.id),
        name=person.name,
        initials=initials(person),
        email=person.email,
        title=person.title,
        department=department_name,
    )


def cards(tx: Session, people_ids: Iterable[int]) -> list[PersonCard]:
    """The cards of these people, in this order; whoever does not exist is left out.

    Asks no policy: whoever calls has already found out that these people may be shown.
    """
    wanted = list(people_ids)
    rows = tx.exec(
        select(Person, Department.name)
        .join(Department, col(Person.department_id) == Department.id, isouter=True)
        .where(col(Person.id).in_(wanted))
    )
    found = {person.id: card(person, department_name or "") for person, department_name in rows}
    return [found[person_id] for person_id in wanted if person_id in found]
