"""The administrators of an organization: who has which role, whom each HR Admin looks after, and how many that are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, case, func, or_, select, tuple_, union_all
from sqlmodel import Session, col

from admin_proxy import clock, db
from admin_proxy.access import predicate
from admin_proxy.accounts import reach, roles, scopes
from admin_proxy.accounts.people import initials, party
from admin_proxy.accounts.scopes import Scope
from admin_proxy.accounts.tables import Person
from admin_proxy.directory.matching import LONGEST, Matching, Query
from admin_proxy.directory.people_filters import Status
from admin_proxy.identity import Identity, Role
from admin_proxy.words import say, say_n

PAGE = 50
COUNTED = 2_000
"""So many are counted: administrators of a role, and people whom a scope covers."""
ROLES = (Role.SUPER_ADMIN, Role.ADMIN, Role.HR_ADMIN)
"""In the order of the list."""


@dataclass(frozen=True, slots=True)
class Administrator:
    id: int
    name: str
    initials: str
    email: str
    role: Role
    status: Status
    deactivated_on: date | None
    last_login_at: datetime | None
    never_signed_in: bool
    scope: Scope | None
    """None for those who need none."""
    covers: int
    """How many people the scope covers, up to `COUNTED`; one more says 'more'."""
    is_oneself: bool
    why_not: str
    """Why their role can't be changed by whoever looks; empty: it can."""

    @property
    def covers_label(self) -> str:
        if self.covers > COUNTED:
            return say("{count}+ people", count=COUNTED)
        return say_n("{count} person", "{count} people", self.covers)


@dataclass(frozen=True, slots=True)
class AdministratorsPage:
    rows: tuple[Administrator, ...]
    before: int | None
    """Whom the page before this one ends in front of; None: this is the first."""
    after: int | None
    """Whom the next page begins behind; None: this is the last."""
    counts: dict[Role, int]
    """How many of each role there are, whatever was typed, up to `COUNTED`; one more says 'more'."""


def administrators(
    identity: Identity,
    role: Role | None = None,
    text: str = "",
    *,
    after: int | None = None,
    before: int | None = None,
) -> AdministratorsPage:
    """One page of them, those who may do most first, by name.

    Args:
        role: only these.
        text: any part of a word of name, e-mail, employee id, title or department.
        after: somebody of the page before this one, its last.
        before: or somebody of the next page, its first.

    Raises:
        Forbidden: the subject is no Super Admin.
    """
    with db.reading() as tx:
        reach.super_admin(tx, identity)
        organization_id = reach.organization(identity)
        conditions = _conditions(tx, organization_id, role, text)
        edge = _edge(tx, organization_id, after if before is None else before)
        backwards = before is not None and edge is not None
        found = _people(tx, conditions, edge, backwards=backwards)
        more, found = len(found) > PAGE, found[:PAGE]
        if backwards:
            found.reverse()
        has_next, has_previous = (bool(found), more) if backwards else (more, edge is not None and bool(found))
        return AdministratorsPage(
            rows=tuple(_administrator(tx, identity, person) for person in found),
            before=found[0].id if has_previous else None,
            after=found[-1].id if has_next else None,
            counts={one: _count(tx, organization_id, one) for one in ROLES},
        )


def _conditions(tx: Session, organization_id: int, role: Role | None, text: str) -> list[ColumnElement[bool]]:
    conditions = [
        col(Person.organization_id) == organization_id,
        col(Person.role).in_([role] if role in ROLES else ROLES),
    ]
    query = Query.typed(text[: 4 * LONGEST])
    if query.words:
        conditions.append(Matching.once(tx, query).matches(Person))
    return conditions


def _place() -> tuple[Any, ...]:
    rank = case({role.value: number for number, role in enumerate(ROLES)}, value=col(Person.role))
    return rank, col(Person.search_text), col(Person.id)


def _edge(tx: Session, organization_id: int, person_id: int | None) -> Any:
    """Where that administrator stands in the list; None for nobody."""
    if person_id is None or not reach.is_number(person_id):
        return None
    there = select(*_place()).where(
        col(Person.id) == person_id, col(Person.organization_id) == organization_id, col(Person.role).in_(ROLES)
    )
    return tx.execute(there).one_or_none()


def _people(tx: Session, conditions: list[ColumnElement[bool]], edge: Any, *, backwards: bool) -> list[Person]:
    place = _place()
    wanted = select(Person).where(*conditions)
    if edge is not None:
        here, there = tuple_(*place), tuple_(*edge)
        wanted = wanted.where(here < there if backwards else here > there)
    order = [one.desc() for one in place] if backwards else place
    return list(tx.execute(wanted.order_by(*order).limit(PAGE + 1)).scalars())


def _count(tx: Session, organization_id: int, role: Role) -> int:
    some = select(col(Person.id)).where(col(Person.organization_id) == organization_id, col(Person.role) == role)
    return _counted(tx, some.limit(COUNTED + 1))


def _administrator(tx: Session, identity: Identity, person: Person) -> Administrator:
    has_scope = person.role is Role.HR_ADMIN
    person_id = cast(int, person.id)
    return Administrator(
        id=person_id,
        name=person.name,
        initials=initials(person),
        email=person.email,
        role=person.role,
        status=Status.of(person, clock.now().date()),
        deactivated_on=person.deactivated_on,
        last_login_at=person.last_login_at,
        never_signed_in=person.privacy_version == "" and person.last_login_at is None,
        scope=scopes.scope_of(tx, person_id) if has_scope else None,
        covers=_covered(tx, person) if has_scope else 0,
        is_oneself=person_id in (identity.subject.id, identity.actor.id),
        why_not=roles.why_not(tx, identity, person),
    )


def _covered(tx: Session, hr_admin: Person) -> int:
    """Two lists that have nobody in common, each of which an index finds, instead of an OR that none does."""
    asker = party(hr_admin)
    ids = select(col(Person.id))
    departments, members = predicate.departments_in_scope(asker), predicate.members_in_scope(asker)
    elsewhere = or_(col(Person.department_id).is_(None), col(Person.department_id).not_in(departments))
    own_house = col(Person.organization_id) == hr_admin.organization_id
    # Adding nothing keeps SQLite from going through all of the organization, instead of the members one by one.
    own_member = col(Person.organization_id) + 0 == hr_admin.organization_id
    found = union_all(
        ids.where(own_house, col(Person.department_id).in_(departments)),
        ids.where(and_(own_member, col(Person.id).in_(members), elsewhere)),
    )
    return _counted(tx, found.limit(COUNTED + 1))


def _counted(tx: Session, some: Any) -> int:
    counted: int = tx.execute(select(func.count()).select_from(some.subquery())).scalar_one()
    return counted
