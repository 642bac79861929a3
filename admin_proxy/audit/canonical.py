"""What the chain commits to, to the last byte; `docs/audit.md` says the same for those who do not have this software.

An entry's canonical form is a JSON object of strings, whole numbers and nulls (so RFC 8785 is met without trying): its
columns in alphabetical order, no blanks, UTF-8; the time as `2026-03-02T09:00:00.000000Z`; what was before and after as
the very JSON texts that are stored, so that nobody has to agree with anybody on how to write 1.0.

It is written here and nowhere else: of an entry that is being recorded, and of the columns that a database gives back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import orjson

VERSION = "admin-proxy-audit/1"
BEGINNING = "0" * 64
"""What stands for the digest before the first link."""

COLUMNS = (
    "actor_email", "actor_id", "actor_kind", "actor_name", "address", "after", "at", "before", "id", "note",
    "object_id", "object_kind", "object_name", "organization_id", "people_text", "session_id", "subject_email",
    "subject_id", "subject_name", "tag",
)  # fmt: skip

_AS_TEXT = {
    "sqlite": {"at": "replace(e.at, ' ', 'T') || 'Z'", "before": "e.before || ''", "after": "e.after || ''"},
    "postgresql": {
        "at": """to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""",
        "before": "CAST(e.before AS text)",
        "after": "CAST(e.after AS text)",
    },
}

AFTER, AT, ID, HOUSE, TAG = map(COLUMNS.index, ("after", "at", "id", "organization_id", "tag"))


def of(entry: Mapping[str, Any]) -> bytes:
    """The canonical form of an entry, given by its columns; those that are not there are empty text.

    Its time may be in the canonical form already, where many entries share it.
    """
    get = entry.get
    said = {column: get(column, "") for column in COLUMNS}
    if not isinstance(said["at"], str):
        said["at"] = moment(said["at"])
    said["before"], said["after"] = stored(said["before"]), stored(said["after"])
    return orjson.dumps(said)


def of_row(values: Iterable[Any]) -> bytes:
    """The canonical form of an entry, given by what `columns` selects.

    Raises:
        TypeError: a value is of a kind that no entry has, such as a blob in a column of text, which SQLite keeps, or
            text that is none (`db.reading_any_bytes`).
    """
    return orjson.dumps(dict(zip(COLUMNS, values, strict=True)))


def content(key: str, canonical: bytes) -> str:
    """The digest by which the chain knows what an entry says: SHA-256 over the entry's 32 random bytes and its form.

    Nobody who lacks the key can tell by the digest what was said, not even by trying every name there is.

    Raises:
        ValueError: the key is no hex.
    """
    return sha256(bytes.fromhex(key) + canonical).hexdigest()


def link(chain: int, seq: int, previous: str, entry_id: str, at: str, tag: str, content: str) -> str:
    """The digest of a link: SHA-256 over a JSON list, no part of which needs escaping (nor is it, where it was tampered
    with: see `db.reading_any_bytes`)."""
    said = f'["{VERSION}",{chain},{seq},"{previous}","{entry_id}","{at}","{tag}","{content}"]'
    return sha256(said.encode("utf-8", "surrogateescape")).hexdigest()


def moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def stored(values: Any) -> str | None:
    """What was before, or after, as it is stored: as SQLAlchemy writes JSON."""
    return None if values is None else json.dumps(values)


def columns(dialect: str) -> str:
    """SQL for the columns of the entry `e` in their order, each as it stands in the canonical form."""
    return ", ".join(_AS_TEXT[dialect].get(name, f"e.{name}") for name in COLUMNS)
