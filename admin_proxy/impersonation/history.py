"""Who was in somebody's account: when, for how long, why. For Super Admins, on the page of that person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from admin_proxy import clock, db
from admin_proxy.accounts import reach
from admin_proxy.accounts.tables import Person
from admin_proxy.identity import Identity
from admin_proxy.impersonation import wording
from admin_proxy.impersonation.tables import ImpersonationSession

PAGE = 10
_ID = re.compile(r"[0-9a-f-]{36}")


@dataclass(frozen=True, slots=True)
class Impersonation:
    id: str
    who: str
    email: str
    started_at: datetime
    is_running: bool
    how_long: str
    reason: str


@dataclass(frozen=True, slots=True)
class History:
    impersonations: tuple[Impersonation, ...]
    """Newest first."""
    more: str
    """The cursor of the next page; empty: this is the last one."""


def of_person(identity: Identity, person_id: int, cursor: str = "") -> History:
    """A page of the impersonations of somebody.

    Args:
        cursor: `more` of the page before.

    Raises:
        Forbidden: the subject is no Super Admin.
        NotFound: no such person in one's own organization.
    """
    with db.reading() as tx:
        person = reach.person_to_manage(tx, identity, person_id)
        rows = (
            select(ImpersonationSession, Person)
            .join(Person, col(Person.id) == col(ImpersonationSession.actor_id))
            .where(col(ImpersonationSession.subject_id) == person.id)
            .order_by(col(ImpersonationSession.id).desc())
            .limit(PAGE + 1)
        )
        if _ID.fullmatch(cursor):
            rows = rows.where(col(ImpersonationSession.id) < cursor)
        found = tx.execute(rows).all()
        shown = tuple(_impersonation(session, actor) for session, actor in found[:PAGE])
        return History(shown, shown[-1].id if len(found) > PAGE else "")


def _impersonation(session: ImpersonationSession, actor: Person) -> Impersonation:
    now = clock.now()
    is_running = session.ended_at is None and not session.is_overdue(now)
    until = now if is_running else session.ended_at or session.expires_at
    return Impersonation(
        id=session.id,
        who=actor.name,
        email=actor.email,
        started_at=session.started_at,
        is_running=is_running,
        how_long=wording.duration(until - session.started_at),
        reason=wording.told_of_reason(session.reason),
    )
