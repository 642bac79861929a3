"""The real server on PostgreSQL, killed at random moments: see `harness.py`."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.faults.killing import KILLS, kill_and_look
from tests.postgres import PostgresServer, new_database


@pytest.mark.timeout(60 + 10 * KILLS)
def test_whenever_it_is_killed_nothing_is_lost_halved_or_doubled(
    postgres_server: PostgresServer, tmp_path: Path
) -> None:
    assert kill_and_look(partial(new_database, postgres_server), tmp_path, KILLS).kills.total() == KILLS
