"""Guides: shown until they are put away, by the person for good and by a visitor for the visit only."""

from __future__ import annotations

import pytest

from admin_proxy import words
from admin_proxy.guides.catalog import GUIDES
from admin_proxy.guides.putting_away import How, put_away
from admin_proxy.guides.showing import waiting
from admin_proxy.identity import NotFound
from admin_proxy.impersonation.stopping import stop
from admin_proxy.ui.shell import places
from tests.impersonation.acts import entries, impersonating

ADMIN_PROXY = "/admin/program-management/impersonate"


def title(identity, page="/"):
    guide = waiting(identity, page)
    return guide and guide.title


def test_each_guide_is_for_a_page_that_there_is_and_for_those_who_may_see_it():
    for guide in GUIDES:
        place = places.at(guide.page)
        assert place is not None
        assert place.path == guide.page
        assert place.permission == guide.permission
        assert guide.steps


def test_zoe_gets_the_guide_of_home_however_often_she_looks(cast):
    assert title(cast.identity("zoe")) == title(cast.identity("zoe")) == "Find your way around"


def test_there_is_none_where_nobody_wrote_one(cast):
    assert waiting(cast.identity("zoe"), "/settings") is None


@pytest.mark.parametrize("how", [How.FINISHED, How.DISMISSED])
def test_what_zoe_has_put_away_does_not_come_again(cast, time, how):
    put_away(cast.identity("zoe"), "around", how)
    time.advance(days=400)
    assert title(cast.identity("zoe")) is None
    assert title(cast.identity("ben")) == "Find your way around"


def test_later_is_tomorrow(cast, time):
    put_away(cast.identity("zoe"), "around", How.LATER)
    time.advance(hours=23)
    assert title(cast.identity("zoe")) is None
    time.advance(hours=1)
    assert title(cast.identity("zoe")) == "Find your way around"


def test_finished_after_later_is_finished(cast, time):
    put_away(cast.identity("zoe"), "around", How.LATER)
    put_away(cast.identity("zoe"), "around", How.FINISHED)
    put_away(cast.identity("zoe"), "around", How.FINISHED)
    time.advance(days=400)
    assert title(cast.identity("zoe")) is None


def test_only_those_who_may_impersonate_are_told_how(cast):
    assert title(cast.identity("olga"), ADMIN_PROXY) == title(cast.identity("hana"), ADMIN_PROXY)
    assert title(cast.identity("zoe"), ADMIN_PROXY) is None
    assert title(cast.identity("adam"), ADMIN_PROXY) is None


def test_goals_and_feedback_have_one_for_everybody_of_an_organization(cast):
    assert (
        title(cast.identity("fay"), "/goals") == title(cast.identity("adam"), "/goals") == "Set goals and follow them"
    )
    assert title(cast.identity("fay"), "/feedback") == "Give feedback, and ask for it"
    assert title(cast.identity("carl"), "/goals") is None
    assert title(cast.identity("carl"), "/feedback") is None


def test_team_has_one_for_those_who_lead_one(cast):
    assert title(cast.identity("sam"), "/team") == "Look after your team"
    assert title(impersonating(cast, "olga", "sam"), "/team") == "Look after your team"
    assert title(cast.identity("fay"), "/team") is None


def test_an_administrator_sees_the_guide_as_zoe_does_and_whose_it_is(cast):
    guide = waiting(impersonating(cast, "olga", "zoe"), "/")
    assert guide is not None
    assert (guide.title, guide.whose) == ("Find your way around", "Zoë")


def test_what_zoe_has_put_away_an_administrator_does_not_get_either(cast):
    put_away(cast.identity("zoe"), "around", How.DISMISSED)
    assert title(impersonating(cast, "olga", "zoe")) is None


def test_closing_one_as_zoe_hides_it_for_that_visit_only(cast, time):
    visit = impersonating(cast, "olga", "zoe")
    put_away(visit, "around", How.FINISHED)
    put_away(visit, "around", How.LATER)
    assert title(visit) is None
    assert title(cast.identity("zoe")) == title(cast.identity("olga")) == "Find your way around"
    stop(visit)
    assert title(impersonating(cast, "olga", "zoe")) == "Find your way around"


def test_putting_a_guide_away_is_not_a_change_of_the_person(cast):
    visit = impersonating(cast, "olga", "zoe")
    before = len(entries())
    put_away(visit, "around", How.FINISHED)
    assert len(entries()) == before


def test_a_guide_that_does_not_exist_cannot_be_put_away(cast):
    with pytest.raises(NotFound):
        put_away(cast.identity("zoe"), "no such guide", How.FINISHED)


def test_a_guide_speaks_its_readers_language(cast):
    with words.speaking("de"):
        guide = waiting(cast.identity("zoe"), "/")
    assert guide is not None
    assert (guide.title, guide.steps[0].title) == ("Finden Sie sich zurecht", "Das ist die Startseite")
