"""What every page shows of the impersonation: banner, idle pop-up, the pop-up after the end, the summary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from sqlalchemy import update
from sqlmodel import Session, col, select

from admin_proxy import clock, db, live
from admin_proxy.access import facts
from admin_proxy.accounts.tables import Person
from admin_proxy.identity import Identity, RunningSession
from admin_proxy.impersonation import length, standing, wording
from admin_proxy.impersonation.causes import EndCause
from admin_proxy.impersonation.stopping import Summary, summary
from admin_proxy.impersonation.tables import ImpersonationSession
from admin_proxy.organizations.tables import Organization
from admin_proxy.words import say


@dataclass(frozen=True, slots=True)
class Ended:
    """The pop-up after a session that ended by itself, until the administrator has closed it."""

    sentence: str
    subject_id: int
    subject_name: str
    may_impersonate_again: bool


@dataclass(frozen=True, slots=True)
class Overlay:
    """All that the shell shows. As it is made without arguments: nothing."""

    impersonating: bool = False
    subject_name: str = ""
    subject_first_name: str = ""
    subject_email: str = ""
    banner: str = ""
    idle_question: str = ""
    remaining_ms: int = 0
    idle_prompt_ms: int = 0
    """The idle pop-up asks when so much remains."""
    can_renew: bool = False
    renews_for: str = ""
    """What 'Continue' gives: `1 hour`."""
    ended: Ended | None = None


def current(identity: Identity) -> Overlay:
    """The overlay for that identity: a banner if and only if what it sees is somebody else's."""
    session = identity.session
    if session is not None and clock.now() < session.expires_at:
        return _running(identity, session)
    if session is not None or identity.login_id is None:
        return Overlay()
    return Overlay(ended=_ended(identity))


def dismiss_ended(identity: Identity) -> None:
    """'Done': the pop-up is closed, in all tabs. Safe to repeat."""
    with db.writing() as tx:
        closed = tx.execute(
            update(ImpersonationSession)
            .where(
                col(ImpersonationSession.login_id) == identity.login_id,
                col(ImpersonationSession.ended_at).is_not(None),
                col(ImpersonationSession.seen_at).is_(None),
            )
            .values(seen_at=clock.now())
        )
        if closed.rowcount and identity.login_id:  # type: ignore[attr-defined]
            db.after_commit(tx, partial(live.tell_login, identity.login_id))


def latest_summary(identity: Identity) -> Summary | None:
    """What the login's last session came to, once the administrator knows that it has ended."""
    with db.reading() as tx:
        session = _last(tx, identity)
        if session is None or session.ended_at is None or session.seen_at is None:
            return None
        return summary(tx, session, tx.get_one(Person, session.subject_id).name, identity)


def _running(identity: Identity, session: RunningSession) -> Overlay:
    subject, now = identity.subject, clock.now()
    with db.reading() as tx:
        period = length.period(tx.get_one(Organization, identity.organization_id))
    return Overlay(
        impersonating=True,
        subject_name=subject.name,
        subject_first_name=subject.first_name,
        subject_email=subject.email,
        banner=say(wording.BANNER, name=subject.name, email=subject.email),
        idle_question=say(wording.IDLE_QUESTION, name=subject.name),
        remaining_ms=_milliseconds(session.expires_at - now),
        idle_prompt_ms=_milliseconds(length.idle_prompt(period)),
        can_renew=session.expires_at < session.latest_end,
        renews_for=wording.duration(min(period, session.latest_end - now)),
    )


def _ended(identity: Identity) -> Ended | None:
    with db.reading() as tx:
        session = _last(tx, identity)
        if session is None or session.ended_at is None or session.seen_at is not None:
            return None
        subject = tx.get_one(Person, session.subject_id)
        owner = standing.owner(tx, identity)
        again = owner and facts.verdict_for(tx, owner[1], subject, already_impersonating=False).allowed
        told = wording.told_of_end(EndCause(session.end_cause), session.end_sentence)
        return Ended(told, session.subject_id, subject.name, bool(again))


def _last(tx: Session, identity: Identity) -> ImpersonationSession | None:
    return tx.exec(
        select(ImpersonationSession)
        .where(ImpersonationSession.login_id == identity.login_id)
        .order_by(col(ImpersonationSession.started_at).desc(), col(ImpersonationSession.id).desc())
        .limit(1)
    ).first()


def _milliseconds(length: timedelta) -> int:
    return int(length / timedelta(milliseconds=1))
