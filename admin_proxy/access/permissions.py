"""What a page or an action asks for, and who has it. Asked of the subject: rights are the subject's."""

from __future__ import annotations

from enum import StrEnum

from admin_proxy.access import policy
from admin_proxy.identity import Identity, Role
from admin_proxy.words import later, say


class Permission(StrEnum):
    TAKE_PART = "take_part"
    """In what the people of an organization do with each other. Vendor staff belong to none."""
    USE_ADMIN_PROXY = "use_admin_proxy"
    WATCH_SESSIONS = "watch_sessions"
    CHANGE_OWN_RULES = "change_own_rules"
    SEE_PEOPLE = "see_people"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_ADMINISTRATORS = "manage_administrators"
    UPLOAD_PEOPLE = "upload_people"
    READ_AUDIT_LOGS = "read_audit_logs"
    SET_NOTIFICATIONS = "set_notifications"
    SET_HOUSE_RULES = "set_house_rules"
    HAVE_GOALS = "have_goals"
    LEAD_TEAM = "lead_team"
    """Only somebody to whom others report."""


_HOLDERS: dict[Permission, frozenset[Role]] = {
    Permission.TAKE_PART: frozenset(role for role in Role if not role.is_vendor),
    Permission.USE_ADMIN_PROXY: frozenset(policy.ADMINISTRATORS),
    Permission.WATCH_SESSIONS: frozenset({Role.SUPER_ADMIN}),
    Permission.CHANGE_OWN_RULES: frozenset({Role.SUPER_ADMIN}),
    Permission.SEE_PEOPLE: frozenset({Role.SUPER_ADMIN, Role.HR_ADMIN}),
    Permission.MANAGE_PEOPLE: frozenset({Role.SUPER_ADMIN}),
    Permission.MANAGE_ADMINISTRATORS: frozenset({Role.SUPER_ADMIN}),
    Permission.UPLOAD_PEOPLE: frozenset({Role.SUPER_ADMIN}),
    Permission.READ_AUDIT_LOGS: frozenset({Role.SUPER_ADMIN}),
    Permission.SET_NOTIFICATIONS: frozenset({Role.SUPER_ADMIN}),
    Permission.SET_HOUSE_RULES: frozenset({Role.CUSTOMER_SUCCESS_MANAGER, Role.PROGRAM_ARCHITECT}),
    Permission.HAVE_GOALS: frozenset(role for role in Role if not role.is_vendor),
    Permission.LEAD_TEAM: frozenset(role for role in Role if not role.is_vendor),
}

NOT_ALLOWED = later("This needs another role, which a Super Admin of the organization can give.")
FOR_LEADS = later("This is for people to whom others report.")
FOR_AN_ORGANIZATION = later("This is for the people of an organization, and vendor staff belong to none.")
FOR_VENDOR_STAFF = later("This is for vendor staff, who look after organizations.")


def may(identity: Identity, permission: Permission) -> bool:
    return not refusal(identity, permission)


def refusal(identity: Identity, permission: Permission) -> str:
    """Why not, in a sentence; empty for somebody who may."""
    role = identity.subject.role
    if role not in _HOLDERS[permission]:
        return say(_not_for(role, permission))
    if permission is Permission.LEAD_TEAM and not identity.leads:
        return say(FOR_LEADS)
    if permission is Permission.USE_ADMIN_PROXY:
        return _closed(identity)
    return ""


def _not_for(role: Role, permission: Permission) -> str:
    """Who has it, or gives it. Whoever impersonates reads the same as the person: it says 'you' to nobody."""
    if role.is_vendor:
        return FOR_AN_ORGANIZATION
    return FOR_VENDOR_STAFF if permission is Permission.SET_HOUSE_RULES else NOT_ALLOWED


def _closed(identity: Identity) -> str:
    """The vendor's rules close Admin Proxy to everybody, or to all but Super Admins: then it is not offered either."""
    house = identity.house
    closed = policy.closed_to(
        identity.subject.role,
        proxy_enabled=house.proxy_enabled,
        limited_to_super_admins=house.limited_to_super_admins,
    )
    return say(closed.sentence) if closed else ""
