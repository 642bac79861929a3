"""Stop Impersonation. It takes no id and restores nothing: the login was the actor's all along."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from admin_proxy import db, live
from admin_proxy.accounts import withdrawn
from admin_proxy.identity import Identity, Role
from admin_proxy.impersonation import changes, ending, standing, within_reach, wording
from admin_proxy.impersonation.causes import EndCause
from admin_proxy.impersonation.changes import Made
from admin_proxy.impersonation.tables import ImpersonationSession

_log = logging.getLogger(__name__)


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
    may_see_subject: bool
    """Whether the person's page in Users is one that the administrator can open."""
    search: str
    """What stood in the search field when it began."""


def stop(identity: Identity) -> Summary | None:
    """End what the identity's own login runs; None if it runs nothing. Safe to repeat.

    Where that cannot be written down, the access is gone all the same: the sweep writes it later. None then, too.
    """
    try:
        return _stop(identity)
    except SQLAlchemyError:
        _log.exception("the end of an impersonation could not be written yet")
        if identity.session is not None:
            withdrawn.session(identity.session.id)
        if identity.login_id is not None:
            live.tell_login(identity.login_id)
        return None


def _stop(identity: Identity) -> Summary | None:
    with db.writing(identity.actor.organization_id, patience_ms=withdrawn.PATIENCE_MS) as tx:
        runs = standing.of_login(tx, identity)
        if runs is None:
            return None
        as_the_subject = runs.recorded(identity.address)
        ending.end(tx, runs, EndCause.STOPPED, identity=as_the_subject, seen=True)
        return summary(tx, runs.session, runs.subject.name, identity)


def summary(tx: Session, session: ImpersonationSession, subject_name: str, identity: Identity) -> Summary:
    """As the administrator reads it who is themselves again."""
    until: datetime = session.ended_at or session.expires_at
    reader, subject = identity.as_actor, str(session.subject_id)
    return Summary(
        session_id=session.id,
        subject_id=session.subject_id,
        subject_name=subject_name,
        how_long=wording.duration(until - session.started_at),
        changes=changes.count(tx, session.id),
        made=within_reach.marked(tx, reader, changes.made(tx, session.id)),
        may_see_audit_log=reader.subject.role is Role.SUPER_ADMIN,
        may_see_subject=bool(within_reach.persons(tx, reader, {subject})),
        search=session.search,
    )
