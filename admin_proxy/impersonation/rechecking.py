"""Ends what may no longer go on.

`recheck` is asked before every commit that changes a fact the policy looks at (see `db.facts_changed`), so that a
change and the ends it brings about become true together. `sweep` catches what comes true without any write: an
expiry, a deactivation date, a login that was idle for too long.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col

from admin_proxy import clock, db
from admin_proxy.access import facts
from admin_proxy.access.policy import Refusal
from admin_proxy.accounts import logins, withdrawn
from admin_proxy.impersonation import ending, wording
from admin_proxy.impersonation.causes import EndCause
from admin_proxy.impersonation.standing import Standing, running
from admin_proxy.impersonation.tables import ImpersonationSession
from admin_proxy.organizations.tables import Organization


@dataclass(frozen=True, slots=True)
class Over:
    """Why a session may not go on."""

    cause: EndCause
    sentence: str = ""


def over(tx: Session, standing: Standing, house: Organization | None = None) -> Over | None:
    """Why this session is over, as things stand in this transaction; None: it may go on.

    Args:
        house: the organization with other rules than it has, to see what they would end.
    """
    now = clock.now()
    if standing.session.is_overdue(now):
        return Over(EndCause.EXPIRED)
    if withdrawn.is_session(standing.session.id):
        return Over(EndCause.STOPPED)
    if standing.actor.is_deactivated(now.date()):
        return Over(EndCause.NO_LONGER_ALLOWED, wording.ACTOR_DEACTIVATED)
    if not logins.is_open(standing.login, now):
        return Over(EndCause.SIGNED_OUT)
    verdict = facts.verdict_for(tx, standing.actor, standing.subject, already_impersonating=False, house=house)
    if verdict.allowed:
        return None
    if verdict.refusal is Refusal.DEACTIVATED:
        return Over(EndCause.SUBJECT_DEACTIVATED)
    return Over(EndCause.NO_LONGER_ALLOWED, verdict.sentence)


def end_if_over(tx: Session, standing: Standing) -> Over | None:
    """End the session if it may not go on; says why."""
    why = over(tx, standing)
    if why is not None:
        ending.end(tx, standing, why.cause, sentence=why.sentence)
    return why


def recheck(tx: Session, organization_id: int) -> None:
    """Ask the policy again for everything that runs in that organization."""
    for standing in running(tx, col(ImpersonationSession.organization_id) == organization_id):
        end_if_over(tx, standing)


def sweep() -> int:
    """End whatever is over, anywhere; returns how many sessions that were. Writes only if there is one."""
    with db.reading() as tx:
        due = {standing.session.organization_id for standing in running(tx) if over(tx, standing)}
    ended = 0
    for organization_id in sorted(due):
        with db.writing(organization_id) as tx:
            of_this_one = running(tx, col(ImpersonationSession.organization_id) == organization_id)
            ended += sum(end_if_over(tx, standing) is not None for standing in of_this_one)
    return ended
