"""Walking through the record in its order, the newest first, from any entry on in either direction.

A stretch begins behind an entry (or ends before one), never at a number, so that the last page costs what the first
does. Where several tags are asked for, each is walked by itself on its own index, and the newest of all are taken.
So is each person, where a word that is looked for stands in the names of few: it needs no going through all of the
record, of which they may have next to nothing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import pairwise
from typing import Any, cast

from sqlalchemy import ColumnElement, Integer, Select, and_, func, or_, select, true, tuple_, union, union_all
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from admin_proxy import db
from admin_proxy.audit import filters as narrowing
from admin_proxy.audit import names
from admin_proxy.audit.filters import ID, Filters
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.audit.tags import Tag

FEW = 200
"""People; the entries of so many are put together. A word that more have in their names is met soon enough anyway."""
RARE = 2_000
"""Entries; where tags leave over no more, those are gone through whoever is looked for."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A place in the order. Without an id it is in front of everything of that moment, seen from the newest."""

    at: datetime
    id: str = ""


class Walk:
    """One organization's entries that match, as one state of the database has them."""

    def __init__(
        self, tx: Session, organization_id: int, filters: Filters, time_zone: str, without: Tag | None = None
    ) -> None:
        self._tx, self._organization_id, self._filters = tx, organization_id, filters
        house = col(AuditEntry.organization_id) == organization_id
        # Adding nothing keeps SQLite from going through all of the organization, instead of one session's entries.
        of_few = col(AuditEntry.organization_id) + 0 == organization_id
        self._house = of_few if filters.session else house
        self._conditions = list(narrowing.conditions(filters, time_zone))
        self._tags = filters.tags()
        if without is not None:
            self._conditions.append(col(AuditEntry.tag) != without.value)

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
        if self._is_nothing:
            return 0
        places = self._places(edge, most, newest_first=False).subquery()
        counted: int = self._tx.execute(select(func.count()).select_from(places)).scalar_one()
        return counted

    def counts(self, moments: Sequence[datetime]) -> Sequence[int]:
        """How many there are from each of the moments to the next one."""
        if self._is_nothing:
            return [0] * (len(moments) - 1)
        at, tags = col(AuditEntry.at), self.of_tags()
        each = [
            select(func.count()).select_from(AuditEntry).where(self.matching((at >= begin, at < end, *tags)))
            for begin, end in pairwise(moments)
        ]
        counted: Sequence[int] = self._tx.execute(select(*(one.scalar_subquery() for one in each))).one()
        return counted

    def matching(self, more: tuple[ColumnElement[bool], ...]) -> ColumnElement[bool]:
        """All that is asked for but the tags, and more; so put that those looked for are found by their own entries."""
        if self._people is None:
            return and_(self._house, *self._conditions, *more)
        theirs = [col(whose).in_(self._people) for whose in (AuditEntry.actor_id, AuditEntry.subject_id)]
        if 0 in self._people:
            theirs.append(col(AuditEntry.subject_id).is_(None))
        return or_(*(and_(self._house, them, *self._conditions, *more) for them in theirs))

    def of_tags(self) -> tuple[ColumnElement[bool], ...]:
        return () if self._tags is None else (col(AuditEntry.tag).in_([tag.value for tag in self._tags]),)

    def has_older(self, edge: Edge) -> bool:
        return not self._is_nothing and bool(self._tx.execute(self._places(edge, 1, newest_first=True)).all())

    def has_newer(self, edge: Edge) -> bool:
        return self.count_newer(edge, 1) == 1

    @property
    def _is_nothing(self) -> bool:
        return self._tags == () or self._people == []

    @cached_property
    def _people(self) -> list[int] | None:
        """Whose entries can match, where those are few; None: walk without asking who they are."""
        words = narrowing.words(self._filters.person)
        if not words or self._filters.session:
            return None
        found = min((names.matching(self._tx, self._organization_id, word, FEW) for word in words), key=len)
        return None if len(found) > FEW or (found and self._is_rare) else found

    @property
    def _is_rare(self) -> bool:
        """Whether the tags by themselves leave over only a few."""
        if self._tags is None:
            return False
        house = col(AuditEntry.organization_id) == self._organization_id
        of_them = [
            select(col(AuditEntry.id)).where(house, col(AuditEntry.tag) == tag.value).limit(RARE + 1).subquery()
            for tag in self._tags
        ]
        counts = [self._tx.execute(select(func.count()).select_from(one)).scalar_one() for one in of_them]
        return bool(sum(counts) <= RARE)

    def _places(self, edge: Edge | None, most: int, *, newest_first: bool) -> Select[Any]:
        if self._people is not None:
            return self._of_each(self._people, edge, most, newest_first=newest_first)
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

    def _of_each(self, people: list[int], edge: Edge | None, most: int, *, newest_first: bool) -> Select[Any]:
        """The first of each person's, of what they did and of what was done as them; and of all those the first."""
        tags = self.of_tags()
        stretches = [
            self._first_of_each(people, whose, edge, most, tags, newest_first=newest_first)
            for whose in (AuditEntry.actor_id, AuditEntry.subject_id)
        ]
        if 0 in people:
            of_nobody = (*tags, col(AuditEntry.subject_id).is_(None))
            own = self._stretch(edge, most, of_nobody, newest_first=newest_first).subquery()
            stretches.append(select(own.c.at, own.c.id))
        places = union(*stretches).subquery()
        order = _ordered(places.c.at, places.c.id, newest_first=newest_first)
        return select(places.c.at, places.c.id).order_by(*order).limit(most)

    def _first_of_each(
        self, people: list[int], whose: Any, edge: Edge | None, most: int, tags: tuple[Any, ...], *, newest_first: bool
    ) -> Select[Any]:
        """One index range for each of them, which each engine is led to in its own way."""
        if not db.is_sqlite(self._tx):
            each = func.unnest(array(people, type_=Integer)).table_valued("value").render_derived()
            own = self._stretch(edge, most, (*tags, col(whose) == each.c.value), newest_first=newest_first)
            first = own.correlate(each).lateral()
            return select(first.c.at, first.c.id).select_from(each.join(first, true()))
        each = func.json_each(json.dumps(people)).table_valued("value")
        own = self._stretch(edge, most, (*tags, col(whose) == each.c.value), newest_first=newest_first)
        entry = aliased(AuditEntry)
        ids = own.with_only_columns(own.selected_columns.id).correlate(each)
        found = select(col(entry.at), col(entry.id)).select_from(each.join(entry, col(entry.id).in_(ids)))
        return cast(Select[Any], found)

    def _rows(self, edge: Edge | None, most: int, *, newest_first: bool) -> Sequence[AuditEntry]:
        if self._is_nothing:
            return ()
        places = self._places(edge, most, newest_first=newest_first)
        ids = list(self._tx.execute(places.with_only_columns(places.selected_columns.id)).scalars())
        found = self._tx.execute(select(AuditEntry).where(col(AuditEntry.id).in_(ids))).scalars()
        return sorted(found, key=lambda entry: (entry.at, entry.id), reverse=newest_first)


def _ordered(at: Any, number: Any, *, newest_first: bool) -> tuple[Any, ...]:
    return (at.desc(), number.desc()) if newest_first else (at, number)
