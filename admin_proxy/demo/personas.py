"""The one-click sign-ins of the demonstration: a button for each, named by role."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import select

from admin_proxy import db
from admin_proxy.accounts.tables import Person
from admin_proxy.demo import running
from admin_proxy.words import later


@dataclass(frozen=True, slots=True)
class Persona:
    key: str
    """What the button's form sends; stable."""
    label: str
    """What the button says."""
    name: str
    email: str
    hint: str
    """One line on what this person can do and see."""


PERSONAS = (
    Persona(
        "super-admin", "Super Admin", "Dana Whitfield", "dana.whitfield@kestrel.example",
        "Impersonates anyone at Kestrel Works",
    ),
    Persona(
        "hr-admin-department", later("HR Admin (department scope)"), "Hannah Lindqvist",
        "hannah.lindqvist@kestrel.example",
        "Looks after Sales with all below it",
    ),
    Persona(
        "hr-admin-group", later("HR Admin (group scope)"), "Hugo Marchetti", "hugo.marchetti@kestrel.example",
        "Looks after the group Rising Leaders",
    ),
    Persona(
        "manager", "Manager", "Miguel Santos", "miguel.santos@kestrel.example",
        "Has a team, but no Admin Proxy",
    ),
    Persona(
        "employee", "Employee", "Emma Bergström", "emma.bergstrom@kestrel.example",
        "Sees their own work only",
    ),
    Persona(
        "customer-success-manager", "Customer Success Manager", "Carla Nunes", "carla.nunes@vendor.example",
        "Vendor staff: sets what an organization may do",
    ),
    Persona(
        "new-employee", later("New employee (never signed in)"), "Noor Haddad", "noor.haddad@kestrel.example",
        "Meets the privacy policy first",
    ),
)  # fmt: skip


def person_id(key: str) -> int | None:
    """Whom a button signs in; None where there is no such button, or no demonstration."""
    persona = next((persona for persona in PERSONAS if persona.key == key), None)
    if persona is None or not running.is_running():
        return None
    with db.reading() as tx:
        return tx.exec(select(Person.id).where(Person.email_key == persona.email)).first()
