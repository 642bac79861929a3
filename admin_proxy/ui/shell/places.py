"""Where one can go: each page's address, its words in the menu, and the permission that it asks for.

The menu, the pages' locks and the way out of a page that is no longer allowed are all drawn from here. Hiding an
entry is courtesy: the lock is in the page's handlers and at its door.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from admin_proxy.access.permissions import Permission
from admin_proxy.ui.components.icon import Name


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


LOGIN = Place("/login", "Sign in")
WELCOME = Place("/welcome", "Welcome")
PRIVACY_POLICY = Place("/privacy-policy", "Privacy policy")
HOME = Place("/", "Home", icon="house")
SETTINGS = Place("/settings", "My settings", icon="settings")
ACCOUNT_ACTIVITY = Place("/settings/account-activity", "Account activity")
NOTIFICATIONS = Place("/notifications", "Notifications", icon="bell")
NOTIFICATION_CHOICES = Place("/settings/notifications", "Notifications")
VENDOR = Place("/vendor", "Vendor console", Permission.SET_HOUSE_RULES, icon="building-2")
MAILBOX = Place("/demo/mailbox", "Demo mailbox", icon="inbox")
FEEDBACK = Place("/feedback", "Feedback", Permission.TAKE_PART, "message-square")
GIVE_FEEDBACK = Place("/feedback/give", "Give feedback", Permission.TAKE_PART)
REQUEST_FEEDBACK = Place("/feedback/request", "Request feedback", Permission.TAKE_PART)
ANSWER_REQUEST = Place("/feedback/requests/[request_id]", "Request for feedback", Permission.TAKE_PART)
RECOGNITION = Place("/recognition", "Recognition", Permission.TAKE_PART, "award")
USERS = Place("/admin/user-management/users", "Users", Permission.SEE_PEOPLE)
USER = Place("/admin/user-management/users/[person_id]", "User", Permission.SEE_PEOPLE)
ADMINISTRATORS = Place("/admin/user-management/administrators", "Administrators", Permission.MANAGE_ADMINISTRATORS)
SCOPE = Place("/admin/user-management/administrators/[person_id]/scope", "Scope", Permission.MANAGE_ADMINISTRATORS)
DEPARTMENTS = Place("/admin/user-management/departments", "Departments", Permission.MANAGE_PEOPLE)
GROUPS = Place("/admin/user-management/groups", "Groups", Permission.MANAGE_PEOPLE)
GROUP = Place("/admin/user-management/groups/[group_id]", "Group", Permission.MANAGE_PEOPLE)
CSV_UPLOAD = Place("/admin/user-management/csv-upload", "CSV Upload", Permission.UPLOAD_PEOPLE)
ADMIN_PROXY = Place("/admin/program-management/impersonate", "Admin Proxy", Permission.USE_ADMIN_PROXY)
SESSIONS = Place("/admin/program-management/impersonate/sessions", "Sessions", Permission.WATCH_SESSIONS)
OWN_RULES = Place("/admin/program-management/impersonate/settings", "Settings", Permission.CHANGE_OWN_RULES)
SYSTEM_NOTIFICATIONS = Place(
    "/admin/program-management/notifications/system-notifications",
    "System Notifications",
    Permission.SET_NOTIFICATIONS,
)
SYSTEM_NOTIFICATIONS_TOO = Place(
    "/admin/program-management/system-notifications", "System Notifications", Permission.SET_NOTIFICATIONS
)
AUDIT_LOGS = Place("/admin/program-management/reporting/audit-logs", "Audit Logs", Permission.READ_AUDIT_LOGS)
AUDIT_ENTRY = Place(f"{AUDIT_LOGS.path}/[entry_id]", "Audit entry", Permission.READ_AUDIT_LOGS)
AUDIT_SESSION = Place(f"{AUDIT_LOGS.path}/sessions/[session_id]", "Impersonation", Permission.READ_AUDIT_LOGS)

GOALS = Place("/goals", "Goals", Permission.HAVE_GOALS, "target")
GOAL = Place("/goals/[goal_id]", "Goal", Permission.HAVE_GOALS)
TEAM = Place("/team", "Team", Permission.LEAD_TEAM, "users-round")

MINE = (HOME, GOALS, TEAM, FEEDBACK, RECOGNITION, VENDOR, SETTINGS)
ADMIN = (
    Group("User Management", "users", (("", (USERS, ADMINISTRATORS, DEPARTMENTS, GROUPS, CSV_UPLOAD)),)),
    Group(
        "Program Management",
        "briefcase",
        (
            ("Impersonate", (ADMIN_PROXY, SESSIONS, OWN_RULES)),
            ("Notifications", (SYSTEM_NOTIFICATIONS,)),
            ("Reporting", (AUDIT_LOGS,)),
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
