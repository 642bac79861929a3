"""What was recorded before there was a chain is linked when there is one, in the order of its ids."""

from __future__ import annotations

import json

from alembic.config import Config
from sqlalchemy import text
from sqlmodel import col, select
from uuid_utils import uuid7

from admin_proxy import clock, db, schema
from admin_proxy.audit.tables import AuditEntry, AuditLink
from admin_proxy.audit.verifying import verify
from alembic import command

ENTRIES = 6_000
"""More than the migration takes at once."""


def migrate(to: str) -> None:
    config = Config(str(schema.ROOT / "alembic.ini"))
    with db.engine().connect() as connection:
        connection.execution_options(writing=True)
        with connection.begin():
            config.attributes["connection"] = connection
            (command.upgrade if to == "head" else command.downgrade)(config, to)


def test_old_entries_are_linked(cast):
    migrate("0015")
    old = [
        {
            "id": str(uuid7()), "organization_id": (cast.acme, cast.globex, None)[number % 3], "at": clock.now(),
            "tag": "goals.goal.created", "actor_kind": "operator", "actor_name": "Zoë", "actor_email": "",
            "subject_name": "“Quoted” \\ and\nbroken", "subject_email": "", "people_text": "zoe", "object_kind": "",
            "object_id": "", "object_name": "", "note": "", "address": "",
            "before": None, "after": json.dumps({"b": number, "a": "Ž"}),
        }
        for number in range(ENTRIES)
    ]  # fmt: skip
    at = ":at" if db.engine().dialect.name == "postgresql" else "'2026-03-02 09:00:00.000000'"
    places = ", ".join(at if name == "at" else f":{name}" for name in old[0])
    insert = text(f"INSERT INTO audit_entry ({', '.join(old[0])}) VALUES ({places})")
    with db.engine().connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(insert, old)
    migrate("head")
    assert schema.differences(db.engine()) == []
    assert [(verdict.chain.seq, verdict.problem) for verdict in verify()] == [(ENTRIES // 3, None)] * 3
    with db.reading() as tx:
        linked = tx.exec(select(AuditLink.entry_id).where(AuditLink.chain == cast.acme).order_by(col(AuditLink.seq)))
        assert linked.all() == [entry["id"] for entry in old if entry["organization_id"] == cast.acme]
        assert len(set(tx.exec(select(AuditEntry.key)))) == ENTRIES
