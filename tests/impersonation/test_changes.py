"""What counts as changed during an impersonation, and what does not."""

from __future__ import annotations

import pytest

from admin_proxy import db, mail
from admin_proxy.accounts import settings
from admin_proxy.audit import exporting
from admin_proxy.audit.filters import EVERYTHING
from admin_proxy.audit.tags import Tag
from admin_proxy.impersonation import changes
from admin_proxy.impersonation.stopping import stop
from admin_proxy.mail.carriers import DemoMailbox
from admin_proxy.mail.relay import Relay
from admin_proxy.notifications import system, undelivered
from tests.impersonation.acts import entries, house_rule, impersonating, letters
from tests.reports import acts as reports

NOTICE = "impersonation.changes"
NO_CHANGES = {
    Tag.LOGIN_STARTED, Tag.LOGIN_FAILED, Tag.LOGIN_THROTTLED, Tag.PASSWORD_REFUSED, Tag.NOTIFICATION_TESTED,
    Tag.LETTER_SENT_AGAIN, Tag.REPORT_ASKED, Tag.REPORT_FINISHED, Tag.REPORT_SENT, Tag.REPORT_DOWNLOADED,
    Tag.REPORT_CANCELLED, Tag.REPORT_REFUSED, Tag.REPORT_FAILED, Tag.AUDIT_EXPORTED, Tag.IMPERSONATION_STARTED,
    Tag.IMPERSONATION_RENEWED, Tag.IMPERSONATION_ENDED, Tag.IMPERSONATION_REFUSED, Tag.PAGE_OPENED,
}  # fmt: skip
CHANGES = {
    Tag.LOGIN_ENDED, Tag.PASSWORD_CHOSEN, Tag.PRIVACY_ACCEPTED, Tag.SETTINGS_CHANGED, Tag.ADMIN_CREATED,
    Tag.ROLE_CHANGED, Tag.SCOPE_CHANGED, Tag.PERSON_CREATED, Tag.PERSON_CHANGED, Tag.PERSON_INVITED,
    Tag.PERSON_DEACTIVATED, Tag.PERSON_REACTIVATED, Tag.DEPARTMENT_CREATED, Tag.DEPARTMENT_RENAMED,
    Tag.DEPARTMENT_MOVED, Tag.DEPARTMENT_MERGED, Tag.DEPARTMENT_DELETED, Tag.GROUP_CREATED, Tag.GROUP_CHANGED,
    Tag.GROUP_DELETED, Tag.UPLOAD_APPLIED, Tag.GOAL_CREATED, Tag.GOAL_CHANGED, Tag.GOAL_CLOSED, Tag.GOAL_REOPENED,
    Tag.CHECK_IN_MADE, Tag.MILESTONE_ADDED, Tag.MILESTONE_CHANGED, Tag.MILESTONE_REMOVED, Tag.ORGANIZATION_CREATED,
    Tag.ORGANIZATION_CHANGED, Tag.FEEDBACK_GIVEN, Tag.FEEDBACK_REQUESTED, Tag.FEEDBACK_ANSWERED,
    Tag.FEEDBACK_DECLINED, Tag.RECOGNITION_GIVEN, Tag.REACTION_ADDED, Tag.REACTION_REMOVED,
    Tag.NOTIFICATION_RULE_CHANGED, Tag.NOTIFICATION_CHOICE_CHANGED, Tag.PERSON_ERASED, Tag.RECORD_DROPPED,
    Tag.RECORD_RESTORED,
}  # fmt: skip


@pytest.mark.parametrize("tag", Tag)
def test_every_tag_is_a_change_or_none(tag):
    """Whoever adds one decides whether the person is told of it."""
    assert (tag in CHANGES, tag in NO_CHANGES) == (tag.is_change, not tag.is_change)


@pytest.fixture
def as_oscar(cast):
    """Olga as another Super Admin, whose people are told of changes."""
    house_rule(cast.acme, notify_of_changes=True)
    return impersonating(cast, "olga", "oscar")


def export(acting) -> None:
    exporting.export(acting, EVERYTHING, "csv").pieces.close()


def send_a_test(acting) -> None:
    system.send_test(acting, NOTICE, "en")


def send_a_letter_again(acting) -> None:
    with db.writing() as tx:
        mail.post(
            tx, organization_id=acting.organization_id, kind="test", to_person_id=None, to_name="", body="",
            to_email="no address", subject="Hello",
        )  # fmt: skip
    Relay(DemoMailbox()).run()
    assert undelivered.send_all_again(acting) == 1


def get_a_report(acting) -> None:
    reports.made(acting)


@pytest.mark.parametrize("deed", [export, send_a_test, send_a_letter_again, get_a_report])
def test_who_only_exported_or_had_something_sent_has_changed_nothing(as_oscar, deed):
    deed(as_oscar)
    assert [entry for entry in entries() if entry.session_id and not entry.tag.startswith("impersonation.")]
    summary = stop(as_oscar)
    assert (summary.changes, summary.made) == (0, ())
    assert not [letter for letter in letters() if letter.kind == NOTICE and letter.session_id]


def test_what_was_changed_besides_is_told_alone(as_oscar):
    export(as_oscar)
    settings.change(as_oscar, language="de")
    export(as_oscar)
    with db.reading() as tx:
        assert changes.count(tx, as_oscar.session.id) == 1
        assert changes.counts(tx, [as_oscar.session.id]) == {as_oscar.session.id: 1}
    stop(as_oscar)
    (told,) = letters()
    assert "Einstellungen geändert" in told.body
    assert "exportiert" not in told.body
