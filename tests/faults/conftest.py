"""Copies of a database that was made ready: each death that has changed something needs another one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from admin_proxy import db
from tests import postgres

NewDatabase = Callable[[], str]


@pytest.fixture
def url(database: str) -> str:
    """The test's own database."""
    return db.engine().url.render_as_string(hide_password=False)


@pytest.fixture
def copies(request: pytest.FixtureRequest, database: str, url: str) -> Iterator[NewDatabase]:
    """Makes databases that are as the test's own is at that moment, each for until the next; returns the address."""
    made = count()
    if database == "sqlite":
        path = Path(make_url(url).database or "")

        def copy() -> str:
            db.engine().dispose()
            return f"sqlite:///{shutil.copy(path, path.with_name(f'{next(made)}.db'))}"

        yield copy
        return
    server, name = request.getfixturevalue("postgres_server"), make_url(url).database

    def copy_database() -> str:
        db.engine().dispose()
        return copying.lend()

    copying = postgres.Lending(server, str(name))
    yield copy_database
    db.engine().dispose()
    copying.close()
