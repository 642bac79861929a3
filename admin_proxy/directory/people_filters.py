"""What the list of people can be narrowed down by, and how each of it is said in SQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, literal_column, or_
from sqlmodel import Session, col

from admin_proxy import bulk, clock
from admin_proxy.accounts.tables import Person
from admin_proxy.directory import departments, trigrams
from admin_proxy.directory.matching import LONGEST, Matching, Query
from admin_proxy.identity import Identity, Role


class Status(StrEnum):
    ACTIVE = "active"
    LEAVING = "leaving"
    """A day is set from which on they are deactivated."""
    DEACTIVATED = "deactivated"

    @property
    def label(self) -> str:
        return self.value.capitalize()

    @classmethod
    def of(cls, person: Person, today: date) -> Status:
        if person.deactivated_on is None:
            return cls.ACTIVE
        return cls.DEACTIVATED if person.is_deactivated(today) else cls.LEAVING


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
        self._departments: Sequence[int] = ()
        if filters.department_id is not None:
            self._departments = departments.with_all_below(tx, identity.organization_id, filters.department_id)

    def conditions(self) -> list[ColumnElement[bool]]:
        """All of them, without the help of the full-text index."""
        return list(self._each())

    def looked_up(self) -> list[ColumnElement[bool]]:
        """All of them, for where few match: what was typed is looked up in the full-text index."""
        if not any(len(word) > 1 for word in self._query.words):
            return self.conditions()
        return [trigrams.found_once(self._tx, self._query.words), *self.conditions()]

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
