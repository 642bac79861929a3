"""Whom of their organization somebody may see in Users: a Super Admin everybody, an HR Admin the people of their scope.

Rights are the subject's. What is in nobody's reach does not exist, in the same words whatever the reason.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, select, true
from sqlmodel import Session, col

from admin_proxy.access import predicate
from admin_proxy.accounts import reach
from admin_proxy.accounts.tables import Person
from admin_proxy.identity import Forbidden, Identity, NotFound, Role
from admin_proxy.words import later

NOT_FOR_YOU = later("Only Super Admins and HR Admins see the people of their organization.")


def permit(identity: Identity) -> None:
    """Let nobody past but those who may see people at all.

    Raises:
        Forbidden: anybody else.
    """
    if identity.subject.organization_id is None or identity.subject.role not in (Role.SUPER_ADMIN, Role.HR_ADMIN):
        raise Forbidden(NOT_FOR_YOU)


def has_scope(identity: Identity) -> bool:
    """Whether only some of the organization can be seen."""
    return identity.subject.role is Role.HR_ADMIN


def visible(identity: Identity, person: type[Person] = Person) -> ColumnElement[bool]:
    """A condition on `Person`.

    Raises:
        Forbidden: somebody who may see nobody.
    """
    at_home = visible_at_home(identity, person)
    return and_(col(person.organization_id) == identity.organization_id, at_home)


def visible_at_home(identity: Identity, person: type[Person] = Person) -> ColumnElement[bool]:
    """The same condition, for people who are known to be of the organization.

    Raises:
        Forbidden: somebody who may see nobody.
    """
    permit(identity)
    return predicate.in_scope(identity.subject, person) if has_scope(identity) else true()


def person(tx: Session, identity: Identity, person_id: int) -> Person:
    """Somebody whom `identity` may see.

    Raises:
        Forbidden: somebody who may see nobody.
        NotFound: no such person, or out of sight.
    """
    wanted = person_id if reach.is_number(person_id) else 0
    found: Person | None = tx.execute(
        select(Person).where(col(Person.id) == wanted, visible(identity))
    ).scalar_one_or_none()
    if found is None:
        raise NotFound(reach.NO_SUCH_PERSON)
    return found
