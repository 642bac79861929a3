"""An organization and its house rules."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from admin_proxy.db import UtcDateTime


class Organization(SQLModel, table=True):
    __table_args__ = (CheckConstraint("session_hours BETWEEN 1 AND 24", name="session_hours_range"),)

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(max_length=64, unique=True)
    name: str = Field(max_length=200)
    created_at: datetime = Field(sa_type=UtcDateTime)
    proxy_enabled: bool = True
    limited_to_super_admins: bool = False
    reason_required: bool = False
    notify_of_changes: bool = False
    session_hours: int = 1
    account_activity_shown: bool = True
    """Everybody sees in My settings who has been in their account. Set by Super Admins, not by the vendor."""
