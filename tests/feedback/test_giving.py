"""Giving feedback, unasked."""

from __future__ import annotations

import pytest

from admin_proxy.audit.tags import Tag
from admin_proxy.feedback import reading
from admin_proxy.feedback.giving import LONGEST
from admin_proxy.identity import Forbidden, ImpersonationOver, Invalid
from admin_proxy.impersonation.stopping import stop
from admin_proxy.notifications import inbox
from tests.feedback.acts import give, given, new_form, received, rows
from tests.impersonation.acts import entries, impersonating, letters


def test_fay_gives_feedback_to_zoe_who_reads_it_and_is_told(cast, time):
    assert give(cast.identity("fay"), cast["zoe"], text=" You explain\r\nthings well. ") == 1
    (card,) = reading.received(cast.identity("zoe")).cards
    assert (card.other.name, card.text, card.about, card.question) == (
        "Fay Fischer", "You explain\nthings well.", "", "",
    )  # fmt: skip
    assert card.at == time.now()
    (letter,) = letters()
    assert (letter.to_person_id, letter.kind) == (cast["zoe"], "feedback.received")
    assert letter.subject == "Fay Fischer hat Ihnen Feedback gegeben"
    (told,) = inbox.inbox(cast.identity("zoe")).cards
    assert (told.title, told.link) == (letter.subject, "/feedback")
    assert "explain" not in letter.body + repr(told)


def test_several_get_it_each_alone(cast):
    assert give(cast.identity("fay"), cast["zoe"], cast["ben"], text="Thank you for the help") == 2
    assert received(cast, "zoe") == received(cast, "ben") == ["Thank you for the help"]
    assert given(cast, "fay") == ["Thank you for the help"] * 2
    assert all("Ben " not in letter.body for letter in letters() if letter.to_person_id == cast["zoe"])


def test_the_record_says_who_and_to_whom_and_never_what(cast):
    give(cast.identity("fay"), cast["zoe"], text="canary 7f3a")
    (entry,) = entries(Tag.FEEDBACK_GIVEN)
    assert (entry.actor_name, entry.subject_name, entry.object_name) == (
        "Fay Fischer", "Fay Fischer", "Feedback to Zoë Žižková",
    )  # fmt: skip
    assert (entry.before, entry.after) == (None, {"to": "Zoë Žižková", "length": "11 characters"})
    assert "canary" not in repr(entry)


def test_the_category_and_the_words_of_the_record():
    assert (Tag.FEEDBACK_GIVEN.category, Tag.FEEDBACK_GIVEN.subcategory) == ("Feedback", "Feedback")
    assert Tag.FEEDBACK_REQUESTED.subcategory == "Request"


def test_as_fay_the_author_is_fay_and_only_the_record_names_both(cast):
    as_fay = impersonating(cast, "olga", "fay")
    give(as_fay, cast["zoe"])
    (card,) = reading.received(cast.identity("zoe")).cards
    assert card.other.name == "Fay Fischer"
    (entry,) = entries(Tag.FEEDBACK_GIVEN)
    assert (entry.actor_name, entry.subject_name) == ("Olga Orlova", "Fay Fischer")
    assert entry.session_id == as_fay.session.id
    (letter,) = letters()
    assert "Olga" not in letter.subject + letter.body
    assert given(cast, "olga") == []


def test_nothing_is_sent_in_fays_name_once_the_impersonation_is_over(cast):
    as_fay = impersonating(cast, "olga", "fay")
    stop(as_fay)
    with pytest.raises(ImpersonationOver):
        give(as_fay, cast["zoe"])
    assert (rows(), letters()) == ([], [])


def test_a_form_that_is_sent_twice_is_sent_once(cast):
    fay, form = cast.identity("fay"), new_form()
    assert [give(fay, cast["zoe"], cast["ben"], once=form) for _ in range(2)] == [2, 0]
    assert (len(rows()), len(letters()), len(entries(Tag.FEEDBACK_GIVEN))) == (2, 2, 2)


def test_a_form_that_was_changed_after_it_was_sent_is_not_taken_for_the_same(cast):
    fay, form = cast.identity("fay"), new_form()
    give(fay, cast["zoe"], once=form)
    for to, text in (([cast["zoe"]], "Something else"), ([cast["ben"]], "You explain things well.")):
        with pytest.raises(Invalid, match="sent already"):
            give(fay, *to, text=text, once=form)
    assert len(rows()) == 1


def test_the_keys_of_forms_are_each_ones_own(cast):
    form = new_form()
    assert give(cast.identity("fay"), cast["zoe"], once=form) == give(cast.identity("ben"), cast["zoe"], once=form) == 1


@pytest.mark.parametrize(("text", "said"), [("", "Write what"), (" \n ", "Write what"), ("x" * 4_001, "4,001")])
def test_what_is_wrong_stands_beside_the_text(cast, text, said):
    with pytest.raises(Invalid, match=said) as refusal:
        give(cast.identity("fay"), cast["zoe"], text=text)
    assert refusal.value.field == "text"


def test_the_longest_text_is_taken(cast):
    give(cast.identity("fay"), cast["zoe"], text="ž" * LONGEST)
    assert received(cast, "zoe") == ["ž" * LONGEST]


def test_one_who_cannot_get_it_keeps_all_from_getting_it(cast):
    for nobody in (cast["eve"], cast["dora"], cast["fay"], 10**9):
        with pytest.raises(Invalid) as refusal:
            give(cast.identity("fay"), cast["zoe"], nobody)
        assert refusal.value.field == "to"
    assert (rows(), letters()) == ([], [])


def test_vendor_staff_give_none(cast):
    with pytest.raises(Forbidden):
        give(cast.identity("carl"), cast["zoe"])
