"""The real server on SQLite, killed at random moments: see `harness.py`."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from tests.faults.killing import KILLS, kill_and_look


@pytest.mark.timeout(60 + 10 * KILLS)
def test_whenever_it_is_killed_nothing_is_lost_halved_or_doubled(sqlite_template: Path, tmp_path: Path) -> None:
    numbers = count()

    @contextmanager
    def new_database() -> Iterator[str]:
        path = tmp_path / f"{next(numbers)}.db"
        shutil.copy(sqlite_template, path)
        yield f"sqlite:///{path}"

    assert kill_and_look(new_database, tmp_path, KILLS).kills.total() == KILLS
