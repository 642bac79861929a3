"""An impersonation is a row that hangs on the actor's login. The login itself is never changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from admin_proxy.db import UtcDateTime

_RUNNING = text("ended_at IS NULL")
LONGEST_SEARCH = 200


class ImpersonationSession(SQLModel, table=True):
    __tablename__ = "impersonation_session"
    __table_args__ = (
        Index(
            "uq_one_running_session_for_each_login", "login_id", unique=True,
            sqlite_where=_RUNNING, postgresql_where=_RUNNING,
        ),
        Index("ix_session_running", "expires_at", sqlite_where=_RUNNING, postgresql_where=_RUNNING),
        Index("ix_session_actor", "actor_id", "started_at"),
        Index("ix_session_newest", "organization_id", "id"),
        Index("ix_session_visits", "subject_id", "id"),
        CheckConstraint("expires_at > started_at AND expires_at <= latest_end", name="session_is_bounded"),
        CheckConstraint("(ended_at IS NULL) = (end_cause = '')", name="an_end_has_a_cause"),
        CheckConstraint("actor_id <> subject_id", name="nobody_impersonates_themselves"),
    )  # fmt: skip

    id: str = Field(primary_key=True, max_length=36)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    login_id: str = Field(foreign_key="login.id", max_length=36, index=True)
    actor_id: int = Field(foreign_key="person.id")
    subject_id: int = Field(foreign_key="person.id", index=True)
    started_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    latest_end: datetime = Field(sa_type=UtcDateTime)
    """24 hours after the start: no renewal goes beyond it."""
    reason: str = Field(default="", max_length=500)
    search: str = Field(default="", max_length=LONGEST_SEARCH)
    """What stood in the search field at the start."""
    renewals: int = 0
    notifies: bool = False
    """The prompt said that the person will be told what was changed: then they are, whatever is decided meanwhile."""
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    end_cause: str = Field(default="", max_length=40)
    end_sentence: str = Field(default="", max_length=500)
    seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the actor closed the pop-up that says it has ended; None: it is still to be shown."""

    def is_overdue(self, now: datetime) -> bool:
        """Its time is up; `now == expires_at` is up."""
        return now >= self.expires_at
