"""The list of people in Users, a page at a time in either direction, whatever the size of the organization.

A page begins behind (or ends before) a person, never at a number, so the millionth costs what the first does. There are
two ways to read one: where at most `FEW` match, these are looked up and sorted; where
more do, people are read in the wanted order until there are enough, which then comes soon.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    CompoundSelect,
    Select,
    SQLColumnExpression,
    func,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from admin_proxy import clock, db
from admin_proxy.access import predicate
from admin_proxy.accounts import reach
from admin_proxy.accounts.people import initials
from admin_proxy.accounts.tables import Department, Person
from admin_proxy.directory.people_filters import NO_FILTERS, Filters, Narrowed, Status
from admin_proxy.directory.visible import has_scope, permit, visible
from admin_proxy.identity import Identity
from admin_proxy.words import say, say_n

PAGE = 50
FEW = 2_000
"""So many are counted, sorted by themselves, and can be changed at once."""


class Sort(StrEnum):
    NAME = "name"
    LAST_SIGN_IN = "last_sign_in"
    HIRED = "hired"


@dataclass(frozen=True, slots=True)
class Order:
    by: Sort = Sort.NAME
    descending: bool = False


BY_NAME = Order()


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    name: str
    initials: str
    email: str
    employee_id: str
    title: str
    department: str
    location: str
    role: str
    status: Status
    deactivated_on: date | None
    never_signed_in: bool
    last_login_at: datetime | None
    hire_date: date | None
    manager: str


@dataclass(frozen=True, slots=True)
class ListPage:
    rows: tuple[Row, ...]
    before: int | None
    """Whom the page before this one ends in front of; None: this is the first."""
    after: int | None
    """Whom the next page begins behind; None: this is the last."""
    count: int
    """How many match, up to `FEW`; one more says 'more'."""

    @property
    def count_label(self) -> str:
        if self.count > FEW:
            return say("{count}+ people", count=FEW)
        return say_n("{count} person", "{count} people", self.count)


def people(
    identity: Identity,
    filters: Filters = NO_FILTERS,
    order: Order = BY_NAME,
    *,
    after: int | None = None,
    before: int | None = None,
) -> ListPage:
    """One page of those whom `identity` may see and who match.

    Args:
        after: somebody of the page before this one, its last; whoever that is, they must be in sight.
        before: or somebody of the next page, its first.

    Raises:
        Forbidden: the subject is neither a Super Admin nor an HR Admin.
    """
    permit(identity)
    with db.reading() as tx:
        reader = _Reader(tx, identity, filters, order)
        count = reader.count(FEW + 1)
        behind = after if before is None else None
        backwards = before is not None
        edge = reader.edge(before if backwards else behind)
        ids = reader.ids(edge, PAGE + 1, backwards=backwards and edge is not None, few=count <= FEW)
        more, ids = len(ids) > PAGE, ids[:PAGE]
        if edge is None:
            backwards = False
        if backwards:
            ids.reverse()
        has_next, has_previous = (bool(ids), more) if backwards else (more, edge is not None and bool(ids))
        return ListPage(
            rows=_rows(tx, ids),
            before=ids[0] if has_previous else None,
            after=ids[-1] if has_next else None,
            count=count,
        )


def all_ids(tx: Session, identity: Identity, filters: Filters) -> list[int]:
    """Everybody who matches, in no order; one more than `FEW` where there are more."""
    permit(identity)
    return list(tx.execute(_Reader(tx, identity, filters, BY_NAME).few(FEW + 1)).scalars())


class Edge(NamedTuple):
    """Somebody's place in the order."""

    key: Any
    """None: without a date."""
    id: int


