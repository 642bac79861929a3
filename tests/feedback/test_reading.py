"""Who reads feedback: its giver and its receiver, and nobody else ever."""

from __future__ import annotations

import pytest

from admin_proxy.audit.reading import entries as audit_log
from admin_proxy.directory import colleagues, search
from admin_proxy.feedback import reading
from admin_proxy.feedback.answering import answer, decline
from admin_proxy.identity import Forbidden
from admin_proxy.impersonation import visits
from admin_proxy.impersonation.stopping import stop
from tests.feedback.acts import asked, give, given, received
from tests.impersonation.acts import all_news, every_row, house_rule, impersonating, letters, now

CANARY = "canary 7f3a"
LISTS = (reading.received, reading.given, reading.asked_of_me, reading.asked_by_me)


def shown(identity):
    return [page(identity) for page in LISTS]


def test_only_giver_and_receiver_read_it(cast):
    give(cast.identity("fay"), cast["zoe"], text=CANARY)
    assert received(cast, "zoe") == given(cast, "fay") == [CANARY]
    for who in set(cast.ids) - {"fay", "zoe", "carl", "petra"}:
        assert CANARY not in repr(shown(cast.identity(who))), who


def test_the_words_of_a_request_and_of_its_end_are_between_those_two(cast):
    wish = asked(cast, "sam", of="zoe", about="fay", question=f"{CANARY} question")
    decline(cast.identity("zoe"), wish, f"{CANARY} no")
    assert f"{CANARY} no" in repr(shown(cast.identity("sam")))
    for who in set(cast.ids) - {"sam", "zoe", "carl", "petra"}:
        assert CANARY not in repr(shown(cast.identity(who))), who


def test_it_is_in_no_search_no_news_no_letter_and_no_record(cast):
    with all_news() as news:
        wish = asked(cast, "fay", of="zoe", question=f"{CANARY} question")
        answer(cast.identity("zoe"), wish, f"{CANARY} answer")
        give(impersonating(cast, "olga", "fay"), cast["ben"], text=CANARY)
        decline(cast.identity("ben"), asked(cast, "fay", of="ben", question=CANARY), CANARY)
    olga = cast.identity("olga")
    for seen in (
        news, letters(), audit_log(olga), search.search(olga, CANARY), search.search(olga, "zoe"),
        colleagues.search(olga, CANARY), colleagues.search(olga, "zoe"), shown(olga),
    ):  # fmt: skip
        assert "7f3a" not in repr(seen)


def test_what_was_changed_in_an_impersonation_is_told_without_its_words(cast):
    house_rule(cast.acme, notify_of_changes=True)
    olga = impersonating(cast, "olga", "fay")
    give(olga, cast["zoe"], text=CANARY)
    stop(now(olga))
    assert len(letters()) == 2
    assert "7f3a" not in repr(visits.activity(cast.identity("fay"))) + repr(letters())


def test_whoever_impersonates_reads_exactly_what_the_subject_reads_and_looking_changes_nothing(cast):
    give(cast.identity("fay"), cast["zoe"], text="For Zoë")
    give(cast.identity("zoe"), cast["ben"], text="From Zoë")
    give(cast.identity("olga"), cast["ben"], text="From Olga")
    asked(cast, "fay", of="zoe")
    asked(cast, "zoe", of="fay")
    as_zoe, zoe = impersonating(cast, "olga", "zoe"), cast.identity("zoe")
    before = every_row()
    assert shown(as_zoe) == shown(zoe)
    assert "From Olga" not in repr(shown(as_zoe))
    assert every_row() == before


def test_pages_are_newest_first_and_follow_each_other(cast, monkeypatch):
    monkeypatch.setattr(reading, "PAGE", 2)
    for number in range(5):
        give(cast.identity("fay"), cast["zoe"], text=f"Number {number}")
    zoe = cast.identity("zoe")
    pages = [reading.received(zoe)]
    while pages[-1].more:
        pages.append(reading.received(zoe, pages[-1].more))
    assert [[card.text for card in page.cards] for page in pages] == [
        ["Number 4", "Number 3"], ["Number 2", "Number 1"], ["Number 0"],
    ]  # fmt: skip
    for number in range(3):
        asked(cast, "fay", of="zoe", question=f"Question {number}")
    first = reading.asked_of_me(zoe)
    assert [card.question for card in first.cards] == ["Question 2", "Question 1"]
    assert [card.question for card in reading.asked_of_me(zoe, first.more).cards] == ["Question 0"]
    assert reading.count_asked_of_me(zoe) == 3


@pytest.mark.parametrize("cursor", ["nonsense", "²", "9" * 30, "'; --"])
def test_a_cursor_that_was_made_up_is_the_first_page(cast, cursor):
    give(cast.identity("fay"), cast["zoe"])
    zoe = cast.identity("zoe")
    assert [page(zoe, cursor) for page in LISTS] == shown(zoe)


def test_vendor_staff_have_none(cast):
    for page in LISTS:
        with pytest.raises(Forbidden):
            page(cast.identity("carl"))
