"""How long Home, Goals and Team take with a million people and five million goals, on both engines.

    python -m benchmarks.goals [--people 1000000] [--engine sqlite] [--engine postgresql]

One person has 1,000 goals, and 200 people report to another one. p50 and p95 are of single answers, the reading of rows
included. The index of titles is made at the end, once: kept row by row, it would make filling take much longer.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from admin_proxy import bulk, clock, db, schema
from admin_proxy.accounts import settings
from admin_proxy.demo.goals import ANYBODYS
from admin_proxy.goals import at_a_glance, goal_list, goal_page, team
from admin_proxy.goals.fields import searched
from admin_proxy.goals.goal_list import Ends, Filters, Standing, Whose
from admin_proxy.goals.tables import CheckIn, Confidence, Goal, GoalState, Milestone, Unit
from benchmarks import users
from tests import postgres

EACH = 5
"""Goals of everybody."""
LEADS, HAS_MANY, ORDINARY, ADMINISTRATOR = 5, 6, 7_777, 1
REPORTS, MANY = 200, 1_000
COLUMNS = (
    "id", "organization_id", "owner_id", "title", "description", "is_public", "starts_on", "ends_on", "weight", "unit",
    "currency", "start", "target", "current", "progress", "confidence", "checked_in_at", "supports_id", "state",
    "closed_at", "closing_note", "created_at", "search_text",
)  # fmt: skip
THINGS = ("wind sensors", "the Nordics", "the web shop", "Gothenburg", "the second line", "our partners", "spring")


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
            goals = fill(count)
            print(f"\n{engine}, {count:,} people, {goals:,} goals      p50 ms    p95 ms")
            for name, ask in questions(goals):
                print(f"{name:<52}{users.measure(ask)}", flush=True)
        finally:
            db.engine().dispose()
            if server:
                server.stop()


def questions(count: int) -> Iterator[tuple[str, Callable[[], Any]]]:
    leads, many, olga = users.identity(LEADS), users.identity(HAS_MANY), users.identity(ADMINISTRATOR)
    ordinary = users.identity(ORDINARY)
    dice = random.Random(1)

    def home(identity: Any) -> Callable[[], Any]:
        return lambda: (settings.details(identity), at_a_glance.glance(identity))

    def listed(identity: Any, filters: Filters = goal_list.MY_OPEN_ONES) -> Callable[[], Any]:
        return lambda: goal_list.goals(identity, filters)

    def anywhere(identity: Any, filters: Filters) -> Callable[[], Any]:
        return lambda: goal_list.goals(identity, filters, after=dice.randrange(1, count))

    yield "Home", home(ordinary)
    yield "Home of somebody with 1,000 goals", home(many)
    yield "Home of somebody with 200 reports", home(leads)
    yield "Goals: mine, 1,000 of them", listed(many)
    yield "Goals: mine, 1,000 of them, any status", listed(many, Filters(state=None))
    yield "Goals: mine, 1,000 of them, text 'nordics'", listed(many, Filters(text="nordics", state=None))
    yield "Goals: mine, 1,000 of them, as a tree", lambda: goal_list.tree(many, goal_list.goals(many).goals)
    yield "Goals: of 200 reports", listed(leads, Filters(whose=Whose.TEAM))
    yield "Goals: of 200 reports, text 'course'", listed(leads, Filters(text="course", whose=Whose.TEAM))
    everybody = Filters(whose=Whose.EVERYBODY)
    for name, who in (("", ordinary), (", with 200 reports", leads)):
        yield f"Goals: everybody's{name}", listed(who, everybody)
        yield f"Goals: everybody's{name}, anywhere", anywhere(who, everybody)
    for name, filters in (
        ("any status", Filters(whose=Whose.EVERYBODY, state=None)),
        ("dropped", Filters(whose=Whose.EVERYBODY, state=GoalState.DROPPED)),
        ("off track", Filters(whose=Whose.EVERYBODY, standing=Standing.OFF_TRACK)),
        ("quiet for 30 days", Filters(whose=Whose.EVERYBODY, standing=Standing.QUIET)),
        ("overdue", Filters(whose=Whose.EVERYBODY, ends=Ends.OVERDUE)),
        ("text 'course' (many)", Filters(text="course", whose=Whose.EVERYBODY)),
        ("text 'for goal 777777' (one)", Filters(text="goal 777777", whose=Whose.EVERYBODY, state=None)),
        ("text '77 nordics' (some)", Filters(text="nordics 7777", whose=Whose.EVERYBODY)),
        ("text 'xqzzyq' (none)", Filters(text="xqzzyq", whose=Whose.EVERYBODY)),
    ):
        yield f"Goals: everybody's, {name}", listed(olga, filters)
    yield "A goal with its history", lambda: goal_page.goal(many, first_of(HAS_MANY))
    yield "Team of 200", lambda: team.team(leads)
    yield "Team of 200, who needs attention", lambda: team.team(leads, needing_only=True)


def first_of(owner_id: int) -> int:
    return (owner_id - 1) * EACH + 1


def fill(people: int) -> int:
    """Five goals for everybody, and 1,000 for one; the milestones and check-ins of some."""
    with db.writing() as tx:
        some = f"id BETWEEN 1000 AND {999 + REPORTS}"
        tx.execute(text(f"UPDATE person SET manager_id = {LEADS}, deactivated_on = NULL WHERE {some}"))
        sqlite = db.is_sqlite(tx)
        tx.execute(text("DROP TRIGGER goal_search_after_insert" if sqlite else "DROP INDEX goal_search"))
    total = people * EACH + MANY
    for start in range(1, total + 1, 100_000):
        with db.writing() as tx:
            numbers = range(start, min(start + 100_000, total + 1))
            bulk.insert(tx, Goal, COLUMNS, (row(number, people) for number in numbers))
    with db.writing() as tx:
        now = clock.now()
        about = [number for owner in (HAS_MANY, ORDINARY, *range(1_000, 1_200)) for number in _of(owner)]
        bulk.insert(
            tx, CheckIn, ("goal_id", "author_id", "at", "value", "confidence", "comment"),
            ((number, 1, now, 5_000, Confidence.ON_TRACK, "Going well.") for number in about for _ in range(40)),
        )  # fmt: skip
        bulk.insert(
            tx, Milestone, ("goal_id", "owner_id", "name", "due_on", "done_on"),
            ((number, owner(number, people), "Next step", date(2026, 3, 1), None) for number in about for _ in "12"),
        )  # fmt: skip
        if sqlite:
            tx.execute(text("INSERT INTO goal_search (goal_search) VALUES ('rebuild')"))
        else:
            tx.execute(text("SET LOCAL maintenance_work_mem = '512MB'"))
            tx.execute(text("CREATE INDEX goal_search ON goal USING gin (search_text gin_trgm_ops)"))
    if not sqlite:
        with db.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    return total


def _of(owner_id: int) -> range:
    return range(first_of(owner_id), first_of(owner_id) + EACH)


def owner(number: int, people: int) -> int:
    return (number - 1) // EACH + 1 if number <= people * EACH else HAS_MANY


def row(number: int, people: int) -> tuple[Any, ...]:
    dice = random.Random(number)
    wish = dice.choice(ANYBODYS)
    title = f"{wish.title} for {dice.choice(THINGS)}" + (
        f", goal {number}" if number % 50 == 0 or number == 777777 else ""
    )
    starts = TODAY + timedelta(dice.randrange(-330, 30))
    ends = starts + timedelta(dice.randrange(60, 200))
    open_ = ends > TODAY or dice.random() < 0.1
    heard = None if dice.random() < 0.15 else NOW - timedelta(days=dice.randrange(1, 60))
    progress = dice.randrange(101)
    state = GoalState.OPEN if open_ else dice.choice(CLOSED)
    confidence = None if heard is None else dice.choice(CONFIDENCES)
    return (
        number, 1, owner(number, people), title, "", dice.random() < 0.7, starts, ends, 10, Unit.PERCENT, "", 0, 10_000,
        progress * 100, progress, confidence, heard, None, state, None if open_ else NOW, "", BEGAN, searched(title),
    )  # fmt: skip


TODAY, NOW, BEGAN = date(2026, 3, 2), datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)
CLOSED = (GoalState.REACHED, GoalState.REACHED, GoalState.NOT_REACHED, GoalState.DROPPED)
CONFIDENCES = (Confidence.ON_TRACK,) * 6 + (Confidence.AT_RISK,) * 3 + (Confidence.OFF_TRACK,)


if __name__ == "__main__":
    clock.use(clock.ManualClock())
    main()
