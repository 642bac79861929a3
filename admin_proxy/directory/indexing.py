"""Keeping what people are found by in step, where something of it changes for many of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from sqlalchemy import select
from sqlmodel import Session, col

from admin_proxy import bulk
from admin_proxy.accounts.tables import Department, Person
from admin_proxy.directory.folding import searched

_AT_ONCE = 2_000


def refresh(tx: Session, *, people_ids: Iterable[int] = (), department_id: int | None = None) -> int:
    """Write anew what people are found by, in the transaction that changed what it is made of.

    Args:
        people_ids: whoever got another name, e-mail, employee id, title or department.
        department_id: a department that was renamed; means everybody who stands in it.

    Returns:
        for how many of them it was out of date.
    """
    standing = select(col(Person.id)).where(col(Person.department_id) == department_id)
    in_department = () if department_id is None else tx.execute(standing).scalars().all()
    everybody = iter(dict.fromkeys((*people_ids, *in_department)))
    return sum(_refresh(tx, some) for some in _portions(everybody))


def _refresh(tx: Session, people_ids: list[int]) -> int:
    rows = tx.execute(
        select(
            col(Person.id), col(Person.search_text), col(Person.first_name), col(Person.last_name), col(Person.email),
            col(Person.employee_id), col(Person.title), col(Department.name),
        )
        .join(Department, col(Person.department_id) == col(Department.id), isouter=True)
        .where(col(Person.id).in_(people_ids))
    )  # fmt: skip
    outdated = []
    for person_id, was, first_name, last_name, email, employee_id, title, department in rows:
        now = searched(first_name, last_name, email, employee_id, title, department or "")
        if now != was:
            outdated.append((person_id, now))
    bulk.update(tx, Person, ("search_text",), outdated)
    for person in tx.identity_map.values():
        if isinstance(person, Person):
            tx.expire(person, ["search_text"])
    return len(outdated)


def _portions(people_ids: Iterator[int]) -> Iterator[list[int]]:
    while some := list(islice(people_ids, _AT_ONCE)):
        yield some
