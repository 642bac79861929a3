"""A person as a party to what is done, and what they are found by."""

from __future__ import annotations

import unicodedata
from typing import Protocol

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from admin_proxy import clock
from admin_proxy.accounts import privacy
from admin_proxy.accounts.tables import Person
from admin_proxy.folding import fold, without_signs
from admin_proxy.identity import Party

_LONGEST = 300
"""Folding can make a text longer, and PostgreSQL's indexes take less than 2,700 bytes."""


def party(person: Person) -> Party:
    return Party(
        id=person.id,
        organization_id=person.organization_id,
        role=person.role,
        name=person.name,
        first_name=person.first_name or person.name,
        initials=initials(person),
        email=person.email,
        language=person.language,
        time_zone=person.time_zone,
        theme=person.theme,
        privacy_accepted=privacy.has_accepted(person),
    )


def report_to(manager_id: int | None, organization_id: int | None) -> ColumnElement[bool]:
    """A condition on `Person`: the direct reports of somebody, whether active or not.

    Adding nothing keeps SQLite from going through the whole organization, in the order of its names.
    """
    return and_(col(Person.manager_id) == manager_id, col(Person.organization_id) + 0 == organization_id)


def is_active() -> ColumnElement[bool]:
    """A condition on `Person`, as of today."""
    ends = col(Person.deactivated_on)
    return or_(ends.is_(None), ends > clock.now().date())


def leads(tx: Session, person: Person) -> bool:
    """Whether anybody active reports to them."""
    theirs = select(Person.id).where(report_to(person.id, person.organization_id), is_active())
    return tx.exec(theirs.limit(1)).first() is not None


def email_key(email: str) -> str:
    """What an e-mail is compared by: no blanks around it, upper and lower case the same."""
    return unicodedata.normalize("NFC", email.strip()).casefold()


def search_text(person: Person, department_name: str) -> str:
    """What the person is found by: name, e-mail, employee id, title, department, folded; see `searched`."""
    return searched(
        person.first_name, person.last_name, person.email, person.employee_id, person.title, department_name
    )


def searched(first_name: str, last_name: str, email: str, employee_id: str, title: str, department_name: str) -> str:
    """The same of somebody who is no row yet.

    A line for each field, and the name twice: as it is shown, and surname first without signs. Each line begins with a
    blank, so that a blank stands before every word; lines end in a character that sorts before all others. Search and
    its indexes rely on that: sorted by this text people are sorted by name, with the shorter of two names first.
    """
    name = fold(f"{first_name} {last_name}") or fold(email)
    surname_first = without_signs(fold(f"{last_name} {first_name}")) or name
    lines = (name, surname_first, fold(email), fold(employee_id), fold(title), fold(department_name))
    return "".join(f" {line[:_LONGEST]}\n" for line in lines) + " "


class Named(Protocol):
    """A person, or a row of a statement that asks for no more of one."""

    @property
    def first_name(self) -> str: ...

    @property
    def last_name(self) -> str: ...

    @property
    def email(self) -> str: ...


def initials(person: Named) -> str:
    """`Zoë Žižková` → `ZŽ`; somebody without a name goes by the e-mail's first letter."""
    parts = [part for part in (person.first_name, person.last_name) if part.strip()] or [person.email]
    return "".join(_first_letter(part) for part in parts)


def initials_of(name: str) -> str:
    """The same of a name that is all that is known."""
    return "".join(_first_letter(part) for part in name.split(" ", 1) if part.strip())


def _first_letter(part: str) -> str:
    letters = (character for character in part if character.isalnum())
    return next(letters, part.strip()[:1]).upper()[:1]
