"""The triggers that let rows be added to the record and nothing else; the migrations 0013 and 0017 make them."""

from __future__ import annotations

from sqlalchemy import Connection, text

TABLES = ("audit_entry", "audit_link", "audit_head", "audit_erased", "audit_tombstone")

_EACH = {"sqlite": ("insert", "update", "delete"), "postgresql": ("update", "delete", "truncate")}
_MORE = {
    "sqlite": (),
    "postgresql": tuple(f"audit_guard_{table}_insert" for table in ("audit_entry", "audit_head", "audit_tombstone")),
}
_THERE = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": """
        SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE pg_table_is_visible(pg_class.oid) AND tgenabled IN ('O', 'A') AND NOT tgisinternal
    """,
}


def expected(dialect: str) -> list[str]:
    """What they are called."""
    return [f"audit_guard_{table}_{what}" for table in TABLES for what in _EACH[dialect]] + list(_MORE[dialect])


def missing(connection: Connection) -> list[str]:
    """Those that are not there, or switched off. Whether they still do what they did is not looked at."""
    dialect = connection.dialect.name
    there = set(connection.execute(text(_THERE[dialect])).scalars())
    return [name for name in expected(dialect) if name not in there]
