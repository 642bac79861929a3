"""Who may have some parts of words in their text: the one place that knows the full-text index of either engine.

SQLite has an FTS5 table of trigrams, PostgreSQL a `pg_trgm` index. Both find too many rather than too few; whoever asks
compares the text itself as well.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Text,
    UnaryExpression,
    and_,
    bindparam,
    column,
    literal,
    or_,
    table,
    true,
)
from sqlalchemy.sql.operators import custom_op
from sqlmodel import Session, col

from admin_proxy.accounts.tables import Person
from admin_proxy.db import is_sqlite

_LETTERS = string.ascii_lowercase + string.digits
_SIGNS = string.punctuation + " \n"
_FTS5 = table("person_search", column("person_search", Text), column("rowid", Integer))


class Kind(Enum):
    NONE = "none"
    """The words are so short that they are nearly everywhere."""
    LONG = "long"
    """Some part has three characters."""
    PAIRS = "pairs"
    """No part has three, but some have two."""


@dataclass(frozen=True, slots=True)
class Help:
    """What an index can do for a query."""

    kind: Kind
    pairs: int = 0


NO_HELP = Help(Kind.NONE)


def help_for(parts: Sequence[str], *, sqlite: bool) -> Help:
    """
    Args:
        parts: folded; somebody is looked for who has all of them. A blank at the front says that a word begins there.
    """
    if any(len(part) >= 3 for part in parts):
        return Help(Kind.LONG)
    # To pg_trgm a blank before a letter is half of a trigram, and other signs are nothing at all.
    if not sqlite and any(part[0] == " " and part[1].isalnum() for part in parts if len(part) == 2):
        return Help(Kind.LONG)
    pairs = _pairs(parts, sqlite)
    return Help(Kind.PAIRS, len(pairs)) if pairs else NO_HELP


def parameters(parts: Sequence[str], *, sqlite: bool) -> dict[str, str]:
    pairs = _pairs(parts, sqlite)
    if not sqlite:
        numbered = list(enumerate(pairs))
        return {
            **{f"pair_{number}": pair for number, pair in numbered},
            **{f"pair_{number}_and_a_letter": f"{pair}[a-z0-9]" for number, pair in numbered},
        }
    trigrams = [_quoted(part[at : at + 3]) for part in parts for at in _every_other(len(part))]
    beginning_with_pairs = [_any_quoted(pair + after for after in _LETTERS + _SIGNS) for pair in pairs]
    return {"trigrams": " AND ".join(trigrams or beginning_with_pairs)}


def found(help_: Help, *, sqlite: bool, given: Mapping[str, str] | None = None) -> ColumnElement[bool]:
    """A condition on `Person`, for a statement that compares the text itself as well.

    Args:
        given: the parameters, for a statement that is used once.
    """
    if help_.kind is Kind.NONE:
        return true()
    if sqlite:
        # Or else SQLite would look every person up in the full-text table, instead of the other way round.
        the_same = unindexed(_FTS5.c.rowid) == col(Person.id)
        return and_(_FTS5.c.person_search.op("MATCH")(_parameter("trigrams", given)), the_same)
    if help_.kind is Kind.LONG:
        return true()  # PostgreSQL uses the index for the comparison of the text
    return and_(*(_has_pair(f"pair_{number}", given) for number in range(help_.pairs)))


def _has_pair(name: str, given: Mapping[str, str] | None) -> ColumnElement[bool]:
    text, pair = col(Person.search_text), _parameter(name, given)
    at_the_end_of_a_word = (text.like(literal("%") + pair + literal(f"{_escaped(sign)}%")) for sign in _SIGNS)
    return or_(text.regexp_match(_parameter(f"{name}_and_a_letter", given)), *at_the_end_of_a_word)


def _pairs(parts: Sequence[str], sqlite: bool) -> list[str]:
    return [part for part in parts if len(part) == 2 and (sqlite or part.isalnum())]


def found_once(tx: Session, parts: Sequence[str]) -> ColumnElement[bool]:
    """The condition for these parts alone."""
    sqlite = is_sqlite(tx)
    return found(help_for(parts, sqlite=sqlite), sqlite=sqlite, given=parameters(parts, sqlite=sqlite))


def unindexed(column: Any) -> UnaryExpression[int]:
    """`+column`: the same number, and no index of that column can be used for it."""
    return UnaryExpression(column, operator=custom_op("+"))


def _parameter(name: str, given: Mapping[str, str] | None) -> BindParameter[str]:
    return bindparam(name, type_=Text) if given is None else bindparam(name, given[name], type_=Text, unique=True)


def _every_other(length: int) -> list[int]:
    """Where the trigrams to ask for begin: those between them would take as long again, and narrow it down no more."""
    return sorted({*range(0, length - 2, 2), length - 3}) if length >= 3 else []


def _escaped(sign: str) -> str:
    return f"\\{sign}" if sign in "\\%_" else sign


def _quoted(trigram: str) -> str:
    return '"' + trigram.replace('"', '""') + '"'


def _any_quoted(trigrams: Iterable[str]) -> str:
    return "(" + " OR ".join(map(_quoted, trigrams)) + ")"
