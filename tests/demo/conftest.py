from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from admin_proxy import clock, db
from admin_proxy.demo import organization
from tests import postgres


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def made_once(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The demonstration organization in a database of each engine, for tests that only look at it."""
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("kestrel") / "kestrel.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        url = f"sqlite:///{path}"
    else:
        server = request.getfixturevalue("postgres_server")
        with postgres.as_admin(server) as connection:
            connection.execute(text("CREATE DATABASE kestrel TEMPLATE template_for_tests"))
        url = server.url("kestrel")
    previous = clock.use(clock.ManualClock())
    db.connect(url)
    organization.create()
    db.engine().dispose()
    clock.use(previous)
    return url


@pytest.fixture
def kestrel(made_once: str, time: clock.ManualClock) -> Iterator[None]:
    db.connect(made_once)
    yield
    db.engine().dispose()
