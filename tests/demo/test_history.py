from collections import Counter
from datetime import timedelta

import pytest
from sqlmodel import col, select

from admin_proxy import clock, db, words
from admin_proxy.accounts.people import party
from admin_proxy.accounts.tables import Login, Person
from admin_proxy.audit import reading, verifying
from admin_proxy.audit.filters import Filters
from admin_proxy.audit.tables import AuditEntry, AuditName
from admin_proxy.audit.tags import Tag
from admin_proxy.demo import history
from admin_proxy.demo.past import Past
from admin_proxy.feedback.tables import Feedback
from admin_proxy.goals import amounts
from admin_proxy.goals.tables import Goal
from admin_proxy.identity import Identity, Role
from admin_proxy.impersonation.causes import EndCause
from admin_proxy.impersonation.tables import ImpersonationSession
from admin_proxy.mail import Letter
from admin_proxy.notifications.tables import Notification
from admin_proxy.recognition.tables import Recognition


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


def test_whatever_people_did_is_in_the_record_under_their_names(kestrel):
    tags = Counter(entry.tag for entry in rows(AuditEntry))
    assert tags["goals.goal.created"] == len(rows(Goal))
    assert tags["goals.goal.closed"] == sum(goal.closed_at is not None for goal in rows(Goal))
    assert tags["recognition.recognition.given"] == len(rows(Recognition))
    assert tags["feedback.feedback.given"] + tags["feedback.request.answered"] == len(rows(Feedback))
    assert 20 < tags["goals.goal.changed"] < 200
    assert tags["goals.check_in.made"] > 1_000


def test_whoever_stands_in_the_record_is_found_by_their_name(kestrel):
    of_the_house = [entry for entry in rows(AuditEntry) if entry.organization_id]
    standing = {whose or 0 for entry in of_the_house for whose in (entry.actor_id, entry.subject_id)}
    assert standing - {name.person_id for name in rows(AuditName)} == set()
    email, count = Counter(e.subject_email for e in of_the_house if e.tag == Tag.CHECK_IN_MADE).most_common(1)[0]
    found = reading.entries(super_admin(), Filters(person=email)).entries
    assert Counter(entry.tag for entry in found)[Tag.CHECK_IN_MADE] == count > 1


def super_admin() -> Identity:
    with db.reading() as tx:
        dana = party(tx.exec(select(Person).where(Person.role == Role.SUPER_ADMIN)).first())
    return Identity(dana, dana, None)


def test_what_was_changed_is_now_as_the_record_says(kestrel):
    goals = {str(goal.id): goal for goal in rows(Goal)}
    latest = {entry.object_id: entry for entry in rows(AuditEntry) if entry.tag == "goals.goal.changed"}
    assert all(_as_it_is(goals[goal_id], field) == said for goal_id, entry in latest.items()
               for field, said in entry.after.items())  # fmt: skip


def _as_it_is(goal: Goal, field: str) -> str:
    return amounts.of(goal, goal.target) if field == "target" else str(getattr(goal, field))


def test_the_record_is_unbroken(kestrel):
    verdicts = verifying.verify()
    assert {verdict.problem for verdict in verdicts} == {None}
    assert sum(verdict.chain.entries for verdict in verdicts) == len(rows(AuditEntry))


def test_what_others_said_lately_waits_unread_in_some_inboxes(kestrel):
    notices = rows(Notification)
    assert {notice.kind for notice in notices} >= {"feedback.received", "feedback.requested", "recognition.received"}
    assert 20 < sum(notice.read_at is None for notice in notices) < len(notices) / 2
    assert [notice.at for notice in sorted(notices, key=lambda one: one.id)] == sorted(one.at for one in notices)


def test_who_changed_ingrids_target_and_why_can_be_read(kestrel):
    (change,) = (entry for entry in rows(AuditEntry) if entry.tag == "goals.goal.changed" and entry.session_id
                 and entry.subject_name == "Ingrid Solheim")  # fmt: skip
    assert (change.actor_name, change.before, change.after) == ("Hannah Lindqvist", {"target": "12"}, {"target": "9"})


def test_sessions_ended_in_different_ways_and_none_is_running(kestrel):
    causes = Counter(session.end_cause for session in rows(ImpersonationSession))
    assert set(causes) == {EndCause.STOPPED, EndCause.EXPIRED, EndCause.SIGNED_OUT, EndCause.REVOKED}


def test_the_record_is_in_the_order_of_time(kestrel):
    with db.reading() as tx:
        moments = list(tx.exec(select(AuditEntry.at).order_by(col(AuditEntry.id))))
    assert moments == sorted(moments)
    assert moments[-1] < clock.now() - timedelta(hours=1)


def test_who_was_changed_got_a_letter(kestrel):
    told = {letter.to_name for letter in rows(Letter)}
    assert told == {
        "Zoë Marchand", "Miguel Santos", "Ingrid Solheim", "Maximiliane Hohenstein-Wolfeschlegelsteinhausen",
    }  # fmt: skip


def test_no_login_of_the_past_is_still_open(kestrel):
    assert {login.ended_at is None for login in rows(Login)} == {False}


def test_time_goes_on_as_before(kestrel, time):
    assert clock.now() == time.now()


def test_a_past_that_fails_leaves_the_clock_alone(database, time):
    with pytest.raises(Exception, match="No row"):
        history.live_through(Past())
    assert clock.now() == time.now()


def test_every_field_of_the_record_has_german_words(kestrel):
    entries = rows(AuditEntry)
    fields = {field for one in entries for values in (one.before, one.after) for field in values or {}}
    unsaid = {field for field in fields if field.replace("_", " ").capitalize() not in words.german()}
    assert unsaid == set()
