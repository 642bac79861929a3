"""Deleting a group, whoever is in it and whoever looks after it: its members stay, and scopes go on without it.

Whoever deletes it is told beforehand whose scopes lose it and how many running impersonations end (see
`impersonation/rehearsing.py`). The record keeps who was in it: each member has an entry, and each HR Admin.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import Session, col

from admin_proxy import db, live
from admin_proxy.accounts import reach, scopes
from admin_proxy.accounts.tables import GroupMember, Person, ScopeGroup, UserGroup
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.audit.trail import Deed, Thing
from admin_proxy.directory import groups
from admin_proxy.identity import Identity


def delete_group(identity: Identity, group_id: int) -> str:
    """Delete it; returns the name that it had.

    Raises:
        Forbidden: the subject is no Super Admin.
        NotFound: no such group in one's own organization.
    """
    with db.writing(reach.organization(identity)) as tx:
        group = groups.own(tx, identity, group_id)
        name, done_to = group.name, groups.thing(group)
        members = groups.count_members(tx, group_id)
        withdraw_in(tx, identity, group_id)
        trail.record_all(tx, identity, _leaving(tx, group))
        tx.execute(delete(GroupMember).where(col(GroupMember.group_id) == group_id))
        tx.execute(delete(UserGroup).where(col(UserGroup.id) == group_id))
        trail.record(tx, identity, Tag.GROUP_DELETED, done_to=done_to, before={"name": name, "members": members})
        groups.tell(tx, reach.organization(identity))
        return name


def withdraw_in(tx: Session, identity: Identity, group_id: int) -> None:
    """Take it out of every scope, within another's transaction. That is all by which deleting it can end anything.

    Raises:
        Forbidden: the subject is no Super Admin.
        NotFound: no such group in one's own organization.
    """
    group = groups.own(tx, identity, group_id)
    theirs = select(Person).join(ScopeGroup, col(ScopeGroup.person_id) == col(Person.id))
    for person in tx.execute(theirs.where(col(ScopeGroup.group_id) == group_id).order_by(col(Person.id))).scalars():
        before = scopes.scope_of(tx, person.id or 0).in_words["groups"]
        after = [name for name in before if name != group.name]
        trail.record(
            tx, identity, Tag.SCOPE_CHANGED, done_to=reach.thing(person),
            before={"groups": before}, after={"groups": after},
        )  # fmt: skip
    tx.execute(delete(ScopeGroup).where(col(ScopeGroup.group_id) == group_id))
    db.facts_changed(tx, reach.organization(identity))
    db.after_commit(tx, partial(live.tell_administrators, reach.organization(identity)))


def _leaving(tx: Session, group: UserGroup) -> Iterable[Deed]:
    """An entry for each member. They are read before, since nothing can be read while many rows are written."""
    names: Any = (col(Person.id), col(Person.first_name), col(Person.last_name), col(Person.email))
    members = (
        select(*names)
        .join(GroupMember, col(GroupMember.person_id) == col(Person.id))
        .where(col(GroupMember.group_id) == group.id)
        .order_by(col(Person.id))
    )
    rows = tx.execute(members).all()
    return (Deed(Tag.PERSON_CHANGED, _member(row), {"group": group.name}, None) for row in rows)


def _member(row: Any) -> Thing:
    return Thing("person", str(row.id), f"{row.first_name} {row.last_name}".strip() or row.email)
