"""Changing somebody's role."""

from __future__ import annotations

from functools import partial
from typing import Any

from admin_proxy import db, live
from admin_proxy.accounts import reach, scopes
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Identity, Invalid, Role


def change_role(identity: Identity, person_id: int, role: Role) -> bool:
    """Give a person another role; says whether it is another one. Who is no longer an HR Admin has no scope either.

    Raises:
        Forbidden: the subject is no Super Admin, or it is one's own role.
        NotFound: no such person in one's own organization.
        Invalid: not a role for people of an organization, or the last Super Admin would be gone.
    """
    with db.writing(reach.organization(identity)) as tx:
        person = reach.person_to_manage(tx, identity, person_id)
        reach.not_oneself(identity, person, "Nobody can change their own role. Ask another Super Admin.")
        if role.is_vendor:
            raise Invalid("role", f"{role.label} is a role for vendor staff.")
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
        return True
