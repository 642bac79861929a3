"""What the tests of CSV upload have in common: small files, and everything that there is in the database."""

from __future__ import annotations

import csv
import io

from sqlmodel import SQLModel, select

from admin_proxy import db
from admin_proxy.accounts.tables import Person
from admin_proxy.directory import uploads
from admin_proxy.directory.tables import CsvUpload


def file(*rows: str, headings: str = "employee_id,email,first_name,last_name") -> bytes:
    return "\n".join((headings, *rows, "")).encode()


def written(headings: list[str], rows: list[list[str]], delimiter: str = ",", line_end: str = "\r\n") -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    writer.writerows([headings, *rows])
    return out.getvalue().encode()


def upload(identity, content: bytes, mapping=None):
    """Check a file that is all right, and apply it."""
    checked = uploads.check(identity, "people.csv", content, mapping)
    assert checked.errors == ()
    return uploads.apply(identity, checked.upload_id)


def errors(identity, content: bytes, mapping=None):
    """Where and what; and nothing but the waiting file is written."""
    before = everything()
    checked = uploads.check(identity, "people.csv", content, mapping)
    assert everything() == before
    assert checked.preview is None
    assert checked.error_count >= len(checked.errors) > 0
    return [(problem.where, problem.sentence) for problem in checked.errors]


def everything(but=(CsvUpload,)):
    """All rows of all tables."""
    left_out = {table.__tablename__ for table in but}
    with db.reading() as tx:
        return {
            table.name: sorted((tuple(row) for row in tx.execute(table.select())), key=repr)
            for table in SQLModel.metadata.sorted_tables
            if table.name not in left_out
        }


def person(person_id: int) -> Person:
    with db.reading() as tx:
        return tx.get_one(Person, person_id)


def person_called(email: str) -> Person:
    with db.reading() as tx:
        return tx.exec(select(Person).where(Person.email == email)).one()
