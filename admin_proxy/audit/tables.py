"""The record, and the chain that proves it.

Names are snapshots and nothing points away with a foreign key: an entry outlives everything it names. Triggers (of the
migration 0013) let rows be added and nothing else; a migration that builds such a table anew must make them anew.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Index, Text, text
from sqlmodel import Field, SQLModel

from admin_proxy.db import UtcDateTime

_IN_SOMEBODYS_NAME = text("actor_kind = 'person' AND actor_id <> subject_id")


class AuditEntry(SQLModel, table=True):
    __tablename__ = "audit_entry"
    __table_args__ = (
        CheckConstraint("actor_kind IN ('person', 'operator', 'visitor')", name="actor_kind_known"),
        CheckConstraint("(actor_kind = 'person') = (actor_id IS NOT NULL)", name="actor_is_named"),
        Index("ix_audit_entry_newest", "organization_id", "id"),
        Index("ix_audit_entry_at", "organization_id", "at", "id"),
        Index("ix_audit_entry_tag", "organization_id", "tag", "at", "id"),
        Index(
            "ix_audit_entry_impersonated", "organization_id", "at", "id",
            sqlite_where=_IN_SOMEBODYS_NAME, postgresql_where=_IN_SOMEBODYS_NAME,
        ),
        Index("ix_audit_entry_actor", "organization_id", "actor_id", "at", "id"),
        Index("ix_audit_entry_subject", "organization_id", "subject_id", "at", "id"),
        Index("ix_audit_entry_session", "session_id", "id"),
    )  # fmt: skip

    id: str = Field(primary_key=True, max_length=36)
    """UUIDv7: sorts by the time it was made."""
    organization_id: int | None = None
    """None: concerns no organization (a sign-in with an unknown e-mail; vendor staff signing in)."""
    at: datetime = Field(sa_type=UtcDateTime)
    tag: str = Field(max_length=80)
    actor_kind: str = Field(max_length=10)
    actor_id: int | None = None
    actor_name: str = Field(max_length=254)
    actor_email: str = Field(max_length=254)
    subject_id: int | None = None
    subject_name: str = Field(max_length=254)
    subject_email: str = Field(max_length=254)
    people_text: str = Field(default="", sa_type=Text)
    """Both names and e-mails, folded: what the filter by person looks at."""
    session_id: str | None = Field(default=None, max_length=36)
    object_kind: str = Field(default="", max_length=40)
    object_id: str = Field(default="", max_length=64)
    object_name: str = Field(default="", max_length=254)
    before: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    after: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    note: str = Field(default="", max_length=2000)
    """A reason that was given, a cause, a refusal's sentence."""
    address: str = Field(default="", max_length=64)
    key: str = Field(default_factory=lambda: secrets.token_hex(32), max_length=64)
    """32 random bytes: the chain knows only a digest that is keyed with them. Erasing puts others in their place."""
    erased_by: str | None = Field(default=None, max_length=36)
    """The entry that tells of the erasure of what this one said."""


class AuditLink(SQLModel, table=True):
    """Where an entry stands in the chain of its organization, and what proves it: see `audit/canonical.py`."""

    __tablename__ = "audit_link"
    __table_args__ = ({"sqlite_with_rowid": False},)

    chain: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    """The organization; 0 for entries that concern none."""
    seq: int = Field(primary_key=True)
    """From 1, without a gap."""
    entry_id: str = Field(unique=True, max_length=36)
    content: str = Field(max_length=64)
    digest: str = Field(max_length=64)


class AuditHead(SQLModel, table=True):
    """The end of each chain. Whoever adds to the chain holds this row until the commit."""

    __tablename__ = "audit_head"

    chain: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    seq: int
    digest: str = Field(max_length=64)


class AuditErased(SQLModel, table=True):
    """What is left of an entry after an erasure, as the entry that tells of the erasure vouches for it."""

    __tablename__ = "audit_erased"

    erasure_id: str = Field(primary_key=True, max_length=36)
    entry_id: str = Field(primary_key=True, max_length=36)
    content: str = Field(max_length=64)


class AuditTombstone(SQLModel, table=True):
    """What stands for a stretch of a chain that was dropped: see `audit/tombstones.py`."""

    __tablename__ = "audit_tombstone"
    __table_args__ = ({"sqlite_with_rowid": False},)

    chain: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    until: int = Field(primary_key=True)
    """The last link that is gone."""
    after: int
    """The last that was gone before."""
    previous: str = Field(max_length=64)
    """The digest at `after`."""
    digest: str = Field(max_length=64)
    """The digest at `until`, from which the rest of the chain follows."""
    dropped_at: datetime = Field(sa_type=UtcDateTime)
    told_by: str = Field(max_length=36)
    """The entry in the chain that tells of it."""
    key: str = Field(default="", max_length=16)
    """Names the key that signed it."""
    signature: str = Field(default="", max_length=120)


class AuditName(SQLModel, table=True):
    """By which names people stand in an organization's record, so that looking for one does not go through all of it.

    Made from the entries, and proves nothing.
    """

    __tablename__ = "audit_name"

    organization_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    person_id: int = Field(primary_key=True)
    """0: the operator, or somebody whom only an e-mail is known of."""
    key: str = Field(primary_key=True, max_length=32)
    """Of the text, which is too long for an index."""
    text: str = Field(sa_type=Text)
    """Name and e-mail, folded: a part of `AuditEntry.people_text`."""


class AuditCheck(SQLModel, table=True):
    """How the latest verification of a chain came out. A note for the page, not a proof of anything."""

    __tablename__ = "audit_check"

    chain: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    checked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When all of it was verified; None: it never could be."""
    seq: int
    """How far the chain went then."""
    problem: str = Field(default="", max_length=500)
    """What was wrong; empty: nothing."""
    anchor: str = Field(default="", sa_type=Text)
    """The anchor that says so, where one does; every later check is held against it."""
    failed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When it was to be verified since, and could not be, or not all of it."""
    failure: str = Field(default="", max_length=500)
    """Why not."""
