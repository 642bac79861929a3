"""What people are told in the application, and what they and their organizations want to be told, and how."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Text, text
from sqlmodel import Field, SQLModel

from admin_proxy.db import UtcDateTime

LONGEST_WORDS = 500
_NAMED, _UNREAD = text("about <> ''"), text("read_at IS NULL")


class Notification(SQLModel, table=True):
    __table_args__ = (
        Index("ix_notification_inbox", "person_id", "id"),
        Index("ix_notification_unread", "person_id", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
        Index(
            "uq_notification_once", "person_id", "kind", "about", unique=True,
            sqlite_where=_NAMED, postgresql_where=_NAMED,
        ),
    )  # fmt: skip

    id: str = Field(primary_key=True, max_length=36)
    """UUIDv7: sorts by the time it was made."""
    organization_id: int | None = Field(default=None, foreign_key="organization.id")
    person_id: int = Field(foreign_key="person.id")
    kind: str = Field(max_length=40)
    about: str = Field(default="", max_length=64)
    """What it is about, where of that kind there must not be two about the same."""
    about_actor_id: int | None = None
    """Who acted in the person's name: while they impersonate the person, it is not there for them."""
    title: str = Field(max_length=254)
    text: str = Field(default="", sa_type=Text)
    """In the language and time zone that the person had when they were told."""
    link: str = Field(default="", max_length=254)
    """A page of the application."""
    at: datetime = Field(sa_type=UtcDateTime)
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class NotificationChoice(SQLModel, table=True):
    """What a person chose for a kind; without a row it is as the organization has it."""

    __tablename__ = "notification_choice"

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    kind: str = Field(primary_key=True, max_length=40)
    in_app: bool = True
    by_email: bool = True


class NotificationRule(SQLModel, table=True):
    """What an organization decided for a kind; without a row it is as the product has it."""

    __tablename__ = "notification_rule"

    organization_id: int = Field(foreign_key="organization.id", primary_key=True)
    kind: str = Field(primary_key=True, max_length=40)
    in_app: bool = True
    by_email: bool = True
    is_forced: bool = False
    """Its people cannot switch it off."""
    words_en: str = Field(default="", max_length=LONGEST_WORDS)
    """What the organization adds to the text, by language."""
    words_de: str = Field(default="", max_length=LONGEST_WORDS)
