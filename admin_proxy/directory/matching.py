"""What was typed, and how well somebody matches it.

A person matches when each word that was typed is a part of a word of any of the five fields. How well is one of four
tiers. All of it is SQL over `Person.search_text`, whose layout `accounts.people.searched` describes; what was typed
comes in as parameters, so that a statement is made once for all queries of as many words.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Function,
    SQLColumnExpression,
    Text,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    not_,
    or_,
    true,
)  # fmt: skip
from sqlmodel import Session, col

from admin_proxy.accounts.tables import Person
from admin_proxy.db import is_sqlite
from admin_proxy.folding import fold, without_signs

LONGEST = 100
MOST_WORDS = 8

_WILDCARDS = re.compile(r"[\\%_]")
_SIGNS = set(string.punctuation)
_SIGNS_OF_NAMES = {"'", "`", "-"}
_BEYOND = "\x7f"
"""Sorts after everything that a folded text can hold."""


class Tier(IntEnum):
    """Best first. Within a tier people come in the order of names."""

    NAME = 0
    """The name begins with what was typed; the exact name sorts before longer ones."""
    SURNAME = 1
    """Surname, then first name, begin with what was typed; these are in the order of surnames."""
    WORDS = 2
    """Each word that was typed begins a word: of the name, the e-mail, the employee id, the title or the department."""
    INSIDE = 3
    """Some of it is only found inside words."""


@dataclass(frozen=True, slots=True)
class Query:
    words: tuple[str, ...]

    @classmethod
    def typed(cls, text: str) -> Query:
        """However much was typed, a sensible length of it is looked at. A comma between words is no part of one."""
        words = (word.strip(",") for word in fold(text[: 4 * LONGEST])[:LONGEST].split())
        return cls(tuple(word for word in words if word)[:MOST_WORDS])

    @property
    def beginnings(self) -> tuple[str, ...]:
        """The words as they stand in the text where a word begins."""
        return tuple(f" {word}" for word in self.words)

    def parameters(self, *, sqlite: bool) -> dict[str, str]:
        """Everything that the conditions below ask for."""
        pattern = str if sqlite else like_pattern
        phrase = " ".join(self.words)
        surname = without_signs(phrase) if set(phrase) & _SIGNS <= _SIGNS_OF_NAMES else ""
        surname = surname or _BEYOND  # nobody's begins like that
        return {
            "name": f" {phrase}",
            "name_end": f" {phrase}{_BEYOND}",
            "surname": f" {surname}",
            "surname_end": f" {surname}{_BEYOND}",
            **{f"plain_{number}": word for number, word in enumerate(self.words)},
            **{f"word_{number}": pattern(word) for number, word in enumerate(self.words)},
            **{f"beginning_{number}": pattern(word) for number, word in enumerate(self.beginnings)},
        }


def like_pattern(part: str) -> str:
    """For LIKE: `part` anywhere, as itself."""
    return "%" + _WILDCARDS.sub(r"\\\g<0>", part) + "%"


@dataclass(frozen=True, slots=True)
class Matching:
    """The conditions for as many words, on one engine, on `Person` or an alias of it."""

    words: int
    sqlite: bool
    given: Mapping[str, str] | None = None
    """What was typed, for a statement that is used once; None: it comes in as parameters."""

    @classmethod
    def once(cls, tx: Session, query: Query) -> Matching:
        """The conditions of this query alone."""
        sqlite = is_sqlite(tx)
        return cls(len(query.words), sqlite, query.parameters(sqlite=sqlite))

    def matches(self, person: type[Person]) -> ColumnElement[bool]:
        return and_(*(self._contains(person, f"word_{number}") for number in range(self.words)))

    def matches_in_sight_of_colleagues(self, person: type[Person]) -> ColumnElement[bool]:
        """Each word is a part of the name or the title, so that nobody's e-mail or employee id can be guessed at."""
        return and_(*(self._is_in_name_or_title(person, f"plain_{number}") for number in range(self.words)))

    def is_in(self, person: type[Person], tier: Tier) -> ColumnElement[bool]:
        """Matches, in this tier and in none before it."""
        return and_(self.matches(person), self.reaches(person, tier), self.in_none_before(person, tier))

    def in_none_before(self, person: type[Person], tier: Tier) -> ColumnElement[bool]:
        return and_(true(), *(not_(self.reaches(person, better)) for better in Tier if better < tier))

    def rank(self, person: type[Person]) -> ColumnElement[str]:
        """What everybody who matches is sorted by: a digit for the tier, and what is sorted by within it."""
        ranks = [literal_column(f"'{tier.value}'").concat(self.key_in(person, tier)) for tier in Tier]
        *better, inside = zip(Tier, ranks, strict=True)
        return case(*((self.reaches(person, tier), rank) for tier, rank in better), else_=inside[1])

    def key_in(self, person: type[Person], tier: Tier) -> SQLColumnExpression[str]:
        """What people of this tier are sorted by: the text begins with the name."""
        return self._surname_first(person) if tier is Tier.SURNAME else col(person.search_text)

    def reaches(self, person: type[Person], tier: Tier) -> ColumnElement[bool]:
        match tier:
            case Tier.NAME:
                return self._between(col(person.search_text), "name")
            case Tier.SURNAME:
                return self._between(self._surname_first(person), "surname")
            case Tier.WORDS:
                return and_(*(self._contains(person, f"beginning_{number}") for number in range(self.words)))
            case Tier.INSIDE:
                return true()

    def _contains(self, person: type[Person], part: str) -> ColumnElement[bool]:
        if self.sqlite:
            return func.instr(col(person.search_text), self._parameter(part)) > literal_column("0")
        return col(person.search_text).like(self._parameter(part))

    def _is_in_name_or_title(self, person: type[Person], word: str) -> ColumnElement[bool]:
        """The name takes the first two lines, the title is the fifth: see `accounts.people.searched`."""
        text = col(person.search_text)
        end_of_name = self._place(text, self._newline) + self._place(self._behind_line(text), self._newline)
        title: SQLColumnExpression[str] = text
        for _ in range(4):
            title = self._behind_line(title)
        return or_(
            self._place(text, self._parameter(word)).between(literal_column("1"), end_of_name),
            self._place(title, self._parameter(word)).between(literal_column("1"), self._place(title, self._newline)),
        )

    def _behind_line(self, text: SQLColumnExpression[str]) -> Function[str]:
        return func.substr(text, self._place(text, self._newline) + literal_column("1"))

    def _place(self, text: SQLColumnExpression[str], part: ColumnElement[str]) -> Function[int]:
        """Where the first `part` begins; 0: nowhere."""
        function: Function[int] = getattr(func, "instr" if self.sqlite else "strpos")(text, part)
        return function

    @property
    def _newline(self) -> ColumnElement[str]:
        return literal_column("char(10)" if self.sqlite else "chr(10)")

    def _surname_first(self, person: type[Person]) -> Function[str]:
        """The text from its second line on: word for word the expression of the index `person_search_by_surname`."""
        position, newline = ("instr", "char(10)") if self.sqlite else ("strpos", "chr(10)")
        end_of_line = getattr(func, position)(col(person.search_text), literal_column(newline))
        return func.substr(col(person.search_text), end_of_line + literal_column("1"), literal_column("60"))

    def _between(self, text: SQLColumnExpression[str], beginning: str) -> ColumnElement[bool]:
        return and_(text >= self._parameter(beginning), text < self._parameter(f"{beginning}_end"))

    def _parameter(self, name: str) -> BindParameter[str]:
        if self.given is None:
            return bindparam(name, type_=Text)
        return bindparam(name, self.given[name], type_=Text, unique=True)
