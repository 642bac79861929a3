"""Turning the pages of a long record, with each filter that the page offers, on both engines.

    python -m benchmarks.audit_pages [--entries 10000000] [--engine sqlite] [--engine postgresql] [--keep FOLDER]

The record is made by the database itself: three years of 20,000 people, one entry in ten in somebody else's name, some
kinds of deed a thousand times as frequent as others. It has no chain, which reading does not look at. With `--keep` an
SQLite database stays where it is, and is used again.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import text

from admin_proxy import db, schema
from admin_proxy.audit import charting, names, reading
from admin_proxy.audit.filters import EVERYTHING, Filters
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Identity
from tests import people, postgres

PEOPLE = 20_000
FIRST = ("alice", "bruno", "chloe", "dana", "emil", "fatima", "goran", "hana", "ivo", "jane")
ROUNDS = 40
INDEXES = """
    ix_audit_entry_newest ix_audit_entry_at ix_audit_entry_tag ix_audit_entry_impersonated ix_audit_entry_actor
    ix_audit_entry_subject ix_audit_entry_session
"""
_SQL = {
    "sqlite": {
        "numbers": "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :entries)",
        "id": "printf('%08x-%04x-7000-8000-%012x', n / 65536, n % 65536, n)",
        "at": "strftime('%Y-%m-%d %H:%M:%f', 1700000000.0 + n * (94608000.0 / :entries), 'unixepoch') || '000'",
        "session": "printf('00000000-0000-7000-8000-%012x', n / 200)",
        "first": "substr('alicebrunochloedana emil fatimgoranhana ivo  jane ', 1 + 5 * ({0} % 10), 5)",
    },
    "postgresql": {
        "numbers": "WITH numbers (n) AS (SELECT * FROM generate_series(1, CAST(:entries AS int)))",
        "id": "lpad(to_hex(n / 65536), 8, '0') || '-' || lpad(to_hex(n % 65536), 4, '0') || '-7000-8000-' "
        "|| lpad(to_hex(n), 12, '0')",
        "at": "to_timestamp(1700000000.0 + n * (94608000.0 / :entries))",
        "session": "'00000000-0000-7000-8000-' || lpad(to_hex(n / 200), 12, '0')",
        "first": "substr('alicebrunochloedana emil fatimgoranhana ivo  jane ', 1 + 5 * ({0} % 10), 5)",
    },
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=10_000_000)
    parser.add_argument("--engine", action="append", choices=("sqlite", "postgresql"))
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    for engine in given.engine or ("sqlite", "postgresql"):
        with database(engine, given.keep) as is_new:
            if is_new:
                cast = people.arrive()
                began = time.perf_counter()
                fill(engine, cast.acme, given.entries)
                print(f"{engine}: {given.entries:,} entries made in {time.perf_counter() - began:.0f} s", flush=True)
            ask(engine, people.Cast(1, 2, {"olga": 1}, {}, {}).identity("olga"), given.entries)


@contextmanager
def database(engine: str, keep: Path | None) -> Iterator[bool]:
    """An empty database, or the one that was kept; tells which."""
    with tempfile.TemporaryDirectory() as folder:
        path = (keep or Path(folder)) / "record.db"
        is_new = engine == "postgresql" or not path.exists()
        server = postgres.start() if engine == "postgresql" else None
        try:
            schema.upgrade(db.connect(server.url("postgres") if server else f"sqlite:///{path}"))
            yield is_new
        finally:
            db.engine().dispose()
            if server:
                server.stop()


def fill(engine: str, house: int, entries: int) -> None:
    say = _SQL[engine]
    first, other = say["first"].format("s"), say["first"].format("a")
    with db.engine().connect().execution_options(writing=True) as connection, connection.begin():
        if engine == "sqlite":
            connection.exec_driver_sql("CREATE TEMP TABLE kinds (k int primary key, tag text)")
        else:
            connection.exec_driver_sql("CREATE TEMP TABLE kinds (k int primary key, tag text) ON COMMIT DROP")
        definitions = taken_away(connection)
        connection.execute(text("INSERT INTO kinds (k, tag) VALUES (:k, :tag)"), kinds())
        connection.execute(
            text(
                f"""
                INSERT INTO audit_entry (
                    id, organization_id, at, tag, actor_kind, actor_id, actor_name, actor_email, subject_id,
                    subject_name, subject_email, people_text, session_id, object_kind, object_id, object_name, note,
                    address, key
                )
                {say["numbers"]}, persons AS (
                    SELECT n, s, CASE WHEN n % 10 = 0 THEN 1000 + (n / 200) % 50 ELSE s END AS a
                    FROM (SELECT n, 1000 + n % {PEOPLE} * 7919 % {PEOPLE} AS s FROM numbers) AS counted
                )
                SELECT {say["id"]}, {house}, {say["at"]}, tag, 'person', a, {other}, 'p' || a || '@acme.example', s,
                    {first}, 'p' || s || '@acme.example',
                    {other} || ' | p' || a || '@acme.example'
                        || CASE WHEN a = s THEN '' ELSE ' | ' || {first} || ' | p' || s || '@acme.example' END,
                    CASE WHEN n % 10 = 0 THEN {say["session"]} END, 'goal', '1', 'A goal', '', '', ''
                FROM persons JOIN kinds ON k = persons.n % 1000 * 31 % 1000
                """
            ),
            {"entries": entries},
        )
        for definition in definitions:
            connection.exec_driver_sql(definition)
        everybody = range(1000, 1000 + PEOPLE)
        said = [f"{FIRST[number % 10][:5]} | p{number}@acme.example" for number in everybody]
        connection.execute(
            text("INSERT INTO audit_name (organization_id, person_id, key, text) VALUES (:house, :who, :key, :said)"),
            [
                {"house": house, "who": number, "key": names.key(one), "said": one}
                for number, one in zip(everybody, said, strict=True)
            ],
        )
    if engine == "postgresql":
        with db.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE audit_entry"))


def taken_away(connection) -> list[str]:  # type: ignore[no-untyped-def]
    """Drops the indexes, which are made much faster afterwards; returns how."""
    where = {
        "sqlite": "SELECT sql FROM sqlite_master WHERE name = :name",
        "postgresql": "SELECT indexdef FROM pg_indexes WHERE indexname = :name",
    }[connection.dialect.name]
    found = []
    for name in INDEXES.split():
        found.append(connection.execute(text(where), {"name": name}).scalar_one())
        connection.exec_driver_sql(f"DROP INDEX {name}")
    return found


def kinds() -> list[dict[str, object]]:
    """Of a thousand deeds nine hundred are of three kinds, and the others of all there are."""
    common = (Tag.GOAL_CHANGED, Tag.CHECK_IN_MADE, Tag.LOGIN_STARTED)
    every = tuple(tag for tag in Tag if tag is not Tag.UPLOAD_APPLIED)
    return [{"k": n, "tag": (common[n % 3] if n < 900 else every[n % len(every)]).value} for n in range(1000)]


def ask(engine: str, identity: Identity, entries: int) -> None:
    begin = date(2023, 11, 15)
    days = [begin + timedelta(days=37 * turn % 1000) for turn in range(ROUNDS)]
    asked: dict[str, Callable[[int], Filters]] = {
        "nothing": lambda _: EVERYTHING,
        "one person, by e-mail": lambda turn: Filters(person=f"p{1000 + turn * 397}@"),
        "an administrator, by e-mail": lambda turn: Filters(person=f"p{1000 + turn}@"),
        "a first name that 2,000 have": lambda turn: Filters(person=FIRST[turn % 10][:4]),
        "digits that 20 have": lambda turn: Filters(person=f"p1{100 + turn}"),
        "nobody": lambda turn: Filters(person=f"nobody{turn}"),
        "a person and a category": lambda turn: Filters(person=f"p{1000 + turn * 397}@", category="recognition"),
        "an administrator and a rare action": lambda turn: Filters(
            person=f"p{1000 + turn}@", action="goals.goal.closed"
        ),
        "a category": lambda turn: Filters(category=("goals", "accounts", "directory", "impersonation")[turn % 4]),
        "an action that never was": lambda _: Filters(action=Tag.UPLOAD_APPLIED.value),
        "a week": lambda turn: Filters(since=days[turn], until=days[turn] + timedelta(days=6)),
        "a week, a category": lambda turn: Filters(
            since=days[turn], until=days[turn] + timedelta(days=6), category="goals"
        ),
        "impersonated only": lambda _: Filters(impersonated_only=True),
        "impersonated only, a person": lambda turn: Filters(impersonated_only=True, person=f"p{1000 + turn * 397}@"),
        "a session": lambda turn: Filters(session=f"00000000-0000-7000-8000-{turn * entries // 200 // ROUNDS:012x}"),
    }
    print(f"{engine}, {entries:,} entries{'':<18} p50         p95")
    for name, filters in asked.items():
        report(name, [timed(partial(reading.entries, identity, filters(turn))) for turn in range(ROUNDS)])
    report("a jump to a day", [timed(partial(reading.entries, identity, day=day)) for day in days])
    report(
        "figures, a week",
        [
            timed(partial(charting.chart, identity, Filters(since=day, until=day + timedelta(days=6))))
            for day in days[:10]
        ],
    )
    report("figures, 30 days", [timed(partial(charting.chart, identity, Filters(until=day))) for day in days[:10]])


def report(name: str, times: list[float]) -> None:
    ordered = sorted(times)
    p50, p95 = (ordered[int(len(ordered) * share)] * 1000 for share in (0.5, 0.95))
    print(f"    {name:<40}{p50:8.1f} ms {p95:8.1f} ms", flush=True)


def timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
