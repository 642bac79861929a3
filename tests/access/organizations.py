"""Random organizations for Hypothesis: department trees, groups, scopes, roles, and all that can stand in the way.

Each is drawn as a plan (so that a failing one can be read) and then settled in the database beside a neighbour
organization. Names are short and made of few letters, so that searching for one finds several people.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from datetime import date

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from sqlmodel import Session

from admin_proxy import clock
from admin_proxy.accounts import privacy
from admin_proxy.accounts.tables import (
    Department,
    GroupMember,
    Person,
    ScopeDepartment,
    ScopeGroup,
    UserGroup,
)
from admin_proxy.directory.folding import search_text
from admin_proxy.identity import Role
from admin_proxy.organizations.tables import Organization

on_one_database = settings(
    deadline=None,
    max_examples=50,
    # The database is not emptied between examples: each brings organizations of its own.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

TODAY = date(2026, 3, 2)
"""Where the tests' clock stands."""

_numbers = itertools.count()


@dataclass(frozen=True)
class PersonPlan:
    role: Role
    first_name: str
    last_name: str
    title: str
    department: int | None
    groups: frozenset[int]
    privacy_version: str
    deactivated_on: date | None
    at_home: bool
    """False: works for the neighbour (vendor staff work for neither)."""


@dataclass(frozen=True)
class OrganizationPlan:
    parents: tuple[int | None, ...]
    """One for each department: the number of the department above it."""
    department_names: tuple[str, ...]
    groups: int
    people: tuple[PersonPlan, ...]
    department_scopes: frozenset[tuple[int, int]]
    """(person, department)"""
    group_scopes: frozenset[tuple[int, int]]
    """(person, group)"""
    proxy_enabled: bool
    limited_to_super_admins: bool


@dataclass
class Settled:
    organization_id: int
    departments: list[int]
    groups: list[int]
    people: list[Person] = field(default_factory=list)


WORDS = st.sampled_from(["ann", "anna", "bo", "boann", "Žoë", "o'neil", "x", "Ann Bo", "élan", "100%", "a_b"])


@st.composite
def plans(draw: st.DrawFn) -> OrganizationPlan:
    count = draw(st.integers(0, 5))
    parents = tuple(draw(st.none() | st.integers(0, number - 1)) if number else None for number in range(count))
    groups = draw(st.integers(0, 2))
    hr_admin, super_admin, *others = draw(st.lists(_people(count, groups), min_size=3, max_size=10))
    people = (
        replace(hr_admin, role=Role.HR_ADMIN, at_home=True),
        replace(super_admin, role=Role.SUPER_ADMIN, at_home=True),
        *others,
    )
    members = st.just(0) | st.integers(0, len(people) - 1)
    return OrganizationPlan(
        parents=parents,
        department_names=tuple(draw(WORDS) for _ in range(count)),
        groups=groups,
        people=people,
        department_scopes=_pairs(draw, members, count),
        group_scopes=_pairs(draw, members, groups),
        proxy_enabled=draw(st.sampled_from([True, True, True, False])),
        limited_to_super_admins=draw(st.sampled_from([False, False, True])),
    )


def _pairs(draw: st.DrawFn, members: st.SearchStrategy[int], count: int) -> frozenset[tuple[int, int]]:
    if not count:
        return frozenset()
    return draw(st.frozensets(st.tuples(members, st.integers(0, count - 1)), max_size=4))


def _people(departments: int, groups: int) -> st.SearchStrategy[PersonPlan]:
    mostly_fine = [privacy.VERSION, privacy.VERSION, privacy.VERSION, "", "2019-01"]
    return st.builds(
        PersonPlan,
        role=st.sampled_from([Role.EMPLOYEE, Role.EMPLOYEE, Role.HR_ADMIN, *Role]),
        first_name=WORDS,
        last_name=WORDS | st.just(""),
        title=WORDS | st.just(""),
        department=st.none() | st.integers(0, departments - 1) if departments else st.none(),
        groups=st.frozensets(st.integers(0, groups - 1)) if groups else st.just(frozenset()),
        privacy_version=st.sampled_from(mostly_fine),
        deactivated_on=st.sampled_from([None, None, None, date(2026, 3, 1), TODAY, date(2026, 3, 3)]),
        at_home=st.sampled_from([True, True, True, False]),
    )


def settle(tx: Session, plan: OrganizationPlan) -> Settled:
    """Put the plan into the database, beside whatever is there already."""
    home, neighbour = (_organization(tx, plan) for _ in range(2))
    departments: list[Department] = []
    for name, parent in zip(plan.department_names, plan.parents, strict=True):
        above = departments[parent].id if parent is not None else None
        row = Department(organization_id=home.id, parent_id=above, name=f"{name} {len(departments)}")
        tx.add(row)
        tx.flush()
        departments.append(row)
    groups = [UserGroup(organization_id=home.id, name=f"Group {number}") for number in range(plan.groups)]
    tx.add_all(groups)
    tx.flush()
    settled = Settled(home.id, [row.id for row in departments], [row.id for row in groups])
    for person in plan.people:
        row = _person(person, home if person.at_home else neighbour, departments)
        tx.add(row)
        tx.flush()
        settled.people.append(row)
        tx.add_all(GroupMember(group_id=groups[number].id, person_id=row.id) for number in person.groups)
    people = settled.people
    tx.add_all(
        ScopeDepartment(person_id=people[who].id, department_id=departments[what].id)
        for who, what in plan.department_scopes
    )
    tx.add_all(ScopeGroup(person_id=people[who].id, group_id=groups[what].id) for who, what in plan.group_scopes)
    return settled


def _organization(tx: Session, plan: OrganizationPlan) -> Organization:
    slug = f"random-{next(_numbers)}"
    row = Organization(
        slug=slug,
        name=slug,
        created_at=clock.now(),
        proxy_enabled=plan.proxy_enabled,
        limited_to_super_admins=plan.limited_to_super_admins,
    )
    tx.add(row)
    tx.flush()
    return row


def _person(plan: PersonPlan, employer: Organization, departments: list[Department]) -> Person:
    # A neighbour's person may even stand in one of our departments: that must not open a door.
    department = departments[plan.department] if plan.department is not None else None
    email = f"p{next(_numbers)}@random.example"
    row = Person(
        organization_id=None if plan.role.is_vendor else employer.id,
        role=plan.role,
        email=email,
        email_key=email,
        first_name=plan.first_name,
        last_name=plan.last_name,
        title=plan.title,
        department_id=department.id if department else None,
        privacy_version=plan.privacy_version,
        deactivated_on=plan.deactivated_on,
        created_at=clock.now(),
    )
    row.search_text = search_text(row, department.name if department else "")
    return row
