"""Impersonate Notifications: exactly one in the application and one letter, and the administrator has no hand in it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlmodel import col, select

from admin_proxy import db
from admin_proxy.accounts import logins, settings
from admin_proxy.audit import said
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.audit.tags import Tag
from admin_proxy.feedback import telling as feedback
from admin_proxy.identity import Forbidden
from admin_proxy.impersonation import asking, changes, notice, notice_words, revoking
from admin_proxy.impersonation.expiry import expire_due
from admin_proxy.impersonation.stopping import stop
from admin_proxy.notifications import choices, inbox, system
from admin_proxy.notifications.tables import Notification
from tests.impersonation.acts import (
    change_language,
    changed,
    house_rule,
    impersonating,
    letters,
    now,
    session,
)

IMPERSONATE = "impersonation.changes"


def notifications() -> list[Notification]:
    with db.reading() as tx:
        return list(tx.exec(select(Notification).order_by(col(Notification.id))))


@pytest.fixture
def notified(cast):
    house_rule(cast.acme, notify_of_changes=True)
    return cast


def test_after_a_change_there_is_one_in_the_inbox_and_one_letter_with_the_same_words(notified):
    acting = impersonating(notified, "olga", "zoe")
    settings.change(acting, time_zone="Europe/Vienna")
    stop(acting)
    (card,) = inbox.inbox(notified.identity("zoe")).cards
    (letter,) = letters()
    assert (card.title, card.is_unread, card.link) == (letter.subject, True, "/settings/account-activity")
    assert card.text in letter.body
    assert "Zeitzone: Europe/Prague → Europe/Vienna" in card.text


@pytest.mark.parametrize("end", ["stop", "expire", "sign out", "revoke", "no longer allowed", "deactivated"])
def test_whatever_ends_it(notified, time, end):
    acting = impersonating(notified, "olga", "zoe")
    change_language(acting, "en")
    if end == "stop":
        stop(acting)
    elif end == "expire":
        time.advance(hours=1)
        expire_due()
    elif end == "sign out":
        logins.sign_out(acting.login_id)
    elif end == "revoke":
        revoking.revoke(notified.identity("oscar"), session().id, "Enough")
    elif end == "no longer allowed":
        changed(notified, "olga", role="employee")
    else:
        changed(notified, "zoe", deactivated_on=time.now().date())
    assert session().ended_at
    stop(acting)
    expire_due()
    assert [row.person_id for row in notifications()] == [notified["zoe"]]
    assert [letter.to_person_id for letter in letters()] == [notified["zoe"]]


def test_only_looked_nothing_is_told(notified):
    acting = impersonating(notified, "olga", "zoe")
    inbox.inbox(acting)
    settings.change(acting, theme="dark")  # of the screen that Olga sits in front of
    stop(acting)
    assert (notifications(), letters()) == ([], [])


def test_switched_off_nothing_is_told(cast):
    acting = impersonating(cast, "olga", "zoe")
    change_language(acting, "en")
    stop(acting)
    assert (notifications(), letters()) == ([], [])


class TestTheAdministrator:
    def test_cannot_switch_it_off_in_time(self, notified):
        """From another browser, as themselves."""
        olga = notified.identity("olga")
        acting = impersonating(notified, "olga", "zoe")
        change_language(acting, "en")
        system.switch(olga, IMPERSONATE, on=False)
        stop(acting)
        system.switch(olga, IMPERSONATE, on=True)
        assert (len(notifications()), len(letters())) == (1, 1)

    def test_cannot_see_it_as_that_person_wherever_they_look(self, notified):
        """In one browser the impersonation goes on while it ends in the other."""
        elsewhere = impersonating(notified, "olga", "zoe")
        acting = impersonating(notified, "olga", "zoe")
        change_language(acting, "en")
        stop(acting)
        assert inbox.inbox(elsewhere).cards == ()
        assert inbox.unread(elsewhere) == 0
        assert inbox.unread(impersonating(notified, "oscar", "zoe")) == 1
        assert inbox.unread(notified.identity("zoe")) == 1

    @pytest.mark.parametrize("who", ["olga", "oscar"])
    def test_cannot_mark_it_as_read(self, notified, who):
        acting = impersonating(notified, "olga", "zoe")
        change_language(acting, "en")
        stop(acting)
        (row,) = notifications()
        again = impersonating(notified, who, "zoe")
        for mark in (lambda: inbox.mark_read(again, row.id), lambda: inbox.mark_all_read(again, row.id)):
            with pytest.raises(Forbidden, match="you cannot mark them as read while impersonating"):
                mark()
        assert inbox.unread(notified.identity("zoe")) == 1

    def test_cannot_have_the_person_choose_not_to_get_it(self, notified):
        acting = impersonating(notified, "olga", "zoe")
        with pytest.raises(Forbidden, match="Your organization decides"):
            choices.choose(acting, IMPERSONATE, by_email=False)
        change_language(acting, "en")
        stop(acting)
        assert len(letters()) == 1


class TestThePrompt:
    def test_what_it_says_is_kept(self, notified):
        olga = notified.identity("olga")
        assert asking.ask(olga, notified["zoe"]).notification == "Zoë Žižková will be notified of what you change."
        system.switch(notified.identity("oscar"), IMPERSONATE, on=False)
        said = asking.ask(olga, notified["zoe"])
        assert (said.notified, said.notification) == (False, "Zoë Žižková will not be notified of what you change.")

    def test_switched_on_meanwhile_the_person_is_told_all_the_same(self, cast):
        acting = impersonating(cast, "olga", "zoe")
        change_language(acting, "en")
        system.switch(cast.identity("oscar"), IMPERSONATE, on=True)
        stop(acting)
        assert len(letters()) == 1


class TestTheWords:
    def test_in_german_and_the_persons_time_zone_when_the_clocks_are_put_back(self, notified, time):
        """02:30 comes twice that night."""
        time._now = datetime(2026, 10, 24, 23, 45, tzinfo=UTC)
        acting = impersonating(notified, "olga", "zoe")
        time.advance(minutes=5)
        settings.change(acting, time_zone="Europe/Berlin")
        time.advance(minutes=50)
        stop(acting)
        (row,) = notifications()
        assert row.title == "Olga Orlova hat in Ihrem Namen etwas geändert"
        assert "vom 25.10.2026, 01:45 bis zum 25.10.2026, 02:40 (GMT+02:00)" in row.text
        assert "01:50  Einstellungen geändert: Zoë Žižková" in row.text

    def test_what_was_changed_before_midnight_has_its_day(self, notified, time):
        time._now = datetime(2026, 3, 2, 22, 55, tzinfo=UTC)
        acting = impersonating(notified, "olga", "zoe")
        change_language(acting, "en")
        time.advance(minutes=10)
        settings.change(acting, time_zone="UTC")
        changed(notified, "zoe", time_zone="Europe/Prague")
        stop(acting)
        (row,) = notifications()
        assert "23:55  Changed settings" in row.text
        assert "3 Mar 2026, 00:05  Changed settings" in row.text

    @pytest.mark.parametrize(("language", "time_zone"), [("fr", "Europe/Paris"), ("", "Nowhere/Land"), ("de_AT", "")])
    def test_whatever_the_row_says_the_end_is_never_in_danger(self, notified, language, time_zone):
        acting = impersonating(notified, "olga", "zoe")
        change_language(acting, "en")
        changed(notified, "zoe", language=language, time_zone=time_zone)
        stop(acting)
        assert not now(acting).impersonating
        assert "Changed settings" in notifications()[0].text

    def test_fifty_changes_are_listed_and_the_others_counted(self, notified, monkeypatch):
        monkeypatch.setattr(changes, "MOST", 3)
        acting = impersonating(notified, "olga", "zoe")
        for language in ("en", "de", "en", "de", "en"):
            change_language(acting, language)
        stop(acting)
        (row,) = notifications()
        assert row.text.count("Changed settings") == 3
        assert "… and 2 more changes." in row.text

    def test_what_the_record_names_by_itself_is_named_in_german(self, notified):
        acting = impersonating(notified, "olga", "zoe")
        choices.choose(acting, feedback.DECLINED.key, by_email=False)
        stop(acting)
        (row,) = notifications()
        assert "Auswahl der Benachrichtigungen geändert: Feedback abgelehnt\n" in row.text

    def test_every_kind_of_thing_is_named_in_the_readers_language(self, cast, time):
        """What people named themselves stays as they did."""
        known = {
            ("notification", "Feedback declined"): "Feedback abgelehnt",
            ("audit_log", "Audit log"): "Prüfprotokoll",
            ("page", "My goals"): "Meine Ziele",
            ("report", "My goals"): "Meine Ziele",
            ("person", "Somebody by e-mail"): "Jemand, nach E-Mail",
            ("feedback", "Feedback to Sam"): "Feedback an Sam",
            ("feedback", "Feedback to Sam about Fay"): "Feedback an Sam zu Fay",
            ("feedback_request", "Request to Sam about Fay"): "Bitte an Sam zu Fay",
            ("recognition", "Recognition of Sam"): "Anerkennung für Sam",
            ("impersonation", "Olga as Sam"): "Olga als Sam",
            ("login", "Firefox on Linux"): "Firefox auf Linux",
            ("goal", "My goals"): "My goals",
        }
        assert {kind for kind, _ in known} - {"goal"} == said._OF_OURS | said._THINGS.keys()
        entries = [
            AuditEntry(
                id="", at=time.now(), tag=Tag.SETTINGS_CHANGED, actor_kind="person", actor_name="", actor_email="",
                subject_name="", subject_email="", object_kind=kind, object_name=kept,
            )
            for kind, kept in known
        ]  # fmt: skip
        happened = notice.Happened("Olga", "olga@acme.example", "Acme", time.now(), time.now(), entries, len(entries))
        zoe = cast.identity("zoe").subject
        for language, expected in (("de", [*known.values()]), ("en", [kept for _, kept in known])):
            text = notice.words(replace(zoe, language=language), happened).text
            assert re.findall(r"(?:geändert|settings): (.*)", text) == expected

    def test_every_action_of_the_record_has_german_words(self):
        for tag in Tag:
            assert notice_words.action("en", tag) == tag.sentence
            assert notice_words.action("de", tag) != tag.sentence
