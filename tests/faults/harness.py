"""The kill harness: the real server, at work for several administrators, killed at random moments, again and again.

Each life ends by `kill -9` at a moment that the seed has drawn: while the server comes up, just after somebody has
asked for a start, a change, a 'Continue' or a stop, about when an impersonation expires, just when the mail server
takes a letter, or at any time. Then the server begins again on the same data, and `oracle.py` looks at all of it.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from random import Random

from sqlalchemy import Engine, text, update
from sqlmodel import col, select

from admin_proxy import clock, db
from admin_proxy.accounts import passwords
from admin_proxy.accounts.tables import Person
from admin_proxy.mail.tables import Letter
from admin_proxy.organizations.tables import Organization
from tests import people
from tests.faults import oracle
from tests.faults.clients import PASSWORD, Administrator
from tests.faults.journal import Journal
from tests.faults.launcher import MUTANT, SECONDS
from tests.faults.mortal import PATIENCE, Mortal
from tests.mail.server import Accepting, listening

MOMENTS = ("start", "change", "any", "stop", "continue", "mail", "change", "start", "expire", "stop", "boot", "any")
"""Taken in turns, so that each comes up however few kills there are."""
SESSION_SECONDS = 2
SOON = 0.04
"""Seconds within which the blow falls, once its moment has come: about as long as the server takes for an answer."""
LONGEST = 3.0
"""Seconds after which it falls in any case."""
BOOT = 0.8
"""Seconds that a server takes to come up, or more."""
ACTORS = ("olga", "oscar", "hana")
SUBJECTS = ("sam", "fay", "ina")


class Broken(AssertionError):  # noqa: N818
    """Something is not as it must be."""

    def __init__(self, when: str, problems: list[oracle.Problem]) -> None:
        super().__init__("\n".join([when, *(problem.sentence for problem in problems[:20])]))
        self.checks = {problem.check for problem in problems}


@dataclass
class Figures:
    kills: Counter[str] = field(default_factory=Counter)
    """By the moment at which they fell."""
    asked: Counter[str] = field(default_factory=Counter)
    acknowledged: Counter[str] = field(default_factory=Counter)
    there: Counter[str] = field(default_factory=Counter)
    """Rows at the end, by what they are."""
    repeated: int = 0
    """Letters that arrived more than once."""

    def add(self, journal: Journal, there: dict[str, int], delivered: list[EmailMessage]) -> None:
        self.asked.update(one.what for one in journal.asked)
        self.acknowledged.update(one.what for one in journal.asked if one.acknowledged)
        self.there.update(there)
        times = Counter(message["Message-ID"] for message in delivered)
        self.repeated += sum(count > 1 for count in times.values())

    def __str__(self) -> str:
        asked = {what: f"{self.acknowledged[what]} of {count}" for what, count in sorted(self.asked.items())}
        return (
            f"{self.kills.total()} kills: {_listed(self.kills)}\n"
            f"acknowledged: {_listed(asked)}\n"
            f"there in the end: {_listed(self.there)}; letters that arrived more than once: {self.repeated}"
        )


def _listed(counts: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))


class Harness:
    """One database and its server, at the address `url`, which is empty but migrated.

    Args:
        seed: what is drawn is drawn from this; what the operating system does when is its own.
        figures: what was done is added here.
    """

    def __init__(self, url: str, folder: Path, seed: int, figures: Figures, *, mutant: bool = False) -> None:
        self.seed, self.figures = seed, figures
        self._url, self._folder, self._mutant = url, folder, mutant
        self._random = Random(seed)
        self._journal = Journal()
        self._accepting = Accepting()
        self._moment = "nothing yet"

    def run(self, kills: int) -> None:
        """Kill it so many times, looking at everything after each of them, once the server is back.

        Raises:
            Broken: with the seed, the kill after which it was found, and everything that is wrong.
        """
        cast = _furnish(self._url)
        engine = db.create(self._url)
        try:
            with listening(self._accepting) as port, self._server(port) as server:
                clients = self._clients(cast, server)
                for number in range(kills):
                    self._live(engine, server, clients, MOMENTS[number % len(MOMENTS)])
                self._finish(engine, server, clients[0])
        finally:
            engine.dispose()

    @contextmanager
    def _server(self, port: int) -> Iterator[Mortal]:
        server = Mortal(
            self._folder,
            {
                "ADMIN_PROXY_DATABASE_URL": self._url,
                "ADMIN_PROXY_SMTP_HOST": "127.0.0.1",
                "ADMIN_PROXY_SMTP_PORT": str(port),
                "ADMIN_PROXY_SMTP_SECURITY": "none",
                "ADMIN_PROXY_MAIL_FROM": "people@acme.example",
                SECONDS: str(SESSION_SECONDS),
                MUTANT: "1" if self._mutant else "",
            },
        )
        try:
            yield server
        finally:
            server.end()

    def _clients(self, cast: people.Cast, server: Mortal) -> list[Administrator]:
        subjects = {f"{name}@acme.example": cast[name] for name in SUBJECTS}

        def about_to(what: str) -> None:
            if what == self._moment:
                asyncio.get_running_loop().call_later(self._random.uniform(0, SOON), server.strike, server.pid)

        return [
            Administrator(
                server.origin, f"{name}@acme.example", cast[name], subjects, self._journal,
                Random(self._random.random()), about_to,
            )
            for name in ACTORS
        ]  # fmt: skip

    def _live(self, engine: Engine, server: Mortal, clients: list[Administrator], moment: str) -> None:
        """From its birth to its death."""
        server.begin()
        if moment == "boot":
            asyncio.run(_strike_after(server, self._random.uniform(0, BOOT)))
        else:
            server.wait()
            self._check(engine)
            _let_claims_run_out(engine)
            self._moment = moment
            asyncio.run(self._work(server, clients))
        self._moment = moment
        self._accepting.before_answering = _nothing
        server.kill()
        _until_it_is_gone(engine)
        self.figures.kills[moment] += 1

    async def _work(self, server: Mortal, clients: list[Administrator]) -> None:
        if self._moment == "mail":
            self._accepting.before_answering = partial(server.strike, server.pid)
        latest = self._random.uniform(0.1, LONGEST / 2) if self._moment == "any" else LONGEST
        blow = asyncio.create_task(_strike_after(server, latest))
        await asyncio.gather(*(client.work() for client in clients))
        blow.cancel()

    def _check(self, engine: Engine) -> None:
        self._refuse(oracle.problems(engine, self._journal, self._accepting.taken))
        engine.dispose()  # nobody but the server holds the database open when it is struck

    def _refuse(self, found: list[oracle.Problem]) -> None:
        if found:
            raise Broken(f"seed {self.seed}, after kill {self.figures.kills.total()} ({self._moment}):", found)

    def _finish(self, engine: Engine, server: Mortal, client: Administrator) -> None:
        """It lives on until every impersonation is over and every letter has arrived."""
        self._moment = "the last one"
        server.begin()
        server.wait()
        self._check(engine)
        _let_claims_run_out(engine)
        asyncio.run(client.finish())
        until = time.monotonic() + PATIENCE
        while unfinished := oracle.unfinished(engine):
            if time.monotonic() > until:
                self._refuse([oracle.Problem("end", f"never finished: {unfinished}")])
            time.sleep(0.1)
        self._check(engine)
        if "Traceback" in server.log:
            self._refuse([oracle.Problem("log", f"the server's log tells of an accident:\n{server.log}")])
        self.figures.add(self._journal, oracle.counts(engine), self._accepting.taken)


async def _strike_after(server: Mortal, seconds: float) -> None:
    pid = server.pid
    await asyncio.sleep(seconds)
    server.strike(pid)


def _furnish(url: str) -> people.Cast:
    """The cast, with passwords for those who act, in an organization that tells people what was changed."""
    db.connect(url)
    cast, hashed = people.arrive(), passwords.hash(PASSWORD)
    with db.writing() as tx:
        house = tx.get_one(Organization, cast.acme)
        house.notify_of_changes = True
        for person in tx.exec(select(Person)):
            person.time_zone = oracle.FIRST_ZONE
            person.password_hash = hashed if person.id in [cast[name] for name in ACTORS] else None
    db.engine().dispose()
    return cast


def _let_claims_run_out(engine: Engine) -> None:
    """Whoever died with a letter in hand has it for five minutes more; nobody waits for these here."""
    with engine.connect() as connection:
        connection.execution_options(writing=True)
        with connection.begin():
            late = update(Letter).where(col(Letter.due_at).is_not(None)).values(due_at=clock.now())
            connection.execute(late)
    engine.dispose()


def _until_it_is_gone(engine: Engine) -> None:
    """PostgreSQL finishes a statement, or a commit, before it finds out that nobody is there any more."""
    if engine.dialect.name == "sqlite":
        return
    others = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with engine.connect() as connection:
        while connection.execute(others).scalar_one():
            connection.rollback()
            time.sleep(0.01)
    engine.dispose()


def _nothing() -> None:
    """Nobody is killed when a letter arrives."""
