"""PRODUCT §2 once more, written from its words alone and in their order: what the policy is held to.

Roles are compared by the rank in the table of §1, reasons by their place in the list of §2.
"""

from __future__ import annotations

from dataclasses import dataclass

from admin_proxy.identity import Role

REASONS = (
    "the actor is not a Super Admin or HR Admin",
    "Admin Proxy is switched off for the organization",
    "the feature is limited to Super Admins and the actor is not one",
    "the actor is already impersonating",
    "the subject is the actor",
    "the subject belongs to another organization, or is outside the actor's scope",
    "the subject is deactivated",
    "the subject is above the actor in rank",
    "an HR Admin meets anyone of rank HR Admin or higher",
    "the subject has not accepted the privacy policy",
)

RANK = {
    Role.EMPLOYEE: 0,
    Role.HR_ADMIN: 1,
    Role.ADMIN: 2,
    Role.SUPER_ADMIN: 3,
    # Vendor staff belong to no organization: somebody of theirs is always 'of another organization'.
    Role.CUSTOMER_SUCCESS_MANAGER: 0,
    Role.PROGRAM_ARCHITECT: 0,
}


@dataclass(frozen=True)
class Case:
    actor_role: Role
    subject_role: Role
    switched_on: bool
    limited_to_super_admins: bool
    already_impersonating: bool
    same_person: bool
    same_organization: bool
    in_scope: bool
    """Only an HR Admin has a scope; for anybody else the answer means nothing."""
    deactivated: bool
    privacy_accepted: bool


def first_reason(case: Case) -> str | None:
    """The first of the reasons that applies; None: allowed."""
    hr_admin = case.actor_role is Role.HR_ADMIN
    super_admin = case.actor_role is Role.SUPER_ADMIN
    applies = (
        not (super_admin or hr_admin),
        not case.switched_on,
        case.limited_to_super_admins and not super_admin,
        case.already_impersonating,
        case.same_person,
        not case.same_organization or (hr_admin and not case.in_scope),
        case.deactivated,
        RANK[case.subject_role] > RANK[case.actor_role],
        hr_admin and RANK[case.subject_role] >= RANK[Role.HR_ADMIN],
        not case.privacy_accepted,
    )
    return next((reason for reason, is_so in zip(REASONS, applies, strict=True) if is_so), None)
