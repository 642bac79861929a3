"""What search needs of the database, and what it says where that is missing."""

import re

import pytest
from sqlalchemy import create_engine, text

from admin_proxy import db, opening
from admin_proxy.config import ConfigError, load


def test_a_database_without_trigrams_and_without_the_right_to_add_them_gets_one_clear_line(postgres_server, tmp_path):
    with create_engine(postgres_server.url("postgres"), isolation_level="AUTOCOMMIT").connect() as superuser:
        for statement in ("CREATE ROLE visitor LOGIN", "CREATE DATABASE without_trigrams"):
            superuser.execute(text(statement))
    url = postgres_server.url("without_trigrams")
    with create_engine(url, isolation_level="AUTOCOMMIT").connect() as superuser:
        superuser.execute(text("GRANT CREATE ON SCHEMA public TO visitor"))
    settings = load(database_url=re.sub("//[^@]+@", "//visitor@", url), data_dir=tmp_path)
    with pytest.raises(ConfigError) as refused:
        opening.open_database(settings)
    db.engine().dispose()
    assert str(refused.value) == (
        "ADMIN_PROXY_DATABASE_URL: Search needs PostgreSQL's extension pg_trgm "
        '(permission denied to create extension "pg_trgm"). '
        "Have a superuser run CREATE EXTENSION pg_trgm in this database, and start again."
    )


def test_once_somebody_else_has_added_them_the_tables_can_be_made(postgres_server, tmp_path):
    with create_engine(postgres_server.url("postgres"), isolation_level="AUTOCOMMIT").connect() as superuser:
        for statement in ("CREATE ROLE tenant LOGIN", "CREATE DATABASE with_trigrams"):
            superuser.execute(text(statement))
    url = postgres_server.url("with_trigrams")
    with create_engine(url, isolation_level="AUTOCOMMIT").connect() as superuser:
        superuser.execute(text("GRANT CREATE ON SCHEMA public TO tenant"))
        superuser.execute(text("CREATE EXTENSION pg_trgm"))
    opening.open_database(load(database_url=re.sub("//[^@]+@", "//tenant@", url), data_dir=tmp_path))
    db.engine().dispose()
