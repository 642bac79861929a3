"""Every point at which a process can die in a verb: before and after each statement, before and after each commit.

A verb is walked through by running it again and again, and having it die at the first point, the second, … up to the
last. Within this process death is simulated: the connection is closed as it is (the engine then forgets what was not
committed, as it does when a process is gone), an exception is raised that nothing catches, and whatever the verb still
tries to say to the database on its way out is refused. `forked.py` does it to real processes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from admin_proxy import bulk, db

Verb = Callable[[], Any]
Picture = tuple[str, ...]
"""What is in the database, a line for each row."""


class Died(BaseException):
    """No `except Exception` holds it up."""


@dataclass
class Life:
    """Passes the points one by one, and dies at the one with the number `ends_at`."""

    ends_at: int | None = None
    die: Callable[[], None] | None = None
    """How a process dies that is none of ours to go on in; None: as this one simulates it."""
    points: list[str] = field(default_factory=list)
    is_over: bool = False

    def passes(self, point: str, connection: Connection | None = None) -> None:
        if not self.is_over:
            self.points.append(point)
            self.is_over = len(self.points) - 1 == self.ends_at
        if not self.is_over:
            return
        if self.die is not None:
            self.die()
        if connection is not None:
            _cut(connection)
        raise Died(point)


def _cut(connection: Connection) -> None:
    """PostgreSQL rolls back when it loses a client, SQLite when it finds what a dead process has left half done; but
    here that one lives, and would keep its lock for as long as a statement of it is remembered anywhere."""
    if connection.invalidated:
        return
    if connection.dialect.name == "sqlite":
        connection.connection.driver_connection.rollback()  # type: ignore[union-attr]
    connection.invalidate()


@contextmanager
def living(engine: Engine, life: Life, *, when_committed: Callable[[], None] = lambda: None) -> Iterator[None]:
    """While the block runs, `life` passes a point at each statement and commit on that engine."""

    def before(connection: Connection, _cursor: Any, statement: str, *_more: Any) -> None:
        life.passes(f"before {statement[:60]}", connection)

    def after(connection: Connection, _cursor: Any, statement: str, *_more: Any) -> None:
        life.passes(f"after {statement[:60]}", connection)

    def before_commit(connection: Connection) -> None:
        life.passes("before COMMIT", connection)

    def after_commit(_session: Session) -> None:
        when_committed()
        life.passes("after COMMIT")

    copying = bulk._postgres

    @contextmanager
    def copied(connection: Connection, statement: str) -> Iterator[Any]:
        """What goes to the driver itself passes none of the engine's hooks."""
        life.passes(f"before {statement[:60]}", connection)
        with copying(connection, statement) as driver:
            yield driver
        life.passes(f"after {statement[:60]}", connection)

    with ExitStack() as stack:
        for target, name, hook in (
            (engine, "before_cursor_execute", before),
            (engine, "after_cursor_execute", after),
            (engine, "commit", before_commit),
            (Session, "after_commit", after_commit),
        ):
            event.listen(target, name, hook)
            stack.callback(event.remove, target, name, hook)
        bulk._postgres = copied
        stack.callback(setattr, bulk, "_postgres", copying)
        yield


def picture(engine: Engine) -> Picture:
    """All rows, read on a connection of their own."""
    tables = [table.name for table in SQLModel.metadata.sorted_tables]
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            each = (f"SELECT '{name}: ' || one::text FROM \"{name}\" AS one" for name in tables)
            return tuple(sorted(row[0] for row in connection.exec_driver_sql(" UNION ALL ".join(each))))
        return tuple(
            sorted(
                f"{name}: {tuple(row)}"
                for name in tables
                for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"')
            )
        )


_CHANCE = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b[0-9a-f]{32,}\b|\$argon2[^'\"]+|[\w+/-]{43,}={0,2}"
)


def but_for_chance(shown: Picture) -> Picture:
    """Without what is drawn anew each time: ids, digests, tokens."""
    return tuple(sorted(_CHANCE.sub("…", line) for line in shown))


@dataclass(frozen=True)
class Undisturbed:
    """What a verb does if nothing happens to it."""

    points: Sequence[str]
    before: Picture
    states: Sequence[Picture]
    """After each commit that has changed something, the last one being the end."""
    first_commit: int
    """The number of the point just after the first of these."""


def undisturbed(url: str, verb: Verb) -> Undisturbed:
    engine, life = db.connect(url), Life()
    looking = db.create(url)
    before = but_for_chance(picture(looking))
    states: list[Picture] = []
    commits: list[int] = []

    def look() -> None:
        now = but_for_chance(picture(looking))
        if now != (states or [before])[-1]:
            states.append(now)
            commits.append(len(life.points))

    with living(engine, life, when_committed=look):
        verb()
    looking.dispose()
    engine.dispose()
    return Undisturbed(life.points, before, states, commits[0] if commits else len(life.points))


@dataclass(frozen=True)
class Death:
    point: str
    changed: bool
    after: Picture


def deaths(new_database: Callable[[], str], verb: Verb, whole: Undisturbed) -> Iterator[Death]:
    """One for each point. Up to the first commit they share a database, in which nothing may have changed."""
    last = len(whole.points)
    yield from _deaths_in(new_database(), verb, range(min(whole.first_commit, last)))
    for number in range(whole.first_commit, last):
        yield from _deaths_in(new_database(), verb, range(number, number + 1))


def _deaths_in(url: str, verb: Verb, points: range) -> Iterator[Death]:
    engine, looking = db.connect(url), db.create(url)
    before = picture(looking)
    for number in points:
        life = Life(number)
        with living(engine, life), suppress(Died):
            verb()
        assert life.is_over, f"it did not come to point {number}"
        after = picture(looking)
        yield Death(life.points[-1], after != before, after)
    looking.dispose()
    engine.dispose()
