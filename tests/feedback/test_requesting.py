"""Asking for feedback, about oneself or a report; answering and declining."""

from __future__ import annotations

from datetime import date

import pytest

from admin_proxy.audit.tags import Tag
from admin_proxy.feedback import reading, requesting, wording
from admin_proxy.feedback.answering import answer, decline
from admin_proxy.feedback.openness import Standing
from admin_proxy.identity import Forbidden, Invalid, NotFound
from admin_proxy.notifications import inbox
from tests.feedback.acts import asked, given, new_form, received, request, requests, rows, waiting
from tests.impersonation.acts import changed, entries, impersonating, letters


def standings(cast, who):
    return [card.standing for card in reading.asked_by_me(cast.identity(who)).cards]


class TestAsking:
    def test_fay_asks_zoe_and_ben_who_are_told_and_find_it_waiting(self, cast):
        assert request(cast.identity("fay"), cast["zoe"], cast["ben"], question="How was the workshop?") == 2
        (card,) = reading.asked_of_me(cast.identity("zoe")).cards
        assert (card.other.name, card.about, card.question) == ("Fay Fischer", "", "How was the workshop?")
        assert reading.count_asked_of_me(cast.identity("ben")) == 1
        assert {letter.to_person_id for letter in letters()} == {cast["zoe"], cast["ben"]}
        assert {letter.to_person_id: letter.subject for letter in letters()} == {
            cast["zoe"]: "Fay Fischer bittet Sie um Feedback", cast["ben"]: "Fay Fischer asks you for feedback",
        }  # fmt: skip
        (told,) = inbox.inbox(cast.identity("ben")).cards
        assert (told.title, told.link) == (
            "Fay Fischer asks you for feedback",
            f"/feedback/requests/{requests()[1].id}",
        )
        assert standings(cast, "fay") == [Standing.WAITING, Standing.WAITING]

    def test_sam_asks_about_fay_who_reports_to_him(self, cast):
        asked(cast, "sam", of="zoe", about="fay")
        (card,) = reading.asked_of_me(cast.identity("zoe")).cards
        assert (card.other.name, card.about) == ("Sam Silva", "Fay Fischer")
        assert letters()[0].subject == "Sam Silva bittet Sie um Feedback zu Fay Fischer"
        (entry,) = entries(Tag.FEEDBACK_REQUESTED)
        assert entry.object_name == "Request to Zoë Žižková about Fay Fischer"
        assert entry.after == {"of": "Zoë Žižková", "about": "Fay Fischer"}

    def test_whom_one_can_ask_about_are_ones_reports(self, cast):
        assert [one.name for one in requesting.can_ask_about(cast.identity("sam"))] == ["Fay Fischer", "Ina Iversen"]
        assert requesting.can_ask_about(cast.identity("fay")) == ()

    def test_anybody_else_missing_or_foreign_gets_the_same_words(self, cast):
        for nobody in ("olga", "zoe", "dora", "eve"):
            with pytest.raises(Invalid, match="your direct reports") as refusal:
                request(cast.identity("sam"), cast["ben"], about=cast[nobody])
            assert refusal.value.field == "about"
        for number in (0, -1, 10**9, 10**40):
            with pytest.raises(Invalid, match="your direct reports"):
                request(cast.identity("sam"), cast["ben"], about=number)
        assert requests() == []

    def test_nobody_is_asked_about_themselves(self, cast):
        with pytest.raises(Invalid, match="Fay Fischer is whom it is about"):
            request(cast.identity("sam"), cast["zoe"], cast["fay"], about=cast["fay"])
        with pytest.raises(Invalid) as refusal:
            request(cast.identity("sam"), cast["sam"])
        assert refusal.value.field == "of"
        assert requests() == []

    def test_a_form_that_is_sent_twice_asks_once(self, cast):
        fay, form = cast.identity("fay"), new_form()
        assert [request(fay, cast["zoe"], once=form) for _ in range(2)] == [1, 0]
        with pytest.raises(Invalid, match="sent already"):
            request(fay, cast["zoe"], question="And?", once=form)
        assert (len(requests()), len(letters())) == (1, 1)

    def test_a_question_can_be_left_out_and_has_an_end(self, cast):
        request(cast.identity("fay"), cast["zoe"], question="x" * 1_000)
        with pytest.raises(Invalid) as refusal:
            request(cast.identity("fay"), cast["zoe"], question="x" * 1_001)
        assert refusal.value.field == "question"

    def test_vendor_staff_ask_nobody(self, cast):
        with pytest.raises(Forbidden):
            request(cast.identity("petra"), cast["zoe"])


