"""The policy once more, as SQL: whom may this actor impersonate now? For lists and for search.

It stands beside `policy.decide` and must agree with it on every pair; `tests/access/test_predicate.py` holds it to
that on random organizations, on both engines.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlmodel import Session, col

from admin_proxy import clock
from admin_proxy.accounts import privacy
from admin_proxy.accounts.tables import Department, GroupMember, Person, ScopeDepartment, ScopeGroup
from admin_proxy.identity import Identity, Party, Role
from admin_proxy.organizations.tables import Organization


def eligible_for(tx: Session, identity: Identity) -> ColumnElement[bool]:
    """Whom the person at the keyboard may impersonate, as things stand in this transaction: a condition on `Person`.

    While somebody is impersonated it holds for nobody: sessions never nest.
    """
    actor = identity.actor
    house = tx.get(Organization, actor.organization_id) if actor.organization_id is not None else None
    return eligible(
        actor,
        proxy_enabled=house is not None and house.proxy_enabled,
        limited_to_super_admins=house is not None and house.limited_to_super_admins,
        already_impersonating=identity.impersonating,
        today=clock.now().date(),
    )


def eligible(
    actor: Party,
    *,
    proxy_enabled: bool,
    limited_to_super_admins: bool,
    already_impersonating: bool,
    today: date,
) -> ColumnElement[bool]:
    """A condition on `Person`: true for those, and only those, whom `policy.decide` would allow."""
    may_ask = actor.role is Role.SUPER_ADMIN or (actor.role is Role.HR_ADMIN and not limited_to_super_admins)
    if not may_ask or not proxy_enabled or already_impersonating or actor.is_operator:
        return false()
    conditions = [
        col(Person.organization_id) == actor.organization_id,
        col(Person.id) != actor.id,
        or_(col(Person.deactivated_on).is_(None), col(Person.deactivated_on) > today),
        col(Person.privacy_version) == privacy.VERSION,
    ]
    if actor.role is Role.HR_ADMIN:
        conditions += [col(Person.role) == Role.EMPLOYEE, in_scope(actor)]
    return and_(*conditions)


def in_scope(actor: Party) -> ColumnElement[bool]:
    """A condition on `Person`: in a department or a group that this HR Admin looks after."""
    return or_(
        col(Person.department_id).in_(departments_in_scope(actor)),
        col(Person.id).in_(members_in_scope(actor)),
    )


def departments_in_scope(actor: Party) -> Select[Any]:
    """The ids of the scope's departments and of everything below them."""
    own: Select[Any] = select(col(ScopeDepartment.department_id).label("id"))
    below = own.where(col(ScopeDepartment.person_id) == actor.id).cte("below", recursive=True)
    children = select(col(Department.id)).where(
        col(Department.organization_id) == actor.organization_id, col(Department.parent_id) == below.c.id
    )
    # UNION, not UNION ALL: should departments ever form a circle, this still comes to an end.
    return select(below.union(children).c.id)


def members_in_scope(actor: Party) -> Select[Any]:
    """The ids of the people in the scope's groups."""
    return (
        select(col(GroupMember.person_id))
        .join(ScopeGroup, col(ScopeGroup.group_id) == col(GroupMember.group_id))
        .where(col(ScopeGroup.person_id) == actor.id)
    )
