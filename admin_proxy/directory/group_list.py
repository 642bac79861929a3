"""The list of groups: how many people are in each, and which HR Admins look after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, literal, select
from sqlmodel import Session, col

from admin_proxy import db
from admin_proxy.accounts import reach
from admin_proxy.accounts.tables import GroupMember, Person, ScopeGroup, UserGroup
from admin_proxy.directory.matching import LONGEST
from admin_proxy.folding import fold
from admin_proxy.identity import Identity, Role
from admin_proxy.words import number, say, say_n

PAGE = 50
MANY = 10_000
"""So many members are counted in the list; a group's own page counts all of them."""


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    name: str
    members: int
    """Up to `MANY`; one more says 'more'."""
    looked_after_by: tuple[str, ...]
    """The HR Admins in whose scope it is, by name."""

    @property
    def members_label(self) -> str:
        return say("{count}+", count=MANY) if self.members > MANY else number(self.members)


@dataclass(frozen=True, slots=True)
class ListPage:
    rows: tuple[Row, ...]
    before: int | None
    """Which group the page before this one ends in front of; None: this is the first."""
    after: int | None
    """Which one the next page begins behind; None: this is the last."""
    count: int
    """How many match."""

    @property
    def count_label(self) -> str:
        return say_n("{count} group", "{count} groups", self.count)


class _Name(NamedTuple):
    folded: str
    id: int
    name: str


def groups(identity: Identity, text: str = "", *, after: int | None = None, before: int | None = None) -> ListPage:
    """One page of the organization's groups, by name.

    An organization has no more of them than `group_editing.MOST`, so that all names can be compared here: with case and
    accents ignored, in the same order on both engines.

    Args:
        text: each word of it must be somewhere in the name.
        after: a group of the page before this one, its last.
        before: or one of the next page, its first.

    Raises:
        Forbidden: the subject is no Super Admin.
    """
    words = fold(text[: 4 * LONGEST])[:LONGEST].split()
    with db.reading() as tx:
        reach.super_admin(tx, identity)
        rows = tx.execute(
            select(col(UserGroup.id), col(UserGroup.name)).where(
                col(UserGroup.organization_id) == reach.organization(identity)
            )
        )
        names = sorted(_Name(fold(name), key, name) for key, name in rows)
        matching = [name for name in names if all(word in name.folded for word in words)]
        begin, end = _bounds([name.id for name in matching], after, before)
        shown = matching[begin:end]
        return ListPage(
            rows=_rows(tx, shown),
            before=shown[0].id if begin > 0 and shown else None,
            after=shown[-1].id if end < len(matching) and shown else None,
            count=len(matching),
        )


def _bounds(ids: Sequence[int], after: int | None, before: int | None) -> tuple[int, int]:
    """Where the page begins and ends. Behind a group that is no longer there is the first page."""
    if before is not None and before in ids:
        end = ids.index(before)
        return max(0, end - PAGE), end
    begin = ids.index(after) + 1 if after is not None and after in ids else 0
    return begin, min(begin + PAGE, len(ids))


def _rows(tx: Session, names: Sequence[_Name]) -> tuple[Row, ...]:
    ids = [name.id for name in names]
    some = select(literal(1)).where(col(GroupMember.group_id) == col(UserGroup.id)).limit(MANY + 1)
    count = select(func.count()).select_from(some.correlate(UserGroup).subquery()).scalar_subquery()
    counted = tx.execute(select(col(UserGroup.id), count).where(col(UserGroup.id).in_(ids)))
    counts = dict(counted.all())
    administrators = looked_after_by(tx, ids)
    return tuple(
        Row(name.id, name.name, counts[name.id], tuple(one.name for one in administrators[name.id])) for name in names
    )


def looked_after_by(tx: Session, group_ids: Sequence[int]) -> dict[int, list[Person]]:
    """The HR Admins in whose scope each of these groups is, by name."""
    found = tx.execute(
        select(col(ScopeGroup.group_id), Person)
        .join(Person, col(Person.id) == col(ScopeGroup.person_id))
        .where(col(ScopeGroup.group_id).in_(group_ids), col(Person.role) == Role.HR_ADMIN)
        .order_by(col(Person.search_text), col(Person.id))
    )
    administrators: dict[int, list[Person]] = defaultdict(list)
    for group_id, person in found:
        administrators[group_id].append(person)
    return administrators
