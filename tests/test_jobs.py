"""The scheduler: a job for each end, and a sweep for what no job has seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import text

from admin_proxy import clock, config, db, live
from admin_proxy.audit import anchor_mail, anchors, checking, trail
from admin_proxy.audit.tags import Tag
from admin_proxy.directory.inviting import invite
from admin_proxy.identity import operator
from admin_proxy.impersonation.renewing import renew
from admin_proxy.impersonation.stopping import stop
from admin_proxy.impersonation.tables import ImpersonationSession
from admin_proxy.jobs import SOON, SWEEP_EVERY, Jobs, anchor, catch_up, close_overdue, verify
from admin_proxy.mail.carriers import DemoMailbox
from admin_proxy.mail.relay import Relay
from tests import people
from tests.audit.tampering import past_the_guards
from tests.impersonation.acts import entries, impersonating, letters, now, session, sessions

LONG = 30


@pytest.fixture
def jobs():
    scheduler = Jobs()
    yield scheduler
    scheduler.stop()


@pytest.fixture
def time():
    """Stands still too, but far ahead: the scheduler has a clock of its own, for which nothing here is due."""
    manual = clock.ManualClock(datetime.now(UTC) + timedelta(days=30))
    previous = clock.use(manual)
    yield manual
    clock.use(previous)


def test_what_runs_when_the_process_starts_has_its_end_planned(cast, jobs):
    identity = impersonating(cast, "olga", "zoe")
    jobs.start()
    assert jobs.planned() == {identity.login_id: session().expires_at}


def test_what_is_overdue_is_closed_before_anything_is_served(cast, time, jobs):
    impersonating(cast, "olga", "zoe")
    time.advance(hours=3)
    jobs.start()
    assert session().end_cause == "expired"
    assert jobs.planned() == {}


def test_closing_what_is_overdue_leaves_what_runs(cast, time):
    impersonating(cast, "olga", "zoe")
    time.advance(minutes=40)
    running = impersonating(cast, "hana", "fay")
    time.advance(minutes=20)
    assert close_overdue() == 1
    assert close_overdue() == 0
    assert now(running).impersonating


def test_the_plan_follows_start_continue_and_stop(cast, time, jobs):
    identity = impersonating(cast, "olga", "zoe")
    jobs.plan(identity.login_id)
    first = jobs.planned()[identity.login_id]
    time.advance(minutes=30)
    renew(identity)
    jobs.plan(identity.login_id)
    assert jobs.planned()[identity.login_id] == first + timedelta(minutes=30)
    stop(identity)
    jobs.plan(identity.login_id)
    jobs.plan(identity.login_id)
    assert jobs.planned() == {}


def test_news_of_a_login_makes_the_plan(cast, jobs):
    jobs.start()
    planned = Event()
    plan = jobs._plan_end
    jobs._plan_end = lambda *args: (plan(*args), planned.set())
    identity = impersonating(cast, "olga", "zoe")
    assert planned.wait(LONG)
    assert jobs.planned() == {identity.login_id: session().expires_at}


def test_a_job_ends_the_session_though_nobody_asks(database, jobs):
    """The scheduler's clock is the real one, so here the session is of the past hour and its end is now."""
    manual = clock.ManualClock(datetime.now(UTC) - timedelta(hours=1))
    previous = clock.use(manual)
    try:
        cast = people.arrive()
        jobs.start()
        identity = impersonating(cast, "olga", "zoe")
        ended = Event()
        manual.advance(hours=1)
        stop_listening = live.listen(lambda news: ended.set())
        jobs._plan_end(identity.login_id, session().expires_at)
        assert ended.wait(LONG)
        stop_listening()
        assert session().end_cause == "expired"
    finally:
        jobs.stop()
        clock.use(previous)


def test_the_sweep_is_there_every_few_seconds_and_no_run_is_ever_dropped(cast, jobs):
    jobs.start()
    (sweep,) = (job for job in jobs._scheduler.get_jobs() if job.id == "sweep")
    assert sweep.trigger.interval == SWEEP_EVERY == timedelta(seconds=5)
    assert (sweep.misfire_grace_time, sweep.coalesce, sweep.max_instances) == (None, True, 1)


def test_two_processes_end_each_session_once(cast, time):
    for subject in ("zoe", "sam", "ben"):
        impersonating(cast, "olga", subject)
    time.advance(hours=1)
    first, second = Jobs(), Jobs()
    try:
        first.start()
        second.start()
    finally:
        first.stop()
        second.stop()
    assert [row.end_cause for row in sessions()] == ["expired"] * 3
    assert len(entries(Tag.IMPERSONATION_ENDED)) == 3


def test_after_a_restart_the_plan_is_made_again(cast, jobs):
    identity = impersonating(cast, "olga", "zoe")
    db.connect(db.engine().url.render_as_string(hide_password=False))
    jobs.start()
    assert jobs.planned() == {identity.login_id: session().expires_at}


