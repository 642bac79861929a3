"""What every test can ask for: a database (each data test runs on both engines) and a clock that stands still."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from admin_proxy import clock, db, schema
from tests import people, postgres

_LAST = ("test_server", "border", "faults", "journeys")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs no server of its own first: most mistakes show within the first minute."""
    items.sort(key=lambda item: max((_LAST.index(part) + 1 for part in _LAST if part in item.nodeid), default=0))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "empty.db"
    engine = db.create(f"sqlite:///{path}")
    schema.upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.PostgresServer]:
    """One server for each test process, with a migrated database to copy from."""
    server = postgres.start()
    try:
        with postgres.as_admin(server) as connection:
            connection.execute(text("CREATE DATABASE template_for_tests"))
        engine = db.create(server.url("template_for_tests"))
        schema.upgrade(engine)
        engine.dispose()
        yield server
    finally:
        server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty, migrated database that the process is connected to; yields the engine's name."""
    if request.param == "sqlite":
        path = tmp_path / "test.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        db.connect(f"sqlite:///{path}")
        yield "sqlite"
        db.engine().dispose()
        return
    server = request.getfixturevalue("postgres_server")
    with postgres.new_database(server) as url:
        db.connect(url)
        yield "postgresql"
        db.engine().dispose()


@pytest.fixture
def time() -> Iterator[clock.ManualClock]:
    """Time stands still at 2026-03-02 09:00 UTC until the test moves it."""
    manual = clock.ManualClock()
    previous = clock.use(manual)
    yield manual
    clock.use(previous)


@pytest.fixture
def cast(database: str, time: clock.ManualClock) -> people.Cast:
    """The people of `tests/people.py`, in the database."""
    return people.arrive()