class TestAnswering:
    def test_zoe_answers_and_fay_reads_it_with_her_question(self, cast):
        wish = asked(cast, "fay", of="zoe", question="How was the workshop?")
        assert answer(cast.identity("zoe"), wish, "It was clear.")
        (card,) = reading.received(cast.identity("fay")).cards
        assert (card.other.name, card.text, card.question) == ("Zoë Žižková", "It was clear.", "How was the workshop?")
        assert waiting(cast, "zoe") == []
        assert standings(cast, "fay") == [Standing.ANSWERED]
        assert letters()[-1].to_person_id == cast["fay"]

    def test_an_answer_about_a_report_is_read_by_the_manager_and_not_by_the_report(self, cast):
        wish = asked(cast, "sam", of="zoe", about="fay")
        answer(cast.identity("zoe"), wish, "She listens.")
        (card,) = reading.received(cast.identity("sam")).cards
        assert (card.text, card.about) == ("She listens.", "Fay Fischer")
        assert received(cast, "fay") == []
        assert given(cast, "zoe") == ["She listens."]
        assert [letter.to_person_id for letter in letters()] == [cast["zoe"], cast["sam"]]
        (entry,) = entries(Tag.FEEDBACK_ANSWERED)
        assert entry.before == {"state": "Waiting"}
        assert entry.after == {
            "state": "Answered", "to": "Sam Silva", "about": "Fay Fischer", "length": "12 characters",
        }  # fmt: skip

    def test_twice_in_the_same_words_is_once_and_in_others_is_refused(self, cast):
        wish, zoe = asked(cast, "fay", of="zoe"), cast.identity("zoe")
        assert [answer(zoe, wish, "Well done."), answer(zoe, wish, " Well done. ")] == [True, False]
        with pytest.raises(Invalid, match="answered this request already"):
            answer(zoe, wish, "Not so well done.")
        with pytest.raises(Invalid, match="answered this request already"):
            decline(zoe, wish)
        assert (received(cast, "fay"), len(letters())) == (["Well done."], 2)

    def test_as_zoe_the_answer_is_zoes_and_the_record_names_both(self, cast):
        wish = asked(cast, "fay", of="zoe")
        answer(impersonating(cast, "olga", "zoe"), wish, "Well done.")
        assert [card.other.name for card in reading.received(cast.identity("fay")).cards] == ["Zoë Žižková"]
        (entry,) = entries(Tag.FEEDBACK_ANSWERED)
        assert (entry.actor_name, entry.subject_name) == ("Olga Orlova", "Zoë Žižková")
        assert "Olga" not in letters()[-1].body

    def test_nothing_is_no_answer(self, cast):
        wish = asked(cast, "fay", of="zoe")
        with pytest.raises(Invalid) as refusal:
            answer(cast.identity("zoe"), wish, "  ")
        assert refusal.value.field == "text"
        assert waiting(cast, "zoe") == [wish]


