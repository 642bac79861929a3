"""What the engine keeps to itself."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from admin_proxy import db

SECRET = "zoe.zizkova@acme.example"


@pytest.mark.parametrize("rows", [{"email": SECRET}, [{"email": SECRET}, {"email": "another"}]], ids=["one", "many"])
def test_the_error_of_a_statement_does_not_tell_its_parameters(database, rows):
    with pytest.raises(DBAPIError) as failed, db.writing() as tx:
        tx.execute(text("INSERT INTO no_such_table (email) VALUES (:email)"), rows)
    assert "no_such_table" in str(failed.value)
    assert SECRET not in str(failed.value)
