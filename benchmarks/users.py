"""How long a page of Users takes with a million people, on both engines, at any depth, with any filter and sort.

    python -m benchmarks.users [--people 1000000] [--engine sqlite] [--engine postgresql]

The same question is asked often in one process; p50 and p95 are of single answers, the reading of rows included.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from admin_proxy import bulk, clock, db, schema
from admin_proxy.accounts import privacy
from admin_proxy.accounts.people import party, searched
from admin_proxy.accounts.tables import Department, Person, ScopeDepartment
from admin_proxy.directory.people_filters import Filters, Status
from admin_proxy.directory.people_list import Order, Sort, people
from admin_proxy.identity import Identity, Role
from admin_proxy.organizations.tables import Organization
from tests import postgres

FIRST = ("Zoë", "José", "Anna", "Łukasz", "Mehmet", "Chloé", "Søren", "Ivan", "Grace", "Wei", "Fatima", "Ewa", "Kofi")
LAST = ("Žižková", "García", "Müller", "Kowalski", "Yılmaz", "Dubois", "Ångström", "Petrov", "Hopper", "Zhang", "Khan")
TITLES = ("Engineer", "Account Executive", "Analyst", "Specialist", "Coordinator", "Designer", "Buyer", "Technician")
DEPARTMENTS = 2_000
"""Ten divisions of ten areas of twenty teams, or nearly."""
TIMES = 60
COLUMNS = (
    "id", "organization_id", "role", "email", "email_key", "employee_id", "first_name", "last_name", "title",
    "department_id", "location", "manager_id", "language", "time_zone", "theme", "hire_date", "deactivated_on",
    "password_hash", "privacy_version", "privacy_accepted_at", "last_login_at", "created_at", "search_text",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--engine", action="append", choices=("sqlite", "postgresql"))
    given = parser.parse_args()
    for engine in given.engine or ("sqlite", "postgresql"):
        run(engine, given.people)


def run(engine: str, count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        server = postgres.start() if engine == "postgresql" else None
        url = server.url("postgres") if server else f"sqlite:///{Path(folder) / 'benchmark.db'}"
        try:
            schema.upgrade(db.connect(url))
            fill(count)
            print(f"\n{engine}, {count:,} people      p50 ms    p95 ms")
            for name, ask in questions(count):
                print(f"{name:<44}{measure(ask)}", flush=True)
        finally:
            db.engine().dispose()
            if server:
                server.stop()


def questions(count: int) -> Iterator[tuple[str, Callable[[], Any]]]:
    olga, hana = identity(1), identity(2)
    dice = random.Random(1)

    def anybody() -> int:
        return dice.randrange(3, count)

    for by in Sort:
        for descending in (False, True):
            order = Order(by, descending)
            yield f"by {by}{', backwards' * descending}, first page", lambda order=order: people(olga, order=order)
            yield "  at any depth, forth", lambda order=order: people(olga, order=order, after=anybody())
            yield "  at any depth, back", lambda order=order: people(olga, order=order, before=anybody())
    team, area, division = 200, 14, 2
    for name, filters in (
        ("a team of 500", Filters(department_id=team)),
        ("an area", Filters(department_id=area)),
        ("a division, a tenth of all", Filters(department_id=division)),
        ("role HR Admin", Filters(role=Role.HR_ADMIN)),
        ("role Employee", Filters(role=Role.EMPLOYEE)),
        ("active", Filters(status=Status.ACTIVE)),
        ("leaving", Filters(status=Status.LEAVING)),
        ("deactivated", Filters(status=Status.DEACTIVATED)),
        ("never signed in", Filters(never_signed_in=True)),
        ("never signed in, a division", Filters(never_signed_in=True, department_id=division)),
        ("deactivated, never signed in, a division", Filters("", division, None, Status.DEACTIVATED, True)),
        ("text 'zoe'", Filters(text="zoe")),
        ("text 'zoe zizkova 77'", Filters(text="zoe zizkova 77")),
        ("text 'person.777777'", Filters(text="person.777777")),
        ("text 'engineer', a division", Filters(text="engineer", department_id=division)),
        ("text 'nothing like it'", Filters(text="xqzzyq")),
    ):
        for by in (Sort.NAME, Sort.LAST_SIGN_IN):
            yield f"{name}, by {by}", lambda filters=filters, by=by: people(olga, filters, Order(by, True))
    yield "HR Admin, 3 teams", lambda: people(hana)
    yield "HR Admin, 3 teams, text 'zoe'", lambda: people(hana, Filters(text="zoe"))
    yield "HR Admin, 3 teams, by last sign-in", lambda: people(hana, order=Order(Sort.LAST_SIGN_IN, True))


def measure(ask: Callable[[], Any]) -> str:
    ask()
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - start) * 1_000)
    return f"{statistics.median(taken):8.1f}{statistics.quantiles(taken, n=20)[-1]:10.1f}"


def identity(person_id: int) -> Identity:
    with db.reading() as tx:
        who = party(tx.get_one(Person, person_id))
    return Identity(actor=who, subject=who, login_id=None)


def fill(count: int) -> None:
    with db.writing() as tx:
        tx.add(Organization(slug="big", name="Big", created_at=clock.now()))
        tx.flush()
        tree(tx)
    for start in range(1, count + 1, 50_000):
        with db.writing() as tx:
            bulk.insert(tx, Person, COLUMNS, [row(number) for number in range(start, min(start + 50_000, count + 1))])
    with db.writing() as tx:
        tx.add_all(ScopeDepartment(person_id=2, department_id=team) for team in (300, 301, 302))
        if not db.is_sqlite(tx):
            # The rows have ids of their own; whoever comes after them must not get one of theirs.
            tx.execute(text("SELECT setval(pg_get_serial_sequence('person', 'id'), (SELECT max(id) FROM person))"))
    if db.engine().dialect.name != "sqlite":
        with db.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE person"))


def tree(tx: Session) -> None:
    """One root; each department has ten below it until there are enough."""
    rows = [
        (number, 1, None if number == 1 else (number + 8) // 10, f"Department {number}")
        for number in range(1, DEPARTMENTS + 1)
    ]
    bulk.insert(tx, Department, ("id", "organization_id", "parent_id", "name"), rows)


def row(number: int) -> tuple[Any, ...]:
    dice = random.Random(number)
    first, last, title = dice.choice(FIRST), f"{dice.choice(LAST)} {number % 9973}", dice.choice(TITLES)
    role = Role.SUPER_ADMIN if number == 1 else Role.HR_ADMIN if number == 2 or number % 5_000 == 0 else Role.EMPLOYEE
    hired = date(2005, 1, 1) + timedelta(dice.randrange(7_000))
    email, department = f"person.{number}@big.example", 1 + number % DEPARTMENTS
    never, gone, leaves = dice.random() < 0.05, dice.random() < 0.04, dice.random() < 0.003
    ends = date(2025, 1, 1) if gone else date(2099, 1, 1) if leaves else None
    now = datetime(2026, 3, 2, tzinfo=UTC)
    seen = None if never else now - timedelta(minutes=dice.randrange(60 * 24 * 400))
    return (
        number, 1, role, email, email, f"E{number}", first, last, title, department, f"Site {number % 40}",
        None if number < 11 else number // 10, "en", "UTC", "system", hired,
        ends, None, "" if never else privacy.VERSION, None if never else now, seen, now,
        searched(first, last, email, f"E{number}", title, f"Department {department}"),
    )  # fmt: skip


if __name__ == "__main__":
    main()
