"""The groups that people can be added to."""

from __future__ import annotations

from typing import NamedTuple, cast

from sqlmodel import col, select

from admin_proxy import db
from admin_proxy.accounts import reach
from admin_proxy.accounts.tables import UserGroup
from admin_proxy.identity import Identity


class GroupChoice(NamedTuple):
    id: int
    name: str


def choices(identity: Identity) -> tuple[GroupChoice, ...]:
    """All of the organization, by name.

    Raises:
        Forbidden: the subject is no Super Admin.
    """
    with db.reading() as tx:
        reach.super_admin(tx, identity)
        rows = tx.exec(
            select(UserGroup.id, UserGroup.name)
            .where(UserGroup.organization_id == reach.organization(identity))
            .order_by(col(UserGroup.name))
        )
        return tuple(GroupChoice(cast(int, key), name) for key, name in rows)
