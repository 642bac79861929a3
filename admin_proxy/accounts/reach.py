"""Fetching a person through the identity that wants to change them, and the rules that hold for each such change.

Rights are the subject's and are read from the database inside the transaction of the change, not from the identity,
which was resolved a moment earlier.
"""

from __future__ import annotations

from sqlmodel import Session, col, select

from admin_proxy import clock
from admin_proxy.accounts.tables import Person
from admin_proxy.audit.trail import Thing
from admin_proxy.identity import Forbidden, Identity, Invalid, NotFound, Role
from admin_proxy.words import later, say

NO_SUCH_PERSON = later("There is no such person.")


def organization(identity: Identity) -> int:
    """The organization that `identity` manages people of.

    Raises:
        Forbidden: none: vendor staff.
    """
    if identity.subject.organization_id is None:
        raise Forbidden(say("Only Super Admins of an organization can do this."))
    return identity.subject.organization_id


def super_admin(tx: Session, identity: Identity) -> None:
    """Let nobody past but a Super Admin (or the operator), as the database has them now.

    Raises:
        Forbidden: the subject is no Super Admin.
    """
    if identity.subject.is_operator:
        return
    subject = tx.get(Person, identity.subject.id)
    if subject is None or subject.role is not Role.SUPER_ADMIN or subject.is_deactivated(clock.now().date()):
        raise Forbidden(say("Only Super Admins can do this."))


def person_to_manage(tx: Session, identity: Identity, person_id: int) -> Person:
    """A person of one's own organization, for a Super Admin (or the operator) to change.

    Raises:
        Forbidden: the subject is no Super Admin.
        NotFound: no such person, or in another organization.
    """
    super_admin(tx, identity)
    person = tx.get(Person, person_id) if is_number(person_id) else None
    if person is None or person.organization_id != organization(identity):
        raise NotFound(NO_SUCH_PERSON)
    return person


def not_oneself(identity: Identity, person: Person, sentence: str) -> None:
    """Refuse for the subject, and for the human at the keyboard as well.

    Raises:
        Forbidden: with `sentence`, which is marked with `later`.
    """
    if person.id in (identity.subject.id, identity.actor.id):
        raise Forbidden(sentence)


def another_super_admin_stays(tx: Session, person: Person, field: str) -> None:
    """Refuse what would leave the organization without a Super Admin, today or once dates have come that are set.

    Raises:
        Invalid: beside `field`.
    """
    other = select(Person.id).where(
        Person.organization_id == person.organization_id,
        Person.role == Role.SUPER_ADMIN,
        col(Person.deactivated_on).is_(None),
        Person.id != person.id,
    )
    if person.role is Role.SUPER_ADMIN and tx.exec(other.limit(1)).first() is None:
        raise Invalid(field, say("{name} is the last Super Admin. Make somebody else one first.", name=person.name))


def own(tx: Session, identity: Identity) -> Person:
    """The subject's own row.

    Raises:
        NotFound: the operator has none.
    """
    person = tx.get(Person, identity.subject.id) if identity.subject.id is not None else None
    if person is None:
        raise NotFound(NO_SUCH_PERSON)
    return person


def is_number(number: int) -> bool:
    """Whether a row could have that number: anything may be sent, and a database refuses what does not fit."""
    return 0 < number < 2**31


def thing(person: Person) -> Thing:
    return Thing("person", str(person.id), person.name)
