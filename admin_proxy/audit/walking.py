"""Walking through the record in its order, the newest first, from any entry on in either direction.

A stretch begins behind an entry (or ends before one), never at a number, so that the last page costs what the first
does. Where several tags are asked for, each is walked by itself on its own index, and the newest of all are taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, func, select, tuple_, union_all
from sqlmodel import Session, col

from admin_proxy.audit import filters as narrowing
from admin_proxy.audit.filters import ID, Filters
from admin_proxy.audit.tables import AuditEntry


@dataclass(frozen=True, slots=True)
class Edge:
    """A place in the order. Without an id it is in front of everything of that moment, seen from the newest."""

    at: datetime
    id: str = ""


class Walk:
    """One organization's entries that match, as one state of the database has them."""

    def __init__(self, tx: Session, organization_id: int, filters: Filters, time_zone: str) -> None:
        self._tx, self._organization_id = tx, organization_id
        house = col(AuditEntry.organization_id) == organization_id
        # Adding nothing keeps SQLite from going through all of the organization, instead of one session's entries.
        of_few = col(AuditEntry.organization_id) + 0 == organization_id
        self._house = of_few if filters.session else house
        self._conditions = list(narrowing.conditions(filters, time_zone))
        self._tags = filters.tags()

    def edge(self, entry_id: str) -> Edge | None:
        """Where an entry stands; None for none of the organization."""
        if not ID.fullmatch(entry_id):
            return None
        own = (col(AuditEntry.id) == entry_id, col(AuditEntry.organization_id) == self._organization_id)
        found = self._tx.execute(select(col(AuditEntry.at)).where(*own)).one_or_none()
        return Edge(found[0], entry_id) if found else None

    def older(self, edge: Edge | None, most: int) -> Sequence[AuditEntry]:
        """At most so many behind `edge`, the newest first; without one, the newest there are."""
        return self._rows(edge, most, newest_first=True)

    def newer(self, edge: Edge | None, most: int) -> Sequence[AuditEntry]:
        """At most so many in front of `edge`, the nearest first; without one, the oldest there are."""
        return self._rows(edge, most, newest_first=False)

    def count_newer(self, edge: Edge | None, most: int) -> int:
        """How many are in front of `edge`, up to `most`."""
        if self._tags == ():
            return 0
        places = self._places(edge, most, newest_first=False).subquery()
        counted: int = self._tx.execute(select(func.count()).select_from(places)).scalar_one()
        return counted

    def has_older(self, edge: Edge) -> bool:
        return self._tags != () and bool(self._tx.execute(self._places(edge, 1, newest_first=True)).all())

    def has_newer(self, edge: Edge) -> bool:
        return self.count_newer(edge, 1) == 1

    def _places(self, edge: Edge | None, most: int, *, newest_first: bool) -> Select[Any]:
        if self._tags is None or len(self._tags) == 1:
            tag = () if self._tags is None else (col(AuditEntry.tag) == self._tags[0].value,)
            return self._stretch(edge, most, tag, newest_first=newest_first)
        each = [
            self._stretch(edge, most, (col(AuditEntry.tag) == tag.value,), newest_first=newest_first).subquery()
            for tag in self._tags
        ]
        places = union_all(*(select(one.c.at, one.c.id) for one in each)).subquery()
        order = _ordered(places.c.at, places.c.id, newest_first=newest_first)
        return select(places.c.at, places.c.id).order_by(*order).limit(most)

    def _stretch(
        self, edge: Edge | None, most: int, more: tuple[ColumnElement[bool], ...], *, newest_first: bool
    ) -> Select[Any]:
        at, number = col(AuditEntry.at), col(AuditEntry.id)
        query: Any = select(at.label("at"), number.label("id")).where(self._house, *more, *self._conditions)
        if edge is not None:
            place, there = tuple_(at, number), tuple_(edge.at, edge.id)
            query = query.where(place < there if newest_first else place > there)
        ordered = query.order_by(*_ordered(at, number, newest_first=newest_first)).limit(most)
        return cast(Select[Any], ordered)

    def _rows(self, edge: Edge | None, most: int, *, newest_first: bool) -> Sequence[AuditEntry]:
        if self._tags == ():
            return ()
        places = self._places(edge, most, newest_first=newest_first)
        ids = list(self._tx.execute(places.with_only_columns(places.selected_columns.id)).scalars())
        found = self._tx.execute(select(AuditEntry).where(col(AuditEntry.id).in_(ids))).scalars()
        return sorted(found, key=lambda entry: (entry.at, entry.id), reverse=newest_first)


def _ordered(at: Any, number: Any, *, newest_first: bool) -> tuple[Any, ...]:
    return (at.desc(), number.desc()) if newest_first else (at, number)
