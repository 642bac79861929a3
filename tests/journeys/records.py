"""What the server has written down, read past it; and what time or other people would do, written past it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from typing import Any

from admin_proxy.accounts import privacy
from admin_proxy.impersonation.causes import EndCause
from tests.serving import Server

Row = tuple[Any, ...]


def read(server: Server, query: str, *values: Any) -> list[Row]:
    with closing(_open(server)) as database:
        return list(database.execute(query, values))


def write(server: Server, statement: str, *values: Any) -> int:
    """Returns how many rows it changed."""
    with closing(_open(server)) as database, database:
        return database.execute(statement, values).rowcount


def last_login(server: Server, email: str) -> Any:
    ((at,),) = read(server, "SELECT last_login_at FROM person WHERE email_key = ?", email)
    return at


def endings(server: Server, subject_email: str) -> list[str]:
    """The cause of each ended impersonation of that person, the latest last."""
    query = """
        SELECT session.end_cause FROM impersonation_session AS session
        JOIN person ON person.id = session.subject_id
        WHERE person.email_key = ? AND session.ended_at IS NOT NULL ORDER BY session.started_at
    """
    return [cause for (cause,) in read(server, query, subject_email)]


def end_all_impersonations(server: Server) -> None:
    """As if each had been stopped at once."""
    write(
        server,
        "UPDATE impersonation_session SET ended_at = started_at, seen_at = started_at, end_cause = ? "
        "WHERE ended_at IS NULL",
        EndCause.STOPPED.value,
    )


def accept_privacy(server: Server, email: str) -> None:
    """As if that person had signed in once and accepted."""
    changed = write(
        server,
        "UPDATE person SET privacy_version = ?, privacy_accepted_at = created_at WHERE email_key = ?",
        privacy.VERSION,
        email,
    )
    assert changed == 1


def move_last_visit(server: Server, zone: str, since: datetime, until: datetime) -> str:
    """As if the latest impersonation that is over had been at that time, of somebody in that zone; their address."""
    ((id_, person_id, email),) = read(
        server,
        "SELECT session.id, person.id, person.email FROM impersonation_session AS session "
        "JOIN person ON person.id = session.subject_id WHERE ended_at IS NOT NULL ORDER BY session.id DESC LIMIT 1",
    )
    moments = [f"{at:%Y-%m-%d %H:%M:%S.%f}" for at in (since, until, until, until)]
    write(
        server,
        "UPDATE impersonation_session SET started_at = ?, ended_at = ?, expires_at = ?, latest_end = ? WHERE id = ?",
        *moments,
        id_,
    )
    write(server, "UPDATE person SET time_zone = ?, language = 'en' WHERE id = ?", zone, person_id)
    return str(email)


def _open(server: Server) -> sqlite3.Connection:
    folder = server.folder / "demo" if server.command == "demo" else server.folder
    return sqlite3.connect(folder / "admin_proxy.db", timeout=10)
