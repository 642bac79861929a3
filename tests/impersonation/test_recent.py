"""What an empty search offers."""

from __future__ import annotations

from admin_proxy.directory.cards import PersonCard
from admin_proxy.impersonation.recent import MOST, recent
from admin_proxy.impersonation.stopping import stop
from tests.impersonation.acts import changed, house_rule, impersonating


def names(identity) -> list[str]:
    return [card.name for card in recent(identity)]


def visit(cast, time, actor, *subjects):
    for subject in subjects:
        stop(impersonating(cast, actor, subject))
        time.advance(minutes=1)


def test_each_once_and_the_latest_first(cast, time):
    visit(cast, time, "olga", "zoe", "sam", "zoe", "ben")
    assert names(cast.identity("olga")) == ["Ben Becker", "Zoë Žižková", "Sam Silva"]


def test_each_is_shown_as_search_shows_them(cast, time):
    visit(cast, time, "olga", "zoe")
    zoe = PersonCard(cast["zoe"], "Zoë Žižková", "ZŽ", "zoe@acme.example", "Engineer", "Engineering")
    assert recent(cast.identity("olga")) == [zoe]


def test_only_whom_one_impersonated_oneself(cast, time):
    visit(cast, time, "olga", "zoe")
    assert names(cast.identity("oscar")) == []
    assert names(cast.identity("eve")) == []


def test_only_who_may_still_be_impersonated(cast, time):
    visit(cast, time, "hana", "sam", "fay", "ina")
    changed(cast, "fay", department_id=cast.departments["Engineering"])
    changed(cast, "ina", deactivated_on=time.now().date())
    assert names(cast.identity("hana")) == ["Sam Silva"]
    house_rule(cast.acme, limited_to_super_admins=True)
    assert names(cast.identity("hana")) == []


def test_eight_at_most(cast, time):
    everybody = ("oscar", "adam", "hana", "hugo", "henry", "sam", "fay", "ina", "zoe", "ben")
    visit(cast, time, "olga", *everybody)
    shown = names(cast.identity("olga"))
    assert len(shown) == MOST == 8
    assert shown[0] == "Ben Becker"


def test_nobody_while_impersonating(cast, time):
    visit(cast, time, "olga", "zoe")
    assert names(impersonating(cast, "olga", "oscar")) == []
