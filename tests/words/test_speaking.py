"""Saying something in one language or the other."""

from __future__ import annotations

from admin_proxy import words
from admin_proxy.identity import Refused
from admin_proxy.threads import off_loop


def test_english_is_spoken_until_somebody_reads_another_language() -> None:
    assert words.say("Notifications") == "Notifications"
    with words.speaking("de"):
        assert words.say("Notifications") == "Benachrichtigungen"
    assert words.say("Notifications") == "Notifications"


def test_a_language_without_words_is_answered_in_english() -> None:
    assert [words.language_of(code) for code in ("de_AT", "DE", "fr", "", "en_US")] == ["de", "de", "en", "en", "en"]


def test_a_browser_is_answered_in_the_first_of_its_languages_that_there_is() -> None:
    assert words.preferred("fr-CH, de;q=0.8, en;q=0.7") == "de"
    assert words.preferred("fr") == "en"
    assert words.preferred("") == "en"


def test_one_and_many_have_their_own_words() -> None:
    with words.speaking("de"):
        assert words.say_n("{count} hour", "{count} hours", 1) == "1 Stunde"
        assert words.say_n("{count} hour", "{count} hours", 2) == "2 Stunden"
        assert words.say_n("{count} hour", "{count} hours", 0) == "0 Stunden"


def test_numbers_and_lists_are_written_as_the_language_writes_them() -> None:
    assert words.say_n("{count} hour", "{count} hours", 1234) == "1,234 hours"
    assert words.names(["Ana", "Ben", "Chloé"]) == "Ana, Ben and Chloé"
    with words.speaking("de"):
        assert words.say_n("{count} hour", "{count} hours", 1234) == "1.234 Stunden"
        assert words.names(["Ana", "Ben", "Chloé"]) == "Ana, Ben und Chloé"


def test_what_somebody_typed_is_no_place_for_a_value() -> None:
    assert words.say("Account: {name}", name="{name} {count}") == "Account: {name} {count}"


async def test_a_verb_in_its_thread_speaks_the_language_of_the_event() -> None:
    with words.speaking("de"):
        assert await off_loop(words.spoken) == "de"
    assert await off_loop(words.spoken) == "en"


def test_what_was_kept_in_english_is_told_again() -> None:
    about, plain = words.later("Feedback to {receiver} about {about}"), words.later("Feedback to {receiver}")
    assert words.retell("Feedback to Ana about Ben", about, plain) == "Feedback to Ana about Ben"
    with words.speaking("de"):
        assert words.retell("Feedback to Ana about Ben", about, plain) == "Feedback an Ana zu Ben"
        assert words.retell("Feedback to Ana", about, plain) == "Feedback an Ana"
        assert words.retell("Something else", about, plain) == "Something else"


def test_a_refusal_is_in_the_language_of_whoever_it_is_told() -> None:
    no_such_goal = words.later("There is no such goal.")
    with words.speaking("de"):
        assert Refused(no_such_goal).sentence == "Dieses Ziel gibt es nicht."
    assert Refused(no_such_goal).sentence == "There is no such goal."


def test_what_somebody_typed_is_whole_in_a_refusal() -> None:
    taken = words.say("There is a group called “{name}” already. Choose another name.", name="a||b {c}")
    assert Refused(taken).sentence == "There is a group called “a||b {c}” already. Choose another name."
