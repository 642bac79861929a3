"""Where one can go: each page's address, its words in the menu, and the permission that it asks for.

The menu, the pages' locks and the way out of a page that is no longer allowed are all drawn from here. Hiding an
entry is courtesy: the lock is in the page's handlers and at its door.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from admin_proxy.access.permissions import Permission
from admin_proxy.ui.components.icon import Name
from admin_proxy.words import later


@dataclass(frozen=True, slots=True)
class Place:
    """A page. A `[name]` in its path stands for one part of an address, such as an id."""

    path: str
    label: str
    permission: Permission | None = None
    icon: Name | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Admin → this → part → place. A part without a name stands directly below its group."""

    label: str
    icon: Name
    parts: tuple[tuple[str, tuple[Place, ...]], ...]


LOGIN = Place("/login", later("Sign in"))
WELCOME = Place("/welcome", later("Welcome"))
PRIVACY_POLICY = Place("/privacy-policy", later("Privacy policy"))
HOME = Place("/", later("Home"), icon="house")
SETTINGS = Place("/settings", later("My settings"), icon="settings")
ACCOUNT_ACTIVITY = Place("/settings/account-activity", later("Account activity"))
NOTIFICATIONS = Place("/notifications", later("Notifications"), icon="bell")
NOTIFICATION_CHOICES = Place("/settings/notifications", later("Notifications"))
VENDOR = Place("/vendor", later("Vendor console"), Permission.SET_HOUSE_RULES, icon="building-2")
MAILBOX = Place("/demo/mailbox", later("Demo mailbox"), icon="inbox")
FEEDBACK = Place("/feedback", later("Feedback"), Permission.TAKE_PART, "message-square")
GIVE_FEEDBACK = Place("/feedback/give", later("Give feedback"), Permission.TAKE_PART)
REQUEST_FEEDBACK = Place("/feedback/request", later("Request feedback"), Permission.TAKE_PART)
ANSWER_REQUEST = Place("/feedback/requests/[request_id]", later("Request for feedback"), Permission.TAKE_PART)
RECOGNITION = Place("/recognition", later("Recognition"), Permission.TAKE_PART, "award")
REPORTS = Place("/reports", later("Reports"), Permission.TAKE_PART, "file-text")
USERS = Place("/admin/user-management/users", later("Users"), Permission.SEE_PEOPLE)
USER = Place("/admin/user-management/users/[person_id]", later("User"), Permission.SEE_PEOPLE)
ADMINISTRATORS = Place(
    "/admin/user-management/administrators", later("Administrators"), Permission.MANAGE_ADMINISTRATORS
)
SCOPE = Place(
    "/admin/user-management/administrators/[person_id]/scope", later("Scope"), Permission.MANAGE_ADMINISTRATORS
)
DEPARTMENTS = Place("/admin/user-management/departments", later("Departments"), Permission.MANAGE_PEOPLE)
GROUPS = Place("/admin/user-management/groups", later("Groups"), Permission.MANAGE_PEOPLE)
GROUP = Place("/admin/user-management/groups/[group_id]", later("Group"), Permission.MANAGE_PEOPLE)
CSV_UPLOAD = Place("/admin/user-management/csv-upload", later("CSV Upload"), Permission.UPLOAD_PEOPLE)
ADMIN_PROXY = Place("/admin/program-management/impersonate", later("Admin Proxy"), Permission.USE_ADMIN_PROXY)
SESSIONS = Place("/admin/program-management/impersonate/sessions", later("Sessions"), Permission.WATCH_SESSIONS)
OWN_RULES = Place("/admin/program-management/impersonate/settings", later("Settings"), Permission.CHANGE_OWN_RULES)
SYSTEM_NOTIFICATIONS = Place(
    "/admin/program-management/notifications/system-notifications",
    later("System Notifications"),
    Permission.SET_NOTIFICATIONS,
)
SYSTEM_NOTIFICATIONS_TOO = Place(
    "/admin/program-management/system-notifications", later("System Notifications"), Permission.SET_NOTIFICATIONS
)
AUDIT_LOGS = Place("/admin/program-management/reporting/audit-logs", later("Audit Logs"), Permission.READ_AUDIT_LOGS)
AUDIT_ENTRY = Place(f"{AUDIT_LOGS.path}/[entry_id]", later("Audit entry"), Permission.READ_AUDIT_LOGS)
AUDIT_SESSION = Place(f"{AUDIT_LOGS.path}/sessions/[session_id]", later("Impersonation"), Permission.READ_AUDIT_LOGS)

GOALS = Place("/goals", later("Goals"), Permission.HAVE_GOALS, "target")
GOAL = Place("/goals/[goal_id]", later("Goal"), Permission.HAVE_GOALS)
TEAM = Place("/team", later("Team"), Permission.LEAD_TEAM, "users-round")

MINE = (HOME, GOALS, TEAM, FEEDBACK, RECOGNITION, REPORTS, VENDOR, SETTINGS)
ADMIN = (
    Group(later("User Management"), "users", (("", (USERS, ADMINISTRATORS, DEPARTMENTS, GROUPS, CSV_UPLOAD)),)),
    Group(
        later("Program Management"),
        "briefcase",
        (
            (later("Impersonate"), (ADMIN_PROXY, SESSIONS, OWN_RULES)),
            (later("Notifications"), (SYSTEM_NOTIFICATIONS,)),
            (later("Reporting"), (AUDIT_LOGS,)),
        ),
    ),
)
IN_THE_MENU = (*MINE, *(place for group in ADMIN for _, places in group.parts for place in places))
EVERYWHERE = (
    LOGIN,
    WELCOME,
    PRIVACY_POLICY,
    *IN_THE_MENU,
    SYSTEM_NOTIFICATIONS_TOO,
    NOTIFICATIONS,
    NOTIFICATION_CHOICES,
    ACCOUNT_ACTIVITY,
    GOAL,
    GIVE_FEEDBACK,
    REQUEST_FEEDBACK,
    ANSWER_REQUEST,
    USER,
    SCOPE,
    GROUP,
    AUDIT_ENTRY,
    AUDIT_SESSION,
    MAILBOX,
)


def at(path: str) -> Place | None:
    """The place at an address, with or without a slash at its end."""
    wanted = path.rstrip("/") or "/"
    return next((place for place in EVERYWHERE if _pattern(place.path).fullmatch(wanted)), None)


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\[\w+\\\]", "[^/]+", re.escape(path)))
