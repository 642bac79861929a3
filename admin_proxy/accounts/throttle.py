"""Slowing down whoever guesses passwords: by account, and by the address they come from.

Attempts are counted in the database, so that a restart forgives nothing and several processes count together. An
attempt is written down *before* its password is looked at and taken back if it was right: many attempts at the same
moment are counted one by one, not all let through on the same count.

* An account is locked from the fifth failure in 24 hours on: for 30 seconds after it, then 1 minute, 2, 4, 8, and
  15 minutes after each further one. Signing in, or choosing a password by a one-time link, starts over.
* An address (an IPv6 one stands for its /64 network) is locked at 20 failures in 15 minutes, until the oldest of them
  is 15 minutes old.

An e-mail that nobody has is counted like any other. What is refused because of a lock is not counted, or somebody
who keeps trying would lock the owner out for ever.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, text
from sqlmodel import Session, col, select
from uuid_utils import uuid7

from admin_proxy import clock, db, words
from admin_proxy.accounts.tables import SignInFailure
from admin_proxy.words import say_n

FREE_FAILURES = 4
FIRST_LOCK = timedelta(seconds=30)
LONGEST_LOCK = timedelta(minutes=15)
ACCOUNT_MEMORY = timedelta(hours=24)
ADDRESS_FAILURES = 20
ADDRESS_MEMORY = timedelta(minutes=15)

_NO_WAIT = timedelta(0)


@dataclass(frozen=True, slots=True)
class Admission:
    """Whether an attempt may be made. `wait` is how long the next one has to wait: if refused, or if this one fails."""

    admitted: bool
    wait: timedelta


def admit(account: str, address: str) -> Admission:
    """Count an attempt, unless the account or the address is locked.

    Args:
        account: the e-mail, case-folded; whether anybody has it makes no difference.
    """
    now = clock.now()
    with db.writing() as tx:
        account_key, address_key = _account_key(account), _address_key(address)
        _stand_in_line(tx, account_key, address_key)
        wait = max(_account_wait(tx, account_key, now), _address_wait(tx, address_key, now))
        if wait > _NO_WAIT:
            return Admission(False, wait)
        tx.add(SignInFailure(id=str(uuid7()), at=now, account_key=account_key, address_key=address_key))
        tx.flush()
        return Admission(True, max(_account_wait(tx, account_key, now), _address_wait(tx, address_key, now)))


def forgive(tx: Session, account: str) -> None:
    """Start over with that account: its owner has shown to be the owner."""
    tx.execute(delete(SignInFailure).where(col(SignInFailure.account_key) == _account_key(account)))


def forget_old() -> int:
    """Delete what no lock depends on any more; returns how many rows."""
    old = select(SignInFailure.id).where(SignInFailure.at <= clock.now() - ACCOUNT_MEMORY)
    with db.writing() as tx:
        ids = tx.exec(old.limit(10_000).with_for_update(skip_locked=True)).all()
        tx.execute(delete(SignInFailure).where(col(SignInFailure.id).in_(ids)))
        return len(ids)


def in_words(wait: timedelta) -> str:
    """`30 seconds`, `2 minutes`: rounded up, so that who waits so long does not wait in vain."""
    seconds = in_seconds(wait)
    if seconds <= 90:
        return say_n("{count} second", "{count} seconds", seconds)
    return say_n("{count} minute", "{count} minutes", -(-seconds // 60))


def note(lock: timedelta) -> str:
    """What the record says of a lock that begins."""
    with words.speaking("en"):
        return f"For {in_words(lock)}."


def in_seconds(wait: timedelta) -> int:
    return -(-wait // timedelta(seconds=1))


def _account_wait(tx: Session, key: str, now: datetime) -> timedelta:
    failures = tx.exec(
        select(SignInFailure.at)
        .where(SignInFailure.account_key == key, SignInFailure.at > now - ACCOUNT_MEMORY)
        .order_by(col(SignInFailure.at).desc())
    ).all()
    if len(failures) <= FREE_FAILURES:
        return _NO_WAIT
    doublings = min(len(failures) - FREE_FAILURES - 1, 10)
    lock = min(FIRST_LOCK * (1 << doublings), LONGEST_LOCK)
    return max(failures[0] + lock - now, _NO_WAIT)


def _address_wait(tx: Session, key: str, now: datetime) -> timedelta:
    decisive = tx.exec(
        select(SignInFailure.at)
        .where(SignInFailure.address_key == key, SignInFailure.at > now - ADDRESS_MEMORY)
        .order_by(col(SignInFailure.at).desc())
        .offset(ADDRESS_FAILURES - 1)
        .limit(1)
    ).first()
    return _NO_WAIT if decisive is None else decisive + ADDRESS_MEMORY - now


def _stand_in_line(tx: Session, *keys: str) -> None:
    """On PostgreSQL: one attempt at a time for an account and for an address. SQLite has one writer anyway."""
    if db.is_sqlite(tx):
        return
    for key in sorted(keys):
        tx.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": key})


def _account_key(account: str) -> str:
    return sha256(f"account {account}".encode(errors="replace")).hexdigest()


def _address_key(address: str) -> str:
    """An owner of an IPv6 network has 2^64 addresses in it: they count as one."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        network = address
    else:
        if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
            parsed = parsed.ipv4_mapped
        prefix = 64 if isinstance(parsed, ipaddress.IPv6Address) else 32
        network = str(ipaddress.ip_network((parsed, prefix), strict=False))
    return sha256(f"address {network}".encode(errors="replace")).hexdigest()
