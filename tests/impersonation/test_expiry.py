"""Time runs out: at the very moment, whether or not anybody notices."""

from __future__ import annotations

from datetime import timedelta

import pytest

from admin_proxy.audit.tags import Tag
from admin_proxy.identity import ImpersonationOver
from admin_proxy.impersonation.expiry import expire_due
from admin_proxy.impersonation.renewing import renew
from tests.impersonation.acts import change_language, entries, impersonating, news, now, person, session, sessions


def test_one_moment_before_the_end_it_runs_and_at_the_end_it_does_not(cast, time):
    identity = impersonating(cast, "olga", "zoe")
    time.advance(hours=1, seconds=-0.001)
    assert now(identity).impersonating
    time.advance(seconds=0.001)
    assert not now(identity).impersonating


def test_the_job_ends_what_is_due_and_tells_every_tab(cast, time):
    identity = impersonating(cast, "olga", "zoe")
    time.advance(hours=1)
    with news() as told:
        assert expire_due() == 1
        assert expire_due() == 0
    assert told == [identity.login_id]
    assert (session().end_cause, session().ended_at) == ("expired", session().expires_at)
    (entry,) = entries(Tag.IMPERSONATION_ENDED)
    assert (entry.actor_name, entry.subject_name) == ("Olga Orlova", "Zoë Žižková")


def test_the_job_leaves_alone_what_still_runs(cast, time):
    early = impersonating(cast, "olga", "zoe")
    time.advance(minutes=30)
    late = impersonating(cast, "eve", "emil")
    time.advance(minutes=30)
    assert expire_due() == 1
    assert not now(early).impersonating
    assert now(late).impersonating


def test_a_late_job_still_ends_it_at_its_time(cast, time):
    impersonating(cast, "olga", "zoe")
    time.advance(days=3)
    expire_due()
    assert session().ended_at == session().started_at + timedelta(hours=1)


def test_the_job_of_a_time_that_was_continued_ends_nothing(cast, time):
    identity = impersonating(cast, "olga", "zoe")
    time.advance(minutes=59)
    renew(identity)
    time.advance(minutes=1)
    assert expire_due() == 0
    assert now(identity).impersonating


def test_without_any_job_the_next_event_finds_it_over_and_writes_it_down(cast, time):
    identity = impersonating(cast, "olga", "zoe")
    time.advance(hours=1)
    assert now(identity).subject.name == "Olga Orlova"
    assert session().end_cause == "expired"
    assert len(entries(Tag.IMPERSONATION_ENDED)) == 1


def test_what_began_before_the_end_is_not_written_after_it(cast, time):
    identity = impersonating(cast, "olga", "zoe")
    time.advance(hours=1)
    with pytest.raises(ImpersonationOver):
        change_language(identity, "en")
    assert person(cast, "zoe").language == "de"
    assert entries(Tag.SETTINGS_CHANGED) == []


def test_all_that_is_due_ends_in_every_organization(cast, time):
    impersonating(cast, "olga", "zoe")
    impersonating(cast, "hana", "fay")
    impersonating(cast, "eve", "emil")
    time.advance(hours=1)
    assert expire_due() == 3
    assert {row.end_cause for row in sessions()} == {"expired"}
