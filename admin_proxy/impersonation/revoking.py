"""A Super Admin ends somebody's impersonation, or everybody's."""

from __future__ import annotations

from sqlalchemy import ColumnElement
from sqlmodel import Session, col

from admin_proxy import db
from admin_proxy.identity import Forbidden, Identity, NotFound, Role
from admin_proxy.impersonation import acting, ending, reason, wording
from admin_proxy.impersonation.causes import EndCause
from admin_proxy.impersonation.standing import running
from admin_proxy.impersonation.tables import ImpersonationSession


def revoke(identity: Identity, session_id: str, why: str = "") -> bool:
    """End a session of one's own organization; says whether it was still running.

    Args:
        why: whoever is impersonating reads it, and the record has it.

    Raises:
        Forbidden: only Super Admins may.
        NotFound: there is no such session in the organization.
        Invalid: the reason is too long.
    """
    given = _permitted(identity, why)
    with db.writing(identity.organization_id) as tx:
        acting.must_run(tx, identity)
        session = tx.get(ImpersonationSession, session_id)
        if session is None or session.organization_id != identity.organization_id:
            raise NotFound(wording.NO_SUCH_SESSION)
        return _end(tx, identity, given, col(ImpersonationSession.id) == session.id) == 1


def revoke_all(identity: Identity, why: str = "") -> int:
    """End every session of one's own organization; returns how many were still running.

    Raises:
        Forbidden: only Super Admins may.
        Invalid: the reason is too long.
    """
    given = _permitted(identity, why)
    with db.writing(identity.organization_id) as tx:
        acting.must_run(tx, identity)
        return _end(tx, identity, given, col(ImpersonationSession.organization_id) == identity.organization_id)


def _permitted(identity: Identity, why: str) -> str:
    """The reason as it is kept."""
    if identity.subject.role is not Role.SUPER_ADMIN:
        raise Forbidden(wording.ONLY_SUPER_ADMINS_REVOKE)
    return reason.checked(why, required=False)


def _end(tx: Session, identity: Identity, why: str, where: ColumnElement[bool]) -> int:
    return sum(
        ending.end(tx, standing, EndCause.REVOKED, identity=identity, sentence=why) for standing in running(tx, where)
    )
