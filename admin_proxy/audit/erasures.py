"""What verifying asks of erasures: that each erased entry is told of by an entry that stands in the chain itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, text

from admin_proxy.audit import naming
from admin_proxy.audit.naming import Kind, Problem
from admin_proxy.audit.tags import Tag

TAG = Tag.PERSON_ERASED.value


def uncovered(connection: Connection, told: dict[str, str], erased: dict[str, int]) -> Problem | None:
    """What was erased without a record of it, or with another one.

    Args:
        told: the entries that tell of an erasure, each with its JSON of what is now.
        erased: the erasures that entries point to, each with the first place where one does.
    """
    for erasure_id, seq in sorted(erased.items(), key=lambda one: one[1]):
        if erasure_id not in told:
            return Problem(Kind.EDITED, seq, naming.ERASED_SILENTLY)
    for erasure_id, said in told.items():
        if _promised(said) != summary(connection, erasure_id):
            seq = erased.get(erasure_id, 0)
            return Problem(Kind.EDITED, seq, naming.ERASED_OTHERWISE.format(entry=erasure_id))
    return None


def summary(connection: Connection, erasure_id: str) -> dict[str, Any]:
    """How many entries an erasure emptied, and a digest over what is left of each."""
    digest, count = sha256(), 0
    for entry_id, content in covers(connection, erasure_id):
        digest.update(f'["{entry_id}","{content}"]\n'.encode())
        count += 1
    return {"entries": count, "digest": digest.hexdigest()}


def covers(connection: Connection, erasure_id: str) -> Iterator[tuple[str, str]]:
    """Each entry that an erasure emptied, with the digest of what is left of it."""
    rows = connection.execute(
        text("SELECT entry_id, content FROM audit_erased WHERE erasure_id = :id ORDER BY entry_id"), {"id": erasure_id}
    )
    return ((row.entry_id, row.content) for row in rows)


def _promised(said: str) -> dict[str, Any]:
    try:
        after = json.loads(said)
        return {"entries": after["entries"], "digest": after["digest"]}
    except (ValueError, TypeError, KeyError):
        return {}
