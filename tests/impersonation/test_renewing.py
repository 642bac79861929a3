"""'Continue': one more period, never beyond a day, and only while it is allowed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from admin_proxy import clock, db
from admin_proxy.accounts import logins
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import ImpersonationOver, Refused
from admin_proxy.impersonation.renewing import renew
from admin_proxy.impersonation.stopping import stop
from tests.impersonation.acts import entries, house_rule, impersonating, news, now, session


def test_continue_gives_one_more_period_from_now(cast, time):
    identity = impersonating(cast, "olga", "zoe")
    time.advance(minutes=59)
    with news() as told:
        renewed = renew(identity)
    assert renewed.expires_at == session().expires_at == clock.now() + timedelta(hours=1)
    assert told == [identity.login_id]
    time.advance(minutes=59)
    assert now(identity).impersonating


def test_a_renewal_is_recorded_with_the_end_before_and_after(cast, time):
    identity = impersonating(cast, "olga", "zoe")
    before = session().expires_at
    time.advance(minutes=59)
    renew(identity)
    (entry,) = entries(Tag.IMPERSONATION_RENEWED)
    assert (entry.actor_name, entry.subject_name) == ("Olga Orlova", "Zoë Žižková")
    assert entry.before == {"expires_at": before.isoformat()}
    assert entry.after == {"expires_at": session().expires_at.isoformat()}
    assert session().renewals == 1


def test_pressing_twice_does_no_harm(cast, time):
    identity = impersonating(cast, "olga", "zoe")
    time.advance(minutes=59)
    assert renew(identity) == renew(identity)
    assert len(entries(Tag.IMPERSONATION_RENEWED)) == session().renewals == 1


def test_it_never_goes_on_beyond_24_hours_after_the_start(cast, time):
    house_rule(cast.acme, session_hours=10)
    identity = impersonating(cast, "olga", "zoe")
    for _ in range(2):
        time.advance(hours=9)
        renew(now(identity))
    assert session().expires_at == session().latest_end == session().started_at + timedelta(hours=24)
    time.advance(hours=5)
    with pytest.raises(Refused, match="24 hours at most"):
        renew(identity)
    time.advance(hours=1)
    assert not now(identity).impersonating


def test_at_the_very_moment_of_the_end_it_is_too_late(cast, time):
    identity = impersonating(cast, "olga", "zoe")
    time.advance(hours=1)
    with pytest.raises(ImpersonationOver, match="the time was up"):
        renew(identity)
    assert session().end_cause == "expired"
    assert not now(identity).impersonating


def test_the_policy_is_asked_again(cast, time):
    identity = impersonating(cast, "hana", "fay")
    changed_silently(cast, "limited_to_super_admins = true")
    with pytest.raises(ImpersonationOver, match="limited to Super Admins"):
        renew(identity)
    assert session().end_cause == "no longer allowed"


def test_a_length_made_shorter_meanwhile_takes_nothing_away(cast, time):
    house_rule(cast.acme, session_hours=8)
    identity = impersonating(cast, "olga", "zoe")
    promised = session().expires_at
    house_rule(cast.acme, session_hours=1)
    assert renew(identity).expires_at == promised
    assert entries(Tag.IMPERSONATION_RENEWED) == []


def test_who_runs_nothing_continues_nothing(cast):
    identity = impersonating(cast, "olga", "zoe")
    stop(identity)
    for asking in (identity, cast.identity("olga"), cast.identity("zoe")):
        with pytest.raises(Refused, match="not impersonating anybody"):
            renew(asking)


def test_a_login_that_is_over_continues_nothing(cast):
    identity = impersonating(cast, "olga", "zoe")
    logins.sign_out(identity.login_id)
    with pytest.raises(Refused):
        renew(identity)


def test_continue_does_not_carry_over_to_another_login(cast, time):
    first, second = impersonating(cast, "olga", "zoe"), impersonating(cast, "olga", "sam")
    time.advance(minutes=30)
    renew(first)
    time.advance(minutes=30)
    assert now(first).impersonating
    assert not now(second).impersonating


def changed_silently(cast, rule):
    """A rule that changed behind the product's back, in the database itself."""
    with db.writing() as tx:
        tx.connection().exec_driver_sql(f"UPDATE organization SET {rule} WHERE id = {cast.acme}")
