"""The policy once more, as SQL: whom may this actor impersonate now? For lists and for search.

It stands beside `policy.decide` and must agree with it on every pair; `tests/access/test_predicate.py` holds it to
that on random organizations, on both engines.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, Protocol

from sqlalchemy import BindParameter, ColumnElement, Select, and_, false, or_, select
from sqlmodel import Session, col

from admin_proxy import clock
from admin_proxy.accounts import privacy
from admin_proxy.accounts.tables import Department, GroupMember, Person, ScopeDepartment, ScopeGroup, UserGroup
from admin_proxy.identity import Identity, Party, Role
from admin_proxy.organizations.tables import Organization


class Asker(Protocol):
    """Who asks: a `Party`; or parameters that stand for one, in a statement that is made once and kept."""

    @property
    def id(self) -> Any: ...

    @property
    def organization_id(self) -> Any: ...

    @property
    def role(self) -> Role: ...


def eligible_for(tx: Session, identity: Identity) -> ColumnElement[bool]:
    """Whom the person at the keyboard may impersonate, as things stand in this transaction: a condition on `Person`.

    While somebody is impersonated it holds for nobody: sessions never nest.
    """
    if not finds_anybody(tx, identity):
        return false()
    return reached(identity.actor, today=clock.now().date())


def finds_anybody(tx: Session, identity: Identity) -> bool:
    """False: whoever there is, the person at the keyboard may impersonate nobody."""
    actor = identity.actor
    house = tx.get(Organization, actor.organization_id) if actor.organization_id is not None else None
    if house is None:
        return False
    return _may_ask(actor, house.proxy_enabled, house.limited_to_super_admins, identity.impersonating)


def eligible(
    actor: Party,
    *,
    proxy_enabled: bool,
    limited_to_super_admins: bool,
    already_impersonating: bool,
    today: date,
    scope: ColumnElement[bool] | None = None,
) -> ColumnElement[bool]:
    """A condition on `Person`: true for those, and only those, whom `policy.decide` would allow.

    Args:
        scope: whom the scope of an HR Admin covers, where that is not the one they have (a preview of another).
    """
    if not _may_ask(actor, proxy_enabled, limited_to_super_admins, already_impersonating):
        return false()
    return reached(actor, today=today, scope=scope)


def reached(
    actor: Asker,
    person: type[Person] = Person,
    *,
    today: date | BindParameter[date],
    scope: ColumnElement[bool] | None = None,
) -> ColumnElement[bool]:
    """The part of it that is about the subject, where the actor is a Super Admin or an HR Admin who may ask at all.

    Args:
        person: `Person`, or an alias of it that stands for some of them.
    """
    conditions = [
        col(person.organization_id) == actor.organization_id,
        col(person.id) != actor.id,
        or_(col(person.deactivated_on).is_(None), col(person.deactivated_on) > today),
        col(person.privacy_version) == privacy.VERSION,
    ]
    if actor.role is Role.HR_ADMIN:
        conditions += [col(person.role) == Role.EMPLOYEE, in_scope(actor, person) if scope is None else scope]
    return and_(*conditions)


def _may_ask(actor: Party, proxy_enabled: bool, limited_to_super_admins: bool, already_impersonating: bool) -> bool:
    has_the_role = actor.role is Role.SUPER_ADMIN or (actor.role is Role.HR_ADMIN and not limited_to_super_admins)
    return has_the_role and proxy_enabled and not already_impersonating and not actor.is_operator


def in_scope(actor: Asker, person: type[Person] = Person) -> ColumnElement[bool]:
    """A condition on `Person`: in a department or a group that this HR Admin looks after."""
    return or_(in_departments(actor, person), in_groups(actor, person))


def in_departments(actor: Asker, person: type[Person] = Person) -> ColumnElement[bool]:
    return col(person.department_id).in_(departments_in_scope(actor))


def in_groups(actor: Asker, person: type[Person] = Person) -> ColumnElement[bool]:
    return col(person.id).in_(members_in_scope(actor))


def known(actor: Asker, person: type[Person] = Person) -> ColumnElement[bool]:
    """A condition on `Person`: whom this administrator may know of, whether they could be impersonated or not."""
    of_the_house = col(person.organization_id) == actor.organization_id
    return of_the_house if actor.role is Role.SUPER_ADMIN else and_(of_the_house, in_scope(actor, person))


def covered(organization_id: int, department_ids: Collection[int], group_ids: Collection[int]) -> ColumnElement[bool]:
    """A condition on `Person`: whom a scope of these departments and groups would cover, if somebody had it.

    What is not that organization's covers nobody.
    """
    roots: Select[Any] = select(col(Department.id).label("id")).where(
        col(Department.organization_id) == organization_id, col(Department.id).in_(department_ids)
    )
    members = (
        select(col(GroupMember.person_id))
        .join(UserGroup, col(UserGroup.id) == col(GroupMember.group_id))
        .where(col(UserGroup.organization_id) == organization_id, col(UserGroup.id).in_(group_ids))
    )
    return and_(
        col(Person.organization_id) == organization_id,
        or_(col(Person.department_id).in_(_with_all_below(roots, organization_id)), col(Person.id).in_(members)),
    )


def departments_in_scope(actor: Asker) -> Select[Any]:
    """The ids of the scope's departments and of everything below them."""
    own: Select[Any] = select(col(ScopeDepartment.department_id).label("id"))
    return _with_all_below(own.where(col(ScopeDepartment.person_id) == actor.id), actor.organization_id)


def members_in_scope(actor: Asker) -> Select[Any]:
    """The ids of the people in the scope's groups."""
    return (
        select(col(GroupMember.person_id))
        .join(ScopeGroup, col(ScopeGroup.group_id) == col(GroupMember.group_id))
        .where(col(ScopeGroup.person_id) == actor.id)
    )


def _with_all_below(roots: Select[Any], organization_id: Any) -> Select[Any]:
    below = roots.cte(recursive=True)
    children = select(col(Department.id)).where(
        col(Department.organization_id) == organization_id, col(Department.parent_id) == below.c.id
    )
    # UNION, not UNION ALL: should departments ever form a circle, this still comes to an end.
    return select(below.union(children).c.id)