class _Reader:
    """The two ways to read, on one engine, for one question."""

    def __init__(self, tx: Session, identity: Identity, filters: Filters, order: Order) -> None:
        self._tx, self._identity, self._order = tx, identity, order
        self._narrowed = Narrowed(tx, identity, filters)

    def count(self, most: int) -> int:
        counted: int = self._tx.execute(select(func.count()).select_from(self.few(most).subquery())).scalar_one()
        return counted

    def edge(self, person_id: int | None) -> Edge | None:
        """Where somebody stands in the order; None for nobody, or nobody in sight."""
        if person_id is None or not reach.is_number(person_id):
            return None
        key = select(self._key(Person)).where(col(Person.id) == person_id, visible(self._identity))
        found = self._tx.execute(key).one_or_none()
        return Edge(found[0], person_id) if found else None

    def ids(self, edge: Edge | None, most: int, *, backwards: bool, few: bool) -> list[int]:
        """Those behind `edge`, nearest first; or those in front of it.

        Whoever has no date stands before all who have one. The two are read one after the other, because no index
        goes on from a place among them otherwise.
        """
        downwards = self._order.descending != backwards
        parts = [True, False] if downwards else [False, True]
        if self._order.by is Sort.NAME:
            parts = [True]
        found: list[int] = []
        for dated in parts:
            begun = edge is not None and (edge.key is not None) == dated
            passed = edge is not None and not begun and dated == parts[0]
            if len(found) < most and not passed:
                found += self._part(dated, edge if begun else None, most - len(found), downwards=downwards, few=few)
        return found

    def _part(self, dated: bool, edge: Edge | None, most: int, *, downwards: bool, few: bool) -> list[int]:
        person: type[Person] = aliased(Person) if few else Person
        ids = self._among_few(person) if few else self._among_many()
        key, number = self._key(person), col(person.id)
        if self._order.by is not Sort.NAME:
            ids = ids.where(key.is_not(None) if dated else key.is_(None))
        order = (key, number)
        if edge is not None:
            place, there = (tuple_(key, number), tuple_(edge.key, edge.id)) if dated else (number, edge.id)
            ids = ids.where(place < there if downwards else place > there)
        ids = ids.order_by(*(one.desc() for one in order) if downwards else order).limit(most)
        return list(self._tx.execute(ids).scalars())

    def few(self, most: int) -> Select[Any] | CompoundSelect[Any]:
        """The ids of those who match, at most so many, in whatever order finds them soonest."""
        ids: Select[Any] = select(col(Person.id).label("id"))
        own_house = col(Person.organization_id) == self._identity.organization_id
        # Adding nothing keeps SQLite from going through all of the organization, instead of the members one by one.
        own_member = col(Person.organization_id) + 0 == self._identity.organization_id
        if not has_scope(self._identity):
            own = own_member if self._narrowed.begins_with_members else own_house
            return ids.where(own, *self._narrowed.looked_up()).limit(most)
        subject, conditions = self._identity.subject, self._narrowed.conditions()
        departments, members = predicate.departments_in_scope(subject), predicate.members_in_scope(subject)
        elsewhere = or_(col(Person.department_id).is_(None), col(Person.department_id).not_in(departments))
        return union_all(
            ids.where(own_house, col(Person.department_id).in_(departments), *conditions),
            ids.where(own_member, col(Person.id).in_(members), elsewhere, *conditions),
        ).limit(most)

    def _among_few(self, person: type[Person]) -> Select[Any]:
        few = self.few(FEW + 1).cte("few").prefix_with("MATERIALIZED")
        return select(col(person.id)).select_from(few).join(person, col(person.id) == few.c.id)

    def _among_many(self) -> Select[Any]:
        return select(col(Person.id)).where(visible(self._identity), *self._narrowed.conditions())

    def _key(self, person: type[Person]) -> SQLColumnExpression[Any]:
        if self._order.by is Sort.NAME:
            return col(person.search_text)
        return col(person.hire_date) if self._order.by is Sort.HIRED else col(person.last_login_at)


def _rows(tx: Session, ids: list[int]) -> tuple[Row, ...]:
    manager = aliased(Person)
    found = tx.execute(
        select(Person, col(Department.name), col(manager.first_name), col(manager.last_name), col(manager.email))
        .join(Department, col(Person.department_id) == Department.id, isouter=True)
        .join(manager, col(Person.manager_id) == manager.id, isouter=True)
        .where(col(Person.id).in_(ids))
    )
    today = clock.now().date()
    rows = {
        person.id: _row(person, department or "", f"{first or ''} {last or ''}".strip() or email or "", today)
        for person, department, first, last, email in found
    }
    return tuple(rows[person_id] for person_id in ids if person_id in rows)


def _row(person: Person, department: str, manager: str, today: date) -> Row:
    return Row(
        id=cast(int, person.id),
        name=person.name,
        initials=initials(person),
        email=person.email,
        employee_id=person.employee_id,
        title=person.title,
        department=department,
        location=person.location,
        role=say(person.role.label),
        status=Status.of(person, today),
        deactivated_on=person.deactivated_on,
        never_signed_in=person.privacy_version == "" and person.last_login_at is None,
        last_login_at=person.last_login_at,
        hire_date=person.hire_date,
        manager=manager,
    )
