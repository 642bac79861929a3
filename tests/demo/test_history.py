from collections import Counter
from datetime import timedelta

import pytest
from sqlmodel import col, select

from admin_proxy import clock, db
from admin_proxy.accounts.tables import Login
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.demo import history
from admin_proxy.impersonation.causes import EndCause
from admin_proxy.impersonation.tables import ImpersonationSession
from admin_proxy.mail import Letter


def rows(table):
    with db.reading() as tx:
        return list(tx.exec(select(table)))


def test_every_story_is_in_the_record(kestrel):
    tags = Counter(entry.tag for entry in rows(AuditEntry))
    begun = sum(story.minutes > 1 for story in history.STORIES)
    assert tags["impersonation.session.started"] == tags["impersonation.session.ended"] == begun
    assert tags["impersonation.session.refused"] == len(history.STORIES) - begun
    assert tags["impersonation.session.renewed"] == 1
    assert tags["accounts.settings.changed"] == 3


def test_sessions_ended_in_different_ways_and_none_is_running(kestrel):
    causes = Counter(session.end_cause for session in rows(ImpersonationSession))
    assert set(causes) == {EndCause.STOPPED, EndCause.EXPIRED, EndCause.SIGNED_OUT, EndCause.REVOKED}


def test_the_record_is_in_the_order_of_time(kestrel):
    with db.reading() as tx:
        moments = list(tx.exec(select(AuditEntry.at).order_by(col(AuditEntry.id))))
    assert moments == sorted(moments)
    assert moments[-1] < clock.now() - timedelta(hours=1)


def test_who_was_changed_got_a_letter(kestrel):
    assert {letter.to_name for letter in rows(Letter)} == {"Zoë Marchand", "Miguel Santos"}


def test_no_login_of_the_past_is_still_open(kestrel):
    assert {login.ended_at is None for login in rows(Login)} == {False}


def test_time_goes_on_as_before(kestrel, time):
    assert clock.now() == time.now()


def test_a_past_that_fails_leaves_the_clock_alone(database, time):
    with pytest.raises(Exception, match="No row"):
        history.live_through()
    assert clock.now() == time.now()
