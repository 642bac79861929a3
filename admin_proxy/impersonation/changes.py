"""What was changed during an impersonation: the record's entries that carry its id and tell of a change.

`Tag.is_change` says which do. The impersonation itself is none, nor is what was looked at, exported or sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from admin_proxy.audit import said
from admin_proxy.audit.reading import Change, changed
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.audit.tags import Tag
from admin_proxy.words import say

MOST = 50
"""So many are listed of one impersonation; all are counted."""

_IS_A_CHANGE = col(AuditEntry.tag).not_in([tag.value for tag in Tag if not tag.is_change])


@dataclass(frozen=True, slots=True)
class Made:
    entry_id: str
    at: datetime
    what: str
    """`Changed settings`."""
    object_kind: str
    object_id: str
    object: str
    """What it was done to, by name."""
    fields: tuple[Change, ...]
    is_in_reach: bool = False
    """Whether its reader can open what it was done to, as far as that was asked (`within_reach`)."""


def count(tx: Session, session_id: str) -> int:
    return tx.exec(select(func.count()).select_from(AuditEntry).where(*_made_in(session_id))).one()


def counts(tx: Session, session_ids: Sequence[str]) -> dict[str, int]:
    """The same for several; those in which nothing was changed are left out."""
    of_them = select(AuditEntry.session_id, func.count()).where(
        col(AuditEntry.session_id).in_(session_ids), _IS_A_CHANGE
    )
    return {str(one): counted for one, counted in tx.exec(of_them.group_by(col(AuditEntry.session_id)))}


def made(tx: Session, session_id: str) -> tuple[Made, ...]:
    """Each change, oldest first; at most `MOST`."""
    return tuple(map(_made, entries(tx, session_id)))


def entries(tx: Session, session_id: str) -> Sequence[AuditEntry]:
    """The same as they stand in the record, for whoever puts them into other words."""
    return tx.exec(select(AuditEntry).where(*_made_in(session_id)).order_by(col(AuditEntry.id)).limit(MOST)).all()


def _made(entry: AuditEntry) -> Made:
    return Made(
        entry_id=entry.id,
        at=entry.at,
        what=say(Tag(entry.tag).sentence),
        object_kind=entry.object_kind,
        object_id=entry.object_id,
        object=said.thing(entry.object_kind, entry.object_name),
        fields=changed(entry),
    )


def _made_in(session_id: str) -> tuple[ColumnElement[bool], ...]:
    return col(AuditEntry.session_id) == session_id, _IS_A_CHANGE
