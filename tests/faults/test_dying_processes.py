"""The same as `test_every_crash_point.py`, with processes that really die; for the verbs that matter most."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from admin_proxy import build, db
from tests.faults.conftest import NewDatabase
from tests.faults.crash_points import Picture, but_for_chance, picture
from tests.faults.forked import DEAD, DONE
from tests.faults.writing_verbs import SEVERAL

NEVER = -1


@pytest.mark.parametrize("case", ["start", "change_settings", "stop", "sweep", "relay"])
def test_the_state_is_the_one_before_or_the_one_after(case: str, url: str, copies: NewDatabase) -> None:
    with _forking(case, url) as process:
        before, points = _look(url), 0
        place = copies()
        assert _live(process, place, NEVER) == DONE
        after = _look(place)
        assert after != before
        place = copies()
        while (status := _live(process, place, points)) == DEAD:
            now = _look(place)
            if now != before:
                allowed = case in SEVERAL or but_for_chance(now) == but_for_chance(after)
                assert allowed, f"between, after it died at point {points}"
                place = copies()
            points += 1
        assert status == DONE
        assert points > 10


@contextmanager
def _forking(case: str, url: str) -> Iterator[subprocess.Popen[str]]:
    db.engine().dispose()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.forked", case, url],
        cwd=build.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def _live(process: subprocess.Popen[str], url: str, point: int) -> int:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{url} {point}\n")
    process.stdin.flush()
    return int(process.stdout.readline())


def _look(url: str) -> Picture:
    engine = db.create(url)
    seen = picture(engine)
    engine.dispose()
    return seen
