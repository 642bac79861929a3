"""A group and its members: fetching them through the identity, and telling who shows them."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from sqlalchemy import func, select
from sqlmodel import Session, col

from admin_proxy import bulk, db, live
from admin_proxy.accounts import reach
from admin_proxy.accounts.tables import GroupMember, UserGroup
from admin_proxy.audit.trail import Thing
from admin_proxy.identity import Identity, NotFound
from admin_proxy.words import later

NO_SUCH_GROUP = later("There is no such group.")


def own(tx: Session, identity: Identity, group_id: int) -> UserGroup:
    """A group of one's own organization, for a Super Admin to look at or to change.

    Raises:
        Forbidden: the subject is no Super Admin.
        NotFound: no such group, or in another organization.
    """
    reach.super_admin(tx, identity)
    found = tx.get(UserGroup, group_id) if reach.is_number(group_id) else None
    if found is None or found.organization_id != reach.organization(identity):
        raise NotFound(NO_SUCH_GROUP)
    return found


def members_among(tx: Session, group_id: int, people_ids: Collection[int]) -> set[int]:
    """Which of these people are in it."""
    theirs = bulk.among(tx, col(GroupMember.person_id), people_ids)
    return set(
        tx.execute(select(col(GroupMember.person_id)).where(col(GroupMember.group_id) == group_id, theirs)).scalars()
    )


def count_members(tx: Session, group_id: int) -> int:
    counted: int = tx.execute(select(func.count()).where(col(GroupMember.group_id) == group_id)).scalar_one()
    return counted


def thing(group: UserGroup) -> Thing:
    return Thing("group", str(group.id), group.name)


def tell(tx: Session, organization_id: int) -> None:
    """Have the tabs that show groups of the organization read them again, once it is true."""
    db.after_commit(tx, partial(live.tell_groups, organization_id))
