"""What the chain commits to, to the last byte; `docs/audit.md` says the same for those who do not have this software.

An entry's canonical form is a JSON object of strings, whole numbers and nulls (so RFC 8785 is met without trying): its
columns in alphabetical order, no blanks, UTF-8; the time as `2026-03-02T09:00:00.000000Z`; what was before and after as
the very JSON texts that are stored, so that nobody has to agree with anybody on how to write 1.0.

Both engines can write this form by themselves, which is what makes verifying millions of entries a matter of seconds.
`of` and the two statements below give the same bytes; a test holds them to it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

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

_encode: Callable[[Any], str] = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def of(entry: Mapping[str, Any]) -> str:
    """The canonical form of an entry, given by its columns; those that are not there are empty text.

    Its time may be in the canonical form already, where many entries share it.
    """
    get = entry.get
    said = {column: get(column, "") for column in COLUMNS}
    if not isinstance(said["at"], str):
        said["at"] = moment(said["at"])
    said["before"], said["after"] = stored(said["before"]), stored(said["after"])
    return _encode(said)


def content(key: str, canonical: str) -> str:
    """The digest by which the chain knows what an entry says: SHA-256 over the entry's 32 random bytes and its form.

    Nobody who lacks the key can tell by the digest what was said, not even by trying every name there is.
    """
    return sha256(bytes.fromhex(key) + canonical.encode()).hexdigest()


def link(chain: int, seq: int, previous: str, entry_id: str, at: str, tag: str, content: str) -> str:
    """The digest of a link: SHA-256 over a JSON list, no part of which needs escaping."""
    said = f'["{VERSION}",{chain},{seq},"{previous}","{entry_id}","{at}","{tag}","{content}"]'
    return sha256(said.encode()).hexdigest()


def moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def stored(values: Any) -> str | None:
    """What was before, or after, as it is stored: as SQLAlchemy writes JSON."""
    return None if values is None else json.dumps(values)


def column(dialect: str, name: str) -> str:
    """SQL for a column of the entry `e` as it stands in the canonical form."""
    return _AS_TEXT[dialect].get(name, f"e.{name}")


def expression(dialect: str) -> str:
    """SQL for the canonical form of the entry `e`."""
    if dialect == "sqlite":
        pairs = ", ".join(f"'{name}', {column(dialect, name)}" for name in COLUMNS)
        return f"json_object({pairs})"
    columns = ", ".join(f"{column(dialect, name)} AS {name}" for name in COLUMNS)
    return f"(SELECT CAST(row_to_json(said) AS text) FROM (SELECT {columns}) AS said)"  # noqa: S608
