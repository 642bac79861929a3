"""The demonstration's mailbox: every letter that would be sent, to whomever, can be read in the app."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from admin_proxy import db
from admin_proxy.demo import running
from admin_proxy.identity import Identity, NotFound
from admin_proxy.mail import Letter

SHOWN = 50


@dataclass(frozen=True, slots=True)
class LetterCard:
    id: str
    to_name: str
    to_email: str
    subject: str
    body: str
    """Plain text, with line breaks."""
    at: datetime


def letters(identity: Identity) -> tuple[LetterCard, ...]:
    """The newest letters of the organization in view; vendor staff see those of all.

    Raises:
        NotFound: this is no demonstration.
    """
    if not running.is_running():
        raise NotFound("There is no such page.")
    organization_id = identity.subject.organization_id
    wanted = [] if organization_id is None else [col(Letter.organization_id) == organization_id]
    with db.reading() as tx:
        rows = tx.exec(select(Letter).where(*wanted).order_by(col(Letter.id).desc()).limit(SHOWN))
        return tuple(
            LetterCard(row.id, row.to_name, row.to_email, row.subject, row.body, row.created_at) for row in rows
        )
