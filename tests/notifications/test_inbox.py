"""The inbox: one's own, newest first, and read by nobody but oneself."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from admin_proxy.identity import Forbidden, NotFound
from admin_proxy.live import About, News
from admin_proxy.notifications import inbox
from admin_proxy.notifications.inbox import PAGE
from tests.impersonation.acts import all_news, impersonating
from tests.notifications.acts import a_kind, told


@pytest.fixture
def kind(cast):
    with a_kind() as kind:
        yield kind


def test_newest_first_a_page_at_a_time_and_none_twice(cast, kind):
    for number in range(PAGE + 3):
        told(cast, "zoe", kind, link=f"/{number}")
    zoe = cast.identity("zoe")
    first = inbox.inbox(zoe)
    second = inbox.inbox(zoe, first.more)
    assert [card.link for card in (*first.cards, *second.cards)] == [f"/{n}" for n in reversed(range(PAGE + 3))]
    assert (first.unread, second.more) == (PAGE + 3, "")


def test_the_words_are_for_the_reader(cast, kind):
    told(cast, "zoe", kind)
    (card,) = inbox.inbox(cast.identity("zoe")).cards
    assert (card.title, card.text) == ("For Zoë", "In de at Europe/Prague")


def test_home_has_the_latest_that_are_unread(cast, kind):
    for number in range(5):
        told(cast, "zoe", kind, link=f"/{number}")
    zoe = cast.identity("zoe")
    inbox.mark_read(zoe, inbox.inbox(zoe).cards[0].id)
    assert [card.link for card in inbox.latest_unread(zoe, 3)] == ["/3", "/2", "/1"]
    assert inbox.latest_unread(cast.identity("ben"), 3) == ()


def test_nobody_elses(cast, kind):
    told(cast, "zoe", kind)
    (card,) = inbox.inbox(cast.identity("zoe")).cards
    for name in ("olga", "ben", "eve", "carl"):
        other = cast.identity(name)
        assert inbox.inbox(other).cards == ()
        assert inbox.mark_all_read(other, card.id) == 0
        with pytest.raises(NotFound):
            inbox.mark_read(other, card.id)
    assert inbox.unread(cast.identity("zoe")) == 1


def test_marking_one_leaves_the_others_and_marking_it_again_is_fine(cast, kind):
    told(cast, "zoe", kind)
    told(cast, "zoe", kind)
    zoe = cast.identity("zoe")
    newest, _ = inbox.inbox(zoe).cards
    inbox.mark_read(zoe, newest.id)
    inbox.mark_read(zoe, newest.id)
    assert [card.is_unread for card in inbox.inbox(zoe).cards] == [False, True]
    assert inbox.unread(zoe) == 1


def test_what_comes_after_one_has_looked_stays_unread(cast, kind):
    told(cast, "zoe", kind)
    zoe = cast.identity("zoe")
    seen = inbox.inbox(zoe).cards[0]
    told(cast, "zoe", kind)
    assert inbox.mark_all_read(zoe, seen.id) == 1
    assert [card.is_unread for card in inbox.inbox(zoe).cards] == [True, False]


def test_looking_while_impersonating_changes_nothing_and_marking_is_refused(cast, kind):
    told(cast, "zoe", kind)
    acting = impersonating(cast, "olga", "zoe")
    (card,) = inbox.inbox(acting).cards
    with pytest.raises(Forbidden):
        inbox.mark_read(acting, card.id)
    with pytest.raises(Forbidden):
        inbox.mark_all_read(acting, card.id)
    assert inbox.inbox(cast.identity("zoe")).cards[0].is_unread


@pytest.mark.parametrize("sent", ["", "x", "'; DROP TABLE notification; --", "0" * 36, "\0", "é" * 36])
def test_whatever_is_sent_as_an_id_is_none(cast, kind, sent):
    told(cast, "zoe", kind)
    zoe = cast.identity("zoe")
    assert inbox.mark_all_read(zoe, sent) == 0
    assert len(inbox.inbox(zoe, sent).cards) <= 1
    with pytest.raises(NotFound):
        inbox.mark_read(zoe, sent)


def test_the_persons_tabs_are_told_once_it_is_true(cast, kind):
    zoe = cast.identity("zoe")
    about = News(About.NOTIFICATIONS, cast["zoe"])
    with all_news() as news:
        told(cast, "zoe", kind)
        assert news == [about]
        card = inbox.inbox(zoe).cards[0]
        inbox.mark_read(zoe, card.id)
        inbox.mark_read(zoe, card.id)
        inbox.mark_all_read(zoe, card.id)
        assert news == [about, about]


def test_nobody_is_told_twice_of_the_same(cast, kind):
    told(cast, "zoe", kind, about="one")
    told(cast, "ben", kind, about="one")
    with pytest.raises(IntegrityError):
        told(cast, "zoe", kind, about="one")
