"""Logins: a browser that is signed in is a row here. Its token is only in that browser's cookie; the row has a digest.

A login is over when it was ended, at its absolute end, when it was not used for too long, and as soon as its person
is deactivated: all of it is decided on reading. Ending goes through `_end` alone, which is safe to repeat.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from hashlib import sha256

from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select
from uuid_utils import uuid7

from admin_proxy import clock, db, live, words
from admin_proxy.accounts import withdrawn
from admin_proxy.accounts.devices import device
from admin_proxy.accounts.people import party
from admin_proxy.accounts.tables import Login, Person
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.config import Settings
from admin_proxy.identity import Forbidden, Identity, NotFound
from admin_proxy.words import later, say

_log = logging.getLogger(__name__)

TOUCH_EVERY = timedelta(minutes=1)


class LoginEnd(StrEnum):
    """Why a login was ended by somebody; one that ran out has no cause, since nothing is written then."""

    SIGNED_OUT = later("signed out")
    ENDED_ELSEWHERE = later("ended in My settings")
    REPLACED = later("signed in again in the same browser")
    PASSWORD_CHANGED = later("password changed")
    DEACTIVATED = later("deactivated")


@dataclass
class Rules:
    """How long logins last, for the whole process; set from the settings at the start."""

    idle: timedelta = timedelta(hours=12)
    absolute: timedelta = timedelta(days=7)

    def use(self, settings: Settings) -> None:
        self.idle = timedelta(minutes=settings.login_idle_minutes)
        self.absolute = timedelta(hours=settings.login_hours)


rules = Rules()


@dataclass(frozen=True, slots=True)
class LoginCard:
    id: str
    device: str
    address: str
    since: datetime
    last_seen: datetime
    is_this_one: bool
    may_end: bool
    """Never while impersonating: the person's sign-ins are shown, and theirs to end."""


def is_open(login: Login, now: datetime) -> bool:
    if withdrawn.is_login(login.id):
        return False
    return login.ended_at is None and now < login.expires_at and now - login.last_seen_at < rules.idle


def find(token: str) -> str | None:
    """The id of the open login that the cookie's token belongs to."""
    with db.reading() as tx:
        login = find_login(tx, token)
        return login.id if login else None


def find_login(tx: Session, token: str) -> Login | None:
    digest = _digest(token)
    row = tx.exec(
        select(Login, Person).join(Person, col(Person.id) == Login.person_id).where(Login.token_sha256 == digest)
    ).first()
    return row[0] if row and _is_usable(*row, clock.now()) else None


def open_login(tx: Session, login_id: str) -> tuple[Login, Person] | None:
    """The login of that id with its person, if it is open and the person active."""
    row = tx.exec(
        select(Login, Person).join(Person, col(Person.id) == Login.person_id).where(Login.id == login_id)
    ).first()
    return (row[0], row[1]) if row and _is_usable(*row, clock.now()) else None


def begin(tx: Session, person_id: int, address: str, user_agent: str) -> tuple[Login, str]:
    """Open a login; returns it with its token, which is nowhere else from then on but in the browser's cookie."""
    token, now = secrets.token_urlsafe(32), clock.now()
    login = Login(
        id=str(uuid7()),
        person_id=person_id,
        token_sha256=_digest(token),
        created_at=now,
        last_seen_at=now,
        expires_at=now + rules.absolute,
        address=address[:64],
        user_agent=user_agent[:400],
    )
    tx.add(login)
    return login, token


def touch(tx: Session, login: Login) -> bool:
    """Note that the login is in use, at most once a minute; says whether anything was written."""
    now = clock.now()
    if now - login.last_seen_at < TOUCH_EVERY:
        return False
    seen_earlier = col(Login.last_seen_at) < now
    tx.execute(
        update(Login)
        .where(col(Login.id) == login.id, col(Login.ended_at).is_(None), seen_earlier)
        .values(last_seen_at=now)
    )
    return True


def list_mine(identity: Identity) -> tuple[LoginCard, ...]:
    """The subject's open logins, the latest used first."""
    now = clock.now()
    with db.reading() as tx:
        rows = tx.exec(
            select(Login)
            .where(Login.person_id == identity.subject.id, col(Login.ended_at).is_(None))
            .order_by(col(Login.last_seen_at).desc(), col(Login.id).desc())
        ).all()
    return tuple(
        LoginCard(
            id=login.id,
            device=device(login.user_agent),
            address=login.address,
            since=login.created_at,
            last_seen=login.last_seen_at,
            is_this_one=login.id == identity.login_id,
            may_end=not identity.impersonating,
        )
        for login in rows
        if is_open(login, now)
    )


