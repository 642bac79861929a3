"""The harness is worth something only if it finds what it is there for: a record written in a second transaction."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.faults.harness import MOMENTS, Broken, Figures, Harness


def test_a_record_written_after_the_commit_is_found(sqlite_template: Path, tmp_path: Path) -> None:
    """Within as many kills as it takes for each moment to come up once."""
    shutil.copy(sqlite_template, tmp_path / "faulty.db")
    harness = Harness(f"sqlite:///{tmp_path / 'faulty.db'}", tmp_path, seed=1, figures=Figures(), mutant=True)
    with pytest.raises(Broken) as found:
        harness.run(len(MOMENTS))
    assert "does not have exactly one entry" in str(found.value) or "and the record says" in str(found.value)
