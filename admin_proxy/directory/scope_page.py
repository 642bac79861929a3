"""The scope of one HR Admin, as the page that edits it begins with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from admin_proxy import db
from admin_proxy.accounts import reach, scopes
from admin_proxy.accounts.people import initials
from admin_proxy.accounts.scopes import Scope
from admin_proxy.identity import Identity, Role


@dataclass(frozen=True, slots=True)
class ScopePage:
    id: int
    name: str
    initials: str
    email: str
    role: str
    has_scope: bool
    """False: no HR Admin, who has none and needs none."""
    scope: Scope


def scope_page(identity: Identity, person_id: int) -> ScopePage:
    """Whose scope it is, and what it is now.

    Raises:
        Forbidden: the subject is no Super Admin.
        NotFound: no such person in one's own organization.
    """
    with db.reading() as tx:
        person = reach.person_to_manage(tx, identity, person_id)
        return ScopePage(
            id=cast(int, person.id),
            name=person.name,
            initials=initials(person),
            email=person.email,
            role=person.role.label,
            has_scope=person.role is Role.HR_ADMIN,
            scope=scopes.scope_of(tx, cast(int, person.id)),
        )
