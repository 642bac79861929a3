"""Reading the record: what a line says, who may read it, and finding one's way in it."""

from __future__ import annotations

import json

import pytest

from admin_proxy import db
from admin_proxy.accounts import settings
from admin_proxy.accounts.tables import Person
from admin_proxy.audit import reading, trail
from admin_proxy.audit.filters import Filters
from admin_proxy.audit.reading import PAGE_SIZE, Change, as_json, listing
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Forbidden, Refused, operator
from admin_proxy.impersonation.starting import start
from admin_proxy.impersonation.stopping import stop
from tests.impersonation.acts import impersonating, session


def read(identity, person="", **more):
    return reading.entries(identity, Filters(person, **more)).entries


def actions(entries) -> list[str]:
    return [entry.action for entry in entries]


def many(cast, count: int) -> None:
    with db.writing(cast.acme) as tx:
        for number in range(count):
            trail.record(tx, operator(cast.acme), Tag.DEPARTMENT_CREATED, note=str(number))


def the_story(cast) -> None:
    """Olga acts as Zoë and changes her language; Sam changes his own; Eve acts as Emil."""
    identity = impersonating(cast, "olga", "zoe", "Her language is wrong")
    settings.change(identity, language="en")
    stop(identity)
    settings.change(cast.identity("sam"), language="de")
    impersonating(cast, "eve", "emil")


def test_a_line_names_both_people_and_says_what_was_done(cast):
    the_story(cast)
    change = next(entry for entry in read(cast.identity("olga"), "zoe") if entry.action == "Changed settings")
    assert (change.user_name, change.user_email) == ("Zoë Žižková", "zoe@acme.example")
    assert (change.impersonated_by_name, change.impersonated_by_email) == ("Olga Orlova", "olga@acme.example")
    assert (change.category, change.subcategory) == ("Accounts", "Settings")
    assert change.timestamp == "2026-03-02 09:00:00"
    assert change.object == "Zoë Žižková"
    assert change.changes == (Change("Language", "de", "en"),)
    assert change.address == "127.0.0.1"


def test_what_people_do_as_themselves_was_impersonated_by_nobody(cast):
    the_story(cast)
    (own,) = read(cast.identity("olga"), "sam")
    assert (own.user_name, own.impersonated_by_name, own.impersonated_by_email) == ("Sam Silva", "", "")


def test_the_whole_story_stands_there_newest_first(cast):
    the_story(cast)
    assert actions(read(cast.identity("olga"))) == [
        "Changed settings",
        "Ended an impersonation",
        "Changed settings",
        "Started an impersonation",
    ]


def test_each_organization_reads_its_own(cast):
    the_story(cast)
    assert {entry.user_name for entry in read(cast.identity("eve"))} == {"Emil Egger"}
    assert read(cast.identity("eve"), "zoe") == ()
    acmes = {entry.session_id for entry in read(cast.identity("olga"))} - {""}
    assert all(read(cast.identity("eve"), session=session_id) == () for session_id in acmes)


@pytest.mark.parametrize("who", ["hana", "adam", "sam", "carl", "petra"])
def test_only_super_admins_read_it(cast, who):
    with pytest.raises(Forbidden):
        reading.entries(cast.identity(who))


def test_the_subjects_rights_count(cast):
    with pytest.raises(Forbidden):
        reading.entries(impersonating(cast, "olga", "sam"))
    assert read(impersonating(cast, "olga", "oscar"))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("zoe", 3),
        ("ZOË", 3),
        ("žižk", 3),
        ("olga zoe", 3),
        ("zoe@acme", 3),
        ("orlova", 3),
        ("silva", 1),
        ("  ", 4),
        ("%", 0),
        ("_", 0),
        ("nobody", 0),
        ("olga sam", 0),
        ("\x00zoe\ud800", 3),
    ],
)
def test_a_person_is_found_by_any_part_of_name_or_e_mail_on_either_side(cast, typed, found):
    the_story(cast)
    assert len(read(cast.identity("olga"), typed)) == found


def test_impersonated_only_leaves_out_what_people_did_themselves(cast):
    the_story(cast)
    shown = read(cast.identity("olga"), impersonated_only=True)
    assert {entry.impersonated_by_name for entry in shown} == {"Olga Orlova"}
    assert len(shown) == 3


