"""'Continue': one more period from now, never beyond 24 hours after the start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from admin_proxy import clock, db
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Identity, ImpersonationOver, Refused
from admin_proxy.impersonation import length, rechecking, standing, telling, wording
from admin_proxy.impersonation.standing import Standing


@dataclass(frozen=True, slots=True)
class Renewed:
    expires_at: datetime


def renew(identity: Identity) -> Renewed:
    """Continue what the login runs. The policy is asked again; pressing twice does no harm.

    Raises:
        Refused: nothing runs, or it has run for 24 hours.
        ImpersonationOver: it has expired or is no longer allowed, and is ended by this.
    """
    with db.writing(identity.actor.organization_id) as tx:
        outcome = _renew(tx, identity)
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


def _renew(tx: Session, identity: Identity) -> Renewed | Refused:
    runs = standing.of_login(tx, identity)
    if runs is None:
        return Refused(wording.NOT_IMPERSONATING)
    why = rechecking.end_if_over(tx, runs)
    if why is not None:
        kept = wording.ended(why.cause, runs.subject.name, why.sentence)
        return ImpersonationOver(wording.told_of_end(why.cause, kept))
    session = runs.session
    if session.expires_at >= session.latest_end:
        return Refused(wording.AT_THE_LIMIT)
    until = min(clock.now() + length.period(runs.organization), session.latest_end)
    if until > session.expires_at:  # an organization that shortened its length meanwhile takes nothing away
        _extend(tx, runs, until, identity.address)
    return Renewed(session.expires_at)


def _extend(tx: Session, runs: Standing, until: datetime, address: str) -> None:
    session = runs.session
    before, session.expires_at = session.expires_at, until
    session.renewals += 1
    trail.record(
        tx,
        runs.recorded(address),
        Tag.IMPERSONATION_RENEWED,
        done_to=trail.Thing("person", str(runs.subject.id), runs.subject.name),
        before={"expires_at": before.isoformat()},
        after={"expires_at": until.isoformat()},
        session_id=session.id,
    )
    telling.of(tx, session)
