"""The one place that opens and commits a transaction.

`reading()` sees one consistent state; `writing()` changes it. On SQLite a writing transaction begins with
`BEGIN IMMEDIATE`: what is checked inside it stays true until it commits (a deferred one that upgrades fails at once
and ignores `busy_timeout`). On PostgreSQL the organization's row is locked first, which orders all writes of
one organization the same way, so that check-then-act holds there too and no two writes can deadlock.

Four things hang on a writing transaction, in this order: the checks that must pass before it commits
(`before_commit`, which ends impersonations that the change no longer allows), what can be written only once
everything else is (`at_the_end`, which links the record), the commit, and the news that is told only once it is
true (`after_commit`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from time import monotonic
from typing import Any

from sqlalchemy import Connection, DateTime, Engine, create_engine, event, text
from sqlalchemy.engine import Dialect, ExceptionContext, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session, SQLModel

from admin_proxy.threads import WORKERS

BUSY_TIMEOUT_MS = 30_000

# Constraints need names of their own, or a migration could never drop them.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """Timezone-aware in Python, always UTC; `timestamptz` on PostgreSQL, naive UTC text on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


_engine: Engine | None = None
_before_commit: list[Callable[[Session, int], None]] = []


def connect(url: str) -> Engine:
    """Open the database that the whole process uses from now on; an earlier one is closed."""
    global _engine
    if _engine is not None:
        _engine.dispose()
    _engine = create(url)
    return _engine


def create(url: str) -> Engine:
    """An engine with the product's rules: foreign keys on, write-ahead log, `BEGIN IMMEDIATE` for writing.

    The error of a statement does not tell its parameters, which are names, e-mails and digests: errors are logged.
    """
    parsed = make_url(url)
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() != "sqlite":
        engine = create_engine(parsed, pool_size=WORKERS + 2, pool_pre_ping=True, hide_parameters=True)
        event.listen(engine, "connect", _prepare_postgresql)
        event.listen(engine, "handle_error", _leave_out_the_detail)
        return engine
    engine = create_engine(
        parsed, connect_args={"check_same_thread": False}, pool_size=WORKERS + 2, max_overflow=WORKERS,
        hide_parameters=True,
    )  # fmt: skip
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_postgresql(connection: Any, _record: object) -> None:
    connection.execute(f"SET lock_timeout = {BUSY_TIMEOUT_MS}")
    connection.commit()


def _leave_out_the_detail(context: ExceptionContext) -> None:
    """PostgreSQL adds the values to what it says of a key that is taken: `DETAIL: Key (email_key)=(zoe@…) …`."""
    original, raised = context.original_exception, context.sqlalchemy_exception
    told = getattr(getattr(original, "diag", None), "message_primary", None)
    if told:
        original.args = (told,)
        if raised is not None:
            raised.args = (f"({type(original).__name__}) {told}",)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own implicit BEGIN would come too late
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        "synchronous=NORMAL",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "temp_store=MEMORY",
        "cache_size=-65536",
        "mmap_size=268435456",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("writing", False):
        connection.exec_driver_sql(f"PRAGMA busy_timeout={options.get('patience_ms', BUSY_TIMEOUT_MS)}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql("BEGIN")


def engine() -> Engine:
    if _engine is None:
        raise RuntimeError("db.connect() was not called")
    return _engine


def is_sqlite(tx: Session) -> bool:
    return tx.get_bind().dialect.name == "sqlite"


@contextmanager
def reading() -> Iterator[Session]:
    """A transaction that only looks; on PostgreSQL it could do nothing else."""
    with Session(engine(), expire_on_commit=False) as tx:
        if is_sqlite(tx):
            yield tx
            return
        tx.connection(execution_options={"postgresql_readonly": True})
        yield tx
        # There is nothing to keep; but a rollback would make the driver forget the statements that it has prepared.
        tx.expunge_all()
        tx.commit()


@contextmanager
def reading_any_bytes(connection: Connection) -> Iterator[None]:
    """Read text that is not UTF-8, which SQLite keeps where somebody puts it past the product, instead of failing.

    Bytes that are none become lone surrogates (PEP 383), which nothing encodes by accident.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.dbapi_connection
    driver.text_factory = partial(str, encoding="utf-8", errors="surrogateescape")
    try:
        yield
    finally:
        driver.text_factory = str


@contextmanager
def writing(organization_id: int | None = None, *, patience_ms: int = BUSY_TIMEOUT_MS) -> Iterator[Session]:
    """A transaction that changes something; it commits when the block ends, and not if the block raises.

    Args:
        organization_id: whose writes this one must stand in line with; None for what concerns a single
            login only (signing in, refreshing its last-seen time).
        patience_ms: how long to stand in line, behind a large upload for instance, before giving up.

    Raises:
        OperationalError: others were still writing when the patience ran out.
    """
    with Session(engine(), expire_on_commit=False) as tx:
        tx.info["organization_id"] = organization_id
        tx.connection(execution_options={"writing": True, "patience_ms": patience_ms})
        if patience_ms != BUSY_TIMEOUT_MS and not is_sqlite(tx):
            tx.execute(text(f"SET LOCAL lock_timeout = {int(patience_ms)}"))
        if organization_id is not None and not is_sqlite(tx):
            tx.execute(text("SELECT id FROM organization WHERE id = :id FOR UPDATE"), {"id": organization_id})
        yield tx
        tx.flush()
        for changed in sorted(tx.info.pop("facts_changed", ())):
            for check in _before_commit:
                check(tx, changed)
        tx.flush()
        for finish in tx.info.pop("at_the_end", ()):
            finish()
        tx.commit()
        for tell in tx.info.pop("after_commit", ()):
            tell()


class TookTooLongError(Exception):
    """The database was told to give up what takes longer, and has."""


@contextmanager
def hurried(tx: Session, seconds: float) -> Iterator[None]:
    """Have the database give up what it is asked inside the block once that has taken so long.

    On SQLite that is all of the block, on PostgreSQL each statement.

    Raises:
        TookTooLongError: it has. On PostgreSQL nothing more can be read in that transaction.
    """
    end = monotonic() + seconds
    connection: Any = tx.connection().connection.driver_connection
    if is_sqlite(tx):
        connection.set_progress_handler(lambda: monotonic() > end, 10_000)
    else:
        tx.execute(text(f"SET LOCAL statement_timeout = {int(seconds * 1_000)}"))
    try:
        yield
    except OperationalError as error:
        if "interrupted" in str(error.orig) or type(error.orig).__name__ == "QueryCanceled":
            raise TookTooLongError from None
        raise
    finally:
        if is_sqlite(tx):
            connection.set_progress_handler(None, 0)


def facts_changed(tx: Session, organization_id: int) -> None:
    """Say that something the policy looks at has changed: roles, scopes, membership, settings, status."""
    tx.info.setdefault("facts_changed", set()).add(organization_id)


def before_commit(check: Callable[[Session, int], None]) -> None:
    """Register what is asked, inside the transaction, once for each organization whose facts changed."""
    if check not in _before_commit:
        _before_commit.append(check)


def at_the_end(tx: Session, finish: Callable[[], None]) -> None:
    """Have `finish` called as the last thing inside the transaction, when everything else is written."""
    tx.info.setdefault("at_the_end", []).append(finish)


def after_commit(tx: Session, tell: Callable[[], None]) -> None:
    """Have `tell` called once the transaction has committed, and never if it does not."""
    tx.info.setdefault("after_commit", []).append(tell)
