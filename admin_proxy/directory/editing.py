"""Creating a person, and changing what is known of one. What others saved meanwhile is neither lost nor hidden."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from sqlmodel import Session

from admin_proxy import clock, db
from admin_proxy.accounts import reach
from admin_proxy.accounts.people import email_key
from admin_proxy.accounts.tables import Department, Person
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.directory import departments, person_fields
from admin_proxy.directory.folding import search_text
from admin_proxy.directory.person_fields import FIELDS, SEARCHED, column, readable, typed
from admin_proxy.identity import Forbidden, Identity, Meanwhile
from admin_proxy.words import later

E_MAIL_IS_A_SIGN_IN = later("An e-mail is what somebody signs in with: you cannot change one while impersonating.")


def create(identity: Identity, given: Mapping[str, str]) -> int:
    """Create a person, who has no way to sign in until they are invited; returns their id.

    Args:
        given: by field (see `FIELDS`), as typed.

    Raises:
        Forbidden: the subject is no Super Admin.
        Invalid: beside the field that cannot be taken.
    """
    organization_id = reach.organization(identity)
    wanted = {"first_name": "", "last_name": "", "email": "", **{f: given[f] for f in FIELDS if f in given}}
    with db.writing(organization_id) as tx:
        reach.super_admin(tx, identity)
        values = person_fields.read(tx, organization_id, None, wanted)
        person = Person(
            organization_id=organization_id, email_key=email_key(values["email"]), created_at=clock.now(), **values
        )
        person.search_text = _searched(tx, person)
        tx.add(person)
        tx.flush()
        after = {field: readable(tx, field, getattr(person, column(field))) for field in FIELDS}
        trail.record(
            tx, identity, Tag.PERSON_CREATED, done_to=reach.thing(person),
            after={field: value for field, value in after.items() if value},
        )  # fmt: skip
        db.facts_changed(tx, organization_id)
        departments.changed(tx, organization_id)
        return cast(int, person.id)


def known(identity: Identity, person_id: int) -> dict[str, str]:
    """What the form begins with, by field; hand it back to `edit`.

    Raises:
        Forbidden: the subject is no Super Admin.
        NotFound: no such person in one's own organization.
    """
    with db.reading() as tx:
        return _known(tx, reach.person_to_manage(tx, identity, person_id))


def edit(identity: Identity, person_id: int, given: Mapping[str, str], known: Mapping[str, str]) -> bool:
    """Change what was typed anew; says whether anything was.

    Args:
        given: by field, as typed.
        known: by field, what the form began with. A field that is as it was stays as it is now, whatever that is.

    Raises:
        Forbidden: the subject is no Super Admin.
        NotFound: no such person in one's own organization.
        Meanwhile: somebody else has saved another value in a field that was changed.
        Invalid: beside the field that cannot be taken.
    """
    with db.writing(reach.organization(identity)) as tx:
        person = reach.person_to_manage(tx, identity, person_id)
        wanted = {f: given[f] for f in FIELDS if f in given and given[f].strip() != known.get(f, "").strip()}
        if "email" in wanted and identity.impersonating:
            raise Forbidden(E_MAIL_IS_A_SIGN_IN)
        if {"first_name", "last_name"} & wanted.keys():  # one of the two must stay
            wanted = {"first_name": person.first_name, "last_name": person.last_name, **wanted}
        values = person_fields.read(tx, reach.organization(identity), person_id, wanted)
        values = {name: value for name, value in values.items() if getattr(person, name) != value}
        changed = [field for field in FIELDS if column(field) in values]
        if not changed:
            return False
        _refuse_overwriting(tx, person, changed, known)
        _write(tx, identity, person, changed, values)
        return True


def _refuse_overwriting(tx: Session, person: Person, changed: list[str], known: Mapping[str, str]) -> None:
    for field in changed:
        now = typed(tx, person, field)
        if now != known.get(field, now):
            shown = readable(tx, field, getattr(person, column(field))) or ""
            raise Meanwhile(field, shown, _known(tx, person))


def _write(tx: Session, identity: Identity, person: Person, changed: list[str], values: dict[str, Any]) -> None:
    before = {field: readable(tx, field, getattr(person, column(field))) for field in changed}
    for name, value in values.items():
        setattr(person, name, value)
    person.email_key = email_key(person.email)
    if SEARCHED & set(changed):
        person.search_text = _searched(tx, person)
    after = {field: readable(tx, field, getattr(person, column(field))) for field in changed}
    trail.record(tx, identity, Tag.PERSON_CHANGED, done_to=reach.thing(person), before=before, after=after)
    if "department" in changed:
        db.facts_changed(tx, reach.organization(identity))
        departments.changed(tx, reach.organization(identity))


def _known(tx: Session, person: Person) -> dict[str, str]:
    return {field: typed(tx, person, field) for field in FIELDS}


def _searched(tx: Session, person: Person) -> str:
    department = tx.get(Department, person.department_id) if person.department_id is not None else None
    return search_text(person, department.name if department else "")
