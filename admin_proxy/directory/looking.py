"""Two ways to look for people, with the same answers.

Which is quicker depends on how many people the administrator can see at all:

* Among few (a small organization, or an HR Admin's scope) each of them is looked at, in one statement.
* Among many it goes tier by tier until there are enough. Names that begin with what was typed stand beside each other
  in an index, in the right order. For the other tiers the people whose names come next are tried first: what is common
  is found there soon enough. What is rare is then looked up by its trigrams; that finds few, which are sorted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from sqlalchemy import Row, Select
from sqlmodel import Session

from admin_proxy import clock
from admin_proxy.db import is_sqlite
from admin_proxy.directory import statements, trigrams
from admin_proxy.directory.matching import Query, Tier
from admin_proxy.directory.statements import COUNTED, MOST, Shape, Whom
from admin_proxy.identity import Party, Role

FEW_IN_ORGANIZATION = 4_000
FEW_IN_SCOPE = 8_000
NEXT_NAMES = 6_000
WIDER = 4
SAMPLED_NAMES = 1_500
FETCHED = 5
"""How many people an index can be read for while one is fetched from the table."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands in the order of the answers; see `Matching.rank`."""

    rank: str
    id: int

    @property
    def tier(self) -> Tier:
        return Tier(int(self.rank[0]))

    @property
    def parameters(self) -> dict[str, str | int]:
        return {"behind_rank": self.rank, "behind_key": self.rank[1:], "behind_id": self.id}


class Looking(Protocol):
    """Ids are those of people who match and may be impersonated, best first, no more than `MOST`."""

    def first(self) -> tuple[list[int], int]:
        """The first of them, and how many there are altogether, counted up to `COUNTED`."""

    def behind(self, place: Place) -> list[int]: ...


class Asking:
    """One query of one administrator: the shape of its statements, and what they are given."""

    def __init__(self, tx: Session, actor: Party, whom: Whom, query: Query) -> None:
        self._tx, self.query = tx, query
        self.shape = Shape(is_sqlite(tx), actor.role, whom, len(query.words))
        self._given: dict[str, str | int | date | None] = {
            "actor": actor.id,
            "organization": actor.organization_id,
            "today": clock.now().date(),
            "next_names": NEXT_NAMES,
            **query.parameters(sqlite=self.shape.sqlite),
        }

    def rows(self, statement: Select[Any], behind: Place | None = None, /, **more: str | int) -> list[Row[Any]]:
        place = behind.parameters if behind else {}
        return list(self._tx.execute(statement, {**self._given, **place, **more}).all())

    def ids(self, statement: Select[Any], behind: Place | None = None, /, **more: str | int) -> list[int]:
        return [row[0] for row in self.rows(statement, behind, **more)]

    def number(self, statement: Select[Any], /, **more: str | int) -> int:
        number: int = self.rows(statement, **more)[0][0]
        return number

    def place_of(self, person_id: int) -> Place | None:
        """None: that is nobody among the answers."""
        found = self.rows(statements.rank(self.shape), person=person_id)
        return Place(found[0][0], person_id) if found else None

    def looking(self) -> Looking:
        """The way to look that suits how many people the administrator can see."""
        return AmongFew(self) if self.sees_few() else AmongMany(self)

    def sees_few(self) -> bool:
        few = FEW_IN_SCOPE if self.shape.role is Role.HR_ADMIN else FEW_IN_ORGANIZATION
        return self.number(statements.in_sight(self.shape.role), few=few + 1) <= few


class AmongFew:
    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    def first(self) -> tuple[list[int], int]:
        asking = self._asking
        found = asking.ids(statements.among_few(asking.shape, behind=False))
        return found, len(found) if len(found) < MOST else asking.number(statements.count_among_few(asking.shape))

    def behind(self, place: Place) -> list[int]:
        return self._asking.ids(statements.among_few(self._asking.shape, behind=True), place)


