"""How long Home, Goals and Team take with a million people and five million goals, on both engines.

    python -m benchmarks.goals [--people 1000000] [--engine sqlite] [--engine postgresql]

One person has 1,000 goals, and 200 people report to another one. Everybody has three notifications, one of them unread,
and has thanked somebody in public. Home is all that is read while it fills: who asks, details, goals, notifications,
recognition, the guide and the banner. p50 and p95 are of single answers, the reading of rows
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
from admin_proxy.accounts.tables import Person
from admin_proxy.demo.goals import ANYBODYS
from admin_proxy.goals import at_a_glance, goal_list, goal_page, team
from admin_proxy.goals.fields import searched
from admin_proxy.goals.goal_list import Ends, Filters, Standing, Whose
from admin_proxy.goals.tables import CheckIn, Confidence, Goal, GoalState, Milestone, Unit
from admin_proxy.guides import showing
from admin_proxy.impersonation import viewing
from admin_proxy.impersonation.resolving import resolve
from admin_proxy.notifications import inbox
from admin_proxy.notifications.tables import Notification
from admin_proxy.organizations.tables import CompanyValue
from admin_proxy.recognition import feed
from admin_proxy.recognition.tables import Kind, Reaction, Recognition, RecognitionReceiver
from admin_proxy.ui.pages import recent_recognition, unread_notifications
from benchmarks import users
from tests import people as cast
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
TOLD = ("id", "organization_id", "person_id", "kind", "about", "title", "text", "link", "at", "read_at")
THANKED = ("id", "organization_id", "giver_id", "value_id", "message", "given_at", "once")
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
            talk(count)
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

    def home(person_id: int) -> Callable[[], Any]:
        login = signed_in(person_id)
        return lambda: filled_home(login)

    def listed(identity: Any, filters: Filters = goal_list.MY_OPEN_ONES) -> Callable[[], Any]:
        return lambda: goal_list.goals(identity, filters)

    def anywhere(identity: Any, filters: Filters) -> Callable[[], Any]:
        return lambda: goal_list.goals(identity, filters, after=dice.randrange(1, count))

    yield "Home", home(ORDINARY)
    yield "Home of somebody with 1,000 goals", home(HAS_MANY)
    yield "Home of somebody with 200 reports", home(LEADS)
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


def signed_in(person_id: int) -> str:
    """The id of a new login of theirs."""
    with db.writing() as tx:
        person = tx.get_one(Person, person_id)
        person.deactivated_on = None
        return cast.sign_in(tx, person, f"login of {person_id}").id


def filled_home(login_id: str) -> None:
    identity = resolve(login_id, "127.0.0.1")
    assert identity is not None
    settings.details(identity)
    at_a_glance.glance(identity)
    assert inbox.latest_unread(identity, unread_notifications.MOST)
    assert feed.feed(identity, most=recent_recognition.MOST).cards
    showing.waiting(identity, "/")
    inbox.unread(identity)
    viewing.current(identity)


def talk(people: int) -> None:
    """What everybody was told, and whom everybody has thanked."""
    with db.writing() as tx:
        value = CompanyValue(organization_id=1, name="Care")
        tx.add(value)
        tx.flush()
        value_id = value.id
    for start in range(1, people + 1, 50_000):
        numbers = range(start, min(start + 50_000, people + 1))
        with db.writing() as tx:
            bulk.insert(tx, Notification, TOLD, (told(one, number) for one in numbers for number in range(3)))
            bulk.insert(tx, Recognition, THANKED, (thanked(one, value_id) for one in numbers))
            bulk.insert(
                tx, RecognitionReceiver, ("recognition_id", "person_id"), ((one, one % people + 1) for one in numbers)
            )
            hearts = ((one, Kind.HEART, (one + 1) % people + 1, NOW) for one in numbers)
            bulk.insert(tx, Reaction, ("recognition_id", "kind", "person_id", "at"), hearts)


def told(person_id: int, number: int) -> tuple[Any, ...]:
    name = f"{person_id:08x}-{number:04}-7000-8000-000000000000"
    return (name, 1, person_id, "recognition.received", name, "Thanks", "", "", NOW, NOW if number else None)


def thanked(giver_id: int, value_id: int | None) -> tuple[Any, ...]:
    return (giver_id, 1, giver_id, value_id, "Thank you.", BEGAN + timedelta(seconds=10 * giver_id), f"{giver_id:032x}")


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
