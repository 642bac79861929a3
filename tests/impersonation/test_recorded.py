"""An impersonation is told of as the record has it, whatever becomes of its own row and of the people."""

from __future__ import annotations

import pytest
from sqlalchemy import event, text

from admin_proxy import db
from admin_proxy.accounts import finding
from admin_proxy.audit import erasing
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import NotFound, operator
from admin_proxy.impersonation import reviewing
from admin_proxy.impersonation.causes import EndCause
from admin_proxy.impersonation.looking import note
from admin_proxy.impersonation.renewing import renew
from admin_proxy.impersonation.revoking import revoke
from admin_proxy.impersonation.stopping import stop
from admin_proxy.reports import impersonations
from tests.audit.tampering import past_the_guards
from tests.impersonation.acts import change_language, changed, entries, impersonating, session, sessions


@pytest.fixture
def over(cast, time) -> str:
    """Olga was Zoë for twelve minutes, and changed something; the session's id."""
    acting = impersonating(cast, "olga", "zoe", "Her language")
    change_language(acting, "en")
    time.advance(minutes=12)
    stop(acting)
    return session().id


def reviewed(cast, session_id: str) -> reviewing.Review:
    return reviewing.review(cast.identity("oscar"), session_id)


def reported(cast) -> list[tuple[str, ...]]:
    return [cells for batch in impersonations.batches(cast.identity("oscar")) for cells in batch]


def erase(cast, who: str) -> None:
    erasing.erase(operator(None), *finding.named(operator(None), str(cast[who])))


def test_what_is_written_into_its_row_is_not_what_was_recorded(cast, over):
    told, listed = reviewed(cast, over), reported(cast)
    assert told.sentence == "You stopped impersonating Zoë Žižková."
    with db.writing(cast.acme) as tx:
        tx.execute(
            text(
                "UPDATE impersonation_session SET actor_id = :oscar, subject_id = :ben, reason = 'Ticket 4711',"
                " end_cause = 'expired', end_sentence = 'Nothing.', renewals = 7, started_at = ended_at"
            ),
            {"oscar": cast["oscar"], "ben": cast["ben"]},
        )
    assert reviewed(cast, over) == told
    assert reported(cast) == listed


def test_without_its_row_it_is_still_told_of(cast, over):
    told, listed = reviewed(cast, over), reported(cast)
    with db.writing(cast.acme) as tx:
        tx.execute(text("DELETE FROM impersonation_session"))
    assert reviewed(cast, over) == told
    assert reported(cast) == listed


def test_people_go_by_the_names_that_they_had(cast, over):
    changed(cast, "zoe", first_name="Anna", last_name="Newname")
    told = reviewed(cast, over)
    assert (told.subject.name, told.subject.initials, told.subject.email) == ("Zoë Žižková", "ZŽ", "zoe@acme.example")
    assert reported(cast)[0][5:7] == ("Zoë Žižková", "zoe@acme.example")


def test_what_was_erased_is_said_to_be(cast, over):
    erase(cast, "zoe")
    told = reviewed(cast, over)
    assert (told.actor.name, told.subject.name, told.subject.email) == ("Olga Orlova", "Erased person", "")
    assert (told.reason, told.end, told.sentence) == ("Erased from the record",) * 3
    assert (told.cause, told.is_running, told.how_long) == (None, False, "12 minutes")
    ((began, ended, length, actor, _, subject, email, reason, *_, end, _),) = reported(cast)
    assert (began, ended, length, actor) == ("2026-03-02 09:00", "2026-03-02 09:12", "12 minutes", "Olga Orlova")
    assert (subject, email, reason, end) == ("Erased person", "", "Erased from the record", "Erased from the record")


def test_what_is_left_where_its_start_was_dropped(cast):
    acting = impersonating(cast, "olga", "zoe", "Her language")
    note(acting, "/goals", "Goals")
    stop(acting)
    remove(Tag.IMPERSONATION_STARTED)
    told = reviewed(cast, session().id)
    assert (told.actor.name, told.subject.name) == ("Olga Orlova", "Zoë Žižková")
    assert (told.since, told.how_long, told.reason, told.cause) == (None, "", "Not in the record", EndCause.STOPPED)
    assert reported(cast) == []


def test_of_which_nothing_is_left_nothing_is_told(cast, over):
    remove(*Tag)
    with pytest.raises(NotFound):
        reviewed(cast, over)
    assert reported(cast) == []


def test_an_end_without_a_word_that_we_know_is_none_that_the_record_tells(cast, over):
    with past_the_guards() as tx:
        tx.execute(text('UPDATE audit_entry SET after = \'{"cause": [], "ended_at": "x"}\' WHERE after IS NOT NULL'))
    told = reviewed(cast, over)
    assert (told.cause, told.end, told.is_running, told.how_long) == (None, "Not in the record", False, "12 minutes")


def test_whoever_ended_it_is_none_of_its_people_and_their_words_are_told(cast):
    impersonating(cast, "hana", "fay")
    revoke(cast.identity("oscar"), session().id, "Not today.")
    told = reviewed(cast, session().id)
    assert (told.actor.name, told.cause) == ("Hana Horváthová", EndCause.REVOKED)
    assert told.sentence == "Your impersonation of Fay Fischer has been ended by a Super Admin. Not today."
    assert told.sentence == session().end_sentence


def test_it_runs_until_the_record_says_so_or_its_time_is_up(cast, time):
    acting = impersonating(cast, "olga", "zoe")
    time.advance(minutes=30)
    renew(acting)
    told = reviewed(cast, session().id)
    assert (told.is_running, told.until, told.renewals) == (True, session().expires_at, 1)
    assert (told.cause, told.end, told.sentence) == (None, "", "")
    time.advance(minutes=60)
    told = reviewed(cast, session().id)
    assert (told.is_running, told.until, told.how_long) == (False, session().expires_at, "1 hour 30 minutes")
    assert (told.cause, told.end) == (EndCause.EXPIRED, "expired")
    assert told.sentence == "Your impersonation of Zoë Žižková has ended because the time was up."


def test_an_erased_one_that_runs_may_do_so_for_a_day(cast, time):
    impersonating(cast, "olga", "zoe", "Her language")
    erase(cast, "zoe")
    told = reviewed(cast, session().id)
    assert (told.is_running, told.until) == (True, session().latest_end)


def test_a_report_asks_as_much_for_many_as_for_one(cast):
    asked: list[int] = []
    for _ in range(3):
        stop(impersonating(cast, "olga", "zoe"))
        asked.append(len(statements(lambda: reported(cast))))
    assert len(sessions()) == 3
    assert len(set(asked)) == 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # PostgreSQL counts what each index leads to
def test_a_session_is_read_by_its_own_entries(cast, over):
    read = [one for one in statements(lambda: reviewed(cast, over)) if "FROM audit_entry" in one[0]]
    assert len(read) == 2
    with db.engine().connect() as connection:
        for statement, parameters in read:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            assert "ix_audit_entry_session" in plan[0].detail


def remove(*tags: Tag) -> None:
    gone = [entry.id for entry in entries() if entry.tag in tags]
    with past_the_guards() as tx:
        for entry_id in gone:
            tx.execute(text("DELETE FROM audit_entry WHERE id = :id"), {"id": entry_id})


def statements(do) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []

    def note(connection, cursor, statement, parameters, context, executemany):
        found.append((statement, parameters))

    event.listen(db.engine(), "before_cursor_execute", note)
    try:
        do()
    finally:
        event.remove(db.engine(), "before_cursor_execute", note)
    return found
