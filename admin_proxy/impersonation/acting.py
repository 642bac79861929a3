"""Nothing is written in a subject's name once the impersonation is over, however long ago the request began."""

from __future__ import annotations

from typing import cast

from sqlmodel import Session, col, select

from admin_proxy import clock
from admin_proxy.identity import Identity, ImpersonationOver
from admin_proxy.impersonation import telling, wording
from admin_proxy.impersonation.tables import ImpersonationSession


def must_run(tx: Session, identity: Identity) -> None:
    """Asked in the transaction of every change made while impersonating, before it is recorded.

    Raises:
        ImpersonationOver: the session has ended or expired, or is not that identity's.
    """
    hold(tx, identity)
    if identity.session is not None:
        telling.of_change(tx, identity.session.id, identity.organization_id, cast(int, identity.subject.id))


def hold(tx: Session, identity: Identity) -> None:
    """Hold the row of the session until the commit, so that it cannot end between this look and what is done in it.

    Raises:
        ImpersonationOver: the session has ended or expired, or is not that identity's.
    """
    session = identity.session
    if session is None:
        return
    still_runs = tx.exec(
        select(ImpersonationSession.id)
        .where(
            ImpersonationSession.id == session.id,
            ImpersonationSession.login_id == identity.login_id,
            ImpersonationSession.actor_id == identity.actor.id,
            ImpersonationSession.subject_id == identity.subject.id,
            col(ImpersonationSession.ended_at).is_(None),
            ImpersonationSession.expires_at > clock.now(),
        )
        .with_for_update(read=True)
    ).first()
    if still_runs is None:
        raise ImpersonationOver(wording.OVER)
