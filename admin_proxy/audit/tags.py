"""What can stand in the record: `area.object.happened`, a sentence each.

The grammar is lower-case words (`[a-z_]+`) in three parts. `category` and `subcategory` are what the Audit Logs page
shows and filters by; `sentence` is the action column, in the words a reader would use. All three are marked for `say`.
"""

from __future__ import annotations

from enum import StrEnum

from admin_proxy.words import later


class Tag(StrEnum):
    LOGIN_STARTED = "accounts.login.started"
    LOGIN_FAILED = "accounts.login.failed"
    LOGIN_THROTTLED = "accounts.login.throttled"
    LOGIN_ENDED = "accounts.login.ended"
    PASSWORD_CHOSEN = "accounts.password.chosen"  # noqa: S105
    PASSWORD_REFUSED = "accounts.password.refused"  # noqa: S105
    PRIVACY_ACCEPTED = "accounts.privacy.accepted"
    SETTINGS_CHANGED = "accounts.settings.changed"
    ADMIN_CREATED = "accounts.administrator.created"
    ROLE_CHANGED = "accounts.role.changed"
    SCOPE_CHANGED = "accounts.scope.changed"
    PERSON_CREATED = "directory.person.created"
    PERSON_CHANGED = "directory.person.changed"
    PERSON_INVITED = "directory.person.invited"
    PERSON_DEACTIVATED = "directory.person.deactivated"
    PERSON_REACTIVATED = "directory.person.reactivated"
    DEPARTMENT_CREATED = "directory.department.created"
    DEPARTMENT_RENAMED = "directory.department.renamed"
    DEPARTMENT_MOVED = "directory.department.moved"
    DEPARTMENT_MERGED = "directory.department.merged"
    DEPARTMENT_DELETED = "directory.department.deleted"
    GROUP_CREATED = "directory.group.created"
    GROUP_CHANGED = "directory.group.changed"
    GROUP_DELETED = "directory.group.deleted"
    UPLOAD_APPLIED = "directory.upload.applied"
    GOAL_CREATED = "goals.goal.created"
    GOAL_CHANGED = "goals.goal.changed"
    GOAL_CLOSED = "goals.goal.closed"
    GOAL_REOPENED = "goals.goal.reopened"
    CHECK_IN_MADE = "goals.check_in.made"
    MILESTONE_ADDED = "goals.milestone.added"
    MILESTONE_CHANGED = "goals.milestone.changed"
    MILESTONE_REMOVED = "goals.milestone.removed"
    ORGANIZATION_CREATED = "organizations.organization.created"
    ORGANIZATION_CHANGED = "organizations.setting.changed"
    FEEDBACK_GIVEN = "feedback.feedback.given"
    FEEDBACK_REQUESTED = "feedback.request.sent"
    FEEDBACK_ANSWERED = "feedback.request.answered"
    FEEDBACK_DECLINED = "feedback.request.declined"
    RECOGNITION_GIVEN = "recognition.recognition.given"
    REACTION_ADDED = "recognition.reaction.added"
    REACTION_REMOVED = "recognition.reaction.removed"
    NOTIFICATION_RULE_CHANGED = "notifications.rule.changed"
    NOTIFICATION_CHOICE_CHANGED = "notifications.choice.changed"
    NOTIFICATION_TESTED = "notifications.test.sent"
    LETTER_SENT_AGAIN = "notifications.letter.sent_again"
    REPORT_ASKED = "reports.report.asked_for"
    REPORT_FINISHED = "reports.report.finished"
    REPORT_SENT = "reports.report.sent"
    REPORT_DOWNLOADED = "reports.report.downloaded"
    REPORT_CANCELLED = "reports.report.cancelled"
    REPORT_REFUSED = "reports.report.refused"
    REPORT_FAILED = "reports.report.failed"
    AUDIT_EXPORTED = "audit.log.exported"
    PERSON_ERASED = "audit.person.erased"
    RECORD_DROPPED = "audit.log.dropped"
    RECORD_RESTORED = "audit.log.restored"
    IMPERSONATION_STARTED = "impersonation.session.started"
    IMPERSONATION_RENEWED = "impersonation.session.renewed"
    IMPERSONATION_ENDED = "impersonation.session.ended"
    IMPERSONATION_REFUSED = "impersonation.session.refused"
    PAGE_OPENED = "impersonation.page.opened"

    @property
    def category(self) -> str:
        return _CATEGORIES[self.value.split(".")[0]]

    @property
    def subcategory(self) -> str:
        return _SUBCATEGORIES[self.value.split(".")[1]]

    @property
    def sentence(self) -> str:
        return _SENTENCES[self]

    @property
    def is_change(self) -> bool:
        """Whether something is another than before; if not, something was only looked at, tried or sent."""
        return self not in _NO_CHANGES


