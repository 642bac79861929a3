"""What Super Admins see of the organization's impersonations: those that run, and those that are over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from admin_proxy import clock, db
from admin_proxy.accounts.people import initials
from admin_proxy.accounts.tables import Person
from admin_proxy.identity import Forbidden, Identity, Role
from admin_proxy.impersonation import changes, wording
from admin_proxy.impersonation.causes import EndCause
from admin_proxy.impersonation.tables import ImpersonationSession

PAGE = 25
MOST_AGAIN = 500
MOST_RUNNING = 200
"""So many are listed at once; the rest are counted."""

_ID = re.compile(r"[0-9a-f-]{36}")

# Made once, see `standing`.
_actor, _subject = aliased(Person), aliased(Person)


@dataclass(frozen=True, slots=True)
class Who:
    id: int
    name: str
    initials: str
    email: str


@dataclass(frozen=True, slots=True)
class RunningCard:
    id: str
    actor: Who
    subject: Who
    since: datetime
    until: datetime
    remaining: timedelta
    reason: str
    renewals: int
    changes: int
    is_mine: bool
    """It runs on the login that asks."""


@dataclass(frozen=True, slots=True)
class Running:
    sessions: tuple[RunningCard, ...]
    """Newest first."""
    count: int


@dataclass(frozen=True, slots=True)
class PastCard:
    id: str
    actor: Who
    subject: Who
    since: datetime
    until: datetime
    how_long: str
    reason: str
    cause: EndCause
    sentence: str
    changes: int


@dataclass(frozen=True, slots=True)
class History:
    sessions: tuple[PastCard, ...]
    """Newest first, by when they began."""
    more: str
    """The cursor of the next page; empty where this is the last."""


def now_running(identity: Identity) -> Running:
    """Who impersonates whom at this moment. What is over its time is no longer among them.

    Raises:
        Forbidden: only Super Admins may.
    """
    _permit(identity)
    of_the_house = (
        col(ImpersonationSession.organization_id) == identity.organization_id,
        col(ImpersonationSession.ended_at).is_(None),
        col(ImpersonationSession.expires_at) > clock.now(),
    )
    with db.reading() as tx:
        rows = tx.execute(
            _with_people().where(*of_the_house).order_by(col(ImpersonationSession.id).desc()).limit(MOST_RUNNING)
        ).all()
        cards = tuple(_running(tx, identity, *row) for row in rows)
        count = len(cards)
        if count == MOST_RUNNING:
            count = tx.execute(select(func.count()).select_from(ImpersonationSession).where(*of_the_house)).scalar_one()
    return Running(cards, count)


def history(identity: Identity, cursor: str = "", down_to: str = "") -> History:
    """A page of what is over.

    Args:
        cursor: the `more` of the page before.
        down_to: not a page but everything down to the session of this id, up to `MOST_AGAIN`: to read again what is
            shown already.

    Raises:
        Forbidden: only Super Admins may.
    """
    _permit(identity)
    over = (
        col(ImpersonationSession.organization_id) == identity.organization_id,
        col(ImpersonationSession.ended_at).is_not(None),
    )
    query, most = _with_people().where(*over).order_by(col(ImpersonationSession.id).desc()), PAGE
    if _ID.fullmatch(cursor):
        query = query.where(col(ImpersonationSession.id) < cursor)
    with db.reading() as tx:
        if _ID.fullmatch(down_to):
            again = (*over, col(ImpersonationSession.id) >= down_to)
            counted = select(func.count()).select_from(ImpersonationSession).where(*again)
            most = min(MOST_AGAIN, max(PAGE, tx.execute(counted).scalar_one()))
        rows = tx.execute(query.limit(most + 1)).all()
        shown = tuple(_past(tx, *row) for row in rows[:most])
    return History(shown, shown[-1].id if len(rows) > most else "")


def who(person: Person) -> Who:
    return Who(person.id or 0, person.name, initials(person), person.email)


def _permit(identity: Identity) -> None:
    if identity.subject.role is not Role.SUPER_ADMIN or identity.subject.organization_id is None:
        raise Forbidden(wording.ONLY_SUPER_ADMINS_WATCH)


def _with_people() -> Select[Any]:
    rows: Any = (
        select(ImpersonationSession, _actor, _subject)
        .join(_actor, col(_actor.id) == ImpersonationSession.actor_id)
        .join(_subject, col(_subject.id) == ImpersonationSession.subject_id)
    )
    return cast(Select[Any], rows)


def _running(
    tx: Session, identity: Identity, session: ImpersonationSession, actor: Person, subject: Person
) -> RunningCard:
    return RunningCard(
        id=session.id,
        actor=who(actor),
        subject=who(subject),
        since=session.started_at,
        until=session.expires_at,
        remaining=session.expires_at - clock.now(),
        reason=wording.told_of_reason(session.reason),
        renewals=session.renewals,
        changes=changes.count(tx, session.id),
        is_mine=session.login_id == identity.login_id,
    )


def _past(tx: Session, session: ImpersonationSession, actor: Person, subject: Person) -> PastCard:
    until = session.ended_at or session.expires_at
    return PastCard(
        id=session.id,
        actor=who(actor),
        subject=who(subject),
        since=session.started_at,
        until=until,
        how_long=wording.duration(until - session.started_at),
        reason=wording.told_of_reason(session.reason),
        cause=EndCause(session.end_cause),
        sentence=wording.told_of_end(EndCause(session.end_cause), session.end_sentence),
        changes=changes.count(tx, session.id),
    )
