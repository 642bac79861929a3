"""Who has put which guide away, and which guides a visit has hidden for its own time."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from admin_proxy.db import UtcDateTime


class GuidePutAway(SQLModel, table=True):
    __tablename__ = "guide_put_away"

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    guide: str = Field(primary_key=True, max_length=40)
    how: str = Field(max_length=10)
    """`finished`, `dismissed`, or `later`."""
    until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When it comes again; None: never."""


class GuideHidden(SQLModel, table=True):
    """By an administrator who visits: for that impersonation only, so that the person still gets the guide."""

    __tablename__ = "guide_hidden"

    session_id: str = Field(foreign_key="impersonation_session.id", primary_key=True, max_length=36)
    guide: str = Field(primary_key=True, max_length=40)
