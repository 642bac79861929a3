"""A real server for tests: the production build, a database of its own, a free port on 127.0.0.1."""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import IO

from sqlalchemy import Engine, Table, update
from sqlmodel import Session, SQLModel, col, select
from uuid_utils import uuid7

from admin_proxy import build, clock, db, schema
from admin_proxy.accounts import logins
from admin_proxy.impersonation.tables import ImpersonationSession
from tests import people


@dataclass
class Server:
    """`begin()` starts it, `stop()` ends it as Ctrl-C would, `kill()` as a power cut would; it can begin again."""

    command: str
    """`serve`, or `demo` with its options."""
    folder: Path
    port: int = 0
    settings: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[str] | None = None

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """All that it has written, since it was first started; to stdout, what came after it was ready."""
        return (self.folder / "server.log").read_text()

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def begin(self) -> Server:
        build.ensure()
        self.port = self.port or free_port()
        env = {
            **{name: value for name, value in os.environ.items() if not name.startswith("ADMIN_PROXY_")},
            "ADMIN_PROXY_DATA_DIR": str(self.folder),
            "ADMIN_PROXY_PORT": str(self.port),
            "PYTHONUNBUFFERED": "1",
            **self.settings,
        }
        with (self.folder / "server.log").open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "admin_proxy", *self.command.split()],
                cwd=build.ROOT, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True,
            )  # fmt: skip
        assert self.process.stdout is not None
        said = []
        for line in self.process.stdout:
            said.append(line)
            if "is ready: " in line:
                threading.Thread(target=self._keep, args=[self.process.stdout], daemon=True).start()
                return self
        self.kill()
        raise AssertionError(f"the server did not start: {''.join(said)}\n{self.log}")

    def _keep(self, written: IO[str]) -> None:
        """Nobody reads the pipe any more; a server that filled it would stand still."""
        with contextlib.suppress(ValueError), (self.folder / "server.log").open("a") as log:
            for line in written:
                log.write(line)
                log.flush()

    def stop(self) -> int:
        """Ask it to end, as Ctrl-C does; returns its exit status."""
        return self._end(signal.SIGINT)

    def kill(self) -> int:
        return self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> int:
        if self.process is None:
            return 0
        self.process.send_signal(how)
        status = self.process.wait(timeout=30)
        if self.process.stdout:
            self.process.stdout.close()
        self.process = None
        return status


def tables() -> list[Table]:
    """All but what a server notes by itself soon after its start: that it has found the record sound."""
    return [table for table in SQLModel.metadata.sorted_tables if table.name != "audit_check"]


@dataclass
class Product:
    """A server with the people of `tests/people.py` in it, whom the test lets in without a password."""

    server: Server
    cast: people.Cast
    engine: Engine

    @property
    def origin(self) -> str:
        return self.server.origin

    def sign_in(self, first_name: str) -> str:
        """A new login of that person: the token that the browser's cookie would hold."""
        with self.writing() as tx:
            _, token = logins.begin(tx, self.cast[first_name], "127.0.0.1", "Mozilla/5.0 (tests)")
        return token

    def impersonate(self, token: str, subject: str) -> None:
        """Have that login impersonate somebody for an hour, as if it had been accepted."""
        now = clock.now()
        with self.writing() as tx:
            login = logins.find_login(tx, token)
            assert login is not None
            until = {"expires_at": now + timedelta(hours=1), "latest_end": now + timedelta(hours=24)}
            tx.add(
                ImpersonationSession(
                    id=str(uuid7()), organization_id=self.cast.acme, login_id=login.id, actor_id=login.person_id,
                    subject_id=self.cast[subject], started_at=now, **until,
                )
            )  # fmt: skip

    def end_impersonation(self, token: str) -> None:
        """End what that login runs, as if somebody had stopped it in another tab, without the news of it."""
        with self.writing() as tx:
            login = logins.find_login(tx, token)
            assert login is not None
            (running,) = tx.exec(
                select(ImpersonationSession).where(
                    ImpersonationSession.login_id == login.id, col(ImpersonationSession.ended_at).is_(None)
                )
            )
            running.ended_at, running.end_cause, running.seen_at = clock.now(), "stopped", clock.now()

    def let_impersonation_expire(self, token: str) -> None:
        """The time of what that login runs was up an hour ago, and nobody has noticed yet."""
        now, login_id = clock.now(), self.login_id(token)
        with self.writing() as tx:
            tx.execute(
                update(ImpersonationSession)
                .where(col(ImpersonationSession.login_id) == login_id, col(ImpersonationSession.ended_at).is_(None))
                .values(started_at=now - timedelta(hours=2), expires_at=now - timedelta(hours=1))
            )

    @contextlib.contextmanager
    def writing(self) -> Iterator[Session]:
        """Waits for the server, which may be writing: on SQLite nobody who has only read before would."""
        with Session(self.engine) as tx:
            tx.connection(execution_options={"writing": True})
            yield tx
            tx.commit()

    def login_id(self, token: str) -> str:
        with Session(self.engine) as tx:
            found = logins.find_login(tx, token)
            assert found is not None
            return found.id

    def digests(self) -> dict[str, str]:
        """Each table's rows in a few letters: equal as long as nobody has changed anything."""
        with Session(self.engine) as tx:
            return {
                table.name: hashlib.sha256(
                    repr(tx.execute(select(table).order_by(*table.primary_key)).all()).encode(errors="replace")
                ).hexdigest()[:16]
                for table in tables()
            }


def with_the_cast(server: Server, database_url: str = "") -> Product:
    """Put the cast into the server's database, which must be empty, and start the server."""
    url = database_url or f"sqlite:///{server.folder / 'admin_proxy.db'}"
    schema.upgrade(db.connect(url))
    cast = people.arrive()
    db.engine().dispose()
    if database_url:
        server.settings = {**server.settings, "ADMIN_PROXY_DATABASE_URL": database_url}
    return Product(server.begin(), cast, db.create(url))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
