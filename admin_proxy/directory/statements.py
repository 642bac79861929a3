"""The statements of search. Each is made once for each shape of a query: making one takes longer than running it.

What was typed, who asks and where to go on come in as parameters. All read an index made for search and, unless they
go by trigrams, nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
)  # fmt: skip
from sqlalchemy.orm import aliased
from sqlmodel import col

from admin_proxy.access import predicate
from admin_proxy.accounts.tables import Person
from admin_proxy.directory import trigrams
from admin_proxy.directory.matching import Matching, Tier
from admin_proxy.directory.trigrams import Help
from admin_proxy.identity import Role


class Whom(Enum):
    """Who is looked for."""

    ELIGIBLE = "eligible"
    """Who may be impersonated now."""
    KNOWN = "known"
    """Whom the administrator may know of."""
    COLLEAGUES = "colleagues"
    """Who works there too, found by what colleagues see of each other."""


MOST = 21
"""Ids that a statement answers with: a page, and one more to see whether there is another."""
COUNTED = 101

_ACTOR = bindparam("actor", type_=Integer)
_ORGANIZATION = bindparam("organization", type_=Integer)
_TODAY = bindparam("today", type_=Date)
_FEW = bindparam("few", type_=Integer)
_NEXT_NAMES = bindparam("next_names", type_=Integer)
_BEHIND_RANK = bindparam("behind_rank", type_=Text)
_BEHIND_KEY = bindparam("behind_key", type_=Text)
_BEHIND_ID = bindparam("behind_id", type_=Integer)


@dataclass(frozen=True, slots=True)
class Asker:
    """Stands for whoever asks."""

    role: Role
    id: BindParameter[int] = _ACTOR
    organization_id: BindParameter[int] = _ORGANIZATION


@dataclass(frozen=True, slots=True)
class Shape:
    """All that makes one statement differ from another."""

    sqlite: bool
    role: Role
    whom: Whom
    words: int

    @property
    def matching(self) -> Matching:
        return Matching(self.words, self.sqlite)

    def may_be_found(self, person: type[Person]) -> ColumnElement[bool]:
        if self.whom is Whom.KNOWN:
            return predicate.known(Asker(self.role), person)
        if self.whom is Whom.COLLEAGUES:
            return and_(
                colleagues(Asker(self.role), person, _TODAY), self.matching.matches_in_sight_of_colleagues(person)
            )
        return predicate.reached(Asker(self.role), person, today=_TODAY)


def colleagues(asker: predicate.Asker, person: type[Person], today: date | BindParameter[date]) -> ColumnElement[bool]:
    """A condition on `Person`: who works in the same organization as `asker` and is active."""
    return and_(
        col(person.organization_id) == asker.organization_id,
        col(person.id) != asker.id,
        or_(col(person.deactivated_on).is_(None), col(person.deactivated_on) > today),
    )


@cache
def rank(shape: Shape) -> Select[Any]:
    """The rank of one person, if they are among the answers."""
    matching = shape.matching
    this_one = col(Person.id) == bindparam("person", type_=Integer)
    return select(matching.rank(Person)).where(this_one, shape.may_be_found(Person), matching.matches(Person))


@cache
def in_sight(role: Role) -> Select[Any]:
    """How many people the administrator can see at all, counted up to `few`."""
    return _count(_in_sight(role, col(Person.id)).limit(_FEW))


@cache
def among_few(shape: Shape, behind: bool) -> Select[Any]:
    """Looks at everybody in sight."""
    person = _those_in_sight(shape)
    order = (shape.matching.rank(person), col(person.id))
    ids = select(col(person.id)).where(shape.matching.matches(person), shape.may_be_found(person))
    if behind:
        ids = ids.where(tuple_(*order) > tuple_(_BEHIND_RANK, _BEHIND_ID))
    return ids.order_by(*order).limit(literal_column(str(MOST)))


@cache
def count_among_few(shape: Shape) -> Select[Any]:
    person = _those_in_sight(shape)
    return _count_up(select(col(person.id)).where(shape.matching.matches(person), shape.may_be_found(person)))


@cache
def by_name(shape: Shape, tier: Tier, behind: bool) -> Select[Any]:
    """Those of a tier that an index has in the right order."""
    return _in_tier(shape, Person, tier, behind)


@cache
def among_next_names(shape: Shape, tier: Tier, behind: bool) -> Select[Any]:
    """Those of a tier among the people whose names come next."""
    return _in_tier(shape, _next_names(shape, behind), tier, behind)


@cache
def by_trigrams(shape: Shape, tier: Tier, help_: Help, behind: bool) -> Select[Any]:
    """Those of a tier; looks at whoever the full-text index finds, or at everybody if it is of no help."""
    return _in_tier(shape, Person, tier, behind).where(trigrams.found(help_, sqlite=shape.sqlite))


@cache
def beyond_names_among_next_names(shape: Shape) -> Select[Any]:
    """Ids and tiers of those in the last two tiers among the first people by name: up to `MOST` of each tier."""
    return _beyond_names(shape, _next_names(shape, behind=False)).limit(literal_column(str(2 * MOST)))


@cache
def shares_of_next_names(shape: Shape) -> Select[Any]:
    """Among the first people by name: how many match, may they be found or not, and how many may be found."""
    person = _next_names(shape, behind=False)
    matching, visible = (_how_many(holds(person)) for holds in (shape.matching.matches, shape.may_be_found))
    columns: Any = (matching.label("matching"), visible.label("visible"))
    return select(*columns)


@cache
def beyond_names_by_trigrams(shape: Shape, help_: Help) -> Select[Any]:
    """The same of everybody, with how many there are."""
    ids = _beyond_names(shape, Person).add_columns(func.count().over().label("count_of_all"))
    return ids.where(trigrams.found(help_, sqlite=shape.sqlite)).limit(literal_column(str(MOST)))


@cache
def count_by_name(shape: Shape, tier: Tier) -> Select[Any]:
    return _count_up(select(col(Person.id)).where(shape.matching.is_in(Person, tier), shape.may_be_found(Person)))


@cache
def count_among_next_names(shape: Shape) -> Select[Any]:
    person = _next_names(shape, behind=False)
    return _count_up(select(col(person.id)).where(shape.matching.matches(person), shape.may_be_found(person)))


@cache
def count_by_trigrams(shape: Shape, help_: Help) -> Select[Any]:
    matches = shape.matching.matches(Person)
    found = trigrams.found(help_, sqlite=shape.sqlite)
    return _count_up(select(col(Person.id)).where(found, matches, shape.may_be_found(Person)))


def _in_tier(shape: Shape, person: type[Person], tier: Tier, behind: bool) -> Select[Any]:
    order = (shape.matching.key_in(person, tier), col(person.id))
    ids = select(col(person.id)).where(shape.matching.is_in(person, tier), shape.may_be_found(person))
    if behind:
        ids = ids.where(tuple_(*order) > tuple_(_BEHIND_KEY, _BEHIND_ID))
    return ids.order_by(*order).limit(literal_column(str(MOST)))


def _beyond_names(shape: Shape, person: type[Person]) -> Select[Any]:
    matching = shape.matching
    tier = case((matching.reaches(person, Tier.WORDS), literal_column("2")), else_=literal_column("3")).label("tier")
    return (
        select(col(person.id), tier)
        .where(matching.matches(person), matching.in_none_before(person, Tier.WORDS), shape.may_be_found(person))
        .order_by(tier, matching.key_in(person, Tier.WORDS), col(person.id))
    )


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, literal_column("1")))), literal_column("0"))


def _those_in_sight(shape: Shape) -> type[Person]:
    # The offset keeps both engines from asking what is asked of these people of everybody, and then looking who is one.
    return aliased(Person, _in_sight(shape.role).offset(literal_column("0")).subquery())


def _next_names(shape: Shape, behind: bool) -> type[Person]:
    order = (col(Person.search_text), col(Person.id))
    people = _people(shape.role)
    if behind:
        people = people.where(tuple_(*order) > tuple_(_BEHIND_KEY, _BEHIND_ID))
    return aliased(Person, people.order_by(*order).limit(_NEXT_NAMES).subquery())


def _in_sight(role: Role, *columns: Any) -> Select[Any] | CompoundSelect[Any]:
    """Everybody of the organization; for an HR Admin, everybody in the departments and groups of the scope, once."""
    if role is not Role.HR_ADMIN:
        return _people(role, *columns)
    departments = predicate.departments_in_scope(Asker(role))
    elsewhere = or_(col(Person.department_id).is_(None), col(Person.department_id).not_in(departments))
    return union_all(
        _people(role, *columns).where(col(Person.department_id).in_(departments)),
        # SQLite, which does not know how many they are, would rather walk through everybody of the organization.
        select(*(columns or _HELD))
        .where(trigrams.unindexed(col(Person.organization_id)) == Asker(role).organization_id)
        .where(col(Person.id).in_(predicate.members_in_scope(Asker(role))), elsewhere),
    )


_HELD: tuple[Any, ...] = (
    Person.id, Person.organization_id, Person.role, Person.department_id, Person.deactivated_on,
    Person.privacy_version, Person.search_text,
)  # fmt: skip
"""No more columns than the indexes for search hold."""


def _people(role: Role, *columns: Any) -> Select[Any]:
    """Everybody of the organization."""
    return select(*(columns or _HELD)).where(col(Person.organization_id) == Asker(role).organization_id)


def _count_up(people: Select[Any]) -> Select[Any]:
    return _count(people.limit(literal_column(str(COUNTED))))


def _count(people: Select[Any] | CompoundSelect[Any]) -> Select[Any]:
    return select(func.count()).select_from(people.subquery())
