"""Passwords at a cost that a test can afford, and with a count of how often that cost was paid."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from passlib.hash import argon2

from admin_proxy import db
from admin_proxy.accounts import passwords
from admin_proxy.accounts.tables import Person
from admin_proxy.identity import Identity
from tests.impersonation import acts
from tests.people import Cast

PASSWORD = "seven green bottles"


class Work:
    """What stands in for argon2id: the same, cheaper, and counted."""

    def __init__(self) -> None:
        self._real = argon2.using(type="ID", memory_cost=64, rounds=1, parallelism=1)
        self.verified = 0
        self.hashed = 0

    def needs_update(self, hashed: str) -> bool:
        return self._real.needs_update(hashed)

    def hash(self, password: str) -> str:
        self.hashed += 1
        return self._real.hash(password)

    def verify(self, password: str, hashed: str) -> bool:
        self.verified += 1
        return self._real.verify(password, hashed)


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Iterator[Work]:
    counted = Work()
    monkeypatch.setattr(passwords, "_hasher", counted)
    passwords.warm_up()
    counted.hashed = 0
    return counted


@pytest.fixture
def with_passwords(cast: Cast, work: Work) -> Cast:
    """The cast, where everybody but Ben has a password, and it is the same one."""
    with db.writing() as tx:
        hashed = passwords.hash(PASSWORD)
        for first_name, person_id in cast.ids.items():
            if first_name != "ben":
                tx.get_one(Person, person_id).password_hash = hashed
    work.hashed = 0
    return cast


@pytest.fixture
def facts(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The organizations whose facts were said to have changed, once for each transaction."""
    changed: list[int] = []
    monkeypatch.setattr(db, "_before_commit", [lambda _tx, organization_id: changed.append(organization_id)])
    return changed


@pytest.fixture
def impersonating(cast: Cast) -> Callable[[str, str], Identity]:
    """`impersonating("olga", "sam")`: Olga as Sam."""
    return lambda actor, subject: acts.impersonating(cast, actor, subject)
