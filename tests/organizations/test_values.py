from alembic.config import Config
from sqlalchemy import text

from admin_proxy import db, schema
from admin_proxy.identity import operator
from admin_proxy.organizations import creating, values
from admin_proxy.organizations.tables import VALUES_AT_FIRST
from alembic import command


def names(organization_id):
    with db.reading() as tx:
        return tuple(one.name for one in values.of(tx, organization_id))


def test_an_organization_has_company_values_from_the_start_however_it_comes_to_be(cast):
    assert names(cast.acme) == names(cast.globex) == VALUES_AT_FIRST
    assert names(creating.create(operator(None), "initech", "Initech").id) == VALUES_AT_FIRST


def test_each_organization_has_its_own(cast):
    with db.reading() as tx:
        acme, globex = ({one.id for one in values.of(tx, house)} for house in (cast.acme, cast.globex))
    assert not acme & globex


def test_an_organization_that_was_there_before_gets_them(tmp_path):
    engine = db.create(f"sqlite:///{tmp_path / 'old.db'}")
    config = Config(str(schema.ROOT / "alembic.ini"))
    with engine.connect() as connection:
        connection.execution_options(writing=True)
        with connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, "0012")
            connection.execute(
                text(
                    "INSERT INTO organization (id, slug, name, created_at, proxy_enabled, limited_to_super_admins, "
                    "reason_required, notify_of_changes, session_hours) "
                    "VALUES (7, 'acme', 'Acme', '2026-01-01', 1, 0, 0, 0, 1)"
                )
            )
    schema.upgrade(engine)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT organization_id, name FROM company_value ORDER BY position")).all()
    engine.dispose()
    assert [tuple(row) for row in found] == [(7, name) for name in VALUES_AT_FIRST]
