"""One impersonation, running or over, as the record has it: who, as whom, why, how long, how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from admin_proxy import clock, db
from admin_proxy.audit import reading
from admin_proxy.audit.filters import ID
from admin_proxy.identity import Identity, NotFound
from admin_proxy.impersonation import changes, recorded, wording
from admin_proxy.impersonation.causes import EndCause
from admin_proxy.impersonation.recorded import Recorded
from admin_proxy.impersonation.watching import Who
from admin_proxy.words import say


@dataclass(frozen=True, slots=True)
class Review:
    id: str
    actor: Who
    subject: Who
    reason: str
    since: datetime | None
    """None: its start is not in the record any more."""
    until: datetime
    """When it ended; while it runs, when it will."""
    is_running: bool
    how_long: str
    cause: EndCause | None
    """None: it still runs, or the record does not tell."""
    end: str
    """The cause in words; empty while it runs."""
    sentence: str
    """What its end said to whoever impersonated."""
    renewals: int
    changes: int


def review(identity: Identity, session_id: str) -> Review:
    """An impersonation in one's own organization.

    Raises:
        Forbidden: only Super Admins may.
        NotFound: there is none of that id in the record; whether there is one elsewhere is not told.
    """
    house = reading.permit(identity)
    with db.reading() as tx:
        found = recorded.one(tx, house, session_id) if ID.fullmatch(session_id) else None
        if found is None:
            raise NotFound(wording.NONE_IN_THE_RECORD)
        return _review(found, changes.count(tx, session_id))


def _review(session: Recorded, count: int) -> Review:
    now = clock.now()
    is_running = session.ended_at is None and now < session.expires_at
    until = session.ended_at or session.expires_at
    is_overdue = session.ended_at is None and not is_running
    cause = EndCause.EXPIRED if is_overdue else session.cause
    return Review(
        id=session.id,
        actor=session.actor,
        subject=session.subject,
        reason=session.reason,
        since=session.since,
        until=until,
        is_running=is_running,
        how_long=wording.duration((now if is_running else until) - session.since) if session.since else "",
        cause=cause,
        end=say(EndCause.EXPIRED.value) if is_overdue else session.end,
        sentence=_sentence(session, cause) if cause else session.end,
        renewals=len(session.renewed),
        changes=count,
    )


def _sentence(session: Recorded, cause: EndCause) -> str:
    return wording.told_of_end(cause, wording.ended(cause, session.subject.name, session.why))
