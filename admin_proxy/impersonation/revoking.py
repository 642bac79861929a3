"""A Super Admin ends somebody's impersonation."""

from __future__ import annotations

from sqlmodel import col

from admin_proxy import db
from admin_proxy.identity import Forbidden, Identity, NotFound, Role
from admin_proxy.impersonation import acting, ending, wording
from admin_proxy.impersonation.causes import EndCause
from admin_proxy.impersonation.standing import running
from admin_proxy.impersonation.tables import ImpersonationSession


def revoke(identity: Identity, session_id: str) -> bool:
    """End a session of one's own organization; says whether it was still running.

    Raises:
        Forbidden: only Super Admins may.
        NotFound: there is no such session in the organization.
    """
    if identity.subject.role is not Role.SUPER_ADMIN:
        raise Forbidden(wording.ONLY_SUPER_ADMINS_REVOKE)
    with db.writing(identity.organization_id) as tx:
        acting.must_run(tx, identity)
        session = tx.get(ImpersonationSession, session_id)
        if session is None or session.organization_id != identity.organization_id:
            raise NotFound(wording.NO_SUCH_SESSION)
        runs = running(tx, col(ImpersonationSession.id) == session.id)
        return any(ending.end(tx, standing, EndCause.REVOKED, identity=identity) for standing in runs)
