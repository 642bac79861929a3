"""What was typed, and how well somebody matches it.

A person matches when each word that was typed is a part of a word of any of the five fields. How well is one of four
tiers. All of it is SQL over `Person.search_text`, whose layout `accounts.people.searched` describes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from sqlalchemy import ColumnElement, Function, SQLColumnExpression, and_, case, false, func, literal_column, not_, true
from sqlmodel import Session, col

from admin_proxy.accounts.tables import Person
from admin_proxy.db import is_sqlite
from admin_proxy.directory.trigrams import like_pattern
from admin_proxy.folding import fold, without_signs

LONGEST = 100
MOST_WORDS = 8

_BEYOND = "\x7f"
"""Sorts after everything that a folded text can hold."""


class Tier(IntEnum):
    """Best first. Within a tier people come in the order of names."""

    NAME = 0
    """The name begins with what was typed; the exact name sorts before longer ones."""
    SURNAME = 1
    """Surname, then first name, begin with what was typed; these are in the order of surnames."""
    WORDS = 2
    """Each word that was typed begins a word: of the name, the e-mail, the id, the title or the department."""
    INSIDE = 3
    """Some of it is only found inside words."""


@dataclass(frozen=True, slots=True)
class Query:
    words: tuple[str, ...]

    @classmethod
    def typed(cls, text: str) -> Query:
        """However much was typed, a sensible length of it is looked at."""
        return cls(tuple(fold(text[: 4 * LONGEST])[:LONGEST].split()[:MOST_WORDS]))

    @property
    def phrase(self) -> str:
        return " ".join(self.words)


class Matching:
    """The conditions and keys of one query on one engine."""

    def __init__(self, tx: Session, query: Query) -> None:
        self.query = query
        self._sqlite = is_sqlite(tx)

    def matches(self, person: type[Person]) -> ColumnElement[bool]:
        return and_(*(self.contains(person, word) for word in self.query.words))

    def begins_words(self, person: type[Person]) -> ColumnElement[bool]:
        return and_(*(self.contains(person, f" {word}") for word in self.query.words))

    def contains(self, person: type[Person], part: str) -> ColumnElement[bool]:
        if self._sqlite:
            return func.instr(col(person.search_text), part) > 0
        return col(person.search_text).like(like_pattern(part))

    def name_begins(self, person: type[Person]) -> ColumnElement[bool]:
        return _begins(col(person.search_text), self.query.phrase)

    def surname_begins(self, person: type[Person]) -> ColumnElement[bool]:
        beginning = without_signs(self.query.phrase)
        return _begins(self.surname_first(person), beginning) if beginning else false()

    def surname_first(self, person: type[Person]) -> Function[str]:
        """The text from its second line on: word for word the expression of the index `person_search_by_surname`."""
        position, newline = ("instr", "char(10)") if self._sqlite else ("strpos", "chr(10)")
        end_of_line = getattr(func, position)(col(person.search_text), literal_column(newline))
        return func.substr(col(person.search_text), end_of_line + literal_column("1"), literal_column("60"))

    def is_in(self, person: type[Person], tier: Tier) -> ColumnElement[bool]:
        """Matches, in this tier and in none before it."""
        before = [self._reaches(person, better) for better in Tier if better < tier]
        return and_(self._reaches(person, tier), *map(not_, before), self.matches(person))

    def tier(self, person: type[Person]) -> ColumnElement[int]:
        """The tier of somebody who matches."""
        return case(
            *((self._reaches(person, tier), literal_column(str(tier.value))) for tier in Tier if tier != Tier.INSIDE),
            else_=literal_column(str(Tier.INSIDE.value)),
        )

    def key(self, person: type[Person]) -> ColumnElement[str]:
        """What people are sorted by within their tier."""
        keys = ((self.tier(person) == tier.value, self.key_in(person, tier)) for tier in Tier)
        return case(*keys)

    def key_in(self, person: type[Person], tier: Tier) -> SQLColumnExpression[str]:
        """What people of this tier are sorted by: their text begins with the name."""
        return self.surname_first(person) if tier is Tier.SURNAME else col(person.search_text)

    def _reaches(self, person: type[Person], tier: Tier) -> ColumnElement[bool]:
        match tier:
            case Tier.NAME:
                return self.name_begins(person)
            case Tier.SURNAME:
                return self.surname_begins(person)
            case Tier.WORDS:
                return self.begins_words(person)
            case Tier.INSIDE:
                return true()


def _begins(text: SQLColumnExpression[str], beginning: str) -> ColumnElement[bool]:
    return and_(text >= f" {beginning}", text < f" {beginning}{_BEYOND}")
