"""Ends each session at its time. Nothing depends on it being punctual: whoever reads a session looks at the time."""

from __future__ import annotations

from sqlmodel import Session, col, select

from admin_proxy import clock, db
from admin_proxy.impersonation import ending
from admin_proxy.impersonation.causes import EndCause
from admin_proxy.impersonation.standing import running
from admin_proxy.impersonation.tables import ImpersonationSession


def expire_due() -> int:
    """End every session whose time is up; returns how many this call ended. Writes only if there is one."""
    with db.reading() as tx:
        due = _organizations_with_overdue_sessions(tx)
    return sum(_expire_in(organization_id) for organization_id in due)


def _organizations_with_overdue_sessions(tx: Session) -> list[int]:
    return list(
        tx.exec(
            select(ImpersonationSession.organization_id)
            .where(col(ImpersonationSession.ended_at).is_(None), ImpersonationSession.expires_at <= clock.now())
            .distinct()
        )
    )


def _expire_in(organization_id: int) -> int:
    """Looks again inside the transaction: a session may have been continued or stopped meanwhile."""
    with db.writing(organization_id) as tx:
        overdue = running(
            tx,
            col(ImpersonationSession.organization_id) == organization_id,
            col(ImpersonationSession.expires_at) <= clock.now(),
        )
        return sum(ending.end(tx, standing, EndCause.EXPIRED) for standing in overdue)
