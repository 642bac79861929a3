"""May this actor impersonate this subject? One pure question, one verdict, one sentence.

The same sentence stands on the greyed button, in the refusal and in the record. `access/predicate.py` says the
same thing in SQL, for lists; a property test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from admin_proxy.identity import Role

ADMINISTRATORS = (Role.SUPER_ADMIN, Role.HR_ADMIN)
"""The roles that may use Admin Proxy at all."""


class Refusal(StrEnum):
    """Why not, in the order in which the reasons are looked at: the first that applies is given."""

    NOT_AN_ADMINISTRATOR = "not_an_administrator"
    SWITCHED_OFF = "switched_off"
    LIMITED_TO_SUPER_ADMINS = "limited_to_super_admins"
    ALREADY_IMPERSONATING = "already_impersonating"
    YOURSELF = "yourself"
    NOT_FOUND = "not_found"
    """Does not exist, is in another organization, or is out of scope: never told apart."""
    DEACTIVATED = "deactivated"
    ABOVE_YOU = "above_you"
    HR_ADMIN_LIKE_YOU = "hr_admin_like_you"
    PRIVACY_NOT_ACCEPTED = "privacy_not_accepted"

    @property
    def sentence(self) -> str:
        return _SENTENCES[self]


_SENTENCES = {
    Refusal.NOT_AN_ADMINISTRATOR: (
        "Only Super Admins and HR Admins can impersonate. Ask a Super Admin of your organization for help."
    ),
    Refusal.SWITCHED_OFF: (
        "Admin Proxy is switched off for your organization. Ask your Customer Success Manager to switch it on."
    ),
    Refusal.LIMITED_TO_SUPER_ADMINS: (
        "Admin Proxy is limited to Super Admins in your organization. Ask a Super Admin to help this person."
    ),
    Refusal.ALREADY_IMPERSONATING: "You are already impersonating somebody. Stop that impersonation first.",
    Refusal.YOURSELF: "This is you. Choose somebody else.",
    Refusal.NOT_FOUND: "No such person in your scope. Check the spelling, or ask a Super Admin whom your scope covers.",
    Refusal.DEACTIVATED: "This person is deactivated. Ask a Super Admin to reactivate them first.",
    Refusal.ABOVE_YOU: "This person has a higher role than you. Ask a Super Admin to help them.",
    Refusal.HR_ADMIN_LIKE_YOU: "This person is an HR Admin like you. Ask a Super Admin to help them.",
    Refusal.PRIVACY_NOT_ACCEPTED: (
        "This person has not accepted the privacy policy yet. Ask them to sign in once and accept it."
    ),
}
_NOT_FOUND_FOR_SUPER_ADMINS = "No such person in your organization. Check the spelling and try again."


@dataclass(frozen=True, slots=True)
class Verdict:
    allowed: bool
    refusal: Refusal | None
    sentence: str
    """Why not, and what to do next; empty when allowed."""


ALLOWED = Verdict(allowed=True, refusal=None, sentence="")


def closed_to(actor_role: Role, *, proxy_enabled: bool, limited_to_super_admins: bool) -> Refusal | None:
    """Why the actor can impersonate nobody at all: what is decided before anybody is looked at."""
    if actor_role not in ADMINISTRATORS:
        return Refusal.NOT_AN_ADMINISTRATOR
    if not proxy_enabled:
        return Refusal.SWITCHED_OFF
    if limited_to_super_admins and actor_role is not Role.SUPER_ADMIN:
        return Refusal.LIMITED_TO_SUPER_ADMINS
    return None


def decide(
    *,
    actor_role: Role,
    actor_id: int,
    actor_organization_id: int | None,
    proxy_enabled: bool,
    limited_to_super_admins: bool,
    already_impersonating: bool,
    subject_id: int,
    subject_organization_id: int | None,
    subject_role: Role,
    subject_in_scope: bool,
    subject_deactivated: bool,
    subject_privacy_accepted: bool,
) -> Verdict:
    """Allowed, or the first reason that applies.

    Args:
        subject_in_scope: whether the scope of an HR Admin covers the subject; not looked at for Super Admins.
    """
    closed = closed_to(actor_role, proxy_enabled=proxy_enabled, limited_to_super_admins=limited_to_super_admins)
    if closed is not None:
        return refused(closed, actor_role)
    if already_impersonating:
        return refused(Refusal.ALREADY_IMPERSONATING, actor_role)
    if subject_id == actor_id:
        return refused(Refusal.YOURSELF, actor_role)
    if actor_organization_id is None or subject_organization_id != actor_organization_id:
        return refused(Refusal.NOT_FOUND, actor_role)
    if actor_role is Role.HR_ADMIN and not subject_in_scope:
        return refused(Refusal.NOT_FOUND, actor_role)
    if subject_deactivated:
        return refused(Refusal.DEACTIVATED, actor_role)
    if subject_role.rank > actor_role.rank:
        return refused(Refusal.ABOVE_YOU, actor_role)
    if actor_role is Role.HR_ADMIN and subject_role.rank >= Role.HR_ADMIN.rank:
        return refused(Refusal.HR_ADMIN_LIKE_YOU, actor_role)
    if not subject_privacy_accepted:
        return refused(Refusal.PRIVACY_NOT_ACCEPTED, actor_role)
    return ALLOWED


def refused(refusal: Refusal, actor_role: Role) -> Verdict:
    """The verdict for a reason, in words that fit who is told: a Super Admin has no scope to speak of."""
    unscoped = refusal is Refusal.NOT_FOUND and actor_role is Role.SUPER_ADMIN
    return Verdict(False, refusal, _NOT_FOUND_FOR_SUPER_ADMINS if unscoped else refusal.sentence)
