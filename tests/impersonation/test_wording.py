from __future__ import annotations

from datetime import timedelta

import pytest

from admin_proxy import words
from admin_proxy.access.policy import Refusal
from admin_proxy.impersonation import wording
from admin_proxy.impersonation.causes import EndCause


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(0), "0 seconds"),
        (timedelta(seconds=-3), "0 seconds"),
        (timedelta(seconds=1), "1 second"),
        (timedelta(seconds=40), "40 seconds"),
        (timedelta(seconds=60), "1 minute"),
        (timedelta(minutes=12, seconds=5), "12 minutes 5 seconds"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=1, seconds=30), "1 hour"),
        (timedelta(hours=2, minutes=1), "2 hours 1 minute"),
        (timedelta(hours=24), "24 hours"),
        (timedelta(minutes=59, seconds=59.7), "1 hour"),
    ],
)
def test_a_length_is_said_as_people_say_it(length, said):
    assert wording.duration(length) == said


@pytest.mark.parametrize("cause", EndCause)
def test_every_ending_has_a_sentence_that_names_the_person(cause):
    sentence = wording.ended(cause, "Jane Doe", "Ask a Super Admin.")
    assert "Jane Doe" in sentence
    assert sentence.endswith("Ask a Super Admin.")


@pytest.mark.parametrize("cause", EndCause)
def test_an_ending_is_kept_in_english_and_told_in_the_readers_language(cause):
    with words.speaking("de"):
        kept = wording.ended(cause, "Dr. Jane Doe")
        told = wording.told_of_end(cause, kept)
    assert kept.startswith(("Your impersonation of Dr. Jane Doe", "You stopped impersonating Dr. Jane Doe"))
    assert wording.told_of_end(cause, kept) == kept
    assert "Übernahme von Dr. Jane Doe" in told


def test_the_policys_reason_is_told_in_german_and_what_a_super_admin_typed_as_it_was_typed():
    why = Refusal.DEACTIVATED.sentence
    with words.speaking("de"):
        by_policy, by_somebody = (
            wording.told_of_end(cause, wording.ended(cause, "Jane Doe", why))
            for cause in (EndCause.NO_LONGER_ALLOWED, EndCause.REVOKED)
        )
        assert by_policy.endswith(f"nicht mehr erlaubt ist. {words.say(why)}")
    assert by_somebody.endswith(f"von einem Super Admin beendet. {why}")


def test_an_ending_that_was_kept_in_other_words_is_told_as_it_is():
    with words.speaking("de"):
        assert wording.told_of_end(EndCause.EXPIRED, "It is over.") == "It is over."


def test_a_length_is_said_in_german():
    with words.speaking("de"):
        assert wording.duration(timedelta(hours=2, minutes=1)) == "2 Stunden 1 Minute"
        assert wording.duration(timedelta(0)) == "0 Sekunden"
