"""What a page or an action asks for, and who has it. Asked of the subject: rights are the subject's."""

from __future__ import annotations

from enum import StrEnum

from admin_proxy.identity import Identity, Role


class Permission(StrEnum):
    USE_ADMIN_PROXY = "use_admin_proxy"
    UPLOAD_PEOPLE = "upload_people"
    READ_AUDIT_LOGS = "read_audit_logs"


_HOLDERS: dict[Permission, frozenset[Role]] = {
    Permission.USE_ADMIN_PROXY: frozenset({Role.SUPER_ADMIN, Role.HR_ADMIN}),
    Permission.UPLOAD_PEOPLE: frozenset({Role.SUPER_ADMIN}),
    Permission.READ_AUDIT_LOGS: frozenset({Role.SUPER_ADMIN}),
}


def may(identity: Identity, permission: Permission) -> bool:
    return identity.subject.role in _HOLDERS[permission]
