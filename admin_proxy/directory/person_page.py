"""One person's page: who they are, whom they work for and with, where they are signed in. Looking changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import func, select
from sqlmodel import Session, col

from admin_proxy import clock, db
from admin_proxy.accounts import logins
from admin_proxy.accounts.devices import device
from admin_proxy.accounts.people import initials, report_to
from admin_proxy.accounts.tables import Department, GroupMember, Login, Person, UserGroup
from admin_proxy.directory.group_choices import GroupChoice
from admin_proxy.directory.people_filters import Status
from admin_proxy.directory.visible import person as fetch
from admin_proxy.directory.visible import visible, visible_at_home
from admin_proxy.identity import Identity, Role
from admin_proxy.words import say

MOST_REPORTS = 50
MOST_ABOVE = 20


@dataclass(frozen=True, slots=True)
class Colleague:
    id: int
    name: str
    initials: str
    email: str
    title: str


@dataclass(frozen=True, slots=True)
class OpenLogin:
    """A browser that the person is signed in with: which kind it is and when, and nothing that could open it."""

    device: str
    since: datetime
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class PersonPage:
    id: int
    name: str
    first_name: str
    last_name: str
    initials: str
    email: str
    employee_id: str
    title: str
    department_id: int | None
    department: str
    """With those it belongs to: `Sales › Field Sales`."""
    location: str
    role: str
    status: Status
    deactivated_on: date | None
    hire_date: date | None
    language: str
    time_zone: str
    never_signed_in: bool
    has_password: bool
    last_login_at: datetime | None
    created_at: datetime
    manager: str
    """The e-mail of the manager, where they are in sight."""
    managers: tuple[Colleague, ...]
    """The manager, theirs, and so on to the top; of those in sight."""
    has_managers_out_of_sight: bool
    reports: tuple[Colleague, ...]
    """By name; at most `MOST_REPORTS`."""
    report_count: int
    groups: tuple[GroupChoice, ...]
    logins: tuple[OpenLogin, ...]
    """The latest used first."""
    is_oneself: bool
    may_be_managed: bool
    """By who asks: Super Admins manage, HR Admins look."""


def person(identity: Identity, person_id: int) -> PersonPage:
    """Everything that the page shows.

    Raises:
        Forbidden: the subject is neither a Super Admin nor an HR Admin.
        NotFound: no such person, or out of scope: never told apart.
    """
    with db.reading() as tx:
        found = fetch(tx, identity, person_id)
        above, all_in_sight = _managers(tx, identity, found)
        reports, report_count = _reports(tx, identity, found)
        return PersonPage(
            id=cast(int, found.id),
            name=found.name,
            first_name=found.first_name,
            last_name=found.last_name,
            initials=initials(found),
            email=found.email,
            employee_id=found.employee_id,
            title=found.title,
            department_id=found.department_id,
            department=department_path(tx, found.department_id),
            location=found.location,
            role=say(found.role.label),
            status=Status.of(found, clock.now().date()),
            deactivated_on=found.deactivated_on,
            hire_date=found.hire_date,
            language=found.language,
            time_zone=found.time_zone,
            never_signed_in=found.privacy_version == "" and found.last_login_at is None,
            has_password=found.password_hash is not None,
            last_login_at=found.last_login_at,
            created_at=found.created_at,
            manager=above[0].email if above and above[0].id == found.manager_id else "",
            managers=above,
            has_managers_out_of_sight=not all_in_sight,
            reports=reports,
            report_count=report_count,
            groups=_groups(tx, found),
            logins=_logins(tx, found),
            is_oneself=found.id in (identity.subject.id, identity.actor.id),
            may_be_managed=identity.subject.role is Role.SUPER_ADMIN,
        )


def department_path(tx: Session, department_id: int | None) -> str:
    names: list[str] = []
    seen: set[int] = set()
    while department_id is not None and department_id not in seen:
        seen.add(department_id)
        department = tx.get_one(Department, department_id)
        names.insert(0, department.name)
        department_id = department.parent_id
    return " › ".join(names)


def _managers(tx: Session, identity: Identity, of: Person) -> tuple[tuple[Colleague, ...], bool]:
    """From the nearest to the top; and whether all of them are in sight."""
    ids: list[int] = []
    above = of.manager_id
    while above is not None and above not in ids and len(ids) < MOST_ABOVE:
        ids.append(above)
        above = tx.get_one(Person, above).manager_id
    shown = {
        row.id: row for row in tx.execute(select(Person).where(col(Person.id).in_(ids), visible(identity))).scalars()
    }
    return tuple(_colleague(shown[one]) for one in ids if one in shown), len(shown) == len(ids)


def _reports(tx: Session, identity: Identity, of: Person) -> tuple[tuple[Colleague, ...], int]:
    theirs = select(Person).where(report_to(of.id, identity.organization_id), visible_at_home(identity))
    count = tx.execute(
        select(func.count()).select_from(theirs.with_only_columns(col(Person.id)).subquery())
    ).scalar_one()
    rows = tx.execute(theirs.order_by(col(Person.search_text), col(Person.id)).limit(MOST_REPORTS)).scalars()
    return tuple(_colleague(row) for row in rows), count


def _groups(tx: Session, of: Person) -> tuple[GroupChoice, ...]:
    theirs = (
        select(col(UserGroup.id), col(UserGroup.name))
        .join(GroupMember, col(GroupMember.group_id) == col(UserGroup.id))
        .where(col(GroupMember.person_id) == of.id)
        .order_by(col(UserGroup.name))
    )
    return tuple(GroupChoice(cast(int, key), name) for key, name in tx.execute(theirs))


def _logins(tx: Session, of: Person) -> tuple[OpenLogin, ...]:
    now = clock.now()
    rows = tx.execute(
        select(Login)
        .where(col(Login.person_id) == of.id, col(Login.ended_at).is_(None))
        .order_by(col(Login.last_seen_at).desc(), col(Login.id).desc())
    ).scalars()
    return tuple(
        OpenLogin(device(row.user_agent), row.created_at, row.last_seen_at) for row in rows if logins.is_open(row, now)
    )


def _colleague(person: Person) -> Colleague:
    return Colleague(cast(int, person.id), person.name, initials(person), person.email, person.title)
