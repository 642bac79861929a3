"""A private PostgreSQL server for the tests: a temporary folder, a free port on 127.0.0.1, not as root."""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, create_engine, text

from tests import emptying


@dataclass(frozen=True)
class PostgresServer:
    port: int
    folder: Path

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://tester@127.0.0.1:{self.port}/{database}"

    def stop(self) -> None:
        _run([_binary("pg_ctl"), "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop"])
        shutil.rmtree(self.folder, ignore_errors=True)


def start(*settings: str) -> PostgresServer:
    """With what it is told beyond the usual, such as `autovacuum=off`."""
    folder = Path(tempfile.mkdtemp(prefix="admin-proxy-pg-"))
    port = _free_port()
    if os.geteuid() == 0:
        shutil.chown(folder, _ACCOUNT)
    data = folder / "data"
    _run(
        [
            _binary("initdb"),
            "-D",
            str(data),
            "-U",
            "tester",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-N",
        ]
    )
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off "
        "-c synchronous_commit=off -c full_page_writes=off -c max_connections=300"
    )
    options += "".join(f" -c {setting}" for setting in settings)
    _run([_binary("pg_ctl"), "-D", str(data), "-l", str(folder / "log"), "-o", options, "-w", "start"])
    return PostgresServer(port, folder)


_ACCOUNT = "nobody"


def _run(command: list[str]) -> None:
    as_somebody = {"user": _ACCOUNT, "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", **as_somebody)


def _binary(name: str) -> str:
    """Debian keeps a server's programs out of the PATH, by version: the newest one is taken."""
    beside = shutil.which(name)
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    if beside is None and not installed:
        raise FileNotFoundError(f"PostgreSQL's {name} is needed by the tests; `make test` installs it on Debian")
    return beside or str(installed[-1])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


_numbers = itertools.count()


@contextmanager
def new_database(server: PostgresServer, template: str = "template_for_tests") -> Iterator[str]:
    """A database of its own, copied from the migrated template; yields its address."""
    name = f"test_{next(_numbers)}"
    with as_admin(server) as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY"))
    yield server.url(name)
    with as_admin(server) as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


class Lending:
    """A database for one user after another: what the last one did to its rows is undone before the next one comes.

    Whoever has changed more than rows leaves it to be thrown away, and the next one gets a new copy of the template.
    """

    def __init__(self, server: PostgresServer, template: str) -> None:
        self._server, self._template = server, template
        self._made = ExitStack()
        self._url = ""

    def lend(self) -> str:
        """The address of it, for until the next call."""
        if not self._url or not emptying.restored(self._url):
            self.close()
            self._url = self._made.enter_context(new_database(self._server, self._template))
            emptying.keep(self._url)
        return self._url

    def close(self) -> None:
        self._made.close()


def as_admin(server: PostgresServer) -> Connection:
    return create_engine(server.url("postgres"), isolation_level="AUTOCOMMIT").connect()
