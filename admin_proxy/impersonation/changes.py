"""What was changed during an impersonation: the record's entries that carry its id and are not about itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from admin_proxy.audit.reading import Change, changed
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.audit.tags import Tag
from admin_proxy.impersonation import wording

MOST = 50
"""So many are listed of one impersonation; all are counted."""


@dataclass(frozen=True, slots=True)
class Made:
    at: datetime
    what: str
    """`Changed settings`."""
    object: str
    """What it was done to, by name."""
    fields: tuple[Change, ...]


def count(tx: Session, session_id: str) -> int:
    return tx.exec(select(func.count()).select_from(AuditEntry).where(*_made_in(session_id))).one()


def made(tx: Session, session_id: str) -> tuple[Made, ...]:
    """Each change, oldest first; at most `MOST`."""
    entries = tx.exec(select(AuditEntry).where(*_made_in(session_id)).order_by(col(AuditEntry.id)).limit(MOST))
    return tuple(Made(one.at, Tag(one.tag).sentence, one.object_name, changed(one)) for one in entries)


def told(tx: Session, session_id: str) -> Iterator[str]:
    """Each change as the person reads of it, oldest first: when, what, and each field before → after.

    After `MOST` of them a letter would be too long to be read, or sent: it says how many more there are.
    """
    entries = tx.exec(select(AuditEntry).where(*_made_in(session_id)).order_by(col(AuditEntry.id)).limit(MOST)).all()
    for entry in entries:
        about = f": {entry.object_name}" if entry.object_name else ""
        yield f"{entry.at:%H:%M}  {Tag(entry.tag).sentence}{about}"
        before, after = entry.before or {}, entry.after or {}
        for field in dict.fromkeys((*before, *after)):
            named = field.replace("_", " ").capitalize()
            yield f"       {wording.change(named, before.get(field), after.get(field))}"
    if len(entries) == MOST and (left := count(tx, session_id) - MOST):
        yield wording.and_more(left)


def _made_in(session_id: str) -> tuple[ColumnElement[bool], ...]:
    return col(AuditEntry.session_id) == session_id, ~col(AuditEntry.tag).startswith("impersonation.")
