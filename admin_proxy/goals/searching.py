"""Finding goals by their titles: any part of a word from three characters on, the beginning of one from two.

One character alone narrows nothing. The trigram index of either engine finds too many rather than too few; the title
itself is compared as well.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Integer, Text, and_, column, literal, table
from sqlmodel import Session, col

from admin_proxy.db import is_sqlite
from admin_proxy.directory.trigrams import unindexed
from admin_proxy.folding import fold
from admin_proxy.goals.tables import Goal

LONGEST = 100
MOST_WORDS = 8
_FTS5 = table("goal_search", column("goal_search", Text), column("rowid", Integer))


def parts(typed: str) -> tuple[str, ...]:
    """What a title must contain; a blank at the front says that a word begins there."""
    words = fold(typed[: 4 * LONGEST])[:LONGEST].split()[:MOST_WORDS]
    return tuple(word if len(word) > 2 else f" {word}" for word in words if len(word) > 1)


def contains(wanted: tuple[str, ...]) -> list[ColumnElement[bool]]:
    """The comparison itself."""
    return [col(Goal.search_text).contains(part, autoescape=True) for part in wanted]


def looked_up(tx: Session, wanted: tuple[str, ...]) -> list[ColumnElement[bool]]:
    """The same by the index, for where few are found."""
    if not is_sqlite(tx):
        return contains(wanted)  # PostgreSQL uses the index for the comparison
    trigrams = [_quoted(part[at : at + 3]) for part in wanted for at in range(len(part) - 2)]
    matches = _FTS5.c.goal_search.op("MATCH")(literal(" AND ".join(dict.fromkeys(trigrams))))
    # Or else SQLite would look every goal up in the full-text table, instead of the other way round.
    return [and_(matches, unindexed(_FTS5.c.rowid) == col(Goal.id)), *contains(wanted)]


def _quoted(trigram: str) -> str:
    doubled = trigram.replace('"', '""')
    return f'"{doubled}"'