def test_stopping_twice_is_fine_and_news_are_no_longer_heard(cast, jobs):
    jobs.start()
    jobs.stop()
    jobs.stop()
    impersonating(cast, "olga", "zoe")
    assert jobs.planned() == {}


def test_what_another_process_ended_is_told_to_the_tabs_by_the_next_sweep(cast, jobs):
    identity = impersonating(cast, "olga", "zoe")
    jobs.start()
    told: list[str] = []
    with db.writing() as tx:  # as the command line would, whose news stay in its own process
        row = tx.get_one(ImpersonationSession, session().id)
        row.ended_at, row.end_cause = clock.now(), "revoked"
    stop_listening = live.listen(lambda news: told.append(str(news.id)))
    jobs.sweep()
    stop_listening()
    assert told == [identity.login_id]


def test_a_sweep_that_finds_nothing_new_tells_nobody(cast, jobs):
    impersonating(cast, "olga", "zoe")
    jobs.start()
    told: list[str] = []
    stop_listening = live.listen(lambda news: told.append(str(news.id)))
    jobs.sweep()
    stop_listening()
    assert told == []


def test_a_letter_is_sent_as_soon_as_what_it_tells_of_is_committed(cast, jobs, tmp_path):
    carried = Event()

    class Listening(DemoMailbox):
        def carry(self, letter_id, message):
            carried.set()

    jobs._relay = Relay(Listening())
    jobs.start()
    for job in jobs._scheduler.get_jobs():
        job.pause()
    invite(cast.identity("olga"), cast["nora"])
    assert carried.wait(LONG)


def test_the_relay_looks_every_few_seconds_for_what_another_process_posted(cast, jobs):
    jobs.start()
    (relay,) = (job for job in jobs._scheduler.get_jobs() if job.id == "relay")
    assert (relay.trigger.interval, relay.coalesce) == (timedelta(seconds=10), True)


class TestTheAuditLog:
    @pytest.fixture
    def rules(self, tmp_path):
        before = config._current
        yield config.use(config.load(data_dir=tmp_path, audit_anchors_mail="a@auditor.example"))
        config._current = before

    def test_is_anchored_every_hour_and_verified_every_night(self, cast, jobs):
        jobs.start()
        triggers = {job.id: str(job.trigger) for job in jobs._scheduler.get_jobs()}
        assert triggers["anchor"] == "interval[1:00:00]"
        assert triggers["verify"] == "cron[hour='3', minute='20']"

    def test_is_looked_at_soon_after_the_start_and_not_at_once(self, cast, jobs):
        jobs.start()
        (caught_up,) = (job for job in jobs._scheduler.get_jobs() if job.id == "catch_up")
        assert timedelta(0) < caught_up.trigger.run_date - datetime.now(UTC) <= SOON

    def test_is_verified_then_if_no_night_has_done_so(self, cast, rules):
        invite(cast.identity("olga"), cast["nora"])
        catch_up()
        first = checking.soundness(cast.identity("olga")).checked_at
        assert first == clock.now()
        clock._clock.advance(days=1)
        with db.writing(cast.acme) as tx:
            trail.record(tx, operator(cast.acme), Tag.GROUP_CREATED)
        catch_up()
        assert (checking.soundness(cast.identity("olga")).checked_at, anchors.latest(rules)[0].seq) == (first, 2)
        clock._clock.advance(minutes=1)
        catch_up()
        assert checking.soundness(cast.identity("olga")).checked_at == clock.now()

    def test_is_found_sound_and_its_anchors_are_sent(self, cast, rules):
        invite(cast.identity("olga"), cast["nora"])
        verify()
        assert checking.soundness(cast.identity("olga")).problem == ""
        assert anchors.latest(rules)[0].seq == 1
        assert [letter.to_email for letter in letters() if letter.kind == anchor_mail.KIND] == ["a@auditor.example"]

    def test_is_found_broken_and_said_to_be(self, cast, rules, caplog):
        invite(cast.identity("olga"), cast["nora"])
        anchor()
        with past_the_guards() as tx:
            tx.execute(text("UPDATE audit_entry SET note = 'else'"))
        verify()
        assert checking.soundness(cast.identity("olga")).problem.startswith("edited at 1")
        assert "the audit log of acme is broken: edited at 1" in caplog.text

    def test_that_cannot_be_anchored_stops_no_job(self, cast, rules, caplog):
        (rules.data_dir / anchors.KEY).write_text("no key")
        invite(cast.identity("olga"), cast["nora"])
        anchor()
        verify()
        assert "the audit log could not be anchored: The key in " in caplog.text
        assert "the audit log is verified without its anchors: The key in " in caplog.text
        assert checking.soundness(cast.identity("olga")).failure == checking.KEY_GONE
