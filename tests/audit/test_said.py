"""The record is kept in English and in tags, and read in the reader's language."""

from __future__ import annotations

import pytest

from admin_proxy import words
from admin_proxy.accounts import logins, settings
from admin_proxy.audit import exporting, filters, naming, reading, said
from admin_proxy.audit.filters import EVERYTHING
from admin_proxy.audit.naming import Kind, Problem
from admin_proxy.audit.reading import Change
from admin_proxy.audit.tags import Tag
from admin_proxy.impersonation.stopping import stop
from tests.impersonation.acts import impersonating


@pytest.mark.parametrize("tag", Tag)
def test_every_tag_has_german_words(tag):
    assert {tag.category, tag.subcategory, tag.sentence} <= words.german().keys()


def test_a_german_reader_reads_german(cast):
    stop(impersonating(cast, "olga", "zoe", "There is no such goal."))
    settings.change(cast.identity("zoe"), language="en")
    with words.speaking("de"):
        ended, changed = (
            next(one for one in reading.entries(cast.identity("olga")).entries if one.tag == tag)
            for tag in (Tag.IMPERSONATION_ENDED, Tag.SETTINGS_CHANGED)
        )
        started = next(
            one for one in reading.entries(cast.identity("olga")).entries if one.tag == Tag.IMPERSONATION_STARTED
        )
    assert (ended.category, ended.subcategory, ended.action) == ("Übernahme", "Sitzung", "Eine Übernahme beendet")
    assert ended.object == "Olga Orlova als Zoë Žižková"
    assert Change("Ursache", "", "beendet") in ended.changes
    assert changed.changes == (Change("Sprache", "de", "en"),)
    assert started.note == "There is no such goal."


def test_what_is_kept_is_the_same_whatever_language_was_spoken_when_it_happened(cast):
    with words.speaking("de"):
        logins.sign_out(cast.identity("zoe").login_id)
        assert reading.entries(cast.identity("olga")).entries[0].note == "abgemeldet"
    (entry, *_) = reading.entries(cast.identity("olga")).entries
    assert (entry.object, entry.note) == ("Unknown browser", "signed out")


def test_an_export_is_in_english_whoever_exports(cast):
    settings.change(cast.identity("zoe"), language="en")
    with words.speaking("de"):
        made = exporting.export(cast.identity("olga"), EVERYTHING, "csv")
        file = b"".join(made.pieces).decode()
    assert "Changed settings" in file
    assert "Language: en" in file


def test_filters_are_offered_in_the_readers_language():
    with words.speaking("de"):
        assert filters.categories()["accounts"] == "Konten"
        assert filters.subcategories()["accounts.login"] == "Konten: Anmeldung"
        assert filters.actions()["accounts.login.started"] == "Angemeldet"


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ("For 30 seconds.", "Für 30 Sekunden."),
        ("For 1 minutes.", "Für 1 Minute."),
        ("By e-mail to zoe@acme.example.", "Per E-Mail an zoe@acme.example."),
        ("signed out", "abgemeldet"),
        ("She {asked} for it", "She {asked} for it"),
    ],
)
def test_notes_of_our_own_are_told_in_german(kept, told):
    assert said.note(kept) in (kept, "For 1 minute.")
    with words.speaking("de"):
        assert said.note(kept) == told


def test_what_is_wrong_with_the_chain_is_told_in_german():
    kept = str(Problem(Kind.EDITED, 12, "its entry 0197 does not say what it said"))
    with words.speaking("de"):
        assert naming.retold(kept) == "verändert bei 12: sein Eintrag 0197 sagt nicht mehr, was er sagte"
    assert naming.retold(kept) == kept
