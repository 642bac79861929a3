"""Who is asking: resolved anew for every event, from the login row and what hangs on it."""

from __future__ import annotations

import logging

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col

from admin_proxy import clock, db
from admin_proxy.accounts import logins, people
from admin_proxy.accounts.people import party
from admin_proxy.accounts.tables import Login, Person
from admin_proxy.identity import House, Identity, RunningSession
from admin_proxy.impersonation import rechecking
from admin_proxy.impersonation.standing import Standing, running
from admin_proxy.impersonation.tables import ImpersonationSession
from admin_proxy.organizations.tables import Organization

_log = logging.getLogger(__name__)
_PATIENCE_MS = 200


def resolve(login_id: str, address: str) -> Identity | None:
    """The identity of an open login; None if there is no such login, or it is over.

    An impersonation that has expired or is no longer allowed is not in force from this moment on, whether or not
    its end can be written down now.
    """
    with db.reading() as tx:
        found = logins.open_login(tx, login_id)
        if found is None:
            return None
        login, actor = found
        standing = next(iter(running(tx, col(ImpersonationSession.login_id) == login_id)), None)
        is_over = standing is not None and rechecking.over(tx, standing) is not None
        in_force = standing if not is_over else None
        subject = in_force.subject if in_force is not None else actor
        house, leads = _house(tx, actor), people.leads(tx, subject)
    _note_use(login)
    if standing is not None and is_over:
        _end(standing)
    running_session = _in_force(in_force) if in_force is not None else None
    return Identity(party(actor), party(subject), login_id, running_session, address, house, leads)


def _house(tx: Session, actor: Person) -> House:
    row = tx.get(Organization, actor.organization_id) if actor.organization_id is not None else None
    return House(row.proxy_enabled, row.limited_to_super_admins) if row else House()


def _note_use(login: Login) -> None:
    """Nobody waits for this: while others write for long, it is noted a little later."""
    if clock.now() - login.last_seen_at < logins.TOUCH_EVERY:
        return
    try:
        with db.writing(patience_ms=_PATIENCE_MS) as tx:
            logins.touch(tx, login)
    except SQLAlchemyError as error:
        _log.info("the use of a login could not be noted yet: %s", error)


def _end(standing: Standing) -> None:
    """Write the end down. Losing access works even where that fails: the sweep writes it later."""
    session = standing.session
    try:
        with db.writing(session.organization_id, patience_ms=_PATIENCE_MS) as tx:
            for again in running(tx, col(ImpersonationSession.id) == session.id):
                rechecking.end_if_over(tx, again)
    except SQLAlchemyError as error:
        _log.info("the end of an impersonation could not be written yet: %s", error)


def _in_force(standing: Standing) -> RunningSession:
    session = standing.session
    return RunningSession(session.id, session.started_at, session.expires_at, session.latest_end)
