"""What somebody has, for whoever is about to change it."""

from __future__ import annotations

import pytest

from admin_proxy.directory.role_and_scope import role_and_scope
from admin_proxy.identity import Forbidden, NotFound, Role


def test_an_hr_admin_has_a_scope_and_others_have_none(cast):
    hana = role_and_scope(cast.identity("olga"), cast["hana"])
    assert (hana.name, hana.role, hana.why_not) == ("Hana Horváthová", Role.HR_ADMIN, "")
    assert hana.scope.in_words == {"departments": ["Sales"], "groups": []}
    assert role_and_scope(cast.identity("olga"), cast["sam"]).scope.in_words == {"departments": [], "groups": []}


def test_why_a_role_cannot_be_changed_is_said_before_anybody_tries(cast):
    own = role_and_scope(cast.identity("olga"), cast["olga"])
    assert own.why_not == "Nobody can change their own role. Ask another Super Admin."


def test_there_is_nobody_of_elsewhere(cast):
    for person_id in (cast["eve"], 4711, 0, -1, 10**30):
        with pytest.raises(NotFound, match="There is no such person"):
            role_and_scope(cast.identity("olga"), person_id)


@pytest.mark.parametrize("who", ["adam", "hana", "sam", "carl"])
def test_nobody_but_super_admins_is_told(cast, who):
    with pytest.raises(Forbidden, match="Only Super Admins"):
        role_and_scope(cast.identity(who), cast["hana"])
