"""An organization, its house rules, and its company values."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Connection, Index, event, insert
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


class CompanyValue(SQLModel, table=True):
    """What its people thank each other for."""

    __tablename__ = "company_value"
    __table_args__ = (Index("uq_company_value_name", "organization_id", "name", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id")
    name: str = Field(max_length=60)
    position: int = 0


VALUES_AT_FIRST = ("Customers first", "Own it", "Better together", "Stay curious", "Keep it simple")


@event.listens_for(Organization, "after_insert")
def _has_values_from_the_start(_mapper: object, connection: Connection, organization: Organization) -> None:
    """However an organization comes to be, its people can thank each other."""
    connection.execute(
        insert(CompanyValue),
        [
            {"organization_id": organization.id, "name": name, "position": position}
            for position, name in enumerate(VALUES_AT_FIRST)
        ],
    )
