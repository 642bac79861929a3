"""What every test can ask for: a database (each data test runs on both engines) and a clock that stands still."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest
from sqlalchemy import text

from admin_proxy import clock, db, schema
from tests import people, postgres

ARRIVED = pytest.StashKey[people.Cast]()
"""The cast that a test's database has been copied with."""
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
    server = postgres.start("autovacuum=off")  # whoever analyses changes what plans the tests to come are given
    try:
        with postgres.as_admin(server) as connection:
            connection.execute(text("CREATE DATABASE template_for_tests"))
        engine = db.create(server.url("template_for_tests"))
        schema.upgrade(engine)
        engine.dispose()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def sqlite_with_the_cast(sqlite_template: Path) -> tuple[Path, people.Cast]:
    path = sqlite_template.with_name("cast.db")
    shutil.copy(sqlite_template, path)
    return path, _arrived(f"sqlite:///{path}")


@pytest.fixture(scope="session")
def postgres_empty(postgres_server: postgres.PostgresServer) -> postgres.Lending:
    return postgres.Lending(postgres_server, "template_for_tests")


@pytest.fixture(scope="session")
def postgres_with_the_cast(postgres_server: postgres.PostgresServer) -> tuple[postgres.Lending, people.Cast]:
    name = "template_with_the_cast"
    with postgres.as_admin(postgres_server) as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template_for_tests"))
    arrived = _arrived(postgres_server.url(name))
    return postgres.Lending(postgres_server, name), arrived


def _arrived(url: str) -> people.Cast:
    previous = clock.use(clock.ManualClock())
    engine = db.connect(url)
    try:
        return people.arrive()
    finally:
        engine.dispose()
        clock.use(previous)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database that the process is connected to, empty but for the cast; yields the engine's name.

    A test that asks for the cast has it copied with the database, which is quicker than letting everybody arrive anew.
    """
    with_the_cast = "cast" in request.fixturenames
    if request.param == "sqlite":
        path, template = tmp_path / "test.db", request.getfixturevalue("sqlite_template")
        if with_the_cast:
            template, request.node.stash[ARRIVED] = request.getfixturevalue("sqlite_with_the_cast")
        shutil.copy(template, path)
        db.connect(f"sqlite:///{path}")
        yield "sqlite"
        db.engine().dispose()
        return
    if with_the_cast:
        lending, request.node.stash[ARRIVED] = request.getfixturevalue("postgres_with_the_cast")
    else:
        lending = request.getfixturevalue("postgres_empty")
    db.connect(lending.lend())
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
def cast(request: pytest.FixtureRequest, database: str, time: clock.ManualClock) -> people.Cast:
    """The people of `tests/people.py`, in the database."""
    arrived = request.node.stash.get(ARRIVED, None)
    return deepcopy(arrived) if arrived else people.arrive()
