"""What is not told of an entry to those who read the record: the words of a goal that was private then.

The record keeps all of it, so that the person can be told what was changed in their name. But Super Admins read the
record, and a private goal is its owner's and their manager's: see `docs/decisions/0014-the-words-of-private-goals.md`.
"""

from __future__ import annotations

from typing import Any

from admin_proxy.audit.tables import AuditEntry
from admin_proxy.words import later, say

PRIVATE_GOAL = "private_goal"
"""The kind of object of an entry about a goal that was private before or after."""
CALLED = later("A private goal")
WITHHELD = later("withheld")
_TOLD = frozenset(
    {
        "confidence", "currency", "done_on", "due_on", "ends_on", "owner", "progress", "start", "starts_on", "state",
        "target", "unit", "value", "visibility", "weight",
    }
)  # fmt: skip
"""Days, amounts and choices: enough to say who did what to it. Whatever else there is, now or later, is not told."""

Values = dict[str, Any]


def name(entry: AuditEntry) -> str:
    """What the object is called for those who read the record."""
    return say(CALLED) if entry.object_kind == PRIVATE_GOAL else entry.object_name


def values(entry: AuditEntry) -> tuple[Values, Values]:
    """What stood before and after, by field, for those who read the record."""
    before, after = entry.before or {}, entry.after or {}
    return (_told(before), _told(after)) if entry.object_kind == PRIVATE_GOAL else (before, after)


def _told(values: Values) -> Values:
    return {field: value if field in _TOLD or value is None else say(WITHHELD) for field, value in values.items()}
