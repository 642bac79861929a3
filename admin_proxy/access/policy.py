"""May this actor impersonate this subject? One pure question, one verdict, one sentence.

The same sentence stands on the greyed button, in the refusal and in the record. `access/predicate.py` says the
same thing in SQL, for lists; a property test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from admin_proxy.identity import Role
from admin_proxy.words import later

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
        """In English, as the record keeps it; `say` puts it into the language of whoever reads it."""
        return _SENTENCES[self]

    @property
    def rule(self) -> str:
        """When it applies, and what it is there for. `docs/policy.md` is drawn from these."""
        return _RULES[self].when

    @property
    def because(self) -> str:
        return _RULES[self].because


class _Rule(NamedTuple):
    when: str
    because: str


_RULES = {
    Refusal.NOT_AN_ADMINISTRATOR: _Rule(
        "The actor is not a Super Admin or HR Admin.",
        "Seeing everything that somebody sees is for those who look after people, and for nobody else. "
        "Admins keep the organization's settings; vendor staff set its rules and never see a person's data.",
    ),
    Refusal.SWITCHED_OFF: _Rule(
        "Admin Proxy is switched off for the organization.",
        "An organization that does not want the feature has none of it, Super Admins included.",
    ),
    Refusal.LIMITED_TO_SUPER_ADMINS: _Rule(
        "The feature is limited to Super Admins and the actor is not one.",
        "Some organizations, or their works councils, want as few people as possible to have it.",
    ),
    Refusal.ALREADY_IMPERSONATING: _Rule(
        "The actor is already impersonating.",
        "Sessions never nest: the record names one human at the keyboard and one person whose rights apply.",
    ),
    Refusal.YOURSELF: _Rule("The subject is the actor.", "It would record somebody as acting for themselves."),
    Refusal.NOT_FOUND: _Rule(
        "The subject does not exist, belongs to another organization, or is outside the HR Admin's scope.",
        "The three get the same words after the same work, so that the feature never tells who exists elsewhere. "
        "What follows is only ever said about people whom the actor may know of.",
    ),
    Refusal.DEACTIVATED: _Rule(
        "The subject is deactivated.", "Nobody acts in the name of somebody who has left and cannot notice."
    ),
    Refusal.ABOVE_YOU: _Rule(
        "The subject is above the actor in rank.", "Impersonating must not lead upwards to rights that one lacks."
    ),
    Refusal.HR_ADMIN_LIKE_YOU: _Rule(
        "The actor is an HR Admin, and the subject is an HR Admin or higher.",
        "One scope must not open another: an HR Admin as another one would see people whom they do not look after.",
    ),
    Refusal.PRIVACY_NOT_ACCEPTED: _Rule(
        "The subject has not accepted the current privacy policy.",
        "It is what tells people that they can be impersonated. Whoever has not read it has not been told.",
    ),
}


_SENTENCES = {
    Refusal.NOT_AN_ADMINISTRATOR: (
        later("Only Super Admins and HR Admins can impersonate. Ask a Super Admin of your organization for help.")
    ),
    Refusal.SWITCHED_OFF: (
        later("Admin Proxy is switched off for your organization. Ask your Customer Success Manager to switch it on.")
    ),
    Refusal.LIMITED_TO_SUPER_ADMINS: (
        later("Admin Proxy is limited to Super Admins in your organization. Ask a Super Admin to help this person.")
    ),
    Refusal.ALREADY_IMPERSONATING: later("You are already impersonating somebody. Stop that impersonation first."),
    Refusal.YOURSELF: later("This is you. Choose somebody else."),
    Refusal.NOT_FOUND: later(
        "No such person in your scope. Check the spelling, or ask a Super Admin whom your scope covers."
    ),
    Refusal.DEACTIVATED: later("This person is deactivated. Ask a Super Admin to reactivate them first."),
    Refusal.ABOVE_YOU: later("This person has a higher role than you. Ask a Super Admin to help them."),
    Refusal.HR_ADMIN_LIKE_YOU: later("This person is an HR Admin like you. Ask a Super Admin to help them."),
    Refusal.PRIVACY_NOT_ACCEPTED: (
        later("This person has not accepted the privacy policy yet. Ask them to sign in once and accept it.")
    ),
}
_NOT_FOUND_FOR_SUPER_ADMINS = later("No such person in your organization. Check the spelling and try again.")


@dataclass(frozen=True, slots=True)
class Verdict:
    allowed: bool
    refusal: Refusal | None
    sentence: str
    """Why not, and what to do next, in English; empty when allowed."""


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
