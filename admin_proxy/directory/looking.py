"""Two ways to look for people, with the same answers.

Which is quicker depends on how many people the administrator can see at all:

* `LookingThroughFew` (a small organization, or an HR Admin's scope) looks at each of them, in one statement, and reads
  only an index.
* `LookingAmongMany` goes tier by tier until there are enough. Names that begin with what was typed stand beside each
  other in an index, in the right order. For the other tiers the people whose names come next are tried first: what is
  common is found there soon enough. What is rare is then looked up by its trigrams; that finds few, which are sorted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, func, or_, select, true, tuple_, union_all
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from admin_proxy.access import predicate
from admin_proxy.access.predicate import Condition
from admin_proxy.accounts.tables import Person
from admin_proxy.directory import trigrams
from admin_proxy.directory.matching import Matching, Tier
from admin_proxy.identity import Party, Role

FEW_IN_ORGANIZATION = 4_000
FEW_IN_SCOPE = 20_000
NEXT_NAMES = 4_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands in the order of the answers."""

    tier: Tier
    key: str
    id: int


class Looking(Protocol):
    def after(self, place: Place | None, most: int) -> list[int]:
        """The ids of the first `most` who match, in order; of those behind `place`."""

    def count(self, most: int) -> int:
        """How many match, counted up to `most`."""


def looking_for(tx: Session, actor: Party, eligible: Condition, matching: Matching) -> Looking:
    """The way to look that suits how many people `actor` can see."""
    if actor.role is Role.HR_ADMIN:
        scope = _scope(actor)
        if _count(tx, scope, FEW_IN_SCOPE + 1) <= FEW_IN_SCOPE:
            return LookingThroughFew(tx, aliased(Person, scope.subquery()), eligible, matching)
    else:
        everybody = _people(actor)
        if _count(tx, everybody, FEW_IN_ORGANIZATION + 1) <= FEW_IN_ORGANIZATION:
            return LookingThroughFew(tx, aliased(Person, everybody.subquery()), eligible, matching)
    return LookingAmongMany(tx, actor, eligible, matching)


def place_of(tx: Session, person_id: int, eligible: Condition, matching: Matching) -> Place | None:
    """None: there is no such person among the answers."""
    found = tx.execute(
        select(matching.tier(Person), matching.key(Person)).where(
            col(Person.id) == person_id, eligible(Person), matching.matches(Person)
        )
    ).one_or_none()
    return Place(Tier(found[0]), found[1], person_id) if found else None


class LookingThroughFew:
    def __init__(self, tx: Session, person: type[Person], eligible: Condition, matching: Matching) -> None:
        self._tx = tx
        self._found = (
            select(
                col(person.id).label("id"),
                matching.tier(person).label("tier"),
                matching.key(person).label("key"),
            )
            .where(eligible(person), matching.matches(person))
            .subquery()
        )

    def after(self, place: Place | None, most: int) -> list[int]:
        order = (self._found.c.tier, self._found.c.key, self._found.c.id)
        ids = select(self._found.c.id).order_by(*order).limit(most)
        if place is not None:
            ids = ids.where(tuple_(*order) > (place.tier.value, place.key, place.id))
        return list(self._tx.execute(ids).scalars())

    def count(self, most: int) -> int:
        return _count(self._tx, select(self._found.c.id), most)


class LookingAmongMany:
    def __init__(self, tx: Session, actor: Party, eligible: Condition, matching: Matching) -> None:
        self._tx, self._actor, self._eligible, self._matching = tx, actor, eligible, matching

    def after(self, place: Place | None, most: int) -> list[int]:
        found: list[int] = []
        for tier in Tier:
            if len(found) < most and (place is None or tier >= place.tier):
                behind = place if place is not None and tier == place.tier else None
                found += self._of_tier(tier, behind, most - len(found))
        return found

    def count(self, most: int) -> int:
        matching, soon = self._matching, self._next_names(None)
        everywhere = and_(self._by_trigrams(Tier.INSIDE), matching.matches(Person))
        for person, condition in ((Person, matching.name_begins(Person)), (soon, matching.matches(soon))):
            if self._count(person, condition, most) == most:
                return most
        return self._count(Person, everywhere, most)

    def _of_tier(self, tier: Tier, behind: Place | None, most: int) -> list[int]:
        if tier in (Tier.NAME, Tier.SURNAME):
            return self._ids(Person, tier, behind, most)
        soon = self._ids(self._next_names(behind), tier, behind, most)
        return soon if len(soon) == most else self._ids(Person, tier, behind, most, self._by_trigrams(tier))

    def _ids(
        self,
        person: type[Person],
        tier: Tier,
        behind: Place | None,
        most: int,
        also: ColumnElement[bool] | None = None,
    ) -> list[int]:
        matching, key = self._matching, self._matching.key_in(person, tier)
        ids = (
            select(col(person.id))
            .where(matching.is_in(person, tier), self._eligible(person), true() if also is None else also)
            .order_by(key, col(person.id))
            .limit(most)
        )
        if behind is not None:
            ids = ids.where(tuple_(key, col(person.id)) > (behind.key, behind.id))
        return list(self._tx.execute(ids).scalars())

    def _count(self, person: type[Person], condition: ColumnElement[bool], most: int) -> int:
        return _count(self._tx, select(col(person.id)).where(condition, self._eligible(person)), most)

    def _next_names(self, behind: Place | None) -> type[Person]:
        order = (col(Person.search_text), col(Person.id))
        people = _people(self._actor).order_by(*order).limit(NEXT_NAMES)
        if behind is not None:
            people = people.where(tuple_(*order) > (behind.key, behind.id))
        return aliased(Person, people.subquery())

    def _by_trigrams(self, tier: Tier) -> ColumnElement[bool]:
        words = self._matching.query.words
        parts = [f" {word}" for word in words] if tier is Tier.WORDS else words
        return trigrams.holding(self._tx, parts)


def _people(actor: Party) -> Select[Any]:
    """Everybody of the organization, with no more columns than the indexes for search hold."""
    columns: list[Any] = [
        Person.id, Person.organization_id, Person.role, Person.department_id, Person.deactivated_on,
        Person.privacy_version, Person.search_text,
    ]  # fmt: skip
    return select(*columns).where(col(Person.organization_id) == actor.organization_id)


def _scope(actor: Party) -> CompoundSelect[Any]:
    """Everybody in the departments and groups of the scope, each once."""
    departments, members = predicate.departments_in_scope(actor), predicate.members_in_scope(actor)
    elsewhere = or_(col(Person.department_id).is_(None), col(Person.department_id).not_in(departments))
    return union_all(
        _people(actor).where(col(Person.department_id).in_(departments)),
        _people(actor).where(col(Person.id).in_(members), elsewhere),
    )


def _count(tx: Session, people: Select[Any] | CompoundSelect[Any], most: int) -> int:
    counted: int = tx.execute(select(func.count()).select_from(people.limit(most).subquery())).scalar_one()
    return counted
