"""Accept: the policy is asked again, and the session begins, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlmodel import Session
from uuid_utils import uuid7

from admin_proxy import clock, db
from admin_proxy.access import facts, finding
from admin_proxy.accounts.people import party
from admin_proxy.accounts.tables import Login, Person
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Identity, Refused
from admin_proxy.impersonation import length, reason, rechecking, standing, telling, wording
from admin_proxy.impersonation.standing import Standing
from admin_proxy.impersonation.tables import LONGEST_SEARCH, ImpersonationSession
from admin_proxy.organizations.tables import Organization


@dataclass(frozen=True, slots=True)
class Started:
    session_id: str
    subject_name: str
    expires_at: datetime


def start(identity: Identity, subject_id: int, why: str = "", search: str = "") -> Started:
    """Begin to impersonate that person. A refusal is recorded too.

    Args:
        search: what stood in the search field, so that stopping brings it back.

    Raises:
        Refused: the policy's verdict, or the login is over. Nothing has begun.
        Invalid: the reason cannot be taken.
    """
    with db.writing(identity.actor.organization_id) as tx:
        outcome = _start(tx, identity, subject_id, why, search)
    if isinstance(outcome, str):
        raise Refused(outcome)
    return outcome


def _start(tx: Session, identity: Identity, subject_id: int, why: str, search: str) -> Started | str:
    """What has begun, or the sentence of the refusal that was recorded."""
    runs = standing.of_login(tx, identity)
    if runs is not None and rechecking.end_if_over(tx, runs):
        runs = None
    owner = standing.owner(tx, identity)
    if owner is None:
        return _refuse(tx, identity, None, runs, wording.LOGIN_OVER)
    login, actor = owner
    sought = finding.seek(tx, actor, subject_id)
    subject = sought.person
    house = facts.house_of(tx, actor)
    verdict = facts.verdict_for(tx, actor, subject, already_impersonating=runs is not None, house=house)
    if subject is None or house is None or not verdict.allowed:
        return _refuse(tx, identity, sought.of_the_house, runs, verdict.sentence)
    session = _begin(tx, house, login, actor, subject, why, identity.address)
    session.search = search[:LONGEST_SEARCH]
    return Started(session.id, subject.name, session.expires_at)


def _begin(
    tx: Session, house: Organization, login: Login, actor: Person, subject: Person, why: str, address: str
) -> ImpersonationSession:
    given = reason.checked(why, required=house.reason_required)
    now = clock.now()
    latest_end = now + length.LONGEST
    session = ImpersonationSession(
        id=str(uuid7()),
        organization_id=cast(int, house.id),
        login_id=login.id,
        actor_id=cast(int, actor.id),
        subject_id=cast(int, subject.id),
        started_at=now,
        expires_at=min(now + length.period(house), latest_end),
        latest_end=latest_end,
        reason=given,
        notifies=house.notify_of_changes,
    )
    tx.add(session)
    trail.record(
        tx,
        Identity(party(actor), party(subject), login.id, address=address),
        Tag.IMPERSONATION_STARTED,
        done_to=_thing(subject),
        after={"expires_at": session.expires_at.isoformat()},
        note=given,
        session_id=session.id,
    )
    telling.of(tx, session)
    return session


def _refuse(
    tx: Session, identity: Identity, of_the_house: tuple[int, str] | None, runs: Standing | None, sentence: str
) -> str:
    """Record the attempt. The record is the actor's organization's, so it names nobody of another one."""
    number, name = of_the_house or ("", "No such person")
    trail.record(
        tx,
        identity.as_actor,
        Tag.IMPERSONATION_REFUSED,
        done_to=trail.Thing("person", str(number), name),
        note=sentence,
        session_id=runs.session.id if runs else None,
    )
    return sentence


def _thing(person: Person) -> trail.Thing:
    return trail.Thing("person", str(person.id), person.name)
