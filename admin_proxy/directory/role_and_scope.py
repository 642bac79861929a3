"""The role and the scope that somebody has now: what whoever is about to change one of them begins with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from admin_proxy import db
from admin_proxy.accounts import reach, roles, scopes
from admin_proxy.accounts.people import initials
from admin_proxy.accounts.scopes import Scope
from admin_proxy.identity import Identity, Role


@dataclass(frozen=True, slots=True)
class RoleAndScope:
    id: int
    name: str
    initials: str
    email: str
    role: Role
    scope: Scope
    """Empty for all but HR Admins, who alone need one."""
    why_not: str
    """Why their role can't be changed by whoever asks; empty: it can."""


def role_and_scope(identity: Identity, person_id: int) -> RoleAndScope:
    """Of anybody of the organization.

    Raises:
        Forbidden: the subject is no Super Admin.
        NotFound: no such person in one's own organization.
    """
    with db.reading() as tx:
        person = reach.person_to_manage(tx, identity, person_id)
        return RoleAndScope(
            id=cast(int, person.id),
            name=person.name,
            initials=initials(person),
            email=person.email,
            role=person.role,
            scope=scopes.scope_of(tx, cast(int, person.id)),
            why_not=roles.why_not(tx, identity, person),
        )
