"""Who may have some parts of words in their text: the one place that knows the full-text index of either engine.

SQLite has an FTS5 table of trigrams, PostgreSQL a `pg_trgm` index. Both find too many rather than too few; whoever asks
compares the text itself afterwards.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Integer, Text, UnaryExpression, and_, column, or_, table, true
from sqlalchemy.sql.operators import custom_op
from sqlmodel import Session, col

from admin_proxy.accounts.tables import Person
from admin_proxy.db import is_sqlite

_LETTERS = string.ascii_lowercase + string.digits
_SIGNS = string.punctuation + " \n"
_FTS5 = table("person_search", column("person_search", Text), column("rowid", Integer))
_WILDCARDS = re.compile(r"[\\%_]")


def holding(tx: Session, parts: Sequence[str]) -> ColumnElement[bool]:
    """A condition on `Person` that an index answers; nothing but true where none could.

    Args:
        parts: folded; somebody is looked for who has all of them. A blank at the front says that a word begins there.
    """
    return _in_fts5(parts) if is_sqlite(tx) else _in_pg_trgm(parts)


def like_pattern(part: str) -> str:
    """For LIKE: `part` anywhere, as itself."""
    return "%" + _WILDCARDS.sub(r"\\\g<0>", part) + "%"


def _in_fts5(parts: Sequence[str]) -> ColumnElement[bool]:
    """Each trigram of the long parts; only where there is none, one of all those that begin with a pair."""
    wanted = [_quoted(part[at : at + 3]) for part in parts for at in range(len(part) - 2)]
    wanted = wanted or [_any_quoted(part + after for after in _LETTERS + _SIGNS) for part in parts if len(part) == 2]
    if not wanted:
        return true()
    # The plus keeps SQLite from looking every person up in the full-text table, instead of the other way round.
    rowid: UnaryExpression[int] = UnaryExpression(_FTS5.c.rowid, operator=custom_op("+"))
    return and_(_FTS5.c.person_search.op("MATCH")(" AND ".join(wanted)), rowid == col(Person.id))


def _quoted(trigram: str) -> str:
    return '"' + trigram.replace('"', '""') + '"'


def _any_quoted(trigrams: Iterable[str]) -> str:
    return "(" + " OR ".join(map(_quoted, trigrams)) + ")"


def _in_pg_trgm(parts: Sequence[str]) -> ColumnElement[bool]:
    """`pg_trgm` knows letters, digits and where a word begins and ends, but not which sign is there."""
    searched = col(Person.search_text)
    long = [searched.like(like_pattern(part)) for part in parts if len(part) >= 3 or part.startswith(" ")]
    if long:
        return and_(*long)
    pairs = [part for part in parts if len(part) == 2 and part.isalnum()]
    if not pairs:
        return true()
    inside = (searched.op("~")(f"{pair}[a-z0-9]") for pair in pairs)
    at_the_end = ([searched.like(like_pattern(pair + sign)) for sign in _SIGNS] for pair in pairs)
    return and_(*(or_(first, *others) for first, others in zip(inside, at_the_end, strict=True)))
