"""A CSV upload between its check and its application."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, LargeBinary
from sqlmodel import Field, SQLModel

from admin_proxy.db import UtcDateTime


class CsvUpload(SQLModel, table=True):
    __tablename__ = "csv_upload"

    id: str = Field(primary_key=True, max_length=36)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    uploaded_by: int | None = Field(default=None, foreign_key="person.id")
    uploaded_at: datetime = Field(sa_type=UtcDateTime)
    file_name: str = Field(max_length=254)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    mapping: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    """Column heading → field, where the person mapped it by hand."""
    applied_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
