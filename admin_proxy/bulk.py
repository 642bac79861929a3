"""Many rows at once, in the same transaction as everything else: long `VALUES` on SQLite, `COPY` on PostgreSQL.

For the few verbs that write tens of thousands of rows. Values pass through the columns' own types, so that a row is the
same however it was written; triggers and constraints see each of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any

import psycopg
from sqlalchemy import ColumnElement, Connection, Table, any_, bindparam, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel

from admin_proxy.db import is_sqlite

Row = Sequence[Any]

_PARAMETERS = 8_000
"""In one statement of SQLite: it may have four times as many, but then parsing it takes memory and no less time."""

_ROWS = 2_000
"""In one update of PostgreSQL: the server works on it while the next ones are being made ready."""


def reserve_ids(tx: Session, model: type[SQLModel], count: int) -> list[int]:
    """Ids that nobody else will get, for rows that must know theirs before they are written.

    On SQLite the writing transaction is alone; on PostgreSQL they come from the table's sequence.
    """
    table = _table(model).name
    if is_sqlite(tx):
        last = tx.execute(text(f'SELECT coalesce(max(id), 0) FROM "{table}"')).scalar_one()  # noqa: S608
        return list(range(last + 1, last + 1 + count))
    drawn = text("SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)")
    return [row[0] for row in tx.execute(drawn, {"table": f'"{table}"', "count": count})]


def among(tx: Session, column: Any, values: Iterable[str] | Iterable[int]) -> ColumnElement[bool]:
    """`column IN (values)` with the values as one parameter, however many they are."""
    given = list(values)
    if is_sqlite(tx):
        listed = func.json_each(json.dumps(given)).table_valued("value")
        return column.in_(select(listed.c.value))  # type: ignore[no-any-return]
    return column == any_(bindparam(None, given, ARRAY(column.type), unique=True))  # type: ignore[no-any-return]


def insert(tx: Session, model: type[SQLModel], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert rows, each with a value for every one of `columns`; nothing is filled in for the others.

    Rows that are made on the way are written while the next ones are being made.
    """
    connection, table = _connection(tx), _table(model)
    values = _bound(connection, table, columns, rows)
    names = ", ".join(f'"{column}"' for column in columns)
    if is_sqlite(tx):
        for given, places in _portions(values, len(columns)):
            connection.exec_driver_sql(f'INSERT INTO "{table.name}" ({names}) VALUES {places}', given)  # noqa: S608
        return
    statement = f'COPY "{table.name}" ({names}) FROM STDIN'
    with _postgres(connection, statement) as driver, driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in values:
            copy.write_row(row)


def update(tx: Session, model: type[SQLModel], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Set `columns` in rows that are known by their id, which stands first in each of `rows`."""
    connection, table = _connection(tx), _table(model)
    values = _bound(connection, table, ("id", *columns), rows)
    sets = ", ".join(f'"{column}" = given."{column}"' for column in columns)
    names = ", ".join(f'"{column}"' for column in ("id", *columns))
    if is_sqlite(tx):
        for given, places in _portions(values, 1 + len(columns)):
            connection.exec_driver_sql(
                f"WITH given ({names}) AS (VALUES {places}) "  # noqa: S608
                f'UPDATE "{table.name}" SET {sets} FROM given WHERE "{table.name}".id = given.id',
                given,
            )
        return
    kinds = (table.c[column].type.compile(connection.dialect) for column in ("id", *columns))
    arrays = ", ".join(f"%s::{kind.partition(' COLLATE ')[0]}[]" for kind in kinds)
    statement = (
        f'UPDATE "{table.name}" SET {sets} FROM unnest({arrays}) AS given({names}) '  # noqa: S608
        f'WHERE "{table.name}".id = given.id'
    )
    with _postgres(connection, statement) as driver, driver.pipeline(), driver.cursor() as cursor:
        while some := list(islice(values, _ROWS)):
            cursor.execute(statement, [list(column) for column in zip(*some, strict=True)])


def _portions(rows: Iterator[Row], width: int) -> Iterator[tuple[Row, str]]:
    """The values of as many rows as one statement of SQLite takes, and the places for them.

    One statement for each row would be several times slower where a trigger keeps a full-text index: SQLite sets a
    savepoint before each statement that has a trigger, and the index is written out at each savepoint.
    """
    place = "(" + ", ".join("?" * width) + ")"
    while some := list(islice(rows, max(1, _PARAMETERS // width))):
        yield tuple(chain.from_iterable(some)), ", ".join([place] * len(some))


@contextmanager
def _postgres(connection: Connection, statement: str) -> Iterator[Any]:
    """The driver's own connection, in the same transaction; what goes wrong there is told as SQLAlchemy tells it."""
    try:
        yield connection.connection.driver_connection
    except psycopg.Error as error:
        raise DBAPIError.instance(statement, None, error, psycopg.Error, dialect=connection.dialect) from error


def _table(model: type[SQLModel]) -> Table:
    table: Table = model.__table__  # type: ignore[attr-defined]  # SQLModel's metaclass makes it
    return table


def _connection(tx: Session) -> Connection:
    tx.flush()
    return tx.connection()


def _bound(connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Row]) -> Iterator[Row]:
    """The rows as the driver takes them. What is the same from one row to the next is made ready once."""
    makers: list[tuple[int, Callable[[Any], Any]]] = []
    latest: list[tuple[Any, Any]] = [(None, None)] * len(columns)
    for place, column in enumerate(columns):
        kind = table.c[column].type.dialect_impl(connection.dialect)
        maker: Callable[[Any], Any] | None = kind.bind_processor(connection.dialect)
        if maker is not None:
            makers.append((place, maker))
    for row in rows:
        values = list(row)
        for place, make in makers:
            if values[place] is not latest[place][0]:
                latest[place] = (values[place], make(values[place]))
            values[place] = latest[place][1]
        yield tuple(values)