def end_one(identity: Identity, login_id: str) -> bool:
    """End one of one's own logins, this one or another; says whether it was still open.

    Raises:
        Forbidden: while impersonating.
        NotFound: no such login of one's own.
    """
    _refuse_while_impersonating(identity)
    with db.writing(identity.subject.organization_id) as tx:
        login = tx.get(Login, login_id) if login_id.isascii() and login_id.isprintable() else None
        if login is None or identity.subject.id is None or login.person_id != identity.subject.id:
            raise NotFound(say("There is no such sign-in."))
        cause = LoginEnd.SIGNED_OUT if login_id == identity.login_id else LoginEnd.ENDED_ELSEWHERE
        return _end(tx, identity, login, cause)


def end_others(identity: Identity) -> int:
    """End all of one's own logins but this one; returns how many were open.

    Raises:
        Forbidden: while impersonating.
    """
    _refuse_while_impersonating(identity)
    with db.writing(identity.subject.organization_id) as tx:
        return end_all(tx, identity, identity.subject.id, LoginEnd.ENDED_ELSEWHERE, keep=identity.login_id)


def sign_out(login_id: str, address: str = "", cause: LoginEnd = LoginEnd.SIGNED_OUT) -> bool:
    """End a login and everything that hangs on it, a running impersonation too; never refused, safe to repeat.

    Where it cannot be written down, it is over all the same, and `write_withdrawn` does so later.
    """
    with db.reading() as tx:
        login = tx.get(Login, login_id)
        person = tx.get(Person, login.person_id) if login else None
    if login is None or person is None:
        return False
    owner = party(person)
    try:
        with db.writing(person.organization_id, patience_ms=withdrawn.PATIENCE_MS) as tx:
            ended = _end(tx, Identity(actor=owner, subject=owner, login_id=login_id, address=address), login, cause)
    except SQLAlchemyError:
        _log.exception("the end of a login could not be written yet")
        withdrawn.login(login_id)
        live.tell_login(login_id)
        return True
    withdrawn.written(login_id)
    return ended


def write_withdrawn() -> None:
    """Write down the ends of logins that could not be written when they came."""
    for login_id in withdrawn.waiting():
        sign_out(login_id)


def end_all(tx: Session, identity: Identity, person_id: int | None, cause: LoginEnd, keep: str | None = None) -> int:
    """End a person's logins within the transaction of what asks for it; returns how many."""
    rows = tx.exec(select(Login).where(Login.person_id == person_id, col(Login.ended_at).is_(None))).all()
    return _count(_end(tx, identity, login, cause) for login in rows if login.id != keep)


def _end(tx: Session, identity: Identity, login: Login, cause: LoginEnd) -> bool:
    """The one door. The facts have changed then, so an impersonation that hangs on it ends before the commit."""
    ended = tx.execute(
        update(Login)
        .where(col(Login.id) == login.id, col(Login.ended_at).is_(None))
        .values(ended_at=clock.now(), end_cause=cause.value)
    )
    if ended.rowcount == 0:  # type: ignore[attr-defined]
        return False
    trail.record(tx, identity, Tag.LOGIN_ENDED, done_to=thing(login), note=cause.value)
    person = tx.get_one(Person, login.person_id)
    if person.organization_id is not None:
        db.facts_changed(tx, person.organization_id)
    db.after_commit(tx, partial(live.tell_login, login.id))
    return True


def thing(login: Login) -> trail.Thing:
    with words.speaking("en"):
        return trail.Thing("login", login.id, device(login.user_agent))


def _is_usable(login: Login, person: Person, now: datetime) -> bool:
    return is_open(login, now) and not person.is_deactivated(now.date())


def _refuse_while_impersonating(identity: Identity) -> None:
    if identity.impersonating:
        raise Forbidden(say("Sign-ins belong to the person: you cannot end them while impersonating."))


def _digest(token: str) -> str:
    return sha256(token.encode(errors="replace")).hexdigest()


def _count(outcomes: Iterable[bool]) -> int:
    return sum(outcomes)
