"""What people and their organizations want of a kind, and who has the last word."""

from __future__ import annotations

import pytest

from admin_proxy.audit.tags import Tag
from admin_proxy.identity import ChangedMeanwhile, Forbidden, Invalid, NotFound
from admin_proxy.notifications import choices, inbox, system
from tests.impersonation.acts import entries, house_rule, impersonating, letters
from tests.notifications.acts import a_kind, told

IMPERSONATE = "impersonation.changes"


@pytest.fixture
def kind(cast):
    with a_kind() as kind:
        yield kind


def card(identity, kind):
    (found,) = [one for one in choices.mine(identity) if one.kind == kind.key]
    return found


def test_without_a_choice_people_are_told_both_ways_and_how_to_choose(cast, kind):
    told(cast, "sam", kind, link="/goals")
    assert inbox.unread(cast.identity("sam")) == 1
    (letter,) = letters()
    assert "Look at it here: http://127.0.0.1:3000/goals" in letter.body
    assert "My settings → Notifications" in letter.body


@pytest.mark.parametrize(("in_app", "by_email"), [(True, False), (False, True), (False, False)])
def test_a_person_chooses_the_ways(cast, kind, in_app, by_email):
    sam = cast.identity("sam")
    choices.choose(sam, kind.key, in_app=in_app)
    chosen = choices.choose(sam, kind.key, by_email=by_email)
    assert (chosen.in_app, chosen.by_email) == (in_app, by_email)
    told(cast, "sam", kind)
    told(cast, "fay", kind)
    assert (inbox.unread(sam), len([one for one in letters() if one.to_name == "Sam Silva"])) == (in_app, by_email)
    assert inbox.unread(cast.identity("fay")) == 1


def test_a_choice_is_recorded_once_under_both_names(cast, kind):
    acting = impersonating(cast, "olga", "sam")
    choices.choose(acting, kind.key, by_email=True)
    choices.choose(acting, kind.key, by_email=False)
    choices.choose(acting, kind.key, by_email=False)
    (entry,) = entries(Tag.NOTIFICATION_CHOICE_CHANGED)
    assert (entry.actor_name, entry.subject_name) == ("Olga Orlova", "Sam Silva")
    assert (entry.before, entry.after) == ({"by_email": True}, {"by_email": False})


def test_what_the_organization_forces_nobody_switches_off(cast, kind):
    sam, olga = cast.identity("sam"), cast.identity("olga")
    choices.choose(sam, kind.key, by_email=False)
    system.change(olga, kind.key, is_forced=True)
    assert card(sam, kind).why == "Your organization decides that everybody gets this."
    with pytest.raises(Forbidden):
        choices.choose(sam, kind.key, by_email=False)
    told(cast, "sam", kind)
    assert len(letters()) == 1
    assert "My settings" not in letters()[0].body
    system.change(olga, kind.key, is_forced=False)
    assert not card(sam, kind).by_email, "what one chose is still there afterwards"


def test_what_the_organization_does_not_send_nobody_gets(cast, kind):
    sam = cast.identity("sam")
    system.change(cast.identity("olga"), kind.key, in_app=False, by_email=False)
    told(cast, "sam", kind)
    assert (inbox.unread(sam), letters()) == (0, [])
    assert card(sam, kind).why == "Your organization does not send this."
    with pytest.raises(Forbidden, match="does not send"):
        choices.choose(sam, kind.key, in_app=True)
    told(cast, "emil", kind)
    assert inbox.unread(cast.identity("emil")) == 1


@pytest.mark.parametrize("key", ["", "no.such.kind", "x" * 4_000])
def test_there_are_no_other_kinds(cast, key):
    for verb in (choices.choose, system.change):
        with pytest.raises(NotFound):
            verb(cast.identity("olga"), key, in_app=True)


class TestSystemNotifications:
    @pytest.mark.parametrize("name", ["adam", "hana", "sam", "carl"])
    def test_are_for_super_admins_only(self, cast, kind, name):
        who = cast.identity(name)
        for verb in (
            lambda: system.listing(who),
            lambda: system.preview(who, kind.key, "en"),
        ):
            with pytest.raises(Forbidden):
                verb()
        if name == "carl":
            return  # who belongs to no organization
        for verb in (
            lambda: system.switch(who, IMPERSONATE, on=True),
            lambda: system.change(who, kind.key, in_app=False),
            lambda: system.send_test(who, kind.key, "en"),
        ):
            with pytest.raises(Forbidden):
                verb()

    def test_impersonate_notifications_are_on_or_off(self, cast):
        olga = cast.identity("olga")
        assert not system.listing(olga)[0].is_on
        assert system.switch(olga, IMPERSONATE, on=True).is_on
        system.switch(olga, IMPERSONATE, on=True)
        (entry,) = entries(Tag.ORGANIZATION_CHANGED)
        assert (entry.before, entry.after) == ({"notify_of_changes": False}, {"notify_of_changes": True})
        assert not system.listing(cast.identity("eve"))[0].is_on
        with pytest.raises(Invalid):
            system.change(olga, IMPERSONATE, by_email=False)

    def test_what_everybody_must_get_goes_some_way(self, cast, kind):
        olga = cast.identity("olga")
        with pytest.raises(Invalid, match="at least one way"):
            system.change(olga, kind.key, in_app=False, by_email=False, is_forced=True)
        assert system.change(olga, kind.key).in_app

    def test_two_who_change_it_at_once(self, cast, kind):
        seen = system.change(cast.identity("olga"), kind.key)
        system.change(cast.identity("oscar"), kind.key, in_app=False, seen=seen)
        with pytest.raises(ChangedMeanwhile):
            system.change(cast.identity("olga"), kind.key, words_en="Mine", seen=seen)

    def test_the_organizations_own_words_are_in_the_letter_by_language(self, cast, kind):
        olga = cast.identity("olga")
        system.change(olga, kind.key, words_en="Ask Ada.", words_de=" Frag Ada. \r\n\r\n ")
        for who in ("sam", "zoe"):
            told(cast, who, kind)
        assert ["Ask Ada." in one.body for one in letters()] == [True, False]
        assert "\n\nFrag Ada.\n\n" in letters()[1].body
        assert "Frag Ada." in system.preview(olga, kind.key, "de").letter
        assert system.change(olga, kind.key, words_en="a\0b\ud800c").words_en == "a b c"
        with pytest.raises(Invalid, match="500 characters"):
            system.change(olga, kind.key, words_en="x" * 501)

    def test_a_preview_in_either_language(self, cast):
        olga = cast.identity("olga")
        assert system.preview(olga, IMPERSONATE, "en").title == "Jane Doe changed something in your name"
        german = system.preview(olga, IMPERSONATE, "de")
        assert german.title == "Jane Doe hat in Ihrem Namen etwas geändert"
        assert german.letter.startswith("Hallo Olga,")
        assert "Sprache: Deutsch → Englisch" in german.text

    def test_a_test_goes_to_oneself_says_so_and_is_recorded(self, cast):
        olga = cast.identity("olga")
        house_rule(cast.acme, notify_of_changes=False)
        assert system.send_test(olga, IMPERSONATE, "de") == "olga@acme.example"
        (letter,) = letters()
        assert (letter.to_person_id, letter.language) == (cast["olga"], "de")
        assert letter.subject == "Test: Jane Doe hat in Ihrem Namen etwas geändert"
        assert "Nichts davon ist geschehen." in letter.body
        assert inbox.unread(olga) == 1
        assert len(entries(Tag.NOTIFICATION_TESTED)) == 1
