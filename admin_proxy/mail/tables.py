"""The outbox: a letter is a row, from the transaction of its cause until it was handed over, and after that."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from admin_proxy.db import UtcDateTime


class Letter(SQLModel, table=True):
    __table_args__ = (
        Index("ix_letter_due", "due_at"),
        Index("ix_letter_dead", "organization_id", "dead_at"),
    )

    id: str = Field(primary_key=True, max_length=36)
    organization_id: int | None = Field(default=None, index=True)
    kind: str = Field(max_length=40)
    to_person_id: int | None = None
    to_name: str = Field(max_length=254)
    to_email: str = Field(max_length=254)
    subject: str = Field(max_length=254)
    body: str = Field(sa_type=Text)
    """Plain text; HTML is made of it when the letter is sent."""
    language: str = Field(default="en", max_length=16)
    created_at: datetime = Field(sa_type=UtcDateTime)
    session_id: str | None = Field(default=None, max_length=36)
    message_id: str = Field(default="", max_length=320)
    """The same however often the letter is sent: who gets it twice can tell."""
    is_secret: bool = False
    """Holds a one-time link: its text is forgotten once it was handed over."""

    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When to try to send it. None: it was sent, or given up."""
    claim: str = Field(default="", max_length=36)
    """Who is sending it. When `due_at` comes again, another server takes it over: what this one says is void then."""
    attempts: int = 0
    give_up_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Set by the first attempt."""
    trouble: str = Field(default="", max_length=500)
    """What went wrong the last time."""
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    dead_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When it was given up."""
