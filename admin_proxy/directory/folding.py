"""Folding text for search: case and accents away, other scripts to Latin letters."""

from __future__ import annotations

from anyascii import anyascii

from admin_proxy.accounts.tables import Person


def fold(value: str) -> str:
    """`Žižková` → `zizkova`, `Straße` → `strasse`, `山田` → `shantian`; white space collapses to single blanks."""
    plain = value if value.isascii() else anyascii(value)
    return " ".join(plain.lower().split())


def search_text(person: Person, department_name: str) -> str:
    """The five fields that search looks at, folded, in this order: name, e-mail, employee id, title, department."""
    fields = (person.name, person.email, person.employee_id, person.title, department_name)
    return " | ".join(fold(field) for field in fields)
