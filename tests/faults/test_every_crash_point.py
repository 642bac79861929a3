"""Whatever the point at which a process dies in a verb: what it was to do is done, or nothing of it is."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from passlib.hash import argon2

from admin_proxy import db
from admin_proxy.accounts import passwords
from admin_proxy.clock import ManualClock
from admin_proxy.identity import NotFound
from tests.faults.conftest import NewDatabase
from tests.faults.crash_points import but_for_chance, deaths, picture, undisturbed
from tests.faults.writing_verbs import CASES, NOT_WALKED, SEVERAL, Case, places, relay_in_trouble
from tests.people import Cast

WALKED = {case.__name__: case for case in (*CASES.values(), relay_in_trouble)}


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """What makes guessing expensive makes dying forty times expensive, too."""
    monkeypatch.setattr(passwords, "_hasher", argon2.using(type="ID", memory_cost=8, rounds=1, parallelism=1))


@pytest.mark.parametrize("case", WALKED.values(), ids=WALKED)
def test_the_state_is_the_one_before_or_the_one_after(
    case: Case, cast: Cast, time: ManualClock, copies: NewDatabase
) -> None:
    verb = case(cast, time)
    with writing_noticed() as opened:
        whole = undisturbed(copies(), verb)
    assert {place for place, writer in CASES.items() if writer is case} <= opened, "it does not write where it says"
    assert (len(whole.states) > 1) == (case.__name__ in SEVERAL), "one verb, one transaction"
    allowed, died = {whole.before, *whole.states}, 0
    for death in deaths(copies, verb, whole):
        died += 1
        if death.changed:
            assert but_for_chance(death.after) in allowed, f"between, after it died {death.point}"
    assert died == len(whole.points) > 0


@contextmanager
def writing_noticed() -> Iterator[set[str]]:
    """The places that open a writing transaction while the block runs."""
    opened: set[str] = set()
    writing = db.writing

    def noticed(*given: Any, **named: Any) -> Any:
        frame = sys._getframe(1)
        module = frame.f_globals["__name__"].removeprefix("admin_proxy.")
        opened.add(f"{module}.{frame.f_code.co_qualname}".split(".<locals>")[0])
        return writing(*given, **named)

    db.writing = noticed
    try:
        yield opened
    finally:
        db.writing = writing


def test_an_erasure_that_was_broken_off_can_be_finished(cast: Cast, time: ManualClock, copies: NewDatabase) -> None:
    """Whoever did it asks for it again, and is told that the record says nothing any more."""
    verb = CASES["audit.erasing.erase"](cast, time)
    whole = undisturbed(copies(), verb)
    broken_off = next(death for death in deaths(copies, verb, whole) if death.changed)
    assert "zoe@acme.example" in str([line for line in broken_off.after if line.startswith("audit_name")])
    with suppress(NotFound):
        verb()
    assert "zoe@acme.example" not in str([line for line in picture(db.engine()) if line.startswith("audit_name")])


def test_whatever_writes_is_walked_through() -> None:
    """A new verb needs a case in `writing_verbs.py`."""
    assert places() - CASES.keys() - NOT_WALKED.keys() == set()


def test_every_reason_is_still_needed() -> None:
    assert set(CASES) <= places()
    assert set(NOT_WALKED) <= places()
    assert set(SEVERAL) <= set(WALKED)
