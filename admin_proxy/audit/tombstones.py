"""What stands for the beginning of a chain that was dropped: how far it went, how it ended, and who signed that.

Links from the first one on can be gone only in whole segments and only together with a tombstone: it carries the digest
from which the rest of the chain follows, is signed like an anchor, and an entry in the chain itself tells of it.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import Connection, select, text
from sqlmodel import col

from admin_proxy.audit import anchors, canonical, naming
from admin_proxy.audit.anchors import Anchor, AnchorError
from admin_proxy.audit.naming import Kind, Problem
from admin_proxy.audit.tables import AuditTombstone
from admin_proxy.audit.tags import Tag

VERSION = "admin-proxy-tombstone/1"
TAG = Tag.RECORD_DROPPED.value
_KEY = re.compile("[0-9a-f]{16}")


class UnknownKeyError(AnchorError):
    """Whether a tombstone holds, only a key can say that is not here: another server's, perhaps."""

    def __init__(self, key: str) -> None:
        super().__init__(naming.DROPPED_BY_ANOTHER_KEY.format(key=key))


def signed(tombstone: AuditTombstone) -> bytes:
    """The bytes that are signed."""
    return _encode({name: value for name, value in told(tombstone).items() if name != "signature"})


def told(tombstone: AuditTombstone) -> dict[str, Any]:
    """All of it with nothing but what JSON has; an export carries it so."""
    said = tombstone.model_dump(exclude={"dropped_at"})
    return {"version": VERSION, "at": canonical.moment(tombstone.dropped_at), **said}


def sign(tombstone: AuditTombstone, key: Ed25519PrivateKey) -> None:
    tombstone.key = anchors.key_name(key.public_key())
    tombstone.signature = b64encode(key.sign(signed(tombstone))).decode()


def promise(tombstone: AuditTombstone) -> dict[str, Any]:
    """What the entry that tells of it says is there now."""
    return {"dropped": f"{tombstone.after + 1} to {tombstone.until}", "digest": tombstone.digest}


def of(connection: Connection, chain: int) -> list[AuditTombstone]:
    """Those of a chain, the oldest first: one for each time that something was dropped."""
    table = AuditTombstone.__table__  # type: ignore[attr-defined]
    rows = connection.execute(select(table).where(table.c.chain == chain).order_by(col(AuditTombstone.until)))
    return [AuditTombstone(**row) for row in rows.mappings()]


def problem(
    connection: Connection, chain: int, anchored: Sequence[Anchor], keys: Sequence[Ed25519PublicKey]
) -> Problem | None:
    """What is wrong with the beginning of a chain, where that was dropped.

    Args:
        keys: what tombstones may be signed with.

    Raises:
        UnknownKeyError: a tombstone is signed with none of them.
    """
    known = {anchors.key_name(key): key for key in keys}
    after, previous = 0, canonical.BEGINNING
    for stone in of(connection, chain):
        if (stone.after, stone.previous) != (after, previous) or not _is_signed(stone, known):
            return Problem(Kind.MISSING, after + 1, naming.DROPPED_UNVOUCHED)
        for anchor in anchored:
            if anchor.seq == stone.until and anchor.digest != stone.digest:
                return naming.another_then(anchor)
        after, previous = stone.until, stone.digest
    return _left(connection, chain, after) if after else None


def untold(connection: Connection, chain: int, telling: Mapping[str, str]) -> Problem | None:
    """What was dropped last, where that stands in no entry of the chain.

    Args:
        telling: entries of the chain that tell of what was dropped, each with its JSON of what is now.
    """
    for last in of(connection, chain)[-1:]:
        if _said(telling.get(last.told_by, "")) != promise(last):
            return Problem(Kind.MISSING, last.after + 1, naming.DROPPED_SILENTLY)
    return None


def _is_signed(stone: AuditTombstone, known: Mapping[str, Ed25519PublicKey]) -> bool:
    if _KEY.fullmatch(stone.key) and stone.key not in known:
        raise UnknownKeyError(stone.key)
    try:
        known[stone.key].verify(b64decode(stone.signature, validate=True), signed(stone))
    except (InvalidSignature, KeyError, ValueError):
        return False
    return True


def _left(connection: Connection, chain: int, until: int) -> Problem | None:
    """A link that stands where there are none any more."""
    found = connection.execute(
        text("SELECT min(seq) FROM audit_link WHERE chain = :chain AND seq <= :until"), {"chain": chain, "until": until}
    ).scalar()
    return None if found is None else Problem(Kind.INSERTED, found, naming.IN_FRONT)


def _said(after: str) -> Any:
    try:
        return json.loads(after)
    except ValueError:
        return None


def _encode(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
