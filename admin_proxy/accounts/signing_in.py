"""Signing in. Whether an e-mail is unknown, a password wrong, not set, or the person deactivated: the words and the
work are the same, and so they are when a lock makes the answer no in any case.

A failure is in the record as itself; a lock is there once, when it begins, and not once more for each attempt that it
turns away, since those are as many as somebody likes to send.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, select

from admin_proxy import clock, db
from admin_proxy.accounts import logins, passwords, throttle
from admin_proxy.accounts.people import email_key, party
from admin_proxy.accounts.tables import Person
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Identity, NotFound, Party
from admin_proxy.words import later, say

NO_MATCH = later("The e-mail or the password is not right.")


@dataclass(frozen=True, slots=True)
class SignedIn:
    token: str
    """For the browser's cookie, and for nothing else."""
    login_id: str
    person: Party
    """Look at `privacy_accepted`: before anything else a person must accept the privacy policy."""


@dataclass(frozen=True, slots=True)
class Failed:
    sentence: str
    retry_after: int
    """Seconds until another attempt is looked at; 0: at once."""


def sign_in(email: str, password: str, address: str, user_agent: str, replaces: str | None = None) -> SignedIn | Failed:
    """Check e-mail and password and open a login with a new token.

    Args:
        replaces: the id of the login that this browser's cookie stands for now; it is ended on success.
    """
    email, address, user_agent = _printable(email.strip()), _printable(address), _printable(user_agent)
    account = email_key(email)
    admission = throttle.admit(account, address)
    person = _find(account)
    matches = passwords.verify(password, person.password_hash if person else None)
    if not admission.admitted:
        return _turned_away(admission.wait)
    signed_in = None
    if person is not None and person.id is not None and matches and not person.is_deactivated(clock.now().date()):
        signed_in = _succeed(account, person.id, person.password_hash or "", password, address, user_agent)
    if signed_in is None:
        return _fail(email, person, address, admission.wait)
    if replaces is not None and replaces != signed_in.login_id:
        logins.sign_out(replaces, address, logins.LoginEnd.REPLACED)
    return signed_in


def sign_in_as(person_id: int, address: str, user_agent: str, replaces: str | None = None) -> SignedIn:
    """Sign in as a persona of the demonstration, without a password. Only the demo server has a door to it.

    Raises:
        NotFound: no such person, or deactivated.
    """
    with db.writing() as tx:
        person = tx.get(Person, person_id)
        if person is None or person.is_deactivated(clock.now().date()):
            raise NotFound(say("There is no such person."))
        signed_in = _open(tx, person, person_id, _printable(address), _printable(user_agent))
    if replaces is not None:
        logins.sign_out(replaces, address, logins.LoginEnd.REPLACED)
    return signed_in


def _find(account: str) -> Person | None:
    with db.reading() as tx:
        return tx.exec(select(Person).where(Person.email_key == account)).first()


def _succeed(
    account: str, person_id: int, checked: str, password: str, address: str, user_agent: str
) -> SignedIn | None:
    """Open the login, unless the person was deactivated or the password changed while it was being checked."""
    renewed = passwords.hash(password) if passwords.is_outdated(checked) else checked
    with db.writing() as tx:
        person = tx.exec(select(Person).where(Person.id == person_id).with_for_update()).first()
        if person is None or person.password_hash != checked or person.is_deactivated(clock.now().date()):
            return None
        person.password_hash = renewed
        throttle.forgive(tx, account)
        return _open(tx, person, person_id, address, user_agent)


def _open(tx: Session, person: Person, person_id: int, address: str, user_agent: str) -> SignedIn:
    login, token = logins.begin(tx, person_id, address, user_agent)
    person.last_login_at = clock.now()
    tx.add(person)
    who = party(person)
    trail.record(
        tx,
        Identity(actor=who, subject=who, login_id=login.id, address=login.address),
        Tag.LOGIN_STARTED,
        done_to=logins.thing(login),
    )
    return SignedIn(token, login.id, who)


def _fail(email: str, person: Person | None, address: str, wait: timedelta) -> Failed:
    about = party(person) if person else None
    with db.writing() as tx:
        trail.record_visitor(tx, Tag.LOGIN_FAILED, email=email, address=address[:64], about=about, note=NO_MATCH)
        if wait > timedelta(0):
            note = throttle.note(wait)
            trail.record_visitor(tx, Tag.LOGIN_THROTTLED, email=email, address=address[:64], about=about, note=note)
    if wait > timedelta(0):
        again = say("Try again in {time}.", time=throttle.in_words(wait))
        return Failed(f"{say(NO_MATCH)} {again}", throttle.in_seconds(wait))
    return Failed(say(NO_MATCH), 0)


def _turned_away(wait: timedelta) -> Failed:
    sentence = say("Too many attempts. Try again in {time}.", time=throttle.in_words(wait))
    return Failed(sentence, throttle.in_seconds(wait))


def _printable(typed: str) -> str:
    """What was typed, fit for the record: no NUL, no half of a surrogate pair, which no database takes."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in typed)
