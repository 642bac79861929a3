"""A person as a party to what is done, and the e-mail that they are found by."""

from __future__ import annotations

from admin_proxy.accounts import privacy
from admin_proxy.accounts.tables import Person
from admin_proxy.identity import Party


def party(person: Person) -> Party:
    return Party(
        id=person.id,
        organization_id=person.organization_id,
        role=person.role,
        name=person.name,
        first_name=person.first_name or person.name,
        email=person.email,
        language=person.language,
        time_zone=person.time_zone,
        privacy_accepted=privacy.has_accepted(person),
    )


def email_key(email: str) -> str:
    """What an e-mail is compared by: no blanks around it, upper and lower case the same."""
    return email.strip().casefold()
