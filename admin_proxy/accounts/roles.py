"""Changing somebody's role."""

from __future__ import annotations

from functools import partial
from typing import Any

from sqlmodel import Session

from admin_proxy import db, live
from admin_proxy.accounts import reach, scopes
from admin_proxy.accounts.tables import Person
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import ChangedMeanwhile, Identity, Invalid, Refused, Role
from admin_proxy.words import later, say

NOT_ONES_OWN = later("Nobody can change their own role. Ask another Super Admin.")


def change_role(identity: Identity, person_id: int, role: Role, *, seen: Role | None = None) -> bool:
    """Give a person another role; says whether it is another one. Who is no longer an HR Admin has no scope either.

    Args:
        seen: the role that this one is to replace; None: whatever it is.

    Raises:
        Forbidden: the subject is no Super Admin, or it is one's own role.
        NotFound: no such person in one's own organization.
        Invalid: not a role for people of an organization, or the last Super Admin would be gone.
        ChangedMeanwhile: it is not the one that was seen.
    """
    with db.writing(reach.organization(identity)) as tx:
        return change_role_in(tx, identity, person_id, role, seen=seen)


def change_role_in(tx: Session, identity: Identity, person_id: int, role: Role, *, seen: Role | None = None) -> bool:
    """The same within another's transaction."""
    person = reach.person_to_manage(tx, identity, person_id)
    reach.not_oneself(identity, person, NOT_ONES_OWN)
    if role.is_vendor:
        raise Invalid("role", say("{role} is a role for vendor staff.", role=say(role.label)))
    if seen is not None and seen is not person.role:
        now = say(person.role.label)
        raise ChangedMeanwhile(
            say("{name} has another role meanwhile: {role}. Nothing was changed.", name=person.name, role=now)
        )
    if person.role is role:
        return False
    reach.another_super_admin_stays(tx, person, "role")
    before: dict[str, Any] = {"role": person.role.value}
    after: dict[str, Any] = {"role": role.value}
    scope = scopes.scope_of(tx, person_id)
    if scope.departments or scope.groups:
        scopes.clear(tx, person_id)
        before |= scope.in_words
        after |= {"departments": [], "groups": []}
    person.role = role
    trail.record(tx, identity, Tag.ROLE_CHANGED, done_to=reach.thing(person), before=before, after=after)
    db.facts_changed(tx, reach.organization(identity))
    db.after_commit(tx, partial(live.tell_person, person_id))
    db.after_commit(tx, partial(live.tell_administrators, reach.organization(identity)))
    return True


def why_not(tx: Session, identity: Identity, person: Person) -> str:
    """The sentence with which a change of that person's role would be refused; empty: it would not."""
    try:
        reach.not_oneself(identity, person, NOT_ONES_OWN)
        reach.another_super_admin_stays(tx, person, "role")
    except Refused as refusal:
        return refusal.sentence
    return ""
