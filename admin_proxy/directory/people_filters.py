"""What the list of people can be narrowed down by, and how each of it is said in SQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, literal_column, or_, select
from sqlmodel import Session, col

from admin_proxy import bulk, clock
from admin_proxy.accounts import reach
from admin_proxy.accounts.tables import GroupMember, Person
from admin_proxy.directory import departments, trigrams
from admin_proxy.directory.matching import LONGEST, Matching, Query
from admin_proxy.identity import Identity, Role
from admin_proxy.words import later

FEW_MEMBERS = 20_000
"""So many members of a group are looked at one by one, rather than all whom the full-text index finds."""


class Status(StrEnum):
    ACTIVE = "active"
    LEAVING = "leaving"
    """A day is set from which on they are deactivated."""
    DEACTIVATED = "deactivated"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @classmethod
    def of(cls, person: Person, today: date) -> Status:
        if person.deactivated_on is None:
            return cls.ACTIVE
        return cls.DEACTIVATED if person.is_deactivated(today) else cls.LEAVING


_LABELS = {
    Status.ACTIVE: later("Active"),
    Status.LEAVING: later("Leaving"),
    Status.DEACTIVATED: later("Deactivated"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """Each is left out while it is empty."""

    text: str = ""
    """Any part of a word of name, e-mail, employee id, title or department."""
    department_id: int | None = None
    """With everything below it."""
    role: Role | None = None
    status: Status | None = None
    """Those who are leaving are active until then, and are among the active."""
    never_signed_in: bool = False
    group_id: int | None = None
    """Its members, of one's own organization; the group itself is not looked at."""

    @property
    def any(self) -> bool:
        return self != NO_FILTERS


NO_FILTERS = Filters()


class Narrowed:
    """The conditions of some filters, read once from one state of the database."""

    def __init__(self, tx: Session, identity: Identity, filters: Filters) -> None:
        self._tx, self._filters = tx, filters
        self._today = clock.now().date()
        self._query = Query.typed(filters.text[: 4 * LONGEST])
        self._group = filters.group_id if reach.is_number(filters.group_id or 0) else 0
        self._departments: Sequence[int] = ()
        if filters.department_id is not None:
            wanted = filters.department_id if reach.is_number(filters.department_id) else 0
            self._departments = departments.with_all_below(tx, identity.organization_id, wanted)
        is_looked_up = any(len(word) > 1 for word in self._query.words)
        self.begins_with_members = filters.group_id is not None and not (is_looked_up and self._has_many_members())
        """Where few match, the members of the group are gone through, and nobody else."""
        self._is_looked_up = is_looked_up and not self.begins_with_members

    def conditions(self) -> list[ColumnElement[bool]]:
        """All of them, for people who are read one after the other in the wanted order."""
        if self._filters.group_id is None:
            return list(self._each())
        # Of a number that has no index SQLite can't make the beginning: the order would be lost.
        is_member = exists().where(
            col(GroupMember.group_id) == self._group,
            col(GroupMember.person_id) == trigrams.unindexed(col(Person.id)),
        )
        return [*self._each(), is_member]

    def looked_up(self) -> list[ColumnElement[bool]]:
        """All of them, for where few match: what was typed is looked up in the full-text index."""
        if self.begins_with_members:
            return [col(Person.id).in_(self._members()), *self._each()]
        if not self._is_looked_up:
            return self.conditions()
        return [trigrams.found_once(self._tx, self._query.words), *self.conditions()]

    def _members(self) -> Select[Any]:
        return select(col(GroupMember.person_id)).where(col(GroupMember.group_id) == self._group)

    def _has_many_members(self) -> bool:
        some = self._members().limit(FEW_MEMBERS + 1).subquery()
        counted: int = self._tx.execute(select(func.count()).select_from(some)).scalar_one()
        return counted > FEW_MEMBERS

    def _each(self) -> Iterator[ColumnElement[bool]]:
        filters, ends = self._filters, col(Person.deactivated_on)
        if self._query.words:
            yield Matching.once(self._tx, self._query).matches(Person)
        if filters.department_id is not None:
            yield bulk.among(self._tx, col(Person.department_id), self._departments)
        if filters.role is not None:
            yield col(Person.role) == filters.role
        if filters.status is Status.ACTIVE:
            yield or_(ends.is_(None), ends > self._today)
        elif filters.status is not None:
            yield ends.is_not(None)
            yield ends > self._today if filters.status is Status.LEAVING else ends <= self._today
        if filters.never_signed_in:
            yield col(Person.privacy_version) == literal_column("''")  # as the partial index has it
            yield col(Person.last_login_at).is_(None)
