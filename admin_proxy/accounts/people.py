"""A person as a party to what is done, and what they are found by."""

from __future__ import annotations

import unicodedata

from admin_proxy.accounts import privacy
from admin_proxy.accounts.tables import Person
from admin_proxy.folding import fold
from admin_proxy.identity import Party


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


def email_key(email: str) -> str:
    """What an e-mail is compared by: no blanks around it, upper and lower case the same."""
    return unicodedata.normalize("NFC", email.strip()).casefold()


def search_text(person: Person, department_name: str) -> str:
    """The five fields that search looks at, folded, in this order: name, e-mail, employee id, title, department."""
    return searched(person.name, person.email, person.employee_id, person.title, department_name)


def searched(name: str, email: str, employee_id: str, title: str, department_name: str) -> str:
    """The same of somebody who is no row yet."""
    return " | ".join(fold(field) for field in (name, email, employee_id, title, department_name))


def initials(person: Person) -> str:
    """`Zoë Žižková` → `ZŽ`; somebody without a name goes by the e-mail's first letter."""
    parts = [part for part in (person.first_name, person.last_name) if part.strip()] or [person.email]
    return "".join(_first_letter(part) for part in parts)


def _first_letter(part: str) -> str:
    letters = (character for character in part if character.isalnum())
    return next(letters, part.strip()[:1]).upper()[:1]
