"""Bring a database's tables up to date: the migrations in `alembic/` are the one way."""

from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine
from sqlmodel import SQLModel

import admin_proxy.tables  # noqa: F401
from alembic import command


class SchemaError(Exception):
    """The database cannot be brought up to date; the message is one line that says why."""


OWN_DDL = ("person_search", "goal_search")
"""What search indexes are called: the migrations that make them are written by hand."""
ROOT = Path(__file__).resolve().parent.parent


def upgrade(engine: Engine) -> None:
    """Apply the migrations that are missing, in one transaction. Safe to run twice.

    Raises:
        SchemaError: the database lacks something that cannot be made from here.
    """
    config = Config(str(ROOT / "alembic.ini"))
    with engine.connect() as connection:
        connection.execution_options(writing=True)
        with connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def differences(engine: Engine) -> list[str]:
    """What the tables in the code have that the migrated database lacks, or the other way round."""
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, _type, _parents: not (name or "").startswith(OWN_DDL)},
        )
        return [str(difference) for difference in compare_metadata(context, SQLModel.metadata)]
