"""Changing many people at once: deactivate them, move them, add them to a group, remove them from one. All or nothing.

Those for whom it is refused are named with the reason and left as they are; the others are changed in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlalchemy import delete, select
from sqlmodel import Session, col

from admin_proxy import bulk, clock, db
from admin_proxy.accounts import logins, reach
from admin_proxy.accounts.tables import Department, GroupMember, Login, Person
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.audit.trail import Deed
from admin_proxy.directory import departments, groups, indexing
from admin_proxy.directory.people_filters import Filters
from admin_proxy.directory.people_list import FEW, all_ids
from admin_proxy.directory.person_page import department_path
from admin_proxy.identity import Forbidden, Identity, Invalid, NotFound, Role
from admin_proxy.words import later, say

TOO_MANY = later("At most {count} people can be changed at once. Narrow the list down first.")
NOBODY = later("Choose people first.")
OTHERS_SEE_IT_THEN = later("Nobody can deactivate themselves. Ask another Super Admin.")


@dataclass(frozen=True, slots=True)
class Chosen:
    """These people, or everybody who matches."""

    ids: tuple[int, ...] = ()
    matching: Filters | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody who is left as they are."""

    name: str
    email: str
    why: str


@dataclass(frozen=True, slots=True)
class Outcome:
    changed: int
    unchanged: int
    """They are so already."""
    refused: tuple[Left, ...]


class Change(Protocol):
    """One thing that can be done to many."""

    def prepare(self, tx: Session, identity: Identity, people: Sequence[Person]) -> None:
        """Look up what it takes, for those who are chosen.

        Raises:
            NotFound: it is not there, in one's own organization.
        """

    def is_so(self, person: Person) -> bool:
        """Whether nothing needs to be done."""

    def refuse(self, tx: Session, identity: Identity, person: Person) -> None:
        """Raise `Invalid` or `Forbidden`, in the words for one person, where it may not be done."""

    def do(self, tx: Session, people: Sequence[Person]) -> list[Deed]:
        """Do it to all of them; returns what goes into the record."""


class Deactivate:
    def __init__(self, from_date: date) -> None:
        self._from = from_date
        self._before: dict[int | None, date | None] = {}

    def prepare(self, tx: Session, identity: Identity, people: Sequence[Person]) -> None:  # noqa: ARG002 - see others
        self._identity = identity

    def is_so(self, person: Person) -> bool:
        return person.deactivated_on is not None and person.deactivated_on <= self._from

    def refuse(self, tx: Session, identity: Identity, person: Person) -> None:
        reach.not_oneself(identity, person, OTHERS_SEE_IT_THEN)
        reach.another_super_admin_stays(tx, person, "")
        self._before[person.id], person.deactivated_on = person.deactivated_on, self._from
        if person.role is Role.SUPER_ADMIN:
            tx.flush()  # the next one must not take this one for the other who stays

    def do(self, tx: Session, people: Sequence[Person]) -> list[Deed]:
        tx.flush()
        after = {"deactivated_on": self._from.isoformat()}
        if self._from <= clock.now().date():
            theirs = bulk.among(tx, col(Login.person_id), [_id(person) for person in people])
            signed_in = select(col(Login.person_id)).where(col(Login.ended_at).is_(None), theirs).distinct()
            for person_id in tx.execute(signed_in).scalars().all():
                logins.end_all(tx, self._identity, person_id, logins.LoginEnd.DEACTIVATED)
        return [
            Deed(Tag.PERSON_DEACTIVATED, reach.thing(one), {"deactivated_on": _said(self._before[one.id])}, after)
            for one in people
        ]


class Move:
    """To a department."""

    def __init__(self, department_id: int) -> None:
        self._to = department_id
        self._organization = 0

    def prepare(self, tx: Session, identity: Identity, people: Sequence[Person]) -> None:  # noqa: ARG002 - see others
        self._organization = reach.organization(identity)
        found = tx.get(Department, self._to) if reach.is_number(self._to) else None
        if found is None or found.organization_id != self._organization:
            raise NotFound(say("There is no such department."))

    def is_so(self, person: Person) -> bool:
        return person.department_id == self._to

    def refuse(self, tx: Session, identity: Identity, person: Person) -> None:
        """Anybody may be moved."""

    def do(self, tx: Session, people: Sequence[Person]) -> list[Deed]:
        paths = {at: department_path(tx, at) or None for at in {self._to, *(person.department_id for person in people)}}
        deeds = [
            Deed(
                Tag.PERSON_CHANGED,
                reach.thing(person),
                {"department": paths[person.department_id]},
                {"department": paths[self._to]},
            )
            for person in people
        ]
        for person in people:
            person.department_id = self._to
        tx.flush()
        indexing.refresh(tx, people_ids=[_id(person) for person in people])
        departments.changed(tx, self._organization)
        return deeds


