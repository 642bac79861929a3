"""What can stand in the record: `area.object.happened`, a sentence each.

The grammar is lower-case words (`[a-z_]+`) in three parts. `category` and `subcategory` are what the Audit Logs page
shows and filters by; `sentence` is the action column, in the words a reader would use.
"""

from __future__ import annotations

from enum import StrEnum


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
        return self.value.split(".")[1].replace("_", " ").capitalize()

    @property
    def sentence(self) -> str:
        return _SENTENCES[self]


_CATEGORIES = {
    "accounts": "Accounts",
    "directory": "User management",
    "goals": "Goals",
    "organizations": "Organization",
    "feedback": "Feedback",
    "recognition": "Recognition",
    "notifications": "Notifications",
    "reports": "Reports",
    "audit": "Audit",
    "impersonation": "Impersonation",
}
_SENTENCES = {
    Tag.LOGIN_STARTED: "Signed in",
    Tag.LOGIN_FAILED: "Tried to sign in and failed",
    Tag.LOGIN_THROTTLED: "Was locked out after too many wrong passwords",
    Tag.LOGIN_ENDED: "Ended a login",
    Tag.PASSWORD_CHOSEN: "Chose a password",
    Tag.PASSWORD_REFUSED: "Typed a wrong current password",
    Tag.PRIVACY_ACCEPTED: "Accepted the privacy policy",
    Tag.SETTINGS_CHANGED: "Changed settings",
    Tag.ADMIN_CREATED: "Created an administrator",
    Tag.ROLE_CHANGED: "Changed a role",
    Tag.SCOPE_CHANGED: "Changed a scope",
    Tag.PERSON_CREATED: "Created a person",
    Tag.PERSON_CHANGED: "Changed a person",
    Tag.PERSON_INVITED: "Invited a person",
    Tag.PERSON_DEACTIVATED: "Deactivated a person",
    Tag.PERSON_REACTIVATED: "Reactivated a person",
    Tag.DEPARTMENT_CREATED: "Created a department",
    Tag.DEPARTMENT_RENAMED: "Renamed a department",
    Tag.DEPARTMENT_MOVED: "Moved a department",
    Tag.DEPARTMENT_MERGED: "Merged a department into another",
    Tag.DEPARTMENT_DELETED: "Deleted a department",
    Tag.GROUP_CREATED: "Created a group",
    Tag.GROUP_CHANGED: "Renamed a group",
    Tag.GROUP_DELETED: "Deleted a group",
    Tag.UPLOAD_APPLIED: "Applied a CSV upload",
    Tag.GOAL_CREATED: "Set a goal",
    Tag.GOAL_CHANGED: "Changed a goal",
    Tag.GOAL_CLOSED: "Closed a goal",
    Tag.GOAL_REOPENED: "Reopened a goal",
    Tag.CHECK_IN_MADE: "Checked in on a goal",
    Tag.MILESTONE_ADDED: "Added a milestone",
    Tag.MILESTONE_CHANGED: "Changed a milestone",
    Tag.MILESTONE_REMOVED: "Removed a milestone",
    Tag.ORGANIZATION_CREATED: "Created the organization",
    Tag.ORGANIZATION_CHANGED: "Changed an organization setting",
    Tag.FEEDBACK_GIVEN: "Gave feedback",
    Tag.FEEDBACK_REQUESTED: "Requested feedback",
    Tag.FEEDBACK_ANSWERED: "Answered a request for feedback",
    Tag.FEEDBACK_DECLINED: "Declined a request for feedback",
    Tag.RECOGNITION_GIVEN: "Recognized colleagues",
    Tag.REACTION_ADDED: "Reacted to a recognition",
    Tag.REACTION_REMOVED: "Took back a reaction to a recognition",
    Tag.NOTIFICATION_RULE_CHANGED: "Changed a notification",
    Tag.NOTIFICATION_CHOICE_CHANGED: "Changed notification choices",
    Tag.NOTIFICATION_TESTED: "Sent themselves a test notification",
    Tag.LETTER_SENT_AGAIN: "Sent a letter again",
    Tag.REPORT_ASKED: "Asked for a report",
    Tag.REPORT_FINISHED: "Got a report generated",
    Tag.REPORT_SENT: "Was told by e-mail that a report is ready",
    Tag.REPORT_DOWNLOADED: "Downloaded a report",
    Tag.REPORT_CANCELLED: "Cancelled a report",
    Tag.REPORT_REFUSED: "Was refused a report",
    Tag.REPORT_FAILED: "Got no report, for a fault",
    Tag.AUDIT_EXPORTED: "Exported the audit log",
    Tag.IMPERSONATION_STARTED: "Started an impersonation",
    Tag.IMPERSONATION_RENEWED: "Continued an impersonation",
    Tag.IMPERSONATION_ENDED: "Ended an impersonation",
    Tag.IMPERSONATION_REFUSED: "Was refused an impersonation",
    Tag.PAGE_OPENED: "Opened a page",
    Tag.PERSON_ERASED: "Erased what the audit log says of a person",
    Tag.RECORD_DROPPED: "Dropped old entries of the audit log",
}
