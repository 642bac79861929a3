"""Whoever has five reports among a million colleagues waits for five rows."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from admin_proxy import db
from admin_proxy.accounts import people, settings
from admin_proxy.accounts.tables import Person
from admin_proxy.directory import colleagues, person_page
from admin_proxy.goals import at_a_glance, team


def _leads(identity):
    with db.reading() as tx:
        return people.leads(tx, tx.get_one(Person, identity.subject.id))


def _direct_reports(identity):
    with db.reading() as tx:
        return colleagues.direct_reports(tx, identity)


READERS = {
    "My settings": settings.details,
    "Home": at_a_glance.glance,
    "Team": team.team,
    "somebody's page": lambda identity: person_page.person(identity, identity.subject.id),
    "each event": _leads,
    "asking for feedback": _direct_reports,
}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # PostgreSQL counts what each index leads to
@pytest.mark.parametrize("where", READERS)
def test_reports_are_read_by_their_manager(cast, where):
    sam, read = cast.identity("olga" if where == "somebody's page" else "sam"), []

    @event.listens_for(db.engine(), "before_cursor_execute")
    def note(connection, cursor, statement, parameters, context, executemany):
        if "manager_id = ?" in statement:
            read.append((statement, parameters))

    try:
        READERS[where](sam)
    finally:
        event.remove(db.engine(), "before_cursor_execute", note)
    assert read
    with db.engine().connect() as connection:
        for statement, parameters in read:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            steps = [step.detail for step in plan if "person" in step.detail]
            assert any("ix_person_manager_id" in step for step in steps), (statement, steps)
            assert not any("ix_person_name" in step or "SCAN person" in step for step in steps), (statement, steps)