class AmongMany:
    def __init__(self, asking: Asking) -> None:
        self._asking, self._shape = asking, asking.shape

    def first(self) -> tuple[list[int], int]:
        found: list[int] = []
        for tier in (Tier.NAME, Tier.SURNAME):
            found += self._in_tier(tier)
            if len(found) >= MOST:
                return found[:MOST], self._count()
        return self._first_beyond_names(found)

    def behind(self, place: Place) -> list[int]:
        found = self._in_tier(place.tier, place)
        for tier in Tier:
            if tier > place.tier and len(found) < MOST:
                found += self._in_tier(tier)
        return found[:MOST]

    def _first_beyond_names(self, names: list[int]) -> tuple[list[int], int]:
        for many in self._portions_of_names():
            soon = self._asking.rows(statements.beyond_names_among_next_names(self._shape), next_names=many)
            by_words = [row.id for row in soon if row.tier == Tier.WORDS]
            inside = [row.id for row in soon if row.tier == Tier.INSIDE]
            if len(names) + len(by_words) >= MOST:
                return (names + by_words)[:MOST], self._count()
            if len(inside) >= MOST and self._shape.role is Role.HR_ADMIN and by_words:
                return AmongFew(self._asking).first()
            if len(inside) >= MOST:
                return (names + self._by_trigrams(Tier.WORDS) + inside)[:MOST], self._count()
            if len(soon) * WIDER < MOST:
                break
        if self._is_rare_in_scope_only():
            return AmongFew(self._asking).first()
        help_, parameters = self._trigrams(self._asking.query.words)
        rare = self._asking.rows(statements.beyond_names_by_trigrams(self._shape, help_), **parameters)
        count = rare[0].count_of_all if rare else 0
        return (names + [row.id for row in rare])[:MOST], min(len(names) + count, COUNTED)

    def _portions_of_names(self) -> tuple[int, ...]:
        """How many names to try. Trigrams find people outside a scope as well, so within one it pays to try more."""
        return (NEXT_NAMES, WIDER * NEXT_NAMES) if self._shape.role is Role.HR_ADMIN else (NEXT_NAMES,)

    def _is_rare_in_scope_only(self) -> bool:
        """True: so common outside the scope of an HR Admin that it is quicker to look at everybody in it."""
        if self._shape.role is not Role.HR_ADMIN:
            return False
        shares = self._asking.rows(statements.shares_of_next_names(self._shape), next_names=SAMPLED_NAMES)[0]
        return bool(shares.matching * FETCHED > shares.visible)

    def _in_tier(self, tier: Tier, place: Place | None = None) -> list[int]:
        goes_on = place is not None
        if tier in (Tier.NAME, Tier.SURNAME):
            return self._asking.ids(statements.by_name(self._shape, tier, goes_on), place)
        soon = self._asking.ids(statements.among_next_names(self._shape, tier, goes_on), place)
        return soon if len(soon) == MOST else self._by_trigrams(tier, place)

    def _by_trigrams(self, tier: Tier, place: Place | None = None) -> list[int]:
        query = self._asking.query
        help_, parameters = self._trigrams(query.beginnings if tier is Tier.WORDS else query.words)
        return self._asking.ids(
            statements.by_trigrams(self._shape, tier, help_, place is not None), place, **parameters
        )

    def _count(self) -> int:
        named = 0
        for tier in (Tier.NAME, Tier.SURNAME):
            named += self._asking.number(statements.count_by_name(self._shape, tier))
            if named >= COUNTED:
                return COUNTED
        # PostgreSQL collects all whom an index finds before it looks at the first of them.
        for many in (NEXT_NAMES,) if self._shape.sqlite else (NEXT_NAMES, WIDER * NEXT_NAMES):
            soon = self._asking.number(statements.count_among_next_names(self._shape), next_names=many)
            if soon == COUNTED:
                return COUNTED
            if soon * WIDER < COUNTED:
                break
        help_, parameters = self._trigrams(self._asking.query.words)
        return self._asking.number(statements.count_by_trigrams(self._shape, help_), **parameters)

    def _trigrams(self, parts: tuple[str, ...]) -> tuple[trigrams.Help, dict[str, str]]:
        sqlite = self._shape.sqlite
        return trigrams.help_for(parts, sqlite=sqlite), trigrams.parameters(parts, sqlite=sqlite)
