"""Impersonations as they stand in the record, whatever their own rows or people's say by now.

People go by the names that they had then. What was erased from the record, or dropped from it, is said to be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from admin_proxy.accounts.people import initials_of
from admin_proxy.audit import said
from admin_proxy.audit.reading import ERASED
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.audit.tags import Tag
from admin_proxy.impersonation import wording
from admin_proxy.impersonation.causes import EndCause
from admin_proxy.impersonation.length import LONGEST
from admin_proxy.impersonation.watching import Who
from admin_proxy.words import say

_STARTED, _RENEWED, _ENDED = (
    tag.value for tag in (Tag.IMPERSONATION_STARTED, Tag.IMPERSONATION_RENEWED, Tag.IMPERSONATION_ENDED)
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """One of them; its words are those of whoever is spoken to."""

    id: str
    first: AuditEntry
    """What names both: its start, or what is left of it where that was dropped."""
    renewed: tuple[AuditEntry, ...]
    ended: AuditEntry | None

    @property
    def actor(self) -> Who:
        return _who(self.first.actor_id, self.first.actor_name, self.first.actor_email)

    @property
    def subject(self) -> Who:
        return _who(self.first.subject_id, self.first.subject_name, self.first.subject_email)

    @property
    def reason(self) -> str:
        """Empty where none was given."""
        is_told = self.since is not None and self.first.erased_by is None
        return self.first.note if is_told else _untold(self.first)

    @property
    def since(self) -> datetime | None:
        return self.first.at if self.first.tag == _STARTED else None

    @property
    def expires_at(self) -> datetime:
        """When it ends at the latest."""
        return _moment((self.renewed or (self.first,))[-1], "expires_at") or self.first.at + LONGEST

    @property
    def ended_at(self) -> datetime | None:
        """None: nothing is recorded of an end."""
        return (_moment(self.ended, "ended_at") or self.ended.at) if self.ended else None

    @property
    def cause(self) -> EndCause | None:
        """None where there is no end yet, or where its entry does not tell of one."""
        said = _after(self.ended, "cause") if self.ended else None
        return next((cause for cause in EndCause if cause.value == said), None)

    @property
    def end(self) -> str:
        """The cause in words; empty where there is no end yet."""
        if self.ended is None:
            return ""
        return say(self.cause.value) if self.cause else _untold(self.ended)

    @property
    def why(self) -> str:
        """What there is to know of its end beyond the cause."""
        return self.ended.note if self.ended else ""


def one(tx: Session, organization_id: int, session_id: str) -> Recorded | None:
    """None: nothing is left of it in the organization's record, if there ever was anything."""
    own = col(AuditEntry.session_id) == session_id
    told = _told(tx, organization_id, own).get(session_id, ())
    first = next((entry for entry in told if entry.tag == _STARTED), None) or _first(tx, organization_id, own)
    return _recorded(first, told) if first else None


def each(tx: Session, organization_id: int, starts: Sequence[AuditEntry]) -> list[Recorded]:
    """Those that begin with these entries, in their order."""
    told = _told(tx, organization_id, col(AuditEntry.session_id).in_([start.session_id for start in starts]))
    return [_recorded(start, told.get(start.session_id, ())) for start in starts]


def _recorded(first: AuditEntry, told: Sequence[AuditEntry]) -> Recorded:
    return Recorded(
        id=first.session_id or "",
        first=first,
        renewed=tuple(entry for entry in told if entry.tag == _RENEWED),
        ended=next((entry for entry in told if entry.tag == _ENDED), None),
    )


def _told(tx: Session, organization_id: int, which: ColumnElement[bool]) -> dict[str | None, tuple[AuditEntry, ...]]:
    """What is recorded of their start, their course and their end, oldest first, by session."""
    about = col(AuditEntry.tag).in_((_STARTED, _RENEWED, _ENDED))
    found = tx.exec(_entries(organization_id, which, about).order_by(col(AuditEntry.session_id), col(AuditEntry.id)))
    return {session_id: tuple(entries) for session_id, entries in groupby(found, lambda entry: entry.session_id)}


def _first(tx: Session, organization_id: int, which: ColumnElement[bool]) -> AuditEntry | None:
    names_both = (col(AuditEntry.actor_kind) == "person", col(AuditEntry.actor_id) != col(AuditEntry.subject_id))
    return tx.exec(_entries(organization_id, which, *names_both).order_by(col(AuditEntry.id)).limit(1)).first()


def _entries(organization_id: int, *where: ColumnElement[bool]) -> SelectOfScalar[AuditEntry]:
    # Adding nothing keeps SQLite with the sessions' own index, see `walking`.
    return select(AuditEntry).where(col(AuditEntry.organization_id) + 0 == organization_id, *where)


def _who(person_id: int | None, kept: str, email: str) -> Who:
    name = kept or say(ERASED)
    return Who(person_id or 0, name, initials_of(name), email)


def _untold(entry: AuditEntry) -> str:
    return say(said.ERASED if entry.erased_by else wording.NOT_IN_THE_RECORD)


def _moment(entry: AuditEntry, field: str) -> datetime | None:
    try:
        said = datetime.fromisoformat(_after(entry, field))
    except (TypeError, ValueError):
        return None
    return said if said.tzinfo else None


def _after(entry: AuditEntry, field: str) -> Any:
    return entry.after.get(field) if isinstance(entry.after, dict) else None
