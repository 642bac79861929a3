"""Stop Impersonation. It takes no id and restores nothing: the login was the actor's all along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from admin_proxy import db
from admin_proxy.identity import Identity, Role
from admin_proxy.impersonation import changes, ending, standing, wording
from admin_proxy.impersonation.causes import EndCause
from admin_proxy.impersonation.changes import Made
from admin_proxy.impersonation.tables import ImpersonationSession


@dataclass(frozen=True, slots=True)
class Summary:
    """What a session came to, as the administrator reads it afterwards."""

    session_id: str
    subject_id: int
    subject_name: str
    how_long: str
    changes: int
    made: tuple[Made, ...]
    """Each change, oldest first; at most `changes.MOST`."""
    may_see_audit_log: bool
    search: str
    """What stood in the search field when it began."""


def stop(identity: Identity) -> Summary | None:
    """End what the identity's own login runs; None if it runs nothing. Safe to repeat."""
    with db.writing(identity.actor.organization_id) as tx:
        runs = standing.of_login(tx, identity)
        if runs is None:
            return None
        as_the_subject = runs.recorded(identity.address)
        ending.end(tx, runs, EndCause.STOPPED, identity=as_the_subject, seen=True)
        return summary(tx, runs.session, runs.subject.name, identity)


def summary(tx: Session, session: ImpersonationSession, subject_name: str, identity: Identity) -> Summary:
    until: datetime = session.ended_at or session.expires_at
    return Summary(
        session_id=session.id,
        subject_id=session.subject_id,
        subject_name=subject_name,
        how_long=wording.duration(until - session.started_at),
        changes=changes.count(tx, session.id),
        made=changes.made(tx, session.id),
        may_see_audit_log=identity.actor.role is Role.SUPER_ADMIN,
        search=session.search,
    )
