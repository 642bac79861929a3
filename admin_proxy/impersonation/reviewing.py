"""One impersonation, running or over, as Super Admins look back on it: who, as whom, why, how long, how it ended."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import col

from admin_proxy import clock, db
from admin_proxy.accounts.tables import Person
from admin_proxy.identity import Forbidden, Identity, NotFound, Role
from admin_proxy.impersonation import changes, wording
from admin_proxy.impersonation.causes import EndCause
from admin_proxy.impersonation.tables import ImpersonationSession
from admin_proxy.impersonation.watching import Who, who

_ID = re.compile(r"[0-9a-f-]{36}")


@dataclass(frozen=True, slots=True)
class Review:
    id: str
    actor: Who
    subject: Who
    reason: str
    since: datetime
    until: datetime
    """When it ended; while it runs, when it will."""
    is_running: bool
    how_long: str
    cause: EndCause | None
    """None: it still runs."""
    sentence: str
    """What its end said to whoever impersonated."""
    renewals: int
    changes: int


def review(identity: Identity, session_id: str) -> Review:
    """An impersonation in one's own organization.

    Raises:
        Forbidden: only Super Admins may.
        NotFound: there is none of that id here; whether there is one elsewhere is not told.
    """
    if identity.subject.role is not Role.SUPER_ADMIN or identity.subject.organization_id is None:
        raise Forbidden(wording.ONLY_SUPER_ADMINS_WATCH)
    actor, subject = aliased(Person), aliased(Person)
    query = (
        select(ImpersonationSession, actor, subject)
        .join(actor, col(actor.id) == col(ImpersonationSession.actor_id))
        .join(subject, col(subject.id) == col(ImpersonationSession.subject_id))
        .where(col(ImpersonationSession.id) == session_id)
        .where(col(ImpersonationSession.organization_id) == identity.organization_id)
    )
    with db.reading() as tx:
        found = tx.execute(query).one_or_none() if _ID.fullmatch(session_id) else None
        if found is None:
            raise NotFound(wording.NO_SUCH_SESSION)
        session, by, of = found
        return _review(session, who(by), who(of), changes.count(tx, session.id))


def _review(session: ImpersonationSession, actor: Who, subject: Who, count: int) -> Review:
    now = clock.now()
    is_running = session.ended_at is None and not session.is_overdue(now)
    until = session.ended_at or session.expires_at
    cause = EndCause(session.end_cause) if session.end_cause else EndCause.EXPIRED
    return Review(
        id=session.id,
        actor=actor,
        subject=subject,
        reason=session.reason,
        since=session.started_at,
        until=until,
        is_running=is_running,
        how_long=wording.duration((now if is_running else until) - session.started_at),
        cause=None if is_running else cause,
        sentence=wording.told_of_end(cause, session.end_sentence),
        renewals=session.renewals,
        changes=count,
    )
