"""Where a login stands: who its owner is, and what it runs, with all that decides whether that may go on."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from admin_proxy.accounts import logins
from admin_proxy.accounts.people import party
from admin_proxy.accounts.tables import Login, Person
from admin_proxy.identity import Identity
from admin_proxy.impersonation.tables import ImpersonationSession
from admin_proxy.organizations.tables import Organization

# Made once: a query over a new alias is a new query to SQLAlchemy, which compiles it anew each time.
_actor, _subject = aliased(Person), aliased(Person)


@dataclass(frozen=True, slots=True)
class Standing:
    session: ImpersonationSession
    login: Login
    actor: Person
    subject: Person
    organization: Organization

    def recorded(self, address: str = "") -> Identity:
        """The actor acting as the subject, as the session's own beginning and end are recorded."""
        return Identity(party(self.actor), party(self.subject), self.login.id, address=address)


def running(tx: Session, *where: ColumnElement[bool]) -> list[Standing]:
    """The sessions that nobody has ended yet, overdue ones too; each fact as it is now."""
    rows = tx.execute(
        select(ImpersonationSession, Login, _actor, _subject, Organization)
        .join(Login, col(Login.id) == ImpersonationSession.login_id)
        .join(_actor, col(_actor.id) == ImpersonationSession.actor_id)
        .join(_subject, col(_subject.id) == ImpersonationSession.subject_id)
        .join(Organization, col(Organization.id) == ImpersonationSession.organization_id)
        .where(col(ImpersonationSession.ended_at).is_(None), *where)
        .order_by(col(ImpersonationSession.id))
        .execution_options(populate_existing=True)
    )
    return [Standing(*row) for row in rows]


def of_login(tx: Session, identity: Identity) -> Standing | None:
    """What the identity's own login runs: never asked by a session's id."""
    found = running(
        tx,
        col(ImpersonationSession.login_id) == identity.login_id,
        col(ImpersonationSession.actor_id) == identity.actor.id,
    )
    return found[0] if found else None


def owner(tx: Session, identity: Identity) -> tuple[Login, Person] | None:
    """The identity's login and actor as the database has them; None if that login is no longer open."""
    found = logins.open_login(tx, identity.login_id or "")
    return found if found and found[1].id == identity.actor.id else None
