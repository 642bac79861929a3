"""Goals, what was checked in on them, and their milestones. Amounts are hundredths: both engines keep them exactly."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, Column, Enum, Index, Text, text
from sqlmodel import Field, SQLModel

from admin_proxy.db import UtcDateTime


class Unit(StrEnum):
    PERCENT = "percent"
    NUMBER = "number"
    MONEY = "money"
    DONE = "done"
    """Done or not done."""


class GoalState(StrEnum):
    OPEN = "open"
    REACHED = "reached"
    NOT_REACHED = "not_reached"
    DROPPED = "dropped"


class Confidence(StrEnum):
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"


def _choice(enum: type, name: str) -> Enum:
    return Enum(
        enum, name=name, native_enum=False, create_constraint=True, length=20,
        values_callable=lambda members: [member.value for member in members],
    )  # fmt: skip


PUBLIC = "is_public"
PUBLIC_AND_OPEN = "is_public AND state = 'open'"
"""Partial indexes are asked for word for word: see `goal_list`."""


class Goal(SQLModel, table=True):
    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", name="begins_before_it_ends"),
        CheckConstraint("progress BETWEEN 0 AND 100", name="progress_is_a_share"),
        Index("ix_goal_owner", "owner_id", "state", "ends_on", "id"),
        Index(
            "ix_goal_supports", "supports_id",
            sqlite_where=text("supports_id IS NOT NULL"), postgresql_where=text("supports_id IS NOT NULL"),
        ),
        Index(
            "ix_goal_public", "organization_id", "ends_on", "id",
            sqlite_where=text(PUBLIC), postgresql_where=text(PUBLIC),
        ),
        Index(
            "ix_goal_public_by_state", "organization_id", "state", "ends_on", "id",
            sqlite_where=text(PUBLIC), postgresql_where=text(PUBLIC),
        ),
        Index(
            "ix_goal_public_by_confidence", "organization_id", "confidence", "ends_on", "id",
            sqlite_where=text(PUBLIC_AND_OPEN), postgresql_where=text(PUBLIC_AND_OPEN),
        ),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id")
    owner_id: int = Field(foreign_key="person.id")
    title: str = Field(max_length=200)
    description: str = Field(default="", sa_type=Text)
    is_public: bool = True
    starts_on: date
    ends_on: date
    weight: int = 10
    unit: Unit = Field(default=Unit.PERCENT, sa_column=Column(_choice(Unit, "unit"), nullable=False))
    currency: str = Field(default="", max_length=3)
    start: int = Field(default=0, sa_type=BigInteger)
    """Hundredths of the unit, as are `target` and `current`."""
    target: int = Field(default=10_000, sa_type=BigInteger)
    current: int = Field(default=0, sa_type=BigInteger)
    """As last checked in; `start` before."""
    progress: int = 0
    """From 0 to 100: how much of the way from `start` to `target` lies behind `current`."""
    confidence: Confidence | None = Field(
        default=None, sa_column=Column(_choice(Confidence, "confidence"), nullable=True)
    )
    """As last checked in; None before."""
    checked_in_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    supports_id: int | None = Field(default=None, foreign_key="goal.id")
    state: GoalState = Field(default=GoalState.OPEN, sa_column=Column(_choice(GoalState, "state"), nullable=False))
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closing_note: str = Field(default="", sa_type=Text)
    created_at: datetime = Field(sa_type=UtcDateTime)
    search_text: str = Field(default="", sa_type=Text)
    """The title folded, with a blank before each word: what search looks at."""


class CheckIn(SQLModel, table=True):
    __tablename__ = "check_in"
    __table_args__ = (Index("ix_check_in_goal", "goal_id", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    goal_id: int = Field(foreign_key="goal.id")
    author_id: int = Field(foreign_key="person.id")
    """In whose name; who was at the keyboard is in the record."""
    at: datetime = Field(sa_type=UtcDateTime)
    value: int = Field(sa_type=BigInteger)
    confidence: Confidence = Field(sa_column=Column(_choice(Confidence, "confidence"), nullable=False))
    comment: str = Field(default="", sa_type=Text)


class Milestone(SQLModel, table=True):
    __table_args__ = (
        Index("ix_milestone_goal", "goal_id"),
        Index(
            "ix_milestone_due", "owner_id", "due_on", "id",
            sqlite_where=text("done_on IS NULL"), postgresql_where=text("done_on IS NULL"),
        ),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    goal_id: int = Field(foreign_key="goal.id")
    owner_id: int = Field(foreign_key="person.id")
    """The goal's, once more: what is due to somebody is found by it."""
    name: str = Field(max_length=200)
    due_on: date | None = None
    done_on: date | None = None
