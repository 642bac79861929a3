"""The prompt: what an administrator reads before they accept. Asking changes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from admin_proxy import db
from admin_proxy.access import facts, finding
from admin_proxy.accounts.tables import Department
from admin_proxy.directory.cards import PersonCard, card
from admin_proxy.identity import Identity, Refused
from admin_proxy.impersonation import length, rechecking, standing, wording
from admin_proxy.impersonation.reason import LONGEST
from admin_proxy.organizations.tables import Organization
from admin_proxy.words import say


@dataclass(frozen=True, slots=True)
class Prompt:
    person: PersonCard
    how_long: str
    """`1 hour`."""
    recorded: str
    notified: bool
    notification: str
    reports: str
    reason_required: bool
    longest_reason: int = LONGEST


def closed(identity: Identity) -> str:
    """Why the identity can impersonate nobody at all at present, in the policy's words; empty if it can."""
    with db.reading() as tx:
        owner = standing.owner(tx, identity)
        if owner is None:
            return say(wording.LOGIN_OVER)
        _, actor = owner
        runs = standing.of_login(tx, identity)
        already = runs is not None and rechecking.over(tx, runs) is None
        return say(facts.verdict_for_anybody(tx, actor, already_impersonating=already).sentence)


def ask(identity: Identity, subject_id: int) -> Prompt:
    """The card of the prompt for that person.

    Raises:
        Refused: the policy's verdict, in its words.
    """
    with db.reading() as tx:
        owner = standing.owner(tx, identity)
        if owner is None:
            raise Refused(wording.LOGIN_OVER)
        _, actor = owner
        subject = finding.seek(tx, actor, subject_id).person
        runs = standing.of_login(tx, identity)
        already = runs is not None and rechecking.over(tx, runs) is None
        verdict = facts.verdict_for(tx, actor, subject, already_impersonating=already)
        if subject is None or not verdict.allowed:
            raise Refused(verdict.sentence)
        house = tx.get_one(Organization, actor.organization_id)
        department = tx.get(Department, subject.department_id) if subject.department_id else None
        told = wording.NOTIFIED if house.notify_of_changes else wording.NOT_NOTIFIED
        return Prompt(
            person=card(subject, department.name if department else ""),
            how_long=wording.duration(length.period(house)),
            recorded=say(wording.RECORDED),
            notified=house.notify_of_changes,
            notification=say(told, name=subject.name),
            reports=say(wording.REPORTS, email=subject.email),
            reason_required=house.reason_required,
        )