class TestDeclining:
    @pytest.mark.parametrize("words", ["", "I was not there."])
    def test_zoe_declines_with_words_or_without(self, cast, words):
        wish = asked(cast, "fay", of="zoe")
        assert decline(cast.identity("zoe"), wish, words)
        (card,) = reading.asked_by_me(cast.identity("fay")).cards
        assert (card.standing, card.decline_words) == (Standing.DECLINED, words)
        assert (waiting(cast, "zoe"), received(cast, "fay")) == ([], [])
        (entry,) = entries(Tag.FEEDBACK_DECLINED)
        assert (entry.before, entry.after) == ({"state": "Waiting"}, {"state": "Declined"})
        assert "not there" not in repr(entry)

    def test_fay_is_told_that_zoe_declined_and_not_why(self, cast):
        wish = asked(cast, "fay", of="zoe")
        decline(cast.identity("zoe"), wish, "I was not there.")
        decline(cast.identity("zoe"), wish)
        (letter,) = (one for one in letters() if one.kind == "feedback.declined")
        assert (letter.to_person_id, letter.subject) == (
            cast["fay"], "Zoë Žižková declined your request for feedback",
        )  # fmt: skip
        assert "not there" not in letter.body
        (told,) = inbox.inbox(cast.identity("fay")).cards
        assert (told.title, told.link) == (letter.subject, "/feedback?show=requests")

    def test_twice_is_once_and_answering_after_it_is_refused(self, cast):
        wish, zoe = asked(cast, "fay", of="zoe"), cast.identity("zoe")
        assert [decline(zoe, wish, "No time."), decline(zoe, wish)] == [True, False]
        with pytest.raises(Invalid, match="declined this request already"):
            answer(zoe, wish, "Well done.")
        assert len(entries(Tag.FEEDBACK_DECLINED)) == 1

    @pytest.mark.parametrize(
        ("first", "told"), [("No time.", "already: “No time.” Nothing more"), ("", "already. Nothing")]
    )
    def test_twice_in_the_same_words_is_once_and_in_others_is_refused(self, cast, first, told):
        wish, zoe = asked(cast, "fay", of="zoe"), cast.identity("zoe")
        assert [decline(zoe, wish, first), decline(zoe, wish, f" {first}\n")] == [True, False]
        with pytest.raises(Invalid, match=told) as refusal:
            decline(impersonating(cast, "olga", "zoe"), wish, "She was not there.")
        assert refusal.value.field == "why"
        (card,) = reading.asked_by_me(cast.identity("fay")).cards
        assert card.decline_words == first


class TestWhoMayAnswer:
    @pytest.mark.parametrize("act", [lambda who, wish: answer(who, wish, "Ha."), decline])
    def test_missing_foreign_and_not_mine_get_the_same_words(self, cast, act):
        wish = asked(cast, "fay", of="zoe")
        for who in ("fay", "ben", "sam", "olga", "eve"):
            with pytest.raises(NotFound) as refusal:
                act(cast.identity(who), wish)
            assert refusal.value.sentence == wording.NO_SUCH_REQUEST
        for number in (0, -1, 10**9, 10**40):
            with pytest.raises(NotFound) as refusal:
                act(cast.identity("zoe"), number)
            assert refusal.value.sentence == wording.NO_SUCH_REQUEST
        assert rows() == []

    def test_a_manager_who_is_one_no_longer_gets_no_answer(self, cast):
        wish = asked(cast, "sam", of="zoe", about="fay")
        changed(cast, "fay", manager_id=cast["ben"])
        assert waiting(cast, "zoe") == []
        assert standings(cast, "sam") == [Standing.CLOSED]
        with pytest.raises(NotFound):
            answer(cast.identity("zoe"), wish, "She listens.")

    @pytest.mark.parametrize("gone", ["sam", "fay"])
    def test_a_request_ends_with_whoever_asked_and_whom_it_is_about(self, cast, gone):
        wish = asked(cast, "sam", of="zoe", about="fay")
        changed(cast, gone, deactivated_on=date(2026, 3, 2))
        assert waiting(cast, "zoe") == []
        with pytest.raises(NotFound):
            decline(cast.identity("zoe"), wish)

    def test_who_was_asked_and_has_left_answers_no_more(self, cast):
        asked(cast, "fay", of="zoe")
        changed(cast, "zoe", deactivated_on=date(2026, 3, 2))
        assert standings(cast, "fay") == [Standing.CLOSED]
