"""Creating a group, and renaming one. What others saved meanwhile is neither lost nor hidden."""

from __future__ import annotations

import unicodedata
from typing import cast

from sqlmodel import Session, col, select

from admin_proxy import db
from admin_proxy.accounts import reach
from admin_proxy.accounts.tables import UserGroup
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.directory import csv_values, groups
from admin_proxy.directory.csv_values import Wrong
from admin_proxy.identity import Identity, Invalid, Meanwhile
from admin_proxy.words import say

MOST = 2_000
"""Groups of an organization."""
LONGEST_NAME = 100
FIELD = "name"


def create(identity: Identity, name: str) -> int:
    """Create a group, in which nobody is yet; returns its id.

    Raises:
        Forbidden: the subject is no Super Admin.
        Invalid: the name cannot be taken, or there are too many groups.
    """
    organization_id = reach.organization(identity)
    with db.writing(organization_id) as tx:
        reach.super_admin(tx, identity)
        wanted = _free(tx, organization_id, None, name)
        group = UserGroup(organization_id=organization_id, name=wanted)
        tx.add(group)
        tx.flush()
        trail.record(tx, identity, Tag.GROUP_CREATED, done_to=groups.thing(group), after={"name": wanted})
        groups.tell(tx, organization_id)
        return cast(int, group.id)


def rename(identity: Identity, group_id: int, name: str, known: str) -> bool:
    """Give a group another name; says whether it is another one.

    Args:
        known: the name that the form began with.

    Raises:
        Forbidden: the subject is no Super Admin.
        NotFound: no such group in one's own organization.
        Meanwhile: somebody else has given it another name.
        Invalid: the name cannot be taken.
    """
    organization_id = reach.organization(identity)
    with db.writing(organization_id) as tx:
        group = groups.own(tx, identity, group_id)
        wanted = _free(tx, organization_id, group_id, name)
        if wanted == group.name:
            return False
        if group.name != known:
            raise Meanwhile(FIELD, group.name, {FIELD: group.name})
        before, done_to = group.name, groups.thing(group)
        group.name = wanted
        trail.record(
            tx, identity, Tag.GROUP_CHANGED, done_to=done_to, before={"name": before}, after={"name": wanted}
        )  # fmt: skip
        groups.tell(tx, organization_id)
        return True


def _free(tx: Session, organization_id: int, group_id: int | None, name: str) -> str:
    """The name as it will be, if nobody else has it."""
    wanted = _tidy(name)
    others = tx.exec(
        select(UserGroup.id, UserGroup.name).where(col(UserGroup.organization_id) == organization_id)
    ).all()
    if group_id is None and len(others) >= MOST:
        raise Invalid(FIELD, say("An organization can have {count} groups at most. Delete one first.", count=MOST))
    for other_id, other in others:
        if other_id != group_id and _key(other) == _key(wanted):
            raise Invalid(FIELD, say("There is a group called “{name}” already. Choose another name.", name=other))
    return wanted


def _tidy(name: str) -> str:
    if not name.strip().isprintable():
        raise Invalid(FIELD, say("There is an invisible character in it. Type the name anew."))
    try:
        wanted = csv_values.tidy(name)
    except Wrong as wrong:
        raise Invalid(FIELD, str(wrong)) from None
    if not wanted:
        raise Invalid(FIELD, say("Give the group a name."))
    if len(wanted) > LONGEST_NAME:
        raise Invalid(FIELD, say("A name may have at most {count} characters.", count=LONGEST_NAME))
    return wanted


def _key(name: str) -> str:
    """What a name is compared by: upper and lower case the same."""
    return unicodedata.normalize("NFC", name).casefold()
