"""Feedback and requests for it. Who reads a piece of feedback is its giver and its receiver, whomever it is about."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlmodel import Field, SQLModel

from admin_proxy.db import UtcDateTime

_WAITS = text("answered_at IS NULL AND declined_at IS NULL")


class FeedbackRequest(SQLModel, table=True):
    """One person asked by another, about the one who asks or about one of their direct reports."""

    __tablename__ = "feedback_request"
    __table_args__ = (
        Index("uq_feedback_request_once", "requester_id", "once", "asked_id", unique=True),
        Index("ix_feedback_request_sent", "requester_id", "id"),
        Index("ix_feedback_request_waits", "asked_id", "id", sqlite_where=_WAITS, postgresql_where=_WAITS),
        CheckConstraint("requester_id <> asked_id AND about_id <> asked_id", name="nobody_is_asked_about_themselves"),
        CheckConstraint("answered_at IS NULL OR declined_at IS NULL", name="answered_or_declined"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id")
    requester_id: int = Field(foreign_key="person.id")
    about_id: int = Field(foreign_key="person.id")
    asked_id: int = Field(foreign_key="person.id")
    question: str = Field(default="", max_length=1000)
    asked_at: datetime = Field(sa_type=UtcDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    declined_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decline_words: str = Field(default="", max_length=1000)
    once: str = Field(max_length=40)
    """The form's own key: sent twice, it makes one request."""


class Feedback(SQLModel, table=True):
    __table_args__ = (
        Index("uq_feedback_once", "giver_id", "once", "receiver_id", unique=True),
        Index("ix_feedback_received", "receiver_id", "id"),
        Index("ix_feedback_given", "giver_id", "id"),
        CheckConstraint("giver_id <> receiver_id", name="nobody_gives_to_themselves"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id")
    giver_id: int = Field(foreign_key="person.id")
    receiver_id: int = Field(foreign_key="person.id")
    about_id: int = Field(foreign_key="person.id")
    """The receiver; or, where a manager asked, the one whom they asked about, who does not read it."""
    request_id: int | None = Field(default=None, foreign_key="feedback_request.id", unique=True)
    text: str = Field(sa_type=Text)
    given_at: datetime = Field(sa_type=UtcDateTime)
    once: str = Field(max_length=40)
    """The form's own key, or the request's: sent twice, it is given once."""
