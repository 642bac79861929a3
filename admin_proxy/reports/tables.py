"""A report, the pieces of its file, and the tickets that open the door to it for a minute."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, Column, Enum, Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from admin_proxy.db import UtcDateTime


class Kind(StrEnum):
    MY_GOALS = "my_goals"
    RECEIVED_FEEDBACK = "received_feedback"
    TEAM_PROGRESS = "team_progress"
    USER_ACTIVITY = "user_activity"
    IMPERSONATION_SESSIONS = "impersonation_sessions"
    AUDIT_LOGS = "audit_logs"


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


class Stage(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    READY = "ready"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    """The right to it was gone when it was made."""
    ENDED = "ended"
    """With the impersonation under which it was asked for."""
    FAILED = "failed"


UNFINISHED = (Stage.WAITING, Stage.RUNNING)


def _choice(enum: type, name: str) -> Enum:
    return Enum(
        enum, name=name, native_enum=False, create_constraint=True, length=30,
        values_callable=lambda members: [member.value for member in members],
    )  # fmt: skip


_IN_SESSION = text("session_id IS NOT NULL")


class Report(SQLModel, table=True):
    __table_args__ = (
        Index("uq_report_once", "subject_id", "once", unique=True),
        Index("ix_report_mine", "subject_id", "id"),
        Index("ix_report_due", "due_at"),
        Index("ix_report_kept", "kept_until"),
        Index("ix_report_session", "session_id", sqlite_where=_IN_SESSION, postgresql_where=_IN_SESSION),
        CheckConstraint("(stage IN ('waiting', 'running')) = (due_at IS NOT NULL)", name="unfinished_is_due"),
        CheckConstraint("(stage IN ('waiting', 'running')) = (kept_until IS NULL)", name="finished_is_kept"),
    )

    id: str = Field(primary_key=True, max_length=36)
    """UUIDv7: sorts by the time it was made."""
    organization_id: int = Field(foreign_key="organization.id")
    subject_id: int = Field(foreign_key="person.id")
    """Whose it is: in their name and by their rights, for their eyes, to their address."""
    actor_id: int = Field(foreign_key="person.id")
    login_id: str = Field(max_length=36)
    session_id: str | None = Field(default=None, foreign_key="impersonation_session.id", max_length=36)
    address: str = Field(default="", max_length=64)
    kind: Kind = Field(sa_column=Column(_choice(Kind, "report_kind"), nullable=False))
    format: Format = Field(sa_column=Column(_choice(Format, "report_format"), nullable=False))
    since: date | None = None
    """The first day of what it is about, as the subject's time zone has it."""
    until: date | None = None
    """The last day."""
    once: str = Field(max_length=32)
    """The form's own key: sent twice, it asks for one report."""
    asked_at: datetime = Field(sa_type=UtcDateTime)

    stage: Stage = Field(default=Stage.WAITING, sa_column=Column(_choice(Stage, "report_stage"), nullable=False))
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When to make it; while it is made, when whoever makes it must have died. None: there is nothing more to do."""
    claim: str = Field(default="", max_length=36)
    """Who is making it. When `due_at` comes again, another takes it over: what this one does is void then."""
    attempts: int = 0
    done: int = 0
    """Rows."""
    total: int = 0

    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    sentence: str = Field(default="", max_length=500)
    """Why there is no file."""
    size: int = Field(default=0, sa_type=BigInteger)
    """Bytes."""
    sent_to: str = Field(default="", max_length=254)
    rights: str = Field(default="", max_length=64)
    """What the rights under which it was made looked like: see `rights.mark`."""
    kept_until: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ReportPiece(SQLModel, table=True):
    __tablename__ = "report_piece"

    report_id: str = Field(foreign_key="report.id", primary_key=True, max_length=36)
    number: int = Field(primary_key=True)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class ReportTicket(SQLModel, table=True):
    """For one download, by the login that asked for it. The ticket itself is only in that browser."""

    __tablename__ = "report_ticket"

    token_sha256: str = Field(primary_key=True, max_length=64)
    report_id: str = Field(foreign_key="report.id", max_length=36, index=True)
    login_id: str = Field(max_length=36)
    session_id: str | None = Field(default=None, max_length=36)
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)
