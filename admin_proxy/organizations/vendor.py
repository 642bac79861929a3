"""The organizations that vendor staff look after."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import col, select

from admin_proxy import db
from admin_proxy.accounts.tables import VendorAssignment
from admin_proxy.identity import Identity
from admin_proxy.organizations import rules
from admin_proxy.organizations.rules import HouseRules
from admin_proxy.organizations.tables import Organization


@dataclass(frozen=True, slots=True)
class AssignedCard:
    id: int
    slug: str
    name: str
    rules: HouseRules


def assigned(identity: Identity) -> tuple[AssignedCard, ...]:
    """The organizations assigned to the vendor's person, by name, with their rules.

    Raises:
        Forbidden: anybody but vendor staff.
    """
    with db.reading() as tx:
        person = rules.require_vendor(tx, identity)
        rows = tx.exec(
            select(Organization)
            .join(VendorAssignment, col(VendorAssignment.organization_id) == Organization.id)
            .where(VendorAssignment.person_id == person.id)
            .order_by(col(Organization.name), col(Organization.id))
        ).all()
    return tuple(AssignedCard(row.id, row.slug, row.name, rules.of(row)) for row in rows if row.id is not None)
