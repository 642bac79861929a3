"""The first administrators of an organization, made by whoever runs the server. There is no default password."""

from __future__ import annotations

import unicodedata

from email_validator import EmailNotValidError, validate_email
from sqlmodel import Session, select

from admin_proxy import clock, db
from admin_proxy.accounts import password_links, reach
from admin_proxy.accounts.people import email_key, search_text
from admin_proxy.accounts.tables import Person
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Forbidden, Identity, Invalid, Role


def create_admin(identity: Identity, organization_id: int, email: str, name: str) -> str:
    """Make somebody a Super Admin: a new person, or one of that organization who has this e-mail.

    Returns:
        The token of a one-time link to choose a password with, which is nowhere else from then on.

    Raises:
        Forbidden: anybody but the operator.
        Invalid: the e-mail is none, or somebody else's; the name is missing.
    """
    if not identity.actor.is_operator:
        raise Forbidden("Only the operator of the server can do this.")
    email, name = _checked_email(email), _checked_name(name)
    with db.writing(organization_id) as tx:
        person = tx.exec(select(Person).where(Person.email_key == email_key(email))).first()
        if person is None:
            before = None
            person = _new_person(tx, organization_id, email, name)
        elif person.organization_id != organization_id:
            raise Invalid("email", f"{email} belongs to somebody in another organization.")
        elif person.is_deactivated(clock.now().date()):
            raise Invalid("email", f"{person.name} is deactivated.")
        else:
            before = {"role": person.role.value}
            person.role = Role.SUPER_ADMIN
        token = password_links.issue(tx, person)
        trail.record(
            tx, identity, Tag.ADMIN_CREATED, done_to=reach.thing(person), organization_id=organization_id,
            before=before, after={"role": person.role.value, "email": person.email},
        )  # fmt: skip
        db.facts_changed(tx, organization_id)
        return token


def _new_person(tx: Session, organization_id: int, email: str, name: str) -> Person:
    first_name, _, last_name = name.partition(" ")
    person = Person(
        organization_id=organization_id,
        role=Role.SUPER_ADMIN,
        email=email,
        email_key=email_key(email),
        first_name=first_name,
        last_name=last_name,
        created_at=clock.now(),
    )
    person.search_text = search_text(person, "")
    tx.add(person)
    tx.flush()
    return person


def _checked_email(email: str) -> str:
    typed = unicodedata.normalize("NFC", email.strip())
    try:
        found = validate_email(typed, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        raise Invalid("email", f"“{typed[:80]}” is not an e-mail address.") from None
    if len(found.normalized) > 254:
        raise Invalid("email", "An e-mail address has at most 254 characters.")
    return found.normalized


def _checked_name(name: str) -> str:
    tidy = " ".join(name.split())
    if not tidy or not tidy.isprintable():
        raise Invalid("name", "Give the person's name.")
    if any(len(part) > 100 for part in tidy.partition(" ")):
        raise Invalid("name", "A name has at most 100 characters.")
    return tidy
