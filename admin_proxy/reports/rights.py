"""Under whose rights a report is made: those of its subject, as the database has them at that moment."""

from __future__ import annotations

from hashlib import sha256

from sqlmodel import Session, col, select

from admin_proxy import clock
from admin_proxy.accounts import people
from admin_proxy.accounts.people import party
from admin_proxy.accounts.tables import Person, ScopeDepartment, ScopeGroup
from admin_proxy.identity import Forbidden, Identity, ImpersonationOver, Role, RunningSession
from admin_proxy.impersonation import rechecking
from admin_proxy.impersonation.standing import running
from admin_proxy.impersonation.tables import ImpersonationSession
from admin_proxy.reports import kinds, wording
from admin_proxy.reports.tables import Kind, Report


def now(tx: Session, report: Report) -> Identity:
    """Who makes it: its subject, or whoever impersonates them as long as that may go on.

    Raises:
        Forbidden: the subject has no right to it, or not any more.
        ImpersonationOver: it was asked for in an impersonation that is over.
    """
    identity = _own(tx, report) if report.session_id is None else _acting(tx, report)
    kinds.permit(identity, report.kind)
    return identity


def recorded(tx: Session, report: Report) -> Identity:
    """Both people by name, whatever their rights are: for the record."""
    actor, subject = tx.get_one(Person, report.actor_id), tx.get_one(Person, report.subject_id)
    return Identity(party(actor), party(subject), report.login_id, address=report.address)


def mark(tx: Session, identity: Identity, kind: Kind) -> str:
    """What the rights to such a report look like now. With another mark, another one would come out.

    Only of an HR Admin's: a scope that has become another one reaches other people.
    """
    if kind is not Kind.USER_ACTIVITY or identity.subject.role is not Role.HR_ADMIN:
        return ""
    me = identity.subject.id
    departments = tx.exec(select(ScopeDepartment.department_id).where(col(ScopeDepartment.person_id) == me))
    groups = tx.exec(select(ScopeGroup.group_id).where(col(ScopeGroup.person_id) == me))
    return sha256(f"{sorted(departments)} {sorted(groups)}".encode()).hexdigest()


def _own(tx: Session, report: Report) -> Identity:
    person = tx.get_one(Person, report.subject_id)
    if person.is_deactivated(clock.now().date()):
        raise Forbidden(wording.DEACTIVATED)
    me = party(person)
    return Identity(me, me, report.login_id, address=report.address, leads=people.leads(tx, person))


def _acting(tx: Session, report: Report) -> Identity:
    runs = next(iter(running(tx, col(ImpersonationSession.id) == report.session_id)), None)
    if runs is None or rechecking.over(tx, runs) is not None:
        raise ImpersonationOver(wording.SESSION_OVER)
    session = runs.session
    return Identity(
        party(runs.actor),
        party(runs.subject),
        runs.login.id,
        RunningSession(session.id, session.started_at, session.expires_at, session.latest_end),
        report.address,
        leads=people.leads(tx, runs.subject),
    )
