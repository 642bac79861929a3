"""Gathers from the database what the policy looks at, and asks it."""

from __future__ import annotations

from sqlalchemy import exists, or_, select
from sqlmodel import Session, col

from admin_proxy import clock
from admin_proxy.access import policy
from admin_proxy.access.policy import Verdict
from admin_proxy.accounts import privacy
from admin_proxy.accounts.tables import Department, GroupMember, Person, ScopeDepartment, ScopeGroup
from admin_proxy.identity import Role
from admin_proxy.organizations.tables import Organization

_NOBODY = Person(id=0, email="", email_key="", created_at=clock.now())
"""Stands in for a person who does not exist, so that the same questions are asked in the same time."""


def verdict_for(
    tx: Session,
    actor: Person,
    subject: Person | None,
    *,
    already_impersonating: bool,
    house: Organization | None = None,
) -> Verdict:
    """May `actor` impersonate `subject`, as things stand in this transaction?

    Args:
        subject: None for a person who does not exist, which gets the same words as one who is out of reach.
        house: the actor's organization, where it is at hand already, or one with other rules to see what they would
            change.
    """
    house = house or house_of(tx, actor)
    whom = subject or _NOBODY
    return policy.decide(
        actor_role=actor.role,
        actor_id=actor.id or 0,
        actor_organization_id=actor.organization_id,
        proxy_enabled=house is not None and house.proxy_enabled,
        limited_to_super_admins=house is not None and house.limited_to_super_admins,
        already_impersonating=already_impersonating,
        subject_id=whom.id or 0,
        subject_organization_id=whom.organization_id,
        subject_role=whom.role,
        subject_in_scope=actor.role is Role.HR_ADMIN and in_scope(tx, actor.id or 0, whom),
        subject_deactivated=whom.is_deactivated(clock.now().date()),
        subject_privacy_accepted=privacy.has_accepted(whom),
    )


def verdict_for_anybody(tx: Session, actor: Person, *, already_impersonating: bool) -> Verdict:
    """May `actor` impersonate at all, whomever it might be? Asked with a subject against whom nothing speaks."""
    house = house_of(tx, actor)
    return policy.decide(
        actor_role=actor.role,
        actor_id=actor.id or 0,
        actor_organization_id=actor.organization_id,
        proxy_enabled=house is not None and house.proxy_enabled,
        limited_to_super_admins=house is not None and house.limited_to_super_admins,
        already_impersonating=already_impersonating,
        subject_id=-1,
        subject_organization_id=actor.organization_id,
        subject_role=Role.EMPLOYEE,
        subject_in_scope=True,
        subject_deactivated=False,
        subject_privacy_accepted=True,
    )


def house_of(tx: Session, actor: Person) -> Organization | None:
    """The actor's organization; vendor staff have none."""
    return tx.get(Organization, actor.organization_id) if actor.organization_id is not None else None


def in_scope(tx: Session, actor_id: int, subject: Person) -> bool:
    """Is `subject` in a department of that HR Admin's scope, in one below it, or in a group of the scope?"""
    at = subject.department_id or 0  # no department has it: somebody without one is asked about in the same words
    own = select(col(Department.id), col(Department.parent_id)).where(col(Department.id) == at)
    upwards = own.cte("upwards", recursive=True)
    # UNION, not UNION ALL: should departments ever form a circle, this still comes to an end.
    upwards = upwards.union(
        select(col(Department.id), col(Department.parent_id)).where(col(Department.id) == upwards.c.parent_id)
    )
    by_department = exists().where(
        col(ScopeDepartment.person_id) == actor_id, col(ScopeDepartment.department_id) == upwards.c.id
    )
    by_group = exists().where(
        col(ScopeGroup.person_id) == actor_id,
        col(ScopeGroup.group_id) == col(GroupMember.group_id),
        col(GroupMember.person_id) == subject.id,
    )
    return bool(tx.execute(select(or_(by_department, by_group))).scalar_one())
