"""How long an administrator with a scope waits for a search and for an explanation, on both engines.

    python -m benchmarks.scoped [--people 1000000] [--engine sqlite] [--engine postgresql]

The people are those of `benchmarks.users`. An HR Admin looks after three teams of five hundred in a tree of 2,000
departments; a Super Admin asks the same for comparison. Each figure is of single calls of the verb that the page uses.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from admin_proxy import db, schema
from admin_proxy.accounts import logins
from admin_proxy.directory.coverage import coverage
from admin_proxy.directory.search import search
from admin_proxy.identity import Identity
from admin_proxy.impersonation.explaining import who_may, why
from benchmarks import users
from tests import postgres

TEXTS = ("zoe", "ziz", "garcia 12", "engineer", "department 300", "person.777", "an", "xqzzyq")
TEAMS = (300, 301, 302)


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
            users.fill(count)
            print(f"\n{engine}, {count:,} people      p50 ms    p95 ms")
            for name, ask in questions(count):
                print(f"{name:<44}{users.measure(ask)}", flush=True)
        finally:
            db.engine().dispose()
            if server:
                server.stop()


def questions(count: int) -> Iterator[tuple[str, Callable[[], Any]]]:
    olga, hana = signed_in(1), signed_in(2)
    dice = random.Random(1)
    within = [number for number in range(3, count) if 1 + number % users.DEPARTMENTS in TEAMS]
    for who, identity in (("HR Admin", hana), ("Super Admin", olga)):
        for text in TEXTS:
            yield f"{who}, search '{text}'", lambda identity=identity, text=text: search(identity, text)
        yield f"{who}, why: in the scope", lambda identity=identity: why(identity, dice.choice(within))
        yield f"{who}, why: anybody", lambda identity=identity: why(identity, dice.randrange(3, count))
        yield f"{who}, why: nobody", lambda identity=identity: why(identity, count + dice.randrange(1, 1_000))
    yield "Super Admin, who may impersonate somebody", lambda: who_may(olga, dice.choice(within))
    yield "Super Admin, coverage of three teams", lambda: coverage(olga, TEAMS, ())
    yield "Super Admin, coverage of a division", lambda: coverage(olga, (2,), ())


def signed_in(person_id: int) -> Identity:
    with db.writing() as tx:
        login, _ = logins.begin(tx, person_id, "127.0.0.1", "Benchmark")
        login_id = login.id
    return replace(users.identity(person_id), login_id=login_id)


if __name__ == "__main__":
    main()
