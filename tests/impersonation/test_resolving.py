"""Who is asking, at each event anew."""

from __future__ import annotations

from contextlib import contextmanager

from sqlalchemy import event, text
from sqlmodel import col, select

from admin_proxy import db
from admin_proxy.accounts import logins
from admin_proxy.accounts.tables import Login
from admin_proxy.impersonation.resolving import resolve
from tests.impersonation.acts import at_all, impersonating, now, session


@contextmanager
def statements():
    """Counts what the database is asked."""
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        if statement.lstrip().upper().startswith(("SELECT", "WITH", "UPDATE", "INSERT")):
            asked.append(statement)

    event.listen(db.engine(), "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine(), "before_cursor_execute", note)


def last_seen(login_id: str):
    with db.reading() as tx:
        return tx.exec(select(Login.last_seen_at).where(col(Login.id) == login_id)).one()


def test_somebody_who_is_signed_in_is_themselves(cast):
    identity = resolve(cast.identity("sam").login_id, "192.0.2.7")
    assert identity is not None
    assert identity.actor == identity.subject
    assert identity.actor.name == "Sam Silva"
    assert identity.session is None
    assert identity.address == "192.0.2.7"


def test_no_such_login_is_nobody(cast):
    assert resolve("", "") is None
    assert resolve("no-such-login", "") is None


def test_a_login_that_is_over_is_nobody(cast, time):
    signed_out, left_idle = cast.identity("sam"), cast.identity("sam")
    logins.sign_out(signed_out.login_id)
    assert at_all(signed_out) is None
    time.advance(hours=12)
    assert at_all(left_idle) is None


def test_vendor_staff_are_themselves_too(cast):
    identity = now(cast.identity("carl"))
    assert identity.actor.organization_id is None
    assert not identity.impersonating


def test_it_takes_three_questions_and_one_more_for_a_scope(cast):
    olga, hana = impersonating(cast, "olga", "zoe"), impersonating(cast, "hana", "fay")
    for identity, most in ((olga, 3), (hana, 4)):
        with statements() as asked:
            resolve(identity.login_id, "")
        assert len(asked) == most, asked


def test_its_use_is_noted_once_a_minute_at_most(cast, time):
    identity = cast.identity("sam")
    signed_in_at = last_seen(identity.login_id)
    time.advance(seconds=59)
    now(identity)
    assert last_seen(identity.login_id) == signed_in_at
    time.advance(seconds=1)
    now(identity)
    assert last_seen(identity.login_id) == time.now()


def test_the_subjects_logins_are_left_alone(cast, time):
    zoes = cast.identity("zoe")
    seen = last_seen(zoes.login_id)
    identity = impersonating(cast, "olga", "zoe")
    time.advance(minutes=10)
    now(identity)
    assert last_seen(zoes.login_id) == seen
    assert not now(zoes).impersonating


def test_whoever_is_no_longer_allowed_is_themselves_though_nobody_said_so(cast):
    identity = impersonating(cast, "olga", "zoe")
    with db.writing() as tx:
        tx.execute(text("UPDATE person SET role = 'employee' WHERE id = :id"), {"id": cast["olga"]})
    assert now(identity).subject.name == "Olga Orlova"
    assert session().end_cause == "no longer allowed"


def test_access_is_lost_even_while_the_end_cannot_be_written(cast, time):
    identity = impersonating(cast, "olga", "zoe")
    time.advance(hours=1)
    with db.writing(cast.acme):
        assert not now(identity).impersonating
        assert now(identity).subject.name == "Olga Orlova"
    assert session().end_cause == ""
    now(identity)
    assert session().end_cause == "expired"


def test_it_says_whether_anybody_reports_to_the_subject(cast):
    assert now(cast.identity("sam")).leads
    assert not now(cast.identity("fay")).leads
    assert now(impersonating(cast, "olga", "sam")).leads
    assert not now(impersonating(cast, "olga", "fay")).leads
