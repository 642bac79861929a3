"""Fetching the person whom an administrator asks about, by a number that anybody could have made up.

Whoever does not exist, is somebody else's, or is out of scope is not found; and finding out which of the three it is
takes the same steps, so that the time does not tell either.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, literal, select
from sqlmodel import Session, col

from admin_proxy.access import predicate
from admin_proxy.accounts import reach
from admin_proxy.accounts.people import party
from admin_proxy.accounts.tables import Person
from admin_proxy.identity import Role


@dataclass(frozen=True, slots=True)
class Sought:
    person: Person | None
    """None: nobody whom the administrator may know of."""
    of_the_house: tuple[int, str] | None
    """Number and name of whoever it is in the administrator's organization, in scope or not: for the record only."""


def seek(tx: Session, actor: Person, person_id: int) -> Sought:
    """The person of that number, if there is one for `actor`; the same statement and the same work for any number."""
    wanted = person_id if reach.is_number(person_id) else 0
    there = (
        select(col(Person.id))
        .where(col(Person.id) == wanted, col(Person.organization_id) == actor.organization_id)
        .scalar_subquery()
    )
    covers: list[ColumnElement[bool]] = [literal(True)]
    if actor.role is Role.HR_ADMIN:  # two columns and no OR between them, which would stop at the first that is true
        covers = [predicate.in_departments(party(actor)), predicate.in_groups(party(actor))]
    # The actor's own row stands in for one that is not there: it is read, and its scope looked at, just the same.
    number, first_name, last_name, email, *covered = tx.execute(
        select(col(Person.id), col(Person.first_name), col(Person.last_name), col(Person.email), *covers).where(
            col(Person.id) == func.coalesce(there, actor.id)
        )
    ).one()
    is_there = number == wanted
    visible = is_there and (any(covered) or number == actor.id)
    return Sought(
        person=tx.get(Person, number) if visible else None,
        of_the_house=(number, f"{first_name} {last_name}".strip() or email) if is_there else None,
    )
