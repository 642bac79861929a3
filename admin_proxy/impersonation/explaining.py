"""Who may impersonate whom, and through what: the policy's answers put into words for people who wonder."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from sqlalchemy import or_, select
from sqlmodel import Session, col

from admin_proxy import clock, db
from admin_proxy.access import facts, finding, policy
from admin_proxy.access.policy import ADMINISTRATORS, Refusal
from admin_proxy.accounts import reach
from admin_proxy.accounts.people import initials
from admin_proxy.accounts.tables import Department, GroupMember, Person, ScopeDepartment, ScopeGroup, UserGroup
from admin_proxy.directory.cards import PersonCard, cards
from admin_proxy.folding import fold
from admin_proxy.identity import Forbidden, Identity, Refused, Role
from admin_proxy.impersonation import standing, wording
from admin_proxy.words import say

MOST = 200
"""So many administrators are named; the rest are counted."""


class Way(StrEnum):
    ROLE = "role"
    DEPARTMENT = "department"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Through:
    """What reaches the person: a role that reaches everybody, a department of a scope, a group of a scope."""

    way: Way
    name: str
    """`Super Admin`, `Sales › Field Sales`, `Mentors`."""


@dataclass(frozen=True, slots=True)
class Impersonator:
    id: int
    name: str
    initials: str
    email: str
    role: str
    through: tuple[Through, ...]


@dataclass(frozen=True, slots=True)
class WhoMay:
    administrators: tuple[Impersonator, ...]
    """By name, Super Admins first; at most `MOST`."""
    count: int
    nobody_because: str
    """Where it is nobody: the policy's sentence; empty otherwise."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Why somebody can, or cannot, be impersonated by the one who asks."""

    person: PersonCard | None
    """None: nobody whom the administrator may know of."""
    may_be_impersonated: bool
    sentence: str


def why(identity: Identity, person_id: int) -> Answer:
    """'Why don't I see a person?': the policy's verdict in its own words.

    Whoever does not exist, is in another organization, or is out of scope: the same words, after the same work.

    Raises:
        Forbidden: somebody who is no administrator.
        Refused: the login is over.
    """
    with db.reading() as tx:
        owner = standing.owner(tx, identity)
        if owner is None:
            raise Refused(wording.LOGIN_OVER)
        _, actor = owner
        if actor.role not in ADMINISTRATORS:
            raise Forbidden(Refusal.NOT_AN_ADMINISTRATOR.sentence)
        person = finding.seek(tx, actor, person_id).person
        verdict = facts.verdict_for(tx, actor, person, already_impersonating=identity.impersonating)
        shown = cards(tx, [cast(int, person.id)]) if person else []
        sentence = say(verdict.sentence or wording.MAY_BE_IMPERSONATED)
        return Answer(shown[0] if shown else None, verdict.allowed, sentence)


def nobody(identity: Identity, typed: str = "") -> str:
    """What is said where nobody is found by what was typed; administrators are not in their own scope, but exist."""
    oneself = fold(typed) in (fold(identity.actor.name), fold(identity.actor.email))
    return say(policy.refused(Refusal.YOURSELF if oneself else Refusal.NOT_FOUND, identity.actor.role).sentence)


def who_may(identity: Identity, person_id: int) -> WhoMay:
    """Every administrator who could impersonate that person now, and through what.

    Raises:
        Forbidden: the subject is no Super Admin.
        NotFound: no such person in one's own organization.
    """
    with db.reading() as tx:
        person = reach.person_to_manage(tx, identity, person_id)
        ways = _scopes_that_cover(tx, person)
        allowed, sentence = [], ""
        for administrator in _administrators(tx, person, ways):
            verdict = facts.verdict_for(tx, administrator, person, already_impersonating=False)
            if verdict.allowed:
                allowed.append(administrator)
            sentence = sentence or verdict.sentence
    only = say("{name} is the only administrator who could.", name=person.name)
    return WhoMay(
        administrators=tuple(_impersonator(one, ways) for one in allowed[:MOST]),
        count=len(allowed),
        nobody_because="" if allowed else say(sentence) or only,
    )


def _administrators(tx: Session, person: Person, ways: dict[int, list[Through]]) -> list[Person]:
    """Whoever might: active Super Admins, and the HR Admins whose scope covers the person."""
    today = clock.now().date()
    return list(
        tx.execute(
            select(Person)
            .where(
                col(Person.organization_id) == person.organization_id,
                col(Person.role).in_(ADMINISTRATORS),
                or_(col(Person.role) == Role.SUPER_ADMIN, col(Person.id).in_(ways)),
                col(Person.id) != person.id,
                or_(col(Person.deactivated_on).is_(None), col(Person.deactivated_on) > today),
            )
            .order_by(col(Person.role).desc(), col(Person.last_name), col(Person.first_name), col(Person.id))
        ).scalars()
    )


def _impersonator(person: Person, ways: dict[int, list[Through]]) -> Impersonator:
    by_role = person.role is Role.SUPER_ADMIN
    person_id = cast(int, person.id)
    return Impersonator(
        id=person_id,
        name=person.name,
        initials=initials(person),
        email=person.email,
        role=say(person.role.label),
        through=(Through(Way.ROLE, say(person.role.label)),) if by_role else tuple(ways[person_id]),
    )


def _scopes_that_cover(tx: Session, person: Person) -> dict[int, list[Through]]:
    """Whose scope covers the person, and through which of its departments and groups."""
    ways: dict[int, list[Through]] = defaultdict(list)
    above = _departments_above(tx, person.department_id)
    for holder, department_id in tx.execute(
        select(col(ScopeDepartment.person_id), col(ScopeDepartment.department_id))
        .where(col(ScopeDepartment.department_id).in_(above))
        .order_by(col(ScopeDepartment.department_id))
    ):
        ways[holder].append(Through(Way.DEPARTMENT, above[department_id]))
    for holder, name in tx.execute(
        select(col(ScopeGroup.person_id), col(UserGroup.name))
        .join(UserGroup, col(UserGroup.id) == ScopeGroup.group_id)
        .join(GroupMember, col(GroupMember.group_id) == ScopeGroup.group_id)
        .where(col(GroupMember.person_id) == person.id)
        .order_by(col(UserGroup.name))
    ):
        ways[holder].append(Through(Way.GROUP, name))
    return dict(ways)


def _departments_above(tx: Session, department_id: int | None) -> dict[int, str]:
    """A department and those above it, each with its whole path."""
    climbed: list[Department] = []
    seen: set[int] = set()
    while department_id is not None and department_id not in seen:
        seen.add(department_id)
        climbed.append(tx.get_one(Department, department_id))
        department_id = climbed[-1].parent_id
    names = [row.name for row in climbed]
    return {cast(int, row.id): " › ".join(reversed(names[number:])) for number, row in enumerate(climbed)}
