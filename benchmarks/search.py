"""How long a search takes in an organization of a million people, on both engines.

    python -m benchmarks.search [--people 1000000] [--engine sqlite] [--engine postgresql]

Measured is the verb that the page calls, `directory.search.search`, in one thread: from the text to the cards of the
first page and the count. The database is filled as CSV uploads fill it, in portions; PostgreSQL has its usual settings
and has been vacuumed, as its autovacuum does. Every query is asked several times, in another order each time, and the
median counts. Everything is in a temporary folder and gone afterwards.
"""

from __future__ import annotations

import argparse
import statistics
import string
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random

from sqlalchemy import text
from sqlmodel import Session

from admin_proxy import bulk, clock, db, schema
from admin_proxy.accounts import privacy
from admin_proxy.accounts.people import email_key, party, searched
from admin_proxy.accounts.tables import Department, GroupMember, Person, ScopeDepartment, ScopeGroup, UserGroup
from admin_proxy.directory.search import search
from admin_proxy.identity import Identity, Role
from admin_proxy.organizations.tables import Organization
from benchmarks import crowd
from tests import postgres

PORTION = 100_000
GOALS = {"sqlite": (6, 15), "postgresql": (8, 20)}
COLUMNS = (
    "id", "organization_id", "role", "email", "email_key", "employee_id", "first_name", "last_name", "title",
    "department_id", "location", "language", "time_zone", "theme", "deactivated_on", "privacy_version", "created_at",
    "search_text",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    kind: str
    text: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=600)
    parser.add_argument("--engine", action="append", choices=("sqlite", "postgresql"))
    parser.add_argument("--kinds", action="store_true", help="also the figures of each kind of query")
    parser.add_argument("--slowest", type=int, default=0, help="also the slowest queries, so many")
    parser.add_argument("--passes", type=int, default=3, help="how often each query is asked")
    parser.add_argument(
        "--processor-time",
        action="store_true",
        help="what processors spent on it instead of what a clock shows, where the machine does other things (Linux)",
    )
    parser.add_argument("--keep", help="a folder for SQLite's database, which is used again when it is there")
    given = parser.parse_args()
    queries = list(islice(mix(given.people), given.queries))
    lines, details = [], []
    for engine in given.engine or ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory() as folder:
            server = postgres.start() if engine == "postgresql" else None
            path = Path(given.keep or folder) / f"crowd-{given.people}.db"
            url = server.url("postgres") if server else f"sqlite:///{path}"
            try:
                administrators = arrive(url, given.people)
                for who, identity in administrators.items():
                    taken = measure(identity, queries, given.passes, stopwatch(given.processor_time))
                    p50, p95 = quantiles(taken.values())
                    goal50, goal95 = GOALS[engine]
                    lines.append(
                        f"| {engine} | {who} | {p50:.1f} ms | {p95:.1f} ms | {max(taken.values()):.0f} ms "
                        f"| ≤ {goal50} / ≤ {goal95} ms |"
                    )
                    details += by_kind(engine, who, taken) if given.kinds else []
                    details += slowest(engine, who, taken, given.slowest)
            finally:
                db.engine().dispose()
                if server:
                    server.stop()
    print(f"\n{given.people:,} people, {len(queries)} queries\n")
    print("| Engine | Who searches | p50 | p95 | slowest | goal p50 / p95 |\n| --- | --- | --- | --- | --- | --- |")
    print("\n".join(lines + details))


def measure(identity: Identity, queries: list[Asked], passes: int, seconds: Callable[[], float]) -> dict[Asked, float]:
    """Milliseconds for each query; a first pass, which makes the statements, does not count."""
    dice, taken = Random(1), defaultdict(list)
    for asked in queries:
        search(identity, asked.text)
    for _ in range(passes):
        for asked in dice.sample(queries, len(queries)):
            start = seconds()
            search(identity, asked.text)
            taken[asked].append((seconds() - start) * 1_000)
    return {asked: statistics.median(times) for asked, times in taken.items()}


def stopwatch(processor_time: bool) -> Callable[[], float]:
    """Seconds since some moment; or those that this thread and PostgreSQL's process for it have worked."""
    if not processor_time:
        return time.perf_counter
    if db.engine().dialect.name != "postgresql":
        return time.thread_time
    with db.engine().connect() as connection:  # the one that every search uses, for they come one after the other
        process: int = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    its_clock = (~process << 3) | 2  # as clock_getcpuclockid(3) has it
    return lambda: time.thread_time() + time.clock_gettime(its_clock)


