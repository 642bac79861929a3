"""What search looks at, folded."""

from __future__ import annotations

from admin_proxy.accounts.tables import Person
from admin_proxy.folding import fold

__all__ = ["fold", "search_text"]


def search_text(person: Person, department_name: str) -> str:
    """The five fields that search looks at, folded, in this order: name, e-mail, employee id, title, department."""
    return searched(person.name, person.email, person.employee_id, person.title, department_name)


def searched(name: str, email: str, employee_id: str, title: str, department_name: str) -> str:
    """The same of somebody who is no row yet."""
    return " | ".join(fold(field) for field in (name, email, employee_id, title, department_name))
