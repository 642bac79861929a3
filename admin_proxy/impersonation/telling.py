"""Who hears of what happens in an impersonation, once it is true: the login's tabs, and the lists that it stands in."""

from __future__ import annotations

from functools import partial

from sqlmodel import Session

from admin_proxy import db, live
from admin_proxy.impersonation.tables import ImpersonationSession


def of(tx: Session, session: ImpersonationSession) -> None:
    """It began, was continued, or ended."""
    db.after_commit(tx, partial(live.tell_login, session.login_id))
    of_change(tx, session.id, session.organization_id, session.subject_id)


def of_change(tx: Session, session_id: str, organization_id: int, subject_id: int) -> None:
    """Something was changed in it: the lists count that. Said once in a transaction, however much was changed."""
    told: set[str] = tx.info.setdefault("sessions_told", set())
    if session_id not in told:
        told.add(session_id)
        db.after_commit(tx, partial(live.tell_sessions, organization_id, subject_id))
