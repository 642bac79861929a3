"""When somebody is erased from the record, what was typed about their impersonations goes from these, too."""

from __future__ import annotations

from sqlmodel import Session, col, or_, select

from admin_proxy.audit import said
from admin_proxy.impersonation import wording
from admin_proxy.impersonation.causes import EndCause
from admin_proxy.impersonation.tables import ImpersonationSession


def forget(tx: Session, person_id: int) -> None:
    """Of those that they began, and of those in their name: the reason, the search, the words of whoever ended it."""
    theirs = or_(col(ImpersonationSession.actor_id) == person_id, col(ImpersonationSession.subject_id) == person_id)
    in_order = select(ImpersonationSession).where(theirs).order_by(col(ImpersonationSession.id)).with_for_update()
    for session in tx.exec(in_order):
        session.search = ""
        if session.reason:
            session.reason = said.ERASED
        if session.end_cause == EndCause.REVOKED:
            session.end_sentence = wording.without_why(EndCause.REVOKED, session.end_sentence)
