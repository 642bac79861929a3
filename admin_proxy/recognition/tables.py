"""A recognition, those it thanks, and how others react to it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, Enum, Index
from sqlmodel import Field, SQLModel

from admin_proxy.db import UtcDateTime
from admin_proxy.words import later


class Kind(StrEnum):
    """Of a reaction."""

    APPLAUSE = "applause"
    HEART = "heart"
    CELEBRATION = "celebration"
    IDEA = "idea"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Kind.APPLAUSE: later("Applause"),
    Kind.HEART: later("Heart"),
    Kind.CELEBRATION: later("Celebration"),
    Kind.IDEA: later("Idea"),
}


class Recognition(SQLModel, table=True):
    __table_args__ = (
        Index("uq_recognition_once", "giver_id", "once", unique=True),
        Index("ix_recognition_newest", "organization_id", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id")
    giver_id: int = Field(foreign_key="person.id")
    value_id: int = Field(foreign_key="company_value.id")
    message: str = Field(max_length=1000)
    given_at: datetime = Field(sa_type=UtcDateTime)
    once: str = Field(max_length=32)
    """The form's own key: sent twice, it thanks once."""


class RecognitionReceiver(SQLModel, table=True):
    __tablename__ = "recognition_receiver"

    recognition_id: int = Field(foreign_key="recognition.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)


class Reaction(SQLModel, table=True):
    """One of each kind by one person."""

    __tablename__ = "recognition_reaction"

    recognition_id: int = Field(foreign_key="recognition.id", primary_key=True)
    kind: Kind = Field(
        sa_column=Column(
            Enum(
                Kind, name="reaction_kind", native_enum=False, create_constraint=True, length=20,
                values_callable=lambda members: [member.value for member in members],
            ),
            primary_key=True,
        )
    )  # fmt: skip
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
