"""A Super Admin ends somebody's impersonation."""

from __future__ import annotations

from datetime import date

import pytest

from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Forbidden, ImpersonationOver, NotFound
from admin_proxy.impersonation.revoking import revoke
from tests.impersonation.acts import changed, entries, impersonating, news, now, session


def test_oscar_ends_what_hana_runs_and_the_record_says_it_was_him(cast):
    hanas = impersonating(cast, "hana", "fay")
    with news() as told:
        assert revoke(cast.identity("oscar"), session().id)
    assert told == [hanas.login_id]
    assert not now(hanas).impersonating
    assert session().end_cause == "revoked"
    assert session().end_sentence == "Your impersonation of Fay Fischer has been ended by a Super Admin."
    (entry,) = entries(Tag.IMPERSONATION_ENDED)
    assert entry.actor_name == "Oscar Ortiz"
    assert entry.object_name == "Hana Horváthová as Fay Fischer"
    assert entry.session_id == session().id


def test_it_is_safe_to_repeat(cast):
    impersonating(cast, "hana", "fay")
    assert revoke(cast.identity("oscar"), session().id)
    assert not revoke(cast.identity("olga"), session().id)
    assert len(entries(Tag.IMPERSONATION_ENDED)) == 1


@pytest.mark.parametrize("who", ["hana", "adam", "sam", "carl"])
def test_nobody_else_may(cast, who):
    hanas = impersonating(cast, "hana", "fay")
    with pytest.raises(Forbidden):
        revoke(cast.identity(who), session().id)
    assert now(hanas).impersonating


def test_sessions_elsewhere_are_as_good_as_none(cast):
    impersonating(cast, "hana", "fay")
    said = []
    for session_id in (session().id, "no-such-session", ""):
        with pytest.raises(NotFound) as refusal:
            revoke(cast.identity("eve"), session_id)
        said.append(refusal.value.sentence)
    assert len(set(said)) == 1


def test_one_may_revoke_in_a_super_admins_name_even_the_own_session(cast):
    olga = impersonating(cast, "olga", "oscar")
    assert revoke(olga, session().id)
    (entry,) = entries(Tag.IMPERSONATION_ENDED)
    assert (entry.actor_name, entry.subject_name) == ("Olga Orlova", "Oscar Ortiz")


def test_the_subjects_rights_count_not_the_actors(cast):
    as_sam = impersonating(cast, "olga", "sam")
    with pytest.raises(Forbidden):
        revoke(as_sam, session().id)


def test_nothing_is_revoked_in_the_name_of_somebody_whose_impersonation_is_over(cast):
    olga = impersonating(cast, "olga", "oscar")
    changed(cast, "oscar", deactivated_on=date(2026, 1, 1))
    with pytest.raises(ImpersonationOver):
        revoke(olga, session().id)