class Join:
    """A group."""

    def __init__(self, group_id: int) -> None:
        self._group = group_id
        self._name = ""
        self._organization = 0
        self._members: set[int] = set()

    def prepare(self, tx: Session, identity: Identity, people: Sequence[Person]) -> None:
        self._name, self._organization = groups.own(tx, identity, self._group).name, reach.organization(identity)
        self._members = groups.members_among(tx, self._group, [_id(person) for person in people])

    def is_so(self, person: Person) -> bool:
        return person.id in self._members

    def refuse(self, tx: Session, identity: Identity, person: Person) -> None:
        """Anybody may be in a group."""

    def do(self, tx: Session, people: Sequence[Person]) -> list[Deed]:
        bulk.insert(tx, GroupMember, ("group_id", "person_id"), [(self._group, _id(person)) for person in people])
        groups.tell(tx, self._organization)
        return [Deed(Tag.PERSON_CHANGED, reach.thing(one), None, {"group": self._name}) for one in people]


class Leave(Join):
    """A group."""

    def is_so(self, person: Person) -> bool:
        return person.id not in self._members

    def do(self, tx: Session, people: Sequence[Person]) -> list[Deed]:
        theirs = bulk.among(tx, col(GroupMember.person_id), [_id(person) for person in people])
        tx.execute(delete(GroupMember).where(col(GroupMember.group_id) == self._group, theirs))
        groups.tell(tx, self._organization)
        return [Deed(Tag.PERSON_CHANGED, reach.thing(one), {"group": self._name}, None) for one in people]


def apply(identity: Identity, chosen: Chosen, change: Change) -> Outcome:
    """Do it to everybody chosen, in one transaction. Whoever is not in one's own organization is not chosen.

    Raises:
        Forbidden: the subject is no Super Admin.
        NotFound: the department or the group, in one's own organization.
        Invalid: nobody, or too many, are chosen.
    """
    with db.writing(reach.organization(identity)) as tx:
        return apply_in(tx, identity, chosen, change)


def apply_in(tx: Session, identity: Identity, chosen: Chosen, change: Change) -> Outcome:
    """The same within another's transaction."""
    reach.super_admin(tx, identity)
    people = _people(tx, identity, chosen)
    change.prepare(tx, identity, people)
    to_do, refused = _allowed(
        [one for one in people if not change.is_so(one)], lambda one: change.refuse(tx, identity, one)
    )
    if to_do:
        trail.record_all(tx, identity, change.do(tx, to_do))
        db.facts_changed(tx, reach.organization(identity))
    return Outcome(len(to_do), len(people) - len(to_do) - len(refused), tuple(refused))


def _people(tx: Session, identity: Identity, chosen: Chosen) -> list[Person]:
    ids: Iterable[int] = chosen.ids
    if chosen.matching is not None:
        ids = all_ids(tx, identity, chosen.matching)
    wanted = {one for one in ids if reach.is_number(one)}
    if not wanted:
        raise Invalid("", NOBODY)
    if len(wanted) > FEW:
        raise Invalid("", say(TOO_MANY, count=FEW))
    return list(
        tx.execute(
            select(Person)
            .where(
                bulk.among(tx, col(Person.id), sorted(wanted)),
                col(Person.organization_id) == reach.organization(identity),
            )
            .order_by(col(Person.search_text), col(Person.id))
        ).scalars()
    )


def _allowed(people: list[Person], check: Callable[[Person], None]) -> tuple[list[Person], list[Left]]:
    allowed, refused = [], []
    for person in people:
        try:
            check(person)
        except (Forbidden, Invalid) as refusal:
            refused.append(Left(person.name, person.email, refusal.sentence))
        else:
            allowed.append(person)
    return allowed, refused


def _said(on: date | None) -> str | None:
    return on.isoformat() if on else None


def _id(person: Person) -> int:
    if person.id is None:
        raise ValueError("only people who are stored can be changed")
    return person.id
