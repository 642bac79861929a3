"""How many running impersonations another role or scope would end, before anybody gives it."""

from __future__ import annotations

import pytest

from admin_proxy import db
from admin_proxy.accounts import roles, scopes
from admin_proxy.accounts.scopes import scope_of
from admin_proxy.identity import Forbidden, Invalid, NotFound, Role
from admin_proxy.impersonation.rehearsing import ended_by_role, ended_by_scope
from tests.impersonation.acts import all_news, entries, impersonating, person, sessions


def ended():
    return [row.end_cause for row in sessions()].count("no longer allowed")


@pytest.mark.parametrize(
    ("who", "role", "number"),
    [
        ("hana", Role.EMPLOYEE, 2),  # her own two
        ("hana", Role.SUPER_ADMIN, 0),  # she may still
        ("oscar", Role.EMPLOYEE, 1),
        ("fay", Role.HR_ADMIN, 1),  # Hana is in there
        ("zoe", Role.HR_ADMIN, 0),  # Oscar is, who may
        ("zoe", Role.EMPLOYEE, 0),
    ],
)
def test_as_many_end_by_a_role_as_was_foreseen(cast, who, role, number):
    for actor, subject in (("hana", "fay"), ("hana", "ina"), ("oscar", "zoe"), ("eve", "emil")):
        impersonating(cast, actor, subject)
    before = entries()
    with all_news() as told:
        assert ended_by_role(cast.identity("olga"), cast[who], role) == number
    assert (told, entries(), ended()) == ([], before, 0)
    roles.change_role(cast.identity("olga"), cast[who], role)
    assert ended() == number


def test_as_many_end_by_a_scope_as_was_foreseen(cast):
    for subject in ("fay", "ina", "sam"):
        impersonating(cast, "hana", subject)
    inside, mentors = [cast.departments["Inside Sales"]], [cast.groups["Mentors"]]
    assert ended_by_scope(cast.identity("olga"), cast["hana"], inside, mentors) == 2
    with db.reading() as tx:
        assert scope_of(tx, cast["hana"]).in_words == {"departments": ["Sales"], "groups": []}
    scopes.set_scope(cast.identity("olga"), cast["hana"], inside, mentors)
    assert ended() == 2


def test_what_would_be_refused_is_refused_in_the_same_words(cast):
    olga = cast.identity("olga")
    with pytest.raises(Forbidden, match="their own role"):
        ended_by_role(olga, cast["olga"], Role.EMPLOYEE)
    with pytest.raises(NotFound):
        ended_by_role(olga, cast["emil"], Role.ADMIN)
    with pytest.raises(Invalid, match="no HR Admin"):
        ended_by_scope(olga, cast["sam"], [], [])
    with pytest.raises(NotFound, match="no such department"):
        ended_by_scope(olga, cast["hana"], [cast.departments["Globex Sales"]], [])
    assert person(cast, "olga").role is Role.SUPER_ADMIN


@pytest.mark.parametrize("who", ["adam", "hana", "sam", "carl", "eve"])
def test_nobody_else_foresees_anything(cast, who):
    with pytest.raises((Forbidden, NotFound)):
        ended_by_role(cast.identity(who), cast["fay"], Role.HR_ADMIN)
    with pytest.raises((Forbidden, NotFound)):
        ended_by_scope(cast.identity(who), cast["hana"], [], [])
