"""What is wrong with a chain, named as closely as what is left of it allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, text

from admin_proxy.audit import canonical
from admin_proxy.audit.anchors import Anchor
from admin_proxy.words import later, retell, say

NEIGHBOURS = 200
"""So many links from the first bad one on are looked at, to tell what was moved from what was changed."""

CLOCKS_DIFFER = timedelta(minutes=10)
"""Between two servers that sign, by so much at most."""

_ENDS_BEFORE = later("the chain ends before it, and went on to {end}")
_NO_LINK = later("there is no such link; the next one is {next}")
_ENTRY_GONE = later("its entry {entry} is gone")
_MOVED_ON = later("what belongs there is {entry}, which was moved on")
_FOUND_AT = later("what belongs there is {entry}, found at {seq}")
_ELSEWHERE = later("its entry {entry} belongs to another organization")
_SAYS_OTHERWISE = later("its entry {entry} does not say what it said")
_WAS_LINKED = later("{entry} was linked there, and was moved on")
_MOVED_UP = later("what was linked there is gone, and what came after was moved up")
_DOES_NOT_FOLLOW = later("its link does not follow from the one before")
_BEYOND_END = later("it stands beyond the chain's end, which is at {seq}")
_HEAD_DIFFERS = later("the head has another digest than the last link")
_ANOTHER_THEN = later("it was another one when it was anchored on {at}")
_ANCHORED_FURTHER = later("the chain ends before it, and went on to {end} when it was anchored on {at}")
_ANCHORED_TWICE = later("it was anchored as one thing on {at}, and as another on {again}")
_WENT_BACK = later("the chain went on to {end} when it was anchored on {at}, and only up to there on {again}")
_CHAIN_GONE = later("the whole chain is gone; it went on to {end} when it was anchored on {at}")
_MORE_ENTRIES = later("there are more entries than links")
_UNLINKED_ENTRY = later("the entry {entry} has no link")
UNGUARDED = later("the database's guards are not there: {which}")
ERASED_SILENTLY = later("it was erased, and no entry tells of that")
ERASED_OTHERWISE = later("what was erased is not what the entry {entry} tells of")
DROPPED_UNVOUCHED = later("it was dropped, and no tombstone that holds vouches for that")
DROPPED_SILENTLY = later("it was dropped, and no entry tells of that")
DROPPED_BY_ANOTHER_KEY = later("its beginning was dropped, and the key that vouches for that ({key}) is not known here")
IN_FRONT = later("it stands in front of where the chain begins")
_SAID = (
    _ANCHORED_TWICE, _WENT_BACK, _CHAIN_GONE, _ANCHORED_FURTHER, _ENDS_BEFORE, _NO_LINK, _ENTRY_GONE, _MOVED_ON,
    _FOUND_AT, _ELSEWHERE, _SAYS_OTHERWISE, _WAS_LINKED, _MOVED_UP, _DOES_NOT_FOLLOW, _BEYOND_END, _HEAD_DIFFERS,
    _ANOTHER_THEN, _MORE_ENTRIES, _UNLINKED_ENTRY, UNGUARDED, ERASED_SILENTLY, ERASED_OTHERWISE, DROPPED_UNVOUCHED,
    DROPPED_SILENTLY, IN_FRONT,
)  # fmt: skip


class Kind(StrEnum):
    EDITED = later("edited")
    MISSING = later("missing")
    INSERTED = later("inserted")
    REORDERED = later("reordered")
    TAIL_CUT = later("tail cut")
    HEAD_EDITED = later("head edited")
    ANCHOR_MISMATCH = later("anchor mismatch")
    UNGUARDED = later("unguarded")


@dataclass(frozen=True, slots=True)
class Problem:
    kind: Kind
    seq: int
    """The first bad one."""
    said: str
    anchor: Anchor | None = None
    """What was signed, where that is what says so."""

    def __str__(self) -> str:
        return f"{self.kind} at {self.seq}: {self.said}" if self.seq else f"{self.kind}: {self.said}"


def retold(kept: str) -> str:
    """A problem as it was noted, in the language of whoever reads of it."""
    head, _, said = kept.partition(": ")
    kind, _, seq = head.partition(" at ")
    told = retell(said, *_SAID)
    return say("{kind} at {seq}: {said}", kind=say(kind), seq=seq, said=told) if seq else f"{say(kind)}: {told}"


@dataclass(frozen=True, slots=True)
class _Link:
    seq: int
    entry_id: str
    content: str
    digest: str
    at: str | None
    """None: its entry is gone."""
    tag: str
    organization: int
    actual: str
    """The digest of what the entry says now."""
    is_as_linked: bool

    def digest_at(self, chain: int, seq: int, previous: str) -> str:
        """Of this entry, where it to stand there."""
        return canonical.link(chain, seq, previous, self.entry_id, self.at or "", self.tag, self.actual)


def name(connection: Connection, chain: int, seq: int, previous: str, end: int) -> Problem:
    """What is wrong at `seq`, which is the first that does not follow from `previous`."""
    links = _from(connection, chain, seq)
    if not links:
        return Problem(Kind.TAIL_CUT, seq, _ENDS_BEFORE.format(end=end))
    first = links[0]
    if first.seq != seq:
        return Problem(Kind.MISSING, seq, _NO_LINK.format(next=first.seq))
    if first.at is None:
        return Problem(Kind.MISSING, seq, _ENTRY_GONE.format(entry=first.entry_id))
    belongs = next((one for one in links[1:] if _fits(one, first, chain, seq, previous)), None)
    if belongs is not None and not _came_from_elsewhere(links, chain, seq, previous):
        return Problem(Kind.INSERTED, seq, _MOVED_ON.format(entry=belongs.entry_id))
    if belongs is not None:
        return Problem(Kind.REORDERED, seq, _FOUND_AT.format(entry=belongs.entry_id, seq=belongs.seq))
    if first.organization != chain:
        return Problem(Kind.EDITED, seq, _ELSEWHERE.format(entry=first.entry_id))
    if not first.is_as_linked:
        return Problem(Kind.EDITED, seq, _SAYS_OTHERWISE.format(entry=first.entry_id))
    moved = _moved(links, chain, seq)
    if moved < 0:
        return Problem(Kind.INSERTED, seq + moved, _WAS_LINKED.format(entry=first.entry_id))
    if moved > 0:
        return Problem(Kind.MISSING, seq, _MOVED_UP)
    return Problem(Kind.EDITED, seq, _DOES_NOT_FOLLOW)


def end(connection: Connection, chain: int, seq: int, digest: str, last: str, *, more: bool) -> Problem | None:
    """What is wrong with the end of a chain whose links are sound as far as its head says that it goes.

    Args:
        more: there are more entries than links.
    """
    beyond = _from(connection, chain, seq + 1)
    if beyond and seq == _head(connection, chain):
        return Problem(Kind.INSERTED, beyond[0].seq, _BEYOND_END.format(seq=seq))
    if digest != last:
        return Problem(Kind.HEAD_EDITED, seq, _HEAD_DIFFERS)
    if more:
        return _unlinked(connection, chain)
    return None


def otherwise_anchored(connection: Connection, chain: int, seq: int, anchored: Sequence[Anchor]) -> Problem:
    """What an anchor has otherwise than it stands there now."""
    now = digest_at(connection, chain, seq)
    anchor = next(one for one in anchored if one.seq == seq and one.digest != now)
    return another_then(anchor)


def another_then(anchor: Anchor) -> Problem:
    return Problem(Kind.ANCHOR_MISMATCH, anchor.seq, _ANOTHER_THEN.format(at=anchor.at), anchor)


def cut_since(seq: int, anchored: Sequence[Anchor]) -> Problem | None:
    """What is missing though an anchor says that it was there."""
    first = min((one for one in anchored if one.seq > seq), key=lambda one: one.seq, default=None)
    if first is None:
        return None
    said = _ANCHORED_FURTHER.format(end=first.seq, at=first.at)
    return Problem(Kind.TAIL_CUT, seq + 1, said, max(anchored, key=lambda one: one.seq))


def gone(anchored: Sequence[Anchor]) -> Problem:
    """Nothing is left of a chain that was anchored."""
    last = max(anchored, key=lambda one: one.seq)
    return Problem(Kind.MISSING, 1, _CHAIN_GONE.format(end=last.seq, at=last.at), last)


def contradictory(anchored: Sequence[Anchor]) -> Problem | None:
    """Anchors of one chain that cannot all be of one that was only added to.

    Args:
        anchored: in the order in which they were written.
    """
    first: dict[int, Anchor] = {}
    furthest: Anchor | None = None
    for one in anchored:
        before = first.setdefault(one.seq, one)
        if before.digest != one.digest:
            said = _ANCHORED_TWICE.format(at=before.at, again=one.at)
            return Problem(Kind.ANCHOR_MISMATCH, one.seq, said, before)
        if furthest is not None and one.seq < furthest.seq and _is_long_after(one, furthest):
            said = _WENT_BACK.format(end=furthest.seq, at=furthest.at, again=one.at)
            return Problem(Kind.ANCHOR_MISMATCH, one.seq + 1, said, furthest)
        if furthest is None or one.seq > furthest.seq:
            furthest = one
    return None


def _is_long_after(one: Anchor, other: Anchor) -> bool:
    """Not by the order alone: servers that share a file, or letters that were put together, may have another one."""
    return datetime.fromisoformat(one.at) - datetime.fromisoformat(other.at) > CLOCKS_DIFFER


def digest_at(connection: Connection, chain: int, seq: int) -> str:
    """What the link after `seq` has to follow from, as it is stored."""
    if seq == 0:
        return canonical.BEGINNING
    found = connection.execute(
        text(
            "SELECT digest FROM audit_link WHERE chain = :chain AND seq = :seq "
            "UNION ALL SELECT digest FROM audit_tombstone WHERE chain = :chain AND until = :seq LIMIT 1"
        ),
        {"chain": chain, "seq": seq},
    ).scalar()
    return str(found)


def _fits(one: _Link, first: _Link, chain: int, seq: int, previous: str) -> bool:
    """Whether `one` is what was linked at `seq`: by the digest that it has itself, or that stands there now."""
    return one.at is not None and one.digest_at(chain, seq, previous) in (one.digest, first.digest)


def _came_from_elsewhere(links: list[_Link], chain: int, seq: int, previous: str) -> bool:
    """Whether what stands first was linked somewhere nearby, by the digest that it has or that another one has."""
    first = links[0]
    digests = {one.digest for one in links}
    before = (previous, *(one.digest for one in links))
    return any(
        first.digest_at(chain, seq + moved, digest) in digests for moved in range(len(links)) for digest in before
    )


def _moved(links: list[_Link], chain: int, seq: int) -> int:
    """How far what stands at `seq` was moved up, together with what follows; below 0 where it was moved on."""
    if len(links) == 1:
        return 0
    first, second = links[:2]
    places = range(max(-NEIGHBOURS, 1 - seq), NEIGHBOURS)
    fitting = (by for by in places if second.digest_at(chain, seq + 1 + by, first.digest) == second.digest)
    return next(fitting, 0)


def _unlinked(connection: Connection, chain: int) -> Problem:
    own = "e.organization_id = :chain" if chain else "(e.organization_id IS NULL OR e.organization_id = 0)"
    found = connection.execute(
        text(
            "SELECT e.id FROM audit_entry AS e LEFT JOIN audit_link AS l ON l.entry_id = e.id "  # noqa: S608
            f"WHERE {own} AND (l.entry_id IS NULL OR l.chain <> :chain) ORDER BY e.id LIMIT 1"
        ),
        {"chain": chain},
    ).first()
    if found is None:
        return Problem(Kind.INSERTED, 0, _MORE_ENTRIES)
    after = connection.execute(
        text("SELECT coalesce(max(seq), 0) FROM audit_link WHERE chain = :chain AND entry_id < :id"),
        {"chain": chain, "id": found.id},
    ).scalar_one()
    return Problem(Kind.INSERTED, after + 1, _UNLINKED_ENTRY.format(entry=found.id))


def _head(connection: Connection, chain: int) -> int:
    found = text("SELECT CAST(coalesce(max(seq), 0) AS int) FROM audit_head WHERE chain = :chain")
    return int(connection.execute(found, {"chain": chain}).scalar_one())


def _from(connection: Connection, chain: int, seq: int) -> list[_Link]:
    rows = connection.execute(_FROM[connection.dialect.name], {"chain": chain, "seq": seq, "most": NEIGHBOURS})
    return [_link(*row) for row in rows]


def _printable(stored: str) -> str:
    """An id that holds bytes which are no text, as something that can be written down."""
    return str(stored).encode("utf-8", "backslashreplace").decode()


def _link(
    seq: int, entry_id: str, content: str, digest: str, organization: int, key: str, erased: str | None,
    remains: str | None, *said: Any,
) -> _Link:  # fmt: skip
    at, tag = said[canonical.AT], said[canonical.TAG]
    try:
        says = canonical.content(key or "", canonical.of_row(said))
    except (ValueError, TypeError):
        says = ""
    as_linked = says == (remains if erased else content)
    # An erased entry cannot be asked any more what it said: its link is all there is.
    actual = content if erased and as_linked else says
    return _Link(seq, _printable(entry_id), content, digest, at, tag or "", organization, actual, as_linked)


_FROM = {
    dialect: text(
        f"""
        SELECT l.seq, l.entry_id, l.content, l.digest, coalesce(e.organization_id, 0), e.key, e.erased_by, r.content,
            {canonical.columns(dialect)}
        FROM audit_link AS l
        LEFT JOIN audit_entry AS e ON e.id = l.entry_id
        LEFT JOIN audit_erased AS r ON r.erasure_id = e.erased_by AND r.entry_id = e.id
        WHERE l.chain = :chain AND l.seq >= :seq
        ORDER BY l.seq LIMIT :most
        """  # noqa: S608
    )
    for dialect in ("sqlite", "postgresql")
}