def test_a_session_is_read_as_a_whole(cast):
    impersonating(cast, "olga", "ben")
    first = session().id
    the_story(cast)
    assert actions(read(cast.identity("oscar"), session=first)) == ["Started an impersonation"]
    for nonsense in ("no-such-session", "'; --", "\x00" * 36, "\ud800", "A" * 36):
        assert read(cast.identity("oscar"), session=nonsense) == ()


def test_a_refused_attempt_is_there_with_its_sentence(cast):
    with pytest.raises(Refused):
        start(cast.identity("hana"), cast["zoe"])
    (entry,) = read(cast.identity("olga"))
    assert entry.action == "Was refused an impersonation"
    assert entry.note.startswith("No such person in your scope")


def test_nothing_goes_blank_when_a_name_changes(cast):
    the_story(cast)
    with db.writing(cast.acme) as tx:
        zoe = tx.get_one(Person, cast["zoe"])
        zoe.first_name, zoe.last_name, zoe.email = "Somebody", "Else", "else@acme.example"
    assert len(read(cast.identity("olga"), "zoe")) == 3


def test_page_after_page_shows_each_line_once(cast):
    many(cast, 2 * PAGE_SIZE + 1)
    olga, cursor, seen = cast.identity("olga"), "", []
    while True:
        page = reading.entries(olga, older=cursor)
        seen += [entry.note for entry in page.entries]
        many(cast, 1)  # what arrives meanwhile shifts nothing
        cursor = page.older
        if not cursor:
            break
    assert seen == [str(number) for number in reversed(range(2 * PAGE_SIZE + 1))]


def test_pages_are_turned_back_as_they_were_turned(cast):
    many(cast, 2 * PAGE_SIZE + 1)
    olga = cast.identity("olga")
    first = reading.entries(olga)
    second = reading.entries(olga, older=first.older)
    third = reading.entries(olga, older=second.older)
    assert (first.newer, third.older, len(third.entries)) == ("", "", 1)
    assert reading.entries(olga, newer=third.newer) == second
    assert reading.entries(olga, newer=second.newer) == first


def test_turned_back_to_less_than_a_page_it_is_the_first_page(cast):
    many(cast, PAGE_SIZE + 1)
    olga = cast.identity("olga")
    last = reading.entries(olga, older=reading.entries(olga).older)
    many(cast, 1)
    assert reading.entries(olga, newer=reading.entries(olga).entries[3].id) == reading.entries(olga)
    assert len(reading.entries(olga, newer=last.newer).entries) == PAGE_SIZE


def test_a_last_page_that_is_full_is_the_last(cast):
    many(cast, PAGE_SIZE)
    page = reading.entries(cast.identity("olga"))
    assert (len(page.entries), page.older) == (PAGE_SIZE, "")


def test_a_cursor_that_is_none_begins_at_the_beginning(cast):
    many(cast, 3)
    the_story(cast)
    olga, theirs = cast.identity("olga"), read(cast.identity("eve"))[0].id
    for nonsense in ("0", "'; --", "\x00", "\ud800", "z" * 5000, theirs):
        assert len(reading.entries(olga, older=nonsense).entries) == 7
        assert len(reading.entries(olga, newer=nonsense).entries) == 7


class TestOnTheCommandLine:
    def test_the_operator_lists_everything_or_one_organization(self, cast):
        the_story(cast)
        many(cast, PAGE_SIZE)
        assert len(list(listing(operator(None)))) == PAGE_SIZE + 5
        assert {entry.user_name for entry in listing(operator(cast.globex))} == {"Emil Egger"}
        assert len(list(listing(operator(None), "zoe"))) == 3

    def test_by_session(self, cast):
        impersonating(cast, "olga", "ben")
        assert actions(listing(operator(None), session=session().id)) == ["Started an impersonation"]

    def test_nobody_else_lists_anything(self, cast):
        with pytest.raises(Forbidden):
            listing(cast.identity("olga"))

    def test_every_line_can_be_written_as_json(self, cast):
        the_story(cast)
        for entry in listing(operator(None)):
            written = json.loads(json.dumps(as_json(entry)))
            assert written["at"] == "2026-03-02T09:00:00+00:00"
            assert {"user_name", "impersonated_by_name", "action", "changes", "session_id"} <= written.keys()


def test_moments_in_before_and_after_are_shown_as_the_timestamp_is(cast):
    impersonating(cast, "olga", "zoe")
    started = next(entry for entry in read(cast.identity("olga")) if entry.action == "Started an impersonation")
    assert [(change.field, change.after) for change in started.changes] == [("Expires at", "2026-03-02 10:00:00")]
