"""The harness is worth something only if it finds what it is there for: a record written in a second transaction."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.faults.harness import MOMENTS, Broken, Figures, Harness
from tests.faults.oracle import AGAINST_THE_RECORD

MANY = 4
"""Times that each moment may come up; one is enough as a rule, and the first trace ends it."""


def test_a_record_written_after_the_commit_is_found(sqlite_template: Path, tmp_path: Path) -> None:
    """Which of its traces is seen first depends on where the blows fall; each of them speaks against the record."""
    shutil.copy(sqlite_template, tmp_path / "faulty.db")
    harness = Harness(f"sqlite:///{tmp_path / 'faulty.db'}", tmp_path, seed=1, figures=Figures(), mutant=True)
    with pytest.raises(Broken) as found:
        harness.run(MANY * len(MOMENTS))
    assert found.value.checks & AGAINST_THE_RECORD, str(found.value)
