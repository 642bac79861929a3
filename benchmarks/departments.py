"""What putting departments in order takes with a million people, on both engines, while impersonations run.

    python -m benchmarks.departments [--people 1000000] [--engine sqlite] [--engine postgresql]

2,000 departments. The one that moves to and fro has 50,000 people in it and below it; 100 HR Admins, whose scope is one
below it, impersonate somebody there, so that each move asks the policy again about all of them. The last move takes
everybody there out of all scopes. A merge moves the people of one team, with an entry in the record for each of them,
and makes each of them be found by the other name.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import select, text, update
from sqlmodel import col

from admin_proxy import db, schema
from admin_proxy.accounts.people import party
from admin_proxy.accounts.tables import Department, Person, ScopeDepartment
from admin_proxy.directory import department_choices, department_tree
from admin_proxy.directory.department_editing import Seen, move, rename
from admin_proxy.directory.department_merging import merge
from admin_proxy.directory.departments import Tree
from admin_proxy.identity import Identity, Role
from admin_proxy.impersonation import rechecking, rehearsing
from admin_proxy.impersonation.starting import start
from admin_proxy.impersonation.tables import ImpersonationSession
from benchmarks.users import fill, identity
from tests import postgres
from tests.people import sign_in

BRANCH, ELSEWHERE = 12, 3
"""Departments: the one that moves, of 111 with those below it, and where it goes."""
PEOPLE, SESSIONS, TIMES = 50_000, 100, 20


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
            db.before_commit(rechecking.recheck)
            fill(count)
            crowd_into_the_branch(min(PEOPLE, count // 2))
            began = impersonate()
            print(f"\n{engine}, {count:,} people, {began} sessions    p50 ms    p95 ms", flush=True)
            for name, times in measured(began):
                print(f"{name:<48}{statistics.median(times):8.1f}{_p95(times):10.1f}", flush=True)
        finally:
            db.engine().dispose()
            if server:
                server.stop()


def crowd_into_the_branch(people: int) -> None:
    """Fifty thousand people into the branch, so many to each department of it."""
    with db.writing(1) as tx:
        below = branch(tx)
        share = people // len(below)
        for place, department in enumerate(below):
            first = 1_000 + place * share
            some = select(col(Person.id)).where(col(Person.id).between(first, first + share - 1))
            tx.execute(
                update(Person).where(col(Person.id).in_(some)).values(department_id=department),
                execution_options={"synchronize_session": False},
            )
        tx.info.pop("facts_changed", None)
    if db.engine().dialect.name != "sqlite":
        with db.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE person"))


def branch(tx: Any) -> list[int]:
    return list(Tree(tx, 1).with_all_below(BRANCH))


def impersonate() -> int:
    """HR Admins of the branch begin with somebody there."""
    started = 0
    with db.writing(1) as tx:
        below = branch(tx)
        admins = tx.execute(
            select(col(Person.id)).where(col(Person.role) == Role.HR_ADMIN, col(Person.id) > 2).limit(SESSIONS)
        ).scalars()
        pairs = []
        for place, admin_id in enumerate(admins):
            admin, department = tx.get_one(Person, admin_id), below[place % len(below)]
            admin.privacy_version, admin.deactivated_on = _signed_in(tx), None
            tx.add(ScopeDepartment(person_id=admin_id, department_id=department))
            tx.flush()
            employee = tx.execute(
                select(col(Person.id)).where(
                    col(Person.department_id) == department,
                    col(Person.role) == Role.EMPLOYEE,
                    col(Person.privacy_version) != "",
                    col(Person.deactivated_on).is_(None),
                )
            ).scalars()
            login = sign_in(tx, admin)
            pairs.append((Identity(actor=party(admin), subject=party(admin), login_id=login.id), employee.first()))
    for who, subject_id in pairs:
        if subject_id is not None:
            start(who, subject_id, "")
            started += 1
    return started


def _signed_in(tx: Any) -> str:
    return str(tx.get_one(Person, 1).privacy_version or tx.get_one(Person, 3).privacy_version)


def running() -> int:
    with db.reading() as tx:
        at_work = col(ImpersonationSession.ended_at).is_(None)
        return len(tx.execute(select(col(ImpersonationSession.id)).where(at_work)).all())


def measured(sessions: int) -> Iterable[tuple[str, list[float]]]:
    olga = identity(1)
    yield "the tree of the page", timed(lambda _: department_tree.read(olga))
    yield "the departments of a field", timed(lambda _: department_choices.choices(olga))
    yield "one department", timed(lambda _: department_tree.department(olga, BRANCH))
    yield "move reviewed", timed(lambda _: rehearsing.ended_by_move(olga, BRANCH, ELSEWHERE, seen(BRANCH, ELSEWHERE)))
    yield "move of 50,000 people", timed(lambda number: moved(olga, number))
    assert running() == sessions, "a move within all scopes ended somebody's session"
    team = leaf(0)
    yield "rename, a team", timed(lambda number: rename(olga, team, f"Team {number}", name_of(team)), 6)
    yield "merge reviewed, a team", timed(lambda number: foreseen(olga, number), 6)
    yield "merge, a team", timed(lambda number: merged(olga, number), 6)
    look_after_the_one_above()
    yield f"move of 50,000 people that ends {sessions} sessions", timed(lambda number: moved(olga, number), 1)
    assert running() == 0


def look_after_the_one_above() -> None:
    """All scopes name the department that the branch stands below, and leaves."""
    with db.writing(1) as tx:
        tx.execute(update(ScopeDepartment).where(col(ScopeDepartment.person_id) > 2).values(department_id=2))


def moved(olga: Identity, number: int) -> None:
    to = ELSEWHERE if number % 2 == 0 else 2
    assert move(olga, BRANCH, to, seen(BRANCH, to))


def foreseen(olga: Identity, number: int) -> None:
    goes, into = leaf(10 + 2 * number), leaf(11 + 2 * number)
    rehearsing.merging(olga, goes, into, seen(goes, into))


def merged(olga: Identity, number: int) -> None:
    goes, into = leaf(10 + 2 * number), leaf(11 + 2 * number)
    merge(olga, goes, into, seen(goes, into))


def leaf(number: int) -> int:
    """A team of about 500, far from the branch that moves."""
    return 1_500 + number


def seen(department_id: int, to: int) -> Seen:
    with db.reading() as tx:
        tree = Tree(tx, 1)
        return Seen(tree.path(department_id), tree.path(to))


def name_of(department_id: int) -> str:
    with db.reading() as tx:
        return tx.get_one(Department, department_id).name


def timed(act: Callable[[int], Any], times: int = TIMES) -> list[float]:
    taken = []
    for number in range(times):
        start_of = time.perf_counter()
        act(number)
        taken.append((time.perf_counter() - start_of) * 1_000)
    return taken


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


if __name__ == "__main__":
    main()
