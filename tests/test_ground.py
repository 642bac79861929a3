from sqlmodel import select

from admin_proxy import db, schema
from admin_proxy.accounts.tables import Person


def test_the_migrations_make_exactly_the_tables_that_the_code_declares(database):
    assert schema.differences(db.engine()) == []


def test_the_cast_arrives(cast):
    with db.reading() as tx:
        assert len(tx.exec(select(Person)).all()) == len(cast.ids)
