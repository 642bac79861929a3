"""The pages that somebody opens as another one stand in the record, and are no change."""

from __future__ import annotations

import pytest

from admin_proxy import clock, db, live
from admin_proxy.audit import reading
from admin_proxy.audit.filters import Filters
from admin_proxy.audit.tags import Tag
from admin_proxy.audit.verifying import verify
from admin_proxy.identity import ImpersonationOver
from admin_proxy.impersonation import changes, looking, reviewing
from admin_proxy.impersonation.stopping import stop
from tests.impersonation.acts import change_language, entries, impersonating, session


@pytest.fixture(autouse=True)
def _nothing_looked_at():
    looking._looked.clear()


def looked() -> list[tuple[str, str, str]]:
    return [(entry.object_name, entry.note, entry.session_id) for entry in entries(Tag.PAGE_OPENED)]


def test_a_page_that_is_opened_as_somebody_else_is_recorded_under_both_names(cast):
    as_zoe = impersonating(cast, "olga", "zoe")
    looking.note(as_zoe, "/goals/7", "Goal")
    (entry,) = entries(Tag.PAGE_OPENED)
    assert (entry.actor_name, entry.subject_name) == ("Olga Orlova", "Zoë Žižková")
    assert looked() == [("Goal", "/goals/7", as_zoe.session.id)]
    assert all(verdict.is_sound for verdict in verify())


def test_whoever_is_themselves_is_not_followed(cast):
    looking.note(cast.identity("zoe"), "/goals", "Goals")
    assert looked() == []


def test_once_for_each_page_and_moment(cast):
    as_zoe = impersonating(cast, "olga", "zoe")
    for path in ("/", "/goals", "/goals", "/"):
        looking.note(as_zoe, path, path)
    assert [name for name, *_ in looked()] == ["/", "/goals"]
    clock._clock.advance(minutes=1)
    looking.note(as_zoe, "/goals", "/goals")
    assert [name for name, *_ in looked()] == ["/", "/goals", "/goals"]


def test_a_path_of_any_length(cast):
    as_zoe = impersonating(cast, "olga", "zoe")
    looking.note(as_zoe, "/" + "x" * 3_000, "y" * 300)
    assert len(looked()) == 1


def test_looking_is_no_change_and_nobody_is_told(cast):
    as_zoe = impersonating(cast, "olga", "zoe")
    told = []
    ended = live.listen(told.append)
    looking.note(as_zoe, "/", "Home")
    ended()
    assert told == []

    with db.reading() as tx:
        assert changes.count(tx, as_zoe.session.id) == 0
    assert stop(as_zoe).changes == 0


def test_after_the_end_no_page_is_opened(cast):
    as_zoe = impersonating(cast, "olga", "zoe")
    stop(as_zoe)
    with pytest.raises(ImpersonationOver):
        looking.note(as_zoe, "/", "Home")
    assert looked() == []


def test_the_timeline_has_them_between_the_changes(cast):
    as_zoe = impersonating(cast, "olga", "zoe")
    looking.note(as_zoe, "/settings", "My settings")
    change_language(as_zoe, "en")
    looking.note(as_zoe, "/", "Home")
    stop(as_zoe)
    olga = cast.identity("olga")
    assert [entry.tag for entry in reading.story(olga, session().id).entries] == [
        "impersonation.session.started", "impersonation.page.opened", "accounts.settings.changed",
        "impersonation.page.opened", "impersonation.session.ended",
    ]  # fmt: skip
    assert reviewing.review(olga, session().id).changes == 1
    found = reading.entries(olga, Filters(subcategory="impersonation.page"))
    assert [entry.object for entry in found.entries] == ["Home", "My settings"]


def test_they_are_not_new_to_whoever_reads_of_everything(cast):
    as_zoe, olga = impersonating(cast, "olga", "zoe"), cast.identity("olga")
    newest = reading.newest(olga)
    looking.note(as_zoe, "/", "Home")
    change_language(as_zoe, "en")
    looking.note(as_zoe, "/settings", "My settings")
    asked = (Filters(), Filters(category="impersonation"), Filters(subcategory="impersonation.page"))
    assert [reading.count_newer(olga, filters, newest) for filters in asked] == [1, 0, 2]
