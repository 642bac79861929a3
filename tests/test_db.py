"""What the engine keeps to itself."""

from __future__ import annotations

from traceback import format_exception

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from admin_proxy import db

SECRET = "zoe.zizkova@acme.example"


@pytest.mark.parametrize("rows", [{"email": SECRET}, [{"email": SECRET}, {"email": "another"}]], ids=["one", "many"])
def test_the_error_of_a_statement_does_not_tell_its_parameters(database, rows):
    with pytest.raises(DBAPIError) as failed, db.writing() as tx:
        tx.execute(text("INSERT INTO no_such_table (email) VALUES (:email)"), rows)
    assert "no_such_table" in str(failed.value)
    assert SECRET not in str(failed.value)


def test_the_error_of_a_value_that_is_taken_does_not_tell_the_value(database, cast):
    taken = f"{cast.identity('olga').actor.email}".casefold()
    with pytest.raises(IntegrityError) as failed, db.writing() as tx:
        tx.execute(text("UPDATE person SET email_key = :taken"), {"taken": taken})
    assert "email_key" in str(failed.value)
    assert taken not in "".join(format_exception(failed.value))
