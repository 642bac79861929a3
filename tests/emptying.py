"""Gives a PostgreSQL database back the rows that it had, which is ten times as quick as making another one.

Rows are all it gives back. Whoever has changed more than rows (dropped a trigger, added a column, analysed a table,
so that other plans are chosen) has used the database up, and `restored` says so.
"""

from __future__ import annotations

import psycopg
from psycopg.sql import SQL, Composable, Identifier, Literal
from sqlalchemy.engine import make_url

_LARGE_BYTES = 64 * 1024
"""A table above this is truncated: what was deleted from it would be looked through by each test to come."""


def keep(url: str) -> None:
    """Remember the present rows of the database at `url`, for `restored`."""
    with _connect(url) as connection:
        for statement in _WATCHING:
            connection.execute(statement)
        tables = [name for (name,) in connection.execute(_TABLES)]
        full = [name for name in tables if _is_full(connection, name)]
        for name in full:
            connection.execute(SQL("CREATE TABLE kept.{0} AS TABLE public.{0}").format(Identifier(name)))
        steps = [*map(_empty, tables), *map(_fill, full), *(_wind_back(*row) for row in connection.execute(_SEQUENCES))]
        connection.execute(_RESTORE.format(steps=SQL("\n").join(steps)))
        connection.execute("TRUNCATE kept.changes")


def restored(url: str) -> bool:
    """Put the rows of `keep` in place of the present ones, whoever still holds on to these.

    Returns:
        Whether the database is now as it was; if not, it has to be thrown away.
    """
    try:
        with _connect(url) as connection:
            connection.execute(_END_OTHERS)
            found = connection.execute("SELECT kept.restore()").fetchone()
            return found == (True,)
    except psycopg.Error:
        return False


def _connect(url: str) -> psycopg.Connection:
    at = make_url(url)
    return psycopg.connect(host=at.host, port=at.port, user=at.username, dbname=at.database)


def _is_full(connection: psycopg.Connection, table: str) -> bool:
    return connection.execute(SQL("SELECT 1 FROM public.{} LIMIT 1").format(Identifier(table))).fetchone() is not None


def _empty(table: str) -> Composable:
    return SQL(
        "IF EXISTS (SELECT FROM public.{0}) THEN\n"
        "  IF pg_relation_size({1}) > {2} THEN TRUNCATE public.{0} CASCADE; ELSE DELETE FROM public.{0}; END IF;\n"
        "END IF;"
    ).format(Identifier(table), Literal(f'public."{table}"'), Literal(_LARGE_BYTES))


def _fill(table: str) -> Composable:
    return SQL("INSERT INTO public.{0} OVERRIDING SYSTEM VALUE SELECT * FROM kept.{0};").format(Identifier(table))


def _wind_back(sequence: str, last: int | None, first: int) -> Composable:
    return SQL("PERFORM setval({}, {}, {});").format(
        Literal(f'public."{sequence}"'), Literal(first if last is None else last), Literal(last is not None)
    )


_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
_SEQUENCES = "SELECT sequencename, last_value, start_value FROM pg_sequences WHERE schemaname = 'public'"
_END_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_WATCHING = (
    "DROP EVENT TRIGGER IF EXISTS kept_made",
    "DROP EVENT TRIGGER IF EXISTS kept_dropped",
    "DROP SCHEMA IF EXISTS kept CASCADE",
    "CREATE SCHEMA kept",
    "CREATE TABLE kept.changes (what text)",
    """
    CREATE FUNCTION kept.made() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
        INSERT INTO kept.changes SELECT command_tag FROM pg_event_trigger_ddl_commands()
        WHERE schema_name IS DISTINCT FROM 'pg_temp';
    END $$
    """,
    """
    CREATE FUNCTION kept.dropped() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
        INSERT INTO kept.changes SELECT object_identity FROM pg_event_trigger_dropped_objects()
        WHERE NOT is_temporary;
    END $$
    """,
    "CREATE EVENT TRIGGER kept_made ON ddl_command_end EXECUTE FUNCTION kept.made()",
    "CREATE EVENT TRIGGER kept_dropped ON sql_drop EXECUTE FUNCTION kept.dropped()",
)
_RESTORE = SQL(
    """
    CREATE FUNCTION kept.restore() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
        IF EXISTS (SELECT FROM kept.changes) OR EXISTS (
            SELECT FROM pg_statistic JOIN pg_class ON pg_class.oid = starelid
            WHERE relnamespace = 'public'::regnamespace
        ) THEN RETURN false; END IF;
        SET LOCAL lock_timeout = '5s';
        SET LOCAL session_replication_role = 'replica';
        {steps}
        RETURN true;
    END $$
    """
)
