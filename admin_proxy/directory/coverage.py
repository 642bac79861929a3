"""How many people a scope would cover, before anybody is given it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlmodel import Session, col

from admin_proxy import clock, db
from admin_proxy.access import predicate
from admin_proxy.accounts import reach
from admin_proxy.accounts.people import party
from admin_proxy.accounts.tables import Person
from admin_proxy.identity import Identity, Party, Role
from admin_proxy.organizations.tables import Organization


@dataclass(frozen=True, slots=True)
class Coverage:
    people: int
    can_be_impersonated: int
    """Those of them whom the policy would allow now: active, an employee, and the privacy policy accepted."""


def coverage(
    identity: Identity, department_ids: Collection[int], group_ids: Collection[int], hr_admin_id: int | None = None
) -> Coverage:
    """Whom an HR Admin with this scope would look after. Departments and groups of other houses cover nobody.

    Args:
        department_ids: each with everything below it.
        hr_admin_id: whose scope it would be; None for somebody who is not chosen yet.

    Raises:
        Forbidden: the subject is no Super Admin.
        NotFound: no such HR Admin in one's own organization.
    """
    with db.reading() as tx:
        reach.super_admin(tx, identity)
        if hr_admin_id is not None:
            reach.person_to_manage(tx, identity, hr_admin_id)
        scope = _scope(identity, department_ids, group_ids)
        allowed = predicate.eligible(
            _hr_admin(reach.organization(identity), hr_admin_id),
            **_house(tx, reach.organization(identity)),
            already_impersonating=False,
            today=clock.now().date(),
            scope=scope,
        )
        people, can_be = tx.execute(
            select(func.count(), func.coalesce(func.sum(case((allowed, 1), else_=0)), 0))
            .select_from(Person)
            .where(scope)
        ).one()
        return Coverage(people, can_be)


@dataclass(frozen=True, slots=True)
class Difference:
    gained: int
    lost: int


def difference(
    identity: Identity, hr_admin_id: int, department_ids: Collection[int], group_ids: Collection[int]
) -> Difference:
    """How many people an HR Admin would look after whom they do not look after now, and the other way round.

    Raises:
        Forbidden: the subject is no Super Admin.
        NotFound: no such HR Admin in one's own organization.
    """
    with db.reading() as tx:
        now = predicate.in_scope(party(reach.person_to_manage(tx, identity, hr_admin_id)))
        then = _scope(identity, department_ids, group_ids)
        # Whoever stands in no department is neither in one nor not: only what is true is counted.
        people_now, people_then, both = (
            func.coalesce(func.sum(case((condition, 1), else_=0)), 0) for condition in (now, then, and_(now, then))
        )
        before, after, kept = tx.execute(
            select(people_now, people_then, both)
            .select_from(Person)
            .where(col(Person.organization_id) == reach.organization(identity), or_(now, then))
        ).one()
        return Difference(gained=after - kept, lost=before - kept)


def _scope(identity: Identity, department_ids: Collection[int], group_ids: Collection[int]) -> ColumnElement[bool]:
    return predicate.covered(
        reach.organization(identity),
        set(filter(reach.is_number, department_ids)),
        set(filter(reach.is_number, group_ids)),
    )


def _house(tx: Session, organization_id: int) -> dict[str, bool]:
    house = tx.get_one(Organization, organization_id)
    return {"proxy_enabled": house.proxy_enabled, "limited_to_super_admins": house.limited_to_super_admins}


def _hr_admin(organization_id: int, person_id: int | None) -> Party:
    """Whoever would have the scope. Only the number is theirs; 0 is nobody's."""
    return Party(
        id=person_id or 0, organization_id=organization_id, role=Role.HR_ADMIN, name="", first_name="", email=""
    )
