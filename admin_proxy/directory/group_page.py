"""One group's page: how many are in it, and which HR Admins look after it. Its members are a list of people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from admin_proxy import db
from admin_proxy.accounts.people import initials
from admin_proxy.directory import groups
from admin_proxy.directory.group_list import looked_after_by
from admin_proxy.directory.person_page import Colleague
from admin_proxy.identity import Identity


@dataclass(frozen=True, slots=True)
class GroupPage:
    id: int
    name: str
    members: int
    looked_after_by: tuple[Colleague, ...]
    """The HR Admins in whose scope it is, by name."""


def group(identity: Identity, group_id: int) -> GroupPage:
    """What the page shows besides the members, who are read as `people_list` does.

    Raises:
        Forbidden: the subject is no Super Admin.
        NotFound: no such group in one's own organization.
    """
    with db.reading() as tx:
        found = groups.own(tx, identity, group_id)
        return GroupPage(
            id=group_id,
            name=found.name,
            members=groups.count_members(tx, group_id),
            looked_after_by=tuple(
                Colleague(cast(int, one.id), one.name, initials(one), one.email, one.title)
                for one in looked_after_by(tx, [group_id])[group_id]
            ),
        )