_CATEGORIES = {
    "accounts": later("Accounts"),
    "directory": later("User management"),
    "goals": later("Goals"),
    "organizations": later("Organization"),
    "feedback": later("Feedback"),
    "recognition": later("Recognition"),
    "notifications": later("Notifications"),
    "reports": later("Reports"),
    "audit": later("Audit"),
    "impersonation": later("Impersonation"),
}
_SUBCATEGORIES = {
    "login": later("Login"),
    "password": later("Password"),
    "privacy": later("Privacy"),
    "settings": later("Settings"),
    "administrator": later("Administrator"),
    "role": later("Role"),
    "scope": later("Scope"),
    "page": later("Page"),
    "person": later("Person"),
    "department": later("Department"),
    "group": later("Group"),
    "upload": later("Upload"),
    "goal": later("Goal"),
    "check_in": later("Check in"),
    "milestone": later("Milestone"),
    "organization": later("Organization"),
    "setting": later("Setting"),
    "feedback": later("Feedback"),
    "request": later("Request"),
    "recognition": later("Recognition"),
    "reaction": later("Reaction"),
    "rule": later("Rule"),
    "choice": later("Choice"),
    "test": later("Test"),
    "letter": later("Letter"),
    "log": later("Log"),
    "report": later("Report"),
    "session": later("Session"),
}
_NO_CHANGES = frozenset(
    {
        Tag.LOGIN_STARTED, Tag.LOGIN_FAILED, Tag.LOGIN_THROTTLED, Tag.PASSWORD_REFUSED,
        Tag.NOTIFICATION_TESTED,
        Tag.LETTER_SENT_AGAIN,  # it says what it said, to whom it was written for
        Tag.REPORT_ASKED, Tag.REPORT_FINISHED, Tag.REPORT_SENT, Tag.REPORT_DOWNLOADED, Tag.REPORT_CANCELLED,
        Tag.REPORT_REFUSED, Tag.REPORT_FAILED,  # what can be looked at anyway; the person is told of it by itself
        Tag.AUDIT_EXPORTED,
        Tag.IMPERSONATION_STARTED, Tag.IMPERSONATION_RENEWED, Tag.IMPERSONATION_ENDED, Tag.IMPERSONATION_REFUSED,
        Tag.PAGE_OPENED,
    }
)  # fmt: skip
_SENTENCES = {
    Tag.LOGIN_STARTED: later("Signed in"),
    Tag.LOGIN_FAILED: later("Tried to sign in and failed"),
    Tag.LOGIN_THROTTLED: later("Was locked out after too many wrong passwords"),
    Tag.LOGIN_ENDED: later("Ended a login"),
    Tag.PASSWORD_CHOSEN: later("Chose a password"),
    Tag.PASSWORD_REFUSED: later("Typed a wrong current password"),
    Tag.PRIVACY_ACCEPTED: later("Accepted the privacy policy"),
    Tag.SETTINGS_CHANGED: later("Changed settings"),
    Tag.ADMIN_CREATED: later("Created an administrator"),
    Tag.ROLE_CHANGED: later("Changed a role"),
    Tag.SCOPE_CHANGED: later("Changed a scope"),
    Tag.PERSON_CREATED: later("Created a person"),
    Tag.PERSON_CHANGED: later("Changed a person"),
    Tag.PERSON_INVITED: later("Invited a person"),
    Tag.PERSON_DEACTIVATED: later("Deactivated a person"),
    Tag.PERSON_REACTIVATED: later("Reactivated a person"),
    Tag.DEPARTMENT_CREATED: later("Created a department"),
    Tag.DEPARTMENT_RENAMED: later("Renamed a department"),
    Tag.DEPARTMENT_MOVED: later("Moved a department"),
    Tag.DEPARTMENT_MERGED: later("Merged a department into another"),
    Tag.DEPARTMENT_DELETED: later("Deleted a department"),
    Tag.GROUP_CREATED: later("Created a group"),
    Tag.GROUP_CHANGED: later("Renamed a group"),
    Tag.GROUP_DELETED: later("Deleted a group"),
    Tag.UPLOAD_APPLIED: later("Applied a CSV upload"),
    Tag.GOAL_CREATED: later("Set a goal"),
    Tag.GOAL_CHANGED: later("Changed a goal"),
    Tag.GOAL_CLOSED: later("Closed a goal"),
    Tag.GOAL_REOPENED: later("Reopened a goal"),
    Tag.CHECK_IN_MADE: later("Checked in on a goal"),
    Tag.MILESTONE_ADDED: later("Added a milestone"),
    Tag.MILESTONE_CHANGED: later("Changed a milestone"),
    Tag.MILESTONE_REMOVED: later("Removed a milestone"),
    Tag.ORGANIZATION_CREATED: later("Created the organization"),
    Tag.ORGANIZATION_CHANGED: later("Changed an organization setting"),
    Tag.FEEDBACK_GIVEN: later("Gave feedback"),
    Tag.FEEDBACK_REQUESTED: later("Requested feedback"),
    Tag.FEEDBACK_ANSWERED: later("Answered a request for feedback"),
    Tag.FEEDBACK_DECLINED: later("Declined a request for feedback"),
    Tag.RECOGNITION_GIVEN: later("Recognized colleagues"),
    Tag.REACTION_ADDED: later("Reacted to a recognition"),
    Tag.REACTION_REMOVED: later("Took back a reaction to a recognition"),
    Tag.NOTIFICATION_RULE_CHANGED: later("Changed a notification"),
    Tag.NOTIFICATION_CHOICE_CHANGED: later("Changed notification choices"),
    Tag.NOTIFICATION_TESTED: later("Sent themselves a test notification"),
    Tag.LETTER_SENT_AGAIN: later("Sent a letter again"),
    Tag.REPORT_ASKED: later("Asked for a report"),
    Tag.REPORT_FINISHED: later("Got a report generated"),
    Tag.REPORT_SENT: later("Was told by e-mail that a report is ready"),
    Tag.REPORT_DOWNLOADED: later("Downloaded a report"),
    Tag.REPORT_CANCELLED: later("Cancelled a report"),
    Tag.REPORT_REFUSED: later("Was refused a report"),
    Tag.REPORT_FAILED: later("Got no report, for a fault"),
    Tag.AUDIT_EXPORTED: later("Exported the audit log"),
    Tag.IMPERSONATION_STARTED: later("Started an impersonation"),
    Tag.IMPERSONATION_RENEWED: later("Continued an impersonation"),
    Tag.IMPERSONATION_ENDED: later("Ended an impersonation"),
    Tag.IMPERSONATION_REFUSED: later("Was refused an impersonation"),
    Tag.PAGE_OPENED: later("Opened a page"),
    Tag.PERSON_ERASED: later("Erased what the audit log says of a person"),
    Tag.RECORD_DROPPED: later("Dropped old entries of the audit log"),
    Tag.RECORD_RESTORED: later("Took the audit log as it was in a backup"),
}
