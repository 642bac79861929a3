"""How often the tests kill, and what they say of it: 25 times on each engine, or as often as `FAULTS_KILLS` says."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from tests.faults.harness import Figures, Harness

KILLS = int(os.environ.get("FAULTS_KILLS", "25"))
SEED = int(os.environ.get("FAULTS_SEED", "0")) or secrets.randbelow(10**9)
"""Printed with every failure; set it to draw the same moments again."""
OF_ONE_DATABASE = 100


def kill_and_look(new_database: Callable[[], AbstractContextManager[str]], folder: Path, kills: int) -> Figures:
    """Kill so many times, a hundred of them with one database."""
    figures = Figures()
    print(f"FAULTS_SEED={SEED}")  # noqa: T201
    for number, begun in enumerate(range(0, kills, OF_ONE_DATABASE)):
        own = folder / str(number)
        own.mkdir()
        with new_database() as url:
            Harness(url, own, SEED + number, figures).run(min(OF_ONE_DATABASE, kills - begun))
        print(figures, flush=True)  # noqa: T201
    return figures
