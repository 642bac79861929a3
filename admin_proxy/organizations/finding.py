"""An organization by its slug: what whoever runs the server types."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import col, select

from admin_proxy import db
from admin_proxy.organizations.tables import Organization


@dataclass(frozen=True, slots=True)
class OrganizationCard:
    id: int
    slug: str
    name: str


def by_slug(slug: str) -> OrganizationCard | None:
    with db.reading() as tx:
        return card(tx.exec(select(Organization).where(Organization.slug == slug)).first())


def everyone() -> tuple[OrganizationCard, ...]:
    """All organizations, by slug. For the command line only: nobody else sees more than their own."""
    with db.reading() as tx:
        rows = tx.exec(select(Organization).order_by(col(Organization.slug))).all()
    return tuple(found for row in rows if (found := card(row)))


def card(row: Organization | None) -> OrganizationCard | None:
    return None if row is None or row.id is None else OrganizationCard(row.id, row.slug, row.name)
