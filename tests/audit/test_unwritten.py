"""Where the record cannot be written, nothing is done; what takes access away works all the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from admin_proxy import db
from admin_proxy.accounts import logins, settings, withdrawn
from admin_proxy.accounts.tables import Login, Person
from admin_proxy.audit import trail, unwritten
from admin_proxy.audit.tags import Tag
from admin_proxy.audit.verifying import verify
from admin_proxy.identity import operator
from admin_proxy.impersonation import rechecking
from admin_proxy.impersonation.starting import start
from admin_proxy.impersonation.stopping import stop
from tests.impersonation.acts import at_all, entries, impersonating, now, session, sessions


@contextmanager
def refusing(table: str) -> Iterator[None]:
    """Nothing can be added to a table."""
    with db.writing() as tx:
        if db.is_sqlite(tx):
            refuse = f"CREATE TRIGGER refusing BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'no'); END"
            tx.connection().exec_driver_sql(refuse)
        else:
            tx.connection().exec_driver_sql(
                "CREATE FUNCTION refusing() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'no'; END$$"
            )
            tx.connection().exec_driver_sql(
                f"CREATE TRIGGER refusing BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION refusing()"
            )
    yield
    with db.writing() as tx:
        tx.execute(text("DROP TRIGGER refusing" + ("" if db.is_sqlite(tx) else f" ON {table}")))


@contextmanager
def full_disk() -> Iterator[None]:
    """SQLite may not take another page, and has none left over."""
    with db.writing() as tx:
        pages = tx.connection().exec_driver_sql("PRAGMA page_count").scalar_one()
    db.engine().dispose()

    def limit(connection, _record) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    from sqlalchemy import event

    event.listen(db.engine(), "connect", limit)
    with pytest.raises(DBAPIError, match="full"), db.writing() as tx:  # noqa: PT012
        for _ in range(10_000):
            trail.record(tx, operator(None), Tag.DEPARTMENT_CREATED, note="x" * 2_000)
            tx.flush()
    yield
    event.remove(db.engine(), "connect", limit)
    db.engine().dispose()


def language(cast, who: str) -> str:
    with db.reading() as tx:
        return tx.get_one(Person, cast[who]).language


@pytest.mark.parametrize("table", ["audit_entry", "audit_link"])
def test_a_change_that_cannot_be_recorded_is_not_made(cast, table):
    zoe = cast.identity("zoe")
    with refusing(table), pytest.raises(DBAPIError) as refused:
        settings.change(zoe, language="en")
    assert language(cast, "zoe") == "de"
    assert unwritten.sentence(refused.value).startswith("This could not be written down, and what is not recorded is")
    assert settings.change(zoe, language="en")
    assert all(verdict.is_sound for verdict in verify())


@pytest.mark.parametrize("table", ["audit_entry", "audit_link"])
def test_no_impersonation_begins_that_cannot_be_recorded(cast, table):
    olga = cast.identity("olga")
    with refusing(table), pytest.raises(DBAPIError):
        start(olga, cast["zoe"], "")
    assert sessions() == []


@pytest.mark.parametrize("table", ["audit_entry", "audit_link"])
def test_stop_takes_the_access_away_and_is_written_as_soon_as_that_works(cast, table):
    as_zoe = impersonating(cast, "olga", "zoe")
    with refusing(table):
        assert stop(as_zoe) is None
        assert not now(as_zoe).impersonating
        assert session().ended_at is None
    assert rechecking.sweep() == 1
    assert session().end_cause == "stopped"
    assert len(entries(Tag.IMPERSONATION_ENDED)) == 1


@pytest.mark.parametrize("table", ["audit_entry", "audit_link"])
def test_signing_out_takes_the_access_away_and_is_written_as_soon_as_that_works(cast, table):
    as_zoe = impersonating(cast, "olga", "zoe")
    with refusing(table):
        assert logins.sign_out(as_zoe.login_id)
        assert at_all(as_zoe) is None
    assert at_all(as_zoe) is None
    logins.write_withdrawn()
    assert withdrawn.waiting() == []
    with db.reading() as tx:
        assert tx.get_one(Login, as_zoe.login_id).end_cause == "signed out"
    assert session().end_cause == "signed out"
    assert len(entries(Tag.LOGIN_ENDED)) == 1


class TestOnSqlite:
    @pytest.fixture
    def database(self, request, tmp_path, sqlite_template):
        import shutil

        path = tmp_path / "test.db"
        shutil.copy(sqlite_template, path)
        db.connect(f"sqlite:///{path}")
        yield "sqlite"
        db.engine().dispose()

    def test_a_full_disk_changes_nothing_and_keeps_nobody_in(self, cast):
        as_zoe, sam = impersonating(cast, "olga", "zoe"), cast.identity("sam")
        note = "x" * 1_900
        with full_disk():
            with pytest.raises(DBAPIError) as refused:  # noqa: PT012
                for turn in range(200):  # until the last page is full
                    settings.change(sam, language=("de", "en")[turn % 2])
                    with db.writing(cast.acme) as tx:
                        trail.record(tx, operator(cast.acme), Tag.DEPARTMENT_CREATED, note=note)
            assert "could not be written down" in unwritten.sentence(refused.value)
            stop(as_zoe)
            assert not now(as_zoe).impersonating
            logins.sign_out(as_zoe.login_id)
            assert at_all(as_zoe) is None
        assert all(verdict.is_sound for verdict in verify())

    def test_a_database_that_somebody_holds_keeps_nobody_in(self, cast, monkeypatch):
        as_zoe = impersonating(cast, "olga", "zoe")
        monkeypatch.setattr(withdrawn, "PATIENCE_MS", 50)
        with db.writing():
            stop(as_zoe)
            assert not now(as_zoe).impersonating
            logins.sign_out(as_zoe.login_id)
            assert at_all(as_zoe) is None
            with pytest.raises(DBAPIError) as refused, db.writing(patience_ms=50):
                pass
        assert unwritten.sentence(refused.value).startswith("Others were saving for too long")
