"""The one door: once, with one cause, and the person is told what was changed."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from admin_proxy import db
from admin_proxy.accounts import logins, settings
from admin_proxy.accounts.tables import Person
from admin_proxy.audit.tags import Tag
from admin_proxy.impersonation import changes, ending
from admin_proxy.impersonation.causes import EndCause
from admin_proxy.impersonation.expiry import expire_due
from admin_proxy.impersonation.standing import running
from admin_proxy.impersonation.stopping import stop
from admin_proxy.impersonation.tables import ImpersonationSession
from tests.impersonation.acts import (
    change_language,
    changed,
    entries,
    house_rule,
    impersonating,
    letters,
    news,
    now,
    session,
)


@pytest.mark.parametrize("cause", [cause for cause in EndCause if cause is not EndCause.EXPIRED])
def test_each_cause_ends_it_once(cast, time, cause):
    impersonating(cast, "olga", "zoe")
    time.advance(minutes=3)
    with news() as told, db.writing(cast.acme) as tx:
        (standing,) = running(tx)
        assert ending.end(tx, standing, cause)
        assert not ending.end(tx, standing, cause)
        assert not ending.end(tx, standing, EndCause.REVOKED)
        assert told == []
    assert len(told) == 1
    assert (session().end_cause, session().ended_at) == (cause.value, time.now())
    assert session().end_sentence.startswith("You")
    (entry,) = entries(Tag.IMPERSONATION_ENDED)
    assert entry.after["cause"] == cause.value


def test_whatever_the_cause_given_what_is_over_its_time_has_expired(cast, time):
    impersonating(cast, "olga", "zoe")
    time.advance(hours=1, minutes=30)
    with db.writing(cast.acme) as tx:
        ending.end(tx, *running(tx), EndCause.REVOKED, sentence="Because.")
    assert session().end_cause == "expired"
    assert session().ended_at == session().expires_at
    assert "Because" not in session().end_sentence


def test_an_end_that_is_not_committed_is_none(cast):
    identity = impersonating(cast, "olga", "zoe")

    def end_and_fail():
        with db.writing(cast.acme) as tx:
            ending.end(tx, *running(tx), EndCause.STOPPED)
            raise RuntimeError("the disk is full")

    with news() as told, pytest.raises(RuntimeError):
        end_and_fail()
    assert told == []
    assert now(identity).impersonating
    assert entries(Tag.IMPERSONATION_ENDED) == []


class TestTheLetter:
    def test_who_when_and_what_before_and_after(self, cast, time):
        house_rule(cast.acme, notify_of_changes=True)
        identity = impersonating(cast, "olga", "zoe")
        time.advance(minutes=5)
        settings.change(identity, language="en", time_zone="UTC")
        time.advance(minutes=5)
        stop(identity)
        (letter,) = letters()
        assert (letter.to_email, letter.to_person_id) == ("zoe@acme.example", cast["zoe"])
        assert letter.subject == "Olga Orlova changed something in your name"
        assert letter.session_id == session().id
        assert letter.body == (
            "Hello Zoë,\n"
            "\n"
            "Olga Orlova (olga@acme.example) worked in your name on Acme from 2 Mar 2026, 09:00 to 2 Mar 2026, 09:10 "
            "(GMT+00:00) and changed this:\n"
            "\n"
            "09:05  Changed settings: Zoë Žižková\n"
            "       Language: German → English\n"
            "       Time zone: Europe/Prague → UTC\n"
            "\n"
            "If you have questions about it, write to olga@acme.example or ask your HR department.\n"
            "\n"
            "Look at it here: http://127.0.0.1:3000/settings/account-activity\n"
        )

    def test_one_for_each_session_however_many_changes_and_whatever_ends_it(self, cast, time):
        house_rule(cast.acme, notify_of_changes=True)
        identity = impersonating(cast, "olga", "zoe")
        change_language(identity, "en")
        change_language(identity, "de")
        time.advance(hours=1)
        expire_due()
        assert stop(identity) is None
        (letter,) = letters()
        assert letter.body.count("Einstellungen geändert") == 2
        assert "bis zum 02.03.2026, 11:00 (GMT+01:00)" in letter.body

    def test_the_letter_lists_so_many_changes_and_counts_the_others(self, cast, monkeypatch):
        monkeypatch.setattr(changes, "MOST", 3)
        house_rule(cast.acme, notify_of_changes=True)
        acting = impersonating(cast, "olga", "zoe")
        for language in ("en", "de", "en", "de", "en"):
            change_language(acting, language)
        stop(acting)
        (letter,) = letters()
        assert letter.body.count("Changed settings") == 3
        assert "… and 2 more changes." in letter.body

    def test_no_change_no_letter(self, cast):
        house_rule(cast.acme, notify_of_changes=True)
        stop(impersonating(cast, "olga", "zoe"))
        assert letters() == []

    def test_no_letter_where_the_organization_wants_none(self, cast):
        identity = impersonating(cast, "olga", "zoe")
        change_language(identity, "en")
        stop(identity)
        assert letters() == []

    def test_the_rule_counts_that_holds_at_the_end(self, cast):
        identity = impersonating(cast, "olga", "zoe")
        change_language(identity, "en")
        house_rule(cast.acme, notify_of_changes=True)
        logins.sign_out(identity.login_id)
        assert len(letters()) == 1

    def test_what_the_actor_does_as_themselves_is_no_change_of_the_person(self, cast):
        house_rule(cast.acme, notify_of_changes=True)
        identity = impersonating(cast, "olga", "zoe")
        settings.change(identity, theme="dark")
        summary = stop(identity)
        assert summary is not None
        assert summary.changes == 0
        assert letters() == []

    def test_a_very_long_name_still_fits(self, cast):
        changed(cast, "zoe", first_name="Ž" * 100, last_name="Ž" * 100)
        impersonating(cast, "olga", "zoe")
        changed(cast, "zoe", deactivated_on=session().started_at.date())
        assert session().end_cause == "subject deactivated"
        assert len(session().end_sentence) <= ending.LONGEST_SENTENCE


class TestTheDatabaseItself:
    """What no code, however wrong, can store."""

    def store(self, cast, **values):
        with db.writing(cast.acme) as tx:
            tx.execute(update(ImpersonationSession).values(**values))

    def test_no_end_without_a_cause_and_no_cause_without_an_end(self, cast):
        impersonating(cast, "olga", "zoe")
        for values in ({"end_cause": "stopped"}, {"ended_at": session().started_at}):
            with pytest.raises(IntegrityError):
                self.store(cast, **values)

    def test_no_session_beyond_its_latest_end(self, cast, time):
        impersonating(cast, "olga", "zoe")
        time.advance(days=2)
        with pytest.raises(IntegrityError):
            self.store(cast, expires_at=time.now())

    def test_nobody_impersonates_themselves(self, cast):
        impersonating(cast, "olga", "zoe")
        with pytest.raises(IntegrityError):
            self.store(cast, subject_id=cast["olga"])

    def test_no_two_running_sessions_on_one_login(self, cast):
        first = impersonating(cast, "olga", "zoe")
        impersonating(cast, "olga", "sam")
        with pytest.raises(IntegrityError):
            self.store(cast, login_id=first.login_id)

    def test_a_person_who_was_impersonated_cannot_be_deleted_with_the_evidence(self, cast):
        identity = impersonating(cast, "olga", "ben")
        stop(identity)
        with pytest.raises(IntegrityError), db.writing(cast.acme) as tx:
            tx.execute(delete(Person).where(col(Person.id) == cast["ben"]))
