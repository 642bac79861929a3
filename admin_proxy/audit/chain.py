"""Linking the record: each entry gets its place in the chain of its organization just before the commit.

The head of a chain is locked last in the transaction and held until it commits, so nobody else can take the same place
(reading the last link without that lock forks a chain). Several chains are locked in ascending order; nothing is locked
after them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlmodel import Session

from admin_proxy import bulk, db
from admin_proxy.audit import canonical
from admin_proxy.audit.tables import AuditEntry, AuditLink

FEW = 100
"""So many links go to PostgreSQL together with the head's move: one round trip instead of three."""

COLUMNS = ("chain", "seq", "entry_id", "content", "digest")
Place = tuple[int, int, str, str, str]


class _Recorded(NamedTuple):
    chain: int
    entry_id: str
    at: str
    tag: str
    content: str


def append(tx: Session, entry: AuditEntry) -> None:
    """Have the entry linked when everything else in the transaction is written."""
    _pending(tx).append(entry)


def appending(tx: Session, same: dict[str, Any]) -> Callable[..., None]:
    """What appends one of many entries, of which `same` are the columns that do not differ."""
    pending, chain, at = _pending(tx), same["organization_id"] or 0, canonical.moment(same["at"])
    alike = {**same, "at": at}

    def add(entry_id: str, key: str, tag: str, kind: str, thing_id: str, name: str, before: Any, after: Any) -> None:
        own = {
            "id": entry_id, "tag": tag, "object_kind": kind, "object_id": thing_id, "object_name": name,
            "before": before, "after": after,
        }  # fmt: skip
        pending.append(_Recorded(chain, entry_id, at, tag, canonical.content(key, canonical.of({**alike, **own}))))

    return add


def _pending(tx: Session) -> list[AuditEntry | _Recorded]:
    if "recorded" not in tx.info:
        tx.info["recorded"] = []
        db.at_the_end(tx, partial(_link, tx))
    pending: list[AuditEntry | _Recorded] = tx.info["recorded"]
    return pending


def _link(tx: Session) -> None:
    chains: dict[int, list[_Recorded]] = {}
    for entry in map(_recorded, tx.info.pop("recorded")):
        chains.setdefault(entry.chain, []).append(entry)
    for chain, entries in sorted(chains.items()):
        seq, digest = _hold(tx, chain)
        places = _places(seq, digest, entries)
        if db.is_sqlite(tx) or len(entries) > FEW:
            _add_many(tx, places)
        else:
            _add_few(tx, list(places))


def _recorded(entry: AuditEntry | _Recorded) -> _Recorded:
    if isinstance(entry, _Recorded):
        return entry
    said = canonical.of(entry.__dict__)
    return _Recorded(
        entry.organization_id or 0, entry.id, canonical.moment(entry.at), entry.tag, canonical.content(entry.key, said)
    )


def _places(seq: int, digest: str, entries: Iterable[_Recorded]) -> Iterator[Place]:
    for chain, entry_id, at, tag, content in entries:
        seq += 1
        digest = canonical.link(chain, seq, digest, entry_id, at, tag, content)
        yield chain, seq, entry_id, content, digest


def _hold(tx: Session, chain: int) -> tuple[int, str]:
    """Where the chain ends. From here on, and until the commit, it ends nowhere else."""
    hold = _HOLD_SQLITE if db.is_sqlite(tx) else _HOLD
    found = tx.execute(hold, {"chain": chain}).first()
    if found is None:
        tx.execute(_BEGIN, {"chain": chain, "digest": canonical.BEGINNING})
        found = tx.execute(hold, {"chain": chain}).one()
    return found.seq, found.digest


def _add_many(tx: Session, places: Iterator[Place]) -> None:
    last: list[Place] = []

    def noting() -> Iterator[Place]:
        for place in places:
            last[:] = (place,)
            yield place

    bulk.insert(tx, AuditLink, COLUMNS, noting())
    chain, seq, _, _, digest = last[0]
    tx.execute(_MOVE, {"chain": chain, "seq": seq, "digest": digest})


def _add_few(tx: Session, places: list[Place]) -> None:
    chains, seqs, entry_ids, contents, digests = (list(column) for column in zip(*places, strict=True))
    given = {"chain": chains[0], "seqs": seqs, "entry_ids": entry_ids, "contents": contents, "digests": digests}
    tx.execute(_ADD_AND_MOVE, given)


_HOLD = text("SELECT seq, digest FROM audit_head WHERE chain = :chain FOR UPDATE")
_HOLD_SQLITE = text("SELECT seq, digest FROM audit_head WHERE chain = :chain")
_BEGIN = text("INSERT INTO audit_head (chain, seq, digest) VALUES (:chain, 0, :digest) ON CONFLICT DO NOTHING")
_MOVE = text("UPDATE audit_head SET seq = :seq, digest = :digest WHERE chain = :chain")
_ADD_AND_MOVE = text(
    """
    WITH given AS (
        SELECT * FROM unnest(
            CAST(:seqs AS int[]), CAST(:entry_ids AS text[]), CAST(:contents AS text[]), CAST(:digests AS text[])
        ) AS given (seq, entry_id, content, digest)
    ), added AS (
        INSERT INTO audit_link (chain, seq, entry_id, content, digest)
        SELECT :chain, seq, entry_id, content, digest FROM given
        RETURNING chain, seq, digest
    ), latest AS (
        SELECT chain, seq, digest FROM added ORDER BY seq DESC LIMIT 1
    )
    UPDATE audit_head AS head SET seq = latest.seq, digest = latest.digest FROM latest WHERE head.chain = latest.chain
    """
)
