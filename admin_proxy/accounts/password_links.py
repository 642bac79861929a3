"""One-time links to choose a password with. The link holds the token; here is only its digest.

Whether a link was never given out, was used, has run out, was replaced by a newer one, or belongs to somebody who is
deactivated by now: the words are the same.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import update
from sqlmodel import Session, col, select
from uuid_utils import uuid7

from admin_proxy import clock, db
from admin_proxy.accounts import logins, passwords, throttle
from admin_proxy.accounts.people import party
from admin_proxy.accounts.tables import PasswordLink, Person
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Identity, Refused
from admin_proxy.words import later

LASTS = timedelta(hours=24)
NO_LONGER_GOOD = later("This link is no longer good. Ask for a new one.")


@dataclass(frozen=True, slots=True)
class LinkCard:
    """Whose password is about to be chosen."""

    name: str
    email: str


def issue(tx: Session, person: Person) -> str:
    """A token for a new link, within the transaction of what gives rise to it; links given out earlier are dead."""
    now, token = clock.now(), secrets.token_urlsafe(32)
    tx.flush()
    if person.id is None:
        raise ValueError("a link is for somebody who is stored")
    tx.execute(
        update(PasswordLink)
        .where(col(PasswordLink.person_id) == person.id, col(PasswordLink.used_at).is_(None))
        .values(used_at=now)
    )
    tx.add(
        PasswordLink(
            id=str(uuid7()),
            person_id=person.id,
            token_sha256=_digest(token),
            created_at=now,
            expires_at=now + LASTS,
        )
    )
    return token


def about(token: str) -> LinkCard | None:
    """Whom a link is for, while it is good."""
    with db.reading() as tx:
        person = _person(tx, token)
        return LinkCard(person.name, person.email) if person else None


def redeem(token: str, new_password: str, address: str = "") -> None:
    """Choose a password, once. A password that is refused does not use the link up.

    Raises:
        Invalid: the password.
        Refused: the link.
    """
    with db.reading() as tx:
        person = _person(tx, token)
    if person is None:
        raise Refused(NO_LONGER_GOOD)
    passwords.check(new_password, email=person.email)
    hashed = passwords.hash(new_password)
    with db.writing(person.organization_id) as tx:
        if not _use_up(tx, token, clock.now()):
            raise Refused(NO_LONGER_GOOD)
        person = tx.get_one(Person, person.id)
        if person.is_deactivated(clock.now().date()):
            raise Refused(NO_LONGER_GOOD)
        person.password_hash = hashed
        who = party(person)
        identity = Identity(actor=who, subject=who, login_id=None, address=address)
        trail.record(tx, identity, Tag.PASSWORD_CHOSEN, note=later("By a one-time link."))
        throttle.forgive(tx, person.email_key)
        logins.end_all(tx, identity, person.id, logins.LoginEnd.PASSWORD_CHANGED)


def _person(tx: Session, token: str) -> Person | None:
    now = clock.now()
    person = tx.exec(
        select(Person)
        .join(PasswordLink, col(PasswordLink.person_id) == Person.id)
        .where(
            PasswordLink.token_sha256 == _digest(token),
            col(PasswordLink.used_at).is_(None),
            PasswordLink.expires_at > now,
        )
    ).first()
    return person if person and not person.is_deactivated(now.date()) else None


def _use_up(tx: Session, token: str, now: datetime) -> bool:
    used = tx.execute(
        update(PasswordLink)
        .where(
            col(PasswordLink.token_sha256) == _digest(token),
            col(PasswordLink.used_at).is_(None),
            col(PasswordLink.expires_at) > now,
        )
        .values(used_at=now)
    )
    return bool(used.rowcount)  # type: ignore[attr-defined]


def _digest(token: str) -> str:
    return sha256(token.encode(errors="replace")).hexdigest()
