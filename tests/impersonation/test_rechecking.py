"""A change of the facts ends what is no longer allowed, in the transaction of that change."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from admin_proxy import clock, db
from admin_proxy.accounts import logins
from admin_proxy.accounts.tables import Department, GroupMember, Person, ScopeDepartment
from admin_proxy.audit.tags import Tag
from admin_proxy.impersonation.rechecking import sweep
from tests.impersonation.acts import at_all, changed, entries, house_rule, impersonating, news, now, session, sessions


def ended() -> tuple[str, str]:
    return session().end_cause, session().end_sentence


def test_a_demoted_actor_goes_on_no_further(cast):
    identity = impersonating(cast, "olga", "zoe")
    with news() as told:
        changed(cast, "olga", role="admin")
    assert told == [identity.login_id]
    assert not now(identity).impersonating
    cause, sentence = ended()
    assert cause == "no longer allowed"
    assert sentence.startswith("Your impersonation of Zoë Žižková has ended because it is no longer allowed.")
    assert "Only Super Admins and HR Admins" in sentence


def test_a_subject_who_was_promoted_meanwhile_is_out_of_reach(cast):
    impersonating(cast, "hana", "fay")
    changed(cast, "fay", role="hr_admin")
    assert ended()[0] == "no longer allowed"
    assert "HR Admin like you" in ended()[1]


def test_a_subject_who_is_deactivated_has_an_ending_of_their_own(cast):
    identity = impersonating(cast, "olga", "zoe")
    changed(cast, "zoe", deactivated_on=clock.now().date())
    assert ended() == (
        "subject deactivated",
        "Your impersonation of Zoë Žižková has ended because Zoë Žižková has been deactivated.",
    )
    assert not now(identity).impersonating


def test_a_scope_that_shrinks_ends_what_it_no_longer_covers_and_nothing_else(cast):
    outside = impersonating(cast, "hana", "fay")
    elsewhere = impersonating(cast, "hugo", "zoe")
    with db.writing(cast.acme) as tx:
        tx.delete(tx.get_one(ScopeDepartment, (cast["hana"], cast.departments["Sales"])))
        db.facts_changed(tx, cast.acme)
    assert not now(outside).impersonating
    assert now(elsewhere).impersonating


def test_a_department_that_moves_away_takes_its_people_out_of_scope(cast):
    impersonating(cast, "hana", "fay")
    with db.writing(cast.acme) as tx:
        tx.get_one(Department, cast.departments["Field Sales"]).parent_id = cast.departments["Engineering"]
        db.facts_changed(tx, cast.acme)
    assert ended()[0] == "no longer allowed"


def test_a_subject_who_moves_to_another_department_is_out_of_scope(cast):
    impersonating(cast, "hana", "fay")
    changed(cast, "fay", department_id=cast.departments["Engineering"])
    assert ended()[0] == "no longer allowed"


def test_a_subject_who_leaves_the_group_is_out_of_scope(cast):
    impersonating(cast, "hugo", "zoe")
    with db.writing(cast.acme) as tx:
        tx.delete(tx.get_one(GroupMember, (cast.groups["Mentors"], cast["zoe"])))
        db.facts_changed(tx, cast.acme)
    assert ended()[0] == "no longer allowed"


@pytest.mark.parametrize(
    ("rule", "said"),
    [({"proxy_enabled": False}, "switched off"), ({"limited_to_super_admins": True}, "limited to Super Admins")],
)
def test_a_house_rule_ends_what_it_forbids(cast, rule, said):
    impersonating(cast, "hana", "fay")
    house_rule(cast.acme, **rule)
    assert ended()[0] == "no longer allowed"
    assert said in ended()[1]


def test_a_rule_of_one_house_ends_nothing_in_another(cast):
    identity = impersonating(cast, "eve", "emil")
    house_rule(cast.acme, proxy_enabled=False)
    assert now(identity).impersonating


def test_what_is_still_allowed_goes_on(cast):
    identity = impersonating(cast, "olga", "zoe")
    with news() as told:
        changed(cast, "sam", role="hr_admin")
    assert told == []
    assert now(identity).impersonating
    assert entries(Tag.IMPERSONATION_ENDED) == []


def test_a_change_that_fails_ends_nothing(cast):
    identity = impersonating(cast, "olga", "zoe")

    def change_that_fails():
        with db.writing(cast.acme) as tx:
            tx.get_one(Person, cast["olga"]).role = "employee"
            db.facts_changed(tx, cast.acme)
            raise RuntimeError("on second thoughts")

    with news() as told, pytest.raises(RuntimeError):
        change_that_fails()
    assert told == []
    assert now(identity).impersonating


def test_signing_out_ends_it_in_the_same_transaction(cast):
    identity = impersonating(cast, "olga", "zoe")
    assert logins.sign_out(identity.login_id)
    assert ended()[0] == "signed out"
    assert session().seen_at is not None
    assert at_all(identity) is None


def test_a_login_ended_elsewhere_ends_its_session_and_no_other(cast):
    first, second = impersonating(cast, "olga", "zoe"), impersonating(cast, "olga", "sam")
    logins.end_one(cast.identity("olga"), first.login_id)
    assert [row.end_cause for row in sessions()] == ["signed out", ""]
    assert now(second).impersonating


def test_a_deactivated_actor_is_nobody_from_then_on(cast):
    identity = impersonating(cast, "olga", "zoe")
    changed(cast, "olga", deactivated_on=clock.now().date())
    assert ended()[0] == "no longer allowed"
    assert at_all(identity) is None


def test_a_day_of_deactivation_arrives_without_any_write(cast, time):
    house_rule(cast.acme, session_hours=24)
    time.advance(hours=10)
    impersonating(cast, "olga", "zoe")
    changed(cast, "zoe", deactivated_on=date(2026, 3, 3))
    assert ended()[0] == ""
    assert sweep() == 0
    time.advance(hours=5)
    assert sweep() == 1
    assert sweep() == 0
    assert ended()[0] == "subject deactivated"


def test_a_login_left_idle_for_too_long_takes_its_session_with_it(cast, time):
    house_rule(cast.acme, session_hours=24)
    impersonating(cast, "olga", "zoe")
    time.advance(hours=12)
    assert sweep() == 1
    assert ended()[0] == "signed out"


def test_the_sweep_ends_what_no_job_has_ended(cast, time):
    impersonating(cast, "olga", "zoe")
    impersonating(cast, "eve", "emil")
    time.advance(hours=2)
    assert sweep() == 2
    assert {row.end_cause for row in sessions()} == {"expired"}
    assert all(row.ended_at == row.started_at + timedelta(hours=1) for row in sessions())


def test_a_change_noticed_after_the_time_was_up_finds_it_expired(cast, time):
    impersonating(cast, "olga", "zoe")
    time.advance(hours=1)
    changed(cast, "olga", role="employee")
    assert ended()[0] == "expired"
    assert session().ended_at == session().expires_at
