"""What can be typed of a person: what each field holds, what is wrong with it, and how it stands in the record.

The rules are those of the CSV upload, so that what one way takes the other does not refuse.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from admin_proxy.accounts import reach, settings
from admin_proxy.accounts.people import email_key
from admin_proxy.accounts.tables import Department, Person
from admin_proxy.directory import csv_values
from admin_proxy.directory.csv_values import Wrong
from admin_proxy.directory.person_page import department_path
from admin_proxy.identity import Invalid
from admin_proxy.words import later, say

FIELDS = (
    "first_name", "last_name", "email", "employee_id", "title", "department", "location", "manager", "hire_date",
    "language", "time_zone",
)  # fmt: skip
SEARCHED = {"first_name", "last_name", "email", "employee_id", "title", "department"}
CANNOT_BE_USED = later("This e-mail cannot be used. Choose another one.")

_LONGEST = {"first_name": 100, "last_name": 100, "employee_id": 64, "title": 200, "location": 200}
_CALLED = {"department": "department_id", "manager": "manager_id"}
_EARLIEST, _LATEST = 1900, 2200


def column(field: str) -> str:
    return _CALLED.get(field, field)


def typed(tx: Session, person: Person, field: str) -> str:
    """The present value, as it stands in the form."""
    value = getattr(person, column(field))
    if value is None:
        return ""
    if field == "manager":
        return tx.get_one(Person, value).email
    return value.isoformat() if isinstance(value, date) else str(value)


def readable(tx: Session, field: str, value: Any) -> str | None:
    """A value as it stands in the record: in words that stay true when ids are gone."""
    if value is None or value == "":
        return None
    if field == "department":
        return department_path(tx, value)
    if field == "manager":
        manager = tx.get_one(Person, value)
        return f"{manager.name} ({manager.email})"
    return value.isoformat() if isinstance(value, date) else str(value)


def read(tx: Session, organization_id: int, person_id: int | None, given: Mapping[str, str]) -> dict[str, Any]:
    """The values of the fields that are given, by column.

    Args:
        person_id: whose they will be; None for somebody new.

    Raises:
        Invalid: beside the first field that cannot be taken.
    """
    values: dict[str, Any] = {}
    for field in FIELDS:
        if field in given:
            try:
                values[column(field)] = _one(tx, organization_id, person_id, field, given[field])
            except Wrong as wrong:
                raise Invalid(field, str(wrong)) from None
    if not (values.get("first_name", "?") or values.get("last_name", "?")):
        raise Invalid("first_name", say("Give the person’s name."))
    return values


def _one(tx: Session, organization_id: int, person_id: int | None, field: str, said: str) -> Any:
    if not said.strip().isprintable():
        raise Wrong(say("There is an invisible character in it. Type the text anew."))
    if field in _LONGEST:
        return _text(field, said, lambda value: _free_id(tx, organization_id, person_id, value))
    if field == "email":
        return _free_email(tx, organization_id, person_id, csv_values.email(said))
    if field == "department":
        return _department(tx, organization_id, said)
    if field == "manager":
        return _manager(tx, organization_id, person_id, said)
    if field == "hire_date":
        return day(said, "hire_date") if said.strip() else None
    return _offered(field, said)


def day(said: str, field: str) -> date:
    """A date as browsers send it.

    Raises:
        Invalid: beside `field`.
    """
    try:
        found = date.fromisoformat(said.strip())
    except ValueError:
        raise Invalid(field, say("Write the date as 2026-05-31.")) from None
    if not _EARLIEST <= found.year <= _LATEST:
        raise Invalid(
            field, say("The year must lie between {first} and {last}.", first=str(_EARLIEST), last=str(_LATEST))
        )
    return found


def _text(field: str, said: str, check_id: Callable[[str], None]) -> str:
    value = csv_values.tidy(said)
    if len(value) > _LONGEST[field]:
        raise Wrong(say("This may have at most {count} characters.", count=_LONGEST[field]))
    if field == "employee_id" and value:
        check_id(value)
    return value


def _free_id(tx: Session, organization_id: int, person_id: int | None, value: str) -> None:
    owner = tx.exec(
        select(Person).where(Person.organization_id == organization_id, Person.employee_id == value)
    ).first()
    if owner is not None and owner.id != person_id:
        raise Wrong(say("{name} has this employee id. Each is one person’s.", name=owner.name))


def _free_email(tx: Session, organization_id: int, person_id: int | None, value: str) -> str:
    owner = tx.exec(select(Person).where(Person.email_key == email_key(value))).first()
    if owner is None or owner.id == person_id:
        return value
    if owner.organization_id != organization_id:
        raise Wrong(say(CANNOT_BE_USED))  # who exists elsewhere is not told
    raise Wrong(say("{name} has this e-mail. Each is one person’s.", name=owner.name))


def _department(tx: Session, organization_id: int, said: str) -> int | None:
    if not said.strip():
        return None
    number = int(said) if said.isascii() and said.isdecimal() and len(said) <= 10 else 0
    found = tx.get(Department, number) if reach.is_number(number) else None
    if found is None or found.organization_id != organization_id:
        raise Wrong(say("There is no such department. Choose one from the list."))
    return found.id


def _manager(tx: Session, organization_id: int, person_id: int | None, said: str) -> int | None:
    wanted = csv_values.person_reference(said)
    if not wanted:
        return None
    own = Person.organization_id == organization_id
    manager = (
        tx.exec(select(Person).where(own, Person.email_key == email_key(wanted))).first()
        or tx.exec(select(Person).where(own, Person.employee_id == wanted)).first()
    )
    if manager is None:
        raise Wrong(say("Nobody here has this e-mail or employee id."))
    if person_id is not None:
        _refuse_circle(tx, person_id, manager)
    return manager.id


def _refuse_circle(tx: Session, person_id: int, manager: Person) -> None:
    if manager.id == person_id:
        raise Wrong(say("Nobody can be their own manager."))
    seen: set[int] = set()
    above = manager.manager_id
    while above is not None and above not in seen:
        if above == person_id:
            raise Wrong(say("{name} reports to this person, directly or through others.", name=manager.name))
        seen.add(above)
        above = tx.exec(select(col(Person.manager_id)).where(Person.id == above)).one()


def _offered(field: str, said: str) -> str:
    value = csv_values.language(said) if field == "language" else csv_values.time_zone(said)
    return value or (settings.LANGUAGES[0] if field == "language" else "UTC")
