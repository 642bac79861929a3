"""How many running impersonations a change of the rules would end, before anybody makes it."""

from __future__ import annotations

import pytest

from admin_proxy.identity import ChangedMeanwhile, Forbidden, Invalid, NotFound
from admin_proxy.impersonation.foreseeing import would_end
from admin_proxy.impersonation.rechecking import sweep
from admin_proxy.live import About, News
from admin_proxy.organizations import rules, vendor
from tests.impersonation.acts import all_news, impersonating, now, sessions

RULES = [
    ({"proxy_enabled": False}, 3),
    ({"limited_to_super_admins": True}, 2),
    ({"proxy_enabled": False, "limited_to_super_admins": True}, 3),
    ({"session_hours": 1}, 0),
    ({"session_hours": 24}, 0),
    ({"reason_required": True}, 0),
    ({}, 0),
]


@pytest.mark.parametrize(("wanted", "number"), RULES)
def test_as_many_end_as_was_foreseen(cast, wanted, number):
    for actor, subject in (("hana", "fay"), ("hugo", "zoe"), ("olga", "zoe"), ("eve", "emil")):
        impersonating(cast, actor, subject)
    assert would_end(cast.identity("carl"), cast.acme, **wanted) == number
    assert all(row.end_cause == "" for row in sessions())
    rules.change(cast.identity("carl"), cast.acme, **wanted)
    assert [row.end_cause for row in sessions()].count("no longer allowed") == number
    assert sweep() == 0


def test_what_is_over_anyway_is_not_counted(cast, time):
    impersonating(cast, "hana", "fay")
    time.advance(hours=1)
    assert would_end(cast.identity("petra"), cast.acme, proxy_enabled=False) == 0


@pytest.mark.parametrize("name", ["olga", "hana", "sam", "eve"])
def test_nobody_else_foresees_anything(cast, name):
    with pytest.raises(Forbidden):
        would_end(cast.identity(name), cast.acme, proxy_enabled=False)


@pytest.mark.parametrize("number", [0, -1, 2**40])
def test_an_organization_that_is_not_assigned_is_none(cast, number):
    for organization_id in (cast.globex, number):
        with pytest.raises(NotFound):
            would_end(cast.identity("carl"), organization_id, proxy_enabled=False)


@pytest.mark.parametrize("hours", [0, 25, 1.5, True, "2"])
def test_a_length_is_whole_hours_from_1_to_24(cast, hours):
    with pytest.raises(Invalid) as refusal:
        would_end(cast.identity("carl"), cast.acme, session_hours=hours)
    assert refusal.value.field == "session_hours"


def test_each_tab_of_the_organization_is_told_of_a_change_of_its_rules(cast):
    hana = impersonating(cast, "hana", "fay")
    with all_news() as told:
        rules.change(cast.identity("carl"), cast.acme, limited_to_super_admins=True)
        rules.change(cast.identity("carl"), cast.acme, limited_to_super_admins=True)
    assert told.count(News(About.ORGANIZATION, cast.acme)) == 1
    assert told.count(News(About.LOGIN, hana.login_id)) == 1
    assert not now(hana).impersonating


def test_whoever_saved_meanwhile_is_not_written_over(cast):
    (seen,) = vendor.assigned(cast.identity("carl"))
    rules.change(cast.identity("petra"), cast.acme, session_hours=4)
    with pytest.raises(ChangedMeanwhile):
        rules.change(cast.identity("carl"), cast.acme, session_hours=8, seen=seen.rules)
    (after,) = vendor.assigned(cast.identity("carl"))
    assert after.rules.session_hours == 4
    assert rules.change(cast.identity("carl"), cast.acme, session_hours=8, seen=after.rules).session_hours == 8
