"""The role that docs/audit.md has PostgreSQL serve with: it does all that the product does, and bends nothing."""

from __future__ import annotations

import re
from copy import deepcopy

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ProgrammingError

from admin_proxy import clock, config, db, jobs, opening, schema
from admin_proxy.audit import anchors, checking
from admin_proxy.audit.tags import Tag
from admin_proxy.impersonation.stopping import stop
from tests import postgres
from tests.impersonation.acts import change_language, entries, impersonating, letters
from tests.reports.acts import download, made

ROLE = "admin_proxy_app"


@pytest.fixture
def cast(postgres_server, postgres_with_the_cast, tmp_path):
    """A database of its own, which the product has opened as that role."""
    said = (schema.ROOT / "docs" / "audit.md").read_text()
    (grants,) = re.findall(r"```sql\n(CREATE ROLE .*?)```", said, re.DOTALL)
    before = config._current, clock.use(clock.ManualClock())
    with postgres.new_database(postgres_server, "template_with_the_cast") as url:
        owner = db.create(url)
        with owner.begin() as connection:
            connection.exec_driver_sql(grants)
        owner.dispose()
        serving = make_url(url).set(username=ROLE, drivername="postgresql").render_as_string()
        rules = config.load(data_dir=tmp_path, database_url=serving, audit_anchors_mail="a@auditor.example")
        opening.open_database(config.use(rules))
        yield deepcopy(postgres_with_the_cast[1])
        db.engine().dispose()
    with postgres.as_admin(postgres_server) as connection:
        connection.execute(text(f"DROP ROLE {ROLE}"))
    config._current = before[0]
    clock.use(before[1])


def test_the_product_does_with_it_what_it_does_and_nobody_bends_the_record(cast):
    olga = impersonating(cast, "olga", "zoe")
    change_language(olga, "en")
    stop(olga)
    report = made(cast.identity("zoe"))
    assert download(cast.identity("zoe"), report)
    jobs.anchor()
    jobs.verify()
    jobs.forget()
    found = checking.soundness(cast.identity("olga"))
    assert (found.checked_at, found.problem, found.failure) == (clock.now(), "", "")
    assert "a@auditor.example" in [letter.to_email for letter in letters()]
    assert [anchor.name for anchor in anchors.latest(config.current())] == ["acme"]
    assert len(entries(Tag.IMPERSONATION_ENDED)) == 1
    for statement in bending():
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), db.writing() as tx:
            tx.execute(text(statement))


def bending() -> list[str]:
    added_to = ("audit_entry", "audit_link", "audit_erased", "audit_tombstone")
    column = {"audit_entry": "note", "audit_erased": "content"}
    updates = [f"UPDATE {table} SET {column.get(table, 'digest')} = ''" for table in added_to]
    every = (*added_to, "audit_head")
    takes_away = [f"{what} {table}" for table in every for what in ("DELETE FROM", "TRUNCATE")]
    triggers = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in every]
    return [*updates, *takes_away, *triggers, "UPDATE alembic_version SET version_num = '0001'"]
