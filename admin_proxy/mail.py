"""The outbox for letters: a letter is a row in the transaction of its cause, sent by a relay afterwards."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field, Session, SQLModel
from uuid_utils import uuid7

from admin_proxy import clock
from admin_proxy.db import UtcDateTime


class Letter(SQLModel, table=True):
    id: str = Field(primary_key=True, max_length=36)
    organization_id: int | None = Field(default=None, index=True)
    kind: str = Field(max_length=40)
    to_person_id: int | None = None
    to_name: str = Field(max_length=254)
    to_email: str = Field(max_length=254)
    subject: str = Field(max_length=254)
    body: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=UtcDateTime)
    session_id: str | None = Field(default=None, max_length=36)


def post(
    tx: Session,
    *,
    organization_id: int | None,
    kind: str,
    to_person_id: int | None,
    to_name: str,
    to_email: str,
    subject: str,
    body: str,
    session_id: str | None = None,
) -> Letter:
    """Put a letter into the outbox, within the transaction of what it tells about."""
    letter = Letter(
        id=str(uuid7()),
        organization_id=organization_id,
        kind=kind,
        to_person_id=to_person_id,
        to_name=to_name,
        to_email=to_email,
        subject=subject,
        body=body,
        created_at=clock.now(),
        session_id=session_id,
    )
    tx.add(letter)
    return letter