def mix(people: int) -> Iterator[Asked]:
    """What administrators type, mostly on the way to somebody who exists; some of it finds nobody."""
    dice = Random(2026)
    somebody = list(crowd.people(min(people, 50_000), seed=4711))
    tree = crowd.units()
    while True:
        who = dice.choice(somebody)
        name, unit = f"{who.first_name} {who.last_name}", tree[who.unit].name
        yield Asked("first name, 1 to 6 characters", who.first_name[: dice.randint(1, 6)])
        yield Asked("name, 4 to 12 characters", name[: dice.randint(4, 12)])
        yield Asked("surname, 2 to 12 characters", who.last_name[: dice.randint(2, 12)])
        yield Asked("surname first", f"{who.last_name} {who.first_name[: dice.randint(1, 4)]}")
        yield Asked("beginning of an e-mail", who.email[: dice.randint(5, 12)])
        yield Asked("part of an e-mail", _part(dice, who.email.partition("@")[0], 4, 9))
        yield Asked("employee id, from its 4th character on", who.employee_id[3 : dice.randint(6, 8)])
        yield Asked("word of a title", _part(dice, dice.choice(who.title.split()), 3, 12))
        yield Asked("department", unit[: dice.randint(4, 12)])
        yield Asked("inside a name, 3 to 5 characters", _part(dice, dice.choice(name.split()), 3, 5))
        yield Asked("two characters", "".join(dice.choices(string.ascii_lowercase, k=2)))
        yield Asked("two words: names", f"{who.first_name[: dice.randint(2, 5)]} {who.last_name[: dice.randint(2, 5)]}")
        yield Asked("two words: name, title", f"{who.last_name[: dice.randint(3, 6)]} {who.title.split()[-1]}")
        yield Asked("two words: name, department", f"{who.first_name[:4]} {unit.split()[0].lower()}")
        yield Asked("nobody", "".join(dice.choices(string.ascii_lowercase, k=dice.randint(3, 10))))


def _part(dice: Random, word: str, shortest: int, longest: int) -> str:
    length = min(len(word), dice.randint(shortest, longest))
    start = dice.randint(0, len(word) - length)
    return word[start : start + length]


def quantiles(times: Iterable[float]) -> tuple[float, float]:
    hundredths = statistics.quantiles(times, n=100)
    return hundredths[49], hundredths[94]


def by_kind(engine: str, who: str, taken: dict[Asked, float]) -> Iterator[str]:
    yield f"\n{engine}, {who}\n\n| Query | p50 | p95 |\n| --- | --- | --- |"
    for kind in sorted({asked.kind for asked in taken}):
        p50, p95 = quantiles([spent for asked, spent in taken.items() if asked.kind == kind])
        yield f"| {kind} | {p50:.1f} ms | {p95:.1f} ms |"


def slowest(engine: str, who: str, taken: dict[Asked, float], most: int) -> Iterator[str]:
    for asked in sorted(taken, key=taken.__getitem__, reverse=True)[:most]:
        yield f"{taken[asked]:8.1f} ms  {engine}, {who}: {asked.text!r} ({asked.kind})"


def arrive(url: str, people: int) -> dict[str, Identity]:
    """Fill an empty database; returns who is going to search."""
    started = time.perf_counter()
    schema.upgrade(db.connect(url))
    with db.writing() as tx:
        if tx.get(Organization, 1) is None:
            settle(tx, people)
    with db.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("VACUUM ANALYZE"))
    print(f"{people:,} people are there after {time.perf_counter() - started:.0f} s", file=sys.stderr)
    with db.reading() as tx:
        administrators = [tx.get_one(Person, people + number) for number in (1, 2, 3)]
        names = ("Super Admin", "HR Admin of a region", "HR Admin of a division")
        return {
            name: Identity(actor=party(person), subject=party(person), login_id="a login")
            for name, person in zip(names, administrators, strict=True)
        }


def settle(tx: Session, people: int) -> None:
    now, tree = clock.now(), crowd.units()
    tx.add(Organization(slug="crowd", name="Crowd", created_at=now))
    tx.flush()
    parents = [None if unit.parent is None else unit.parent + 1 for unit in tree]
    bulk.insert(
        tx,
        Department,
        ("id", "organization_id", "parent_id", "name"),
        [(number + 1, 1, parent, unit.name) for number, (unit, parent) in enumerate(zip(tree, parents, strict=True))],
    )
    rows = enumerate(crowd.people(people), start=1)
    while some := list(islice(rows, PORTION)):
        bulk.insert(tx, Person, COLUMNS, [_row(number, who, tree[who.unit].name, now) for number, who in some])
        tx.commit()
    tx.add(UserGroup(id=1, organization_id=1, name="Mentors"))
    tx.flush()
    bulk.insert(tx, GroupMember, ("group_id", "person_id"), [(1, 1 + step * 997) for step in range(people // 5_000)])
    departments = {unit.name: number + 1 for number, unit in enumerate(tree)}
    for number, role in ((1, Role.SUPER_ADMIN), (2, Role.HR_ADMIN), (3, Role.HR_ADMIN)):
        email = f"administrator.{number}@crowd.example"
        tx.add(
            Person(
                id=people + number, organization_id=1, role=role, email=email, email_key=email, created_at=now,
                first_name="Administrator", last_name=str(number), privacy_version=privacy.VERSION,
            )
        )  # fmt: skip
    tx.flush()
    tx.add(ScopeDepartment(person_id=people + 2, department_id=departments["Sales North"]))
    tx.add(ScopeGroup(person_id=people + 2, group_id=1))
    tx.add(ScopeDepartment(person_id=people + 3, department_id=departments["Sales"]))


def _row(number: int, who: crowd.Somebody, department: str, now: object) -> tuple[object, ...]:
    return (
        number, 1, Role.EMPLOYEE, who.email, email_key(who.email), who.employee_id, who.first_name, who.last_name,
        who.title, who.unit + 1, "", "en", "UTC", "system", who.deactivated_on,
        privacy.VERSION if who.has_signed_in else "", now,
        searched(who.first_name, who.last_name, who.email, who.employee_id, who.title, department),
    )  # fmt: skip


if __name__ == "__main__":
    main()
