"""A new organization."""

from __future__ import annotations

import re

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from admin_proxy import clock, db
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Forbidden, Identity, Invalid
from admin_proxy.organizations.finding import OrganizationCard
from admin_proxy.organizations.tables import Organization

_SLUG = re.compile(r"[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?")


def create(identity: Identity, slug: str, name: str) -> OrganizationCard:
    """Create an organization, with the rules that are the default.

    Raises:
        Forbidden: anybody but the operator.
        Invalid: the slug or the name.
    """
    if not identity.actor.is_operator:
        raise Forbidden("Only the operator of the server can do this.")
    if not _SLUG.fullmatch(slug):
        raise Invalid("slug", "A slug has up to 64 small letters (a–z), digits and hyphens, such as “acme-europe”.")
    tidy = " ".join(name.split())
    if not tidy or not tidy.isprintable() or len(tidy) > 200:
        raise Invalid("name", "Give the organization a name of at most 200 characters.")
    try:
        with db.writing() as tx:
            return _insert(tx, identity, slug, tidy)
    except IntegrityError:  # another process was a moment faster
        raise _taken(slug) from None


def _insert(tx: Session, identity: Identity, slug: str, name: str) -> OrganizationCard:
    if tx.exec(select(Organization.id).where(Organization.slug == slug)).first() is not None:
        raise _taken(slug)
    row = Organization(slug=slug, name=name, created_at=clock.now())
    tx.add(row)
    tx.flush()
    if row.id is None:
        raise RuntimeError("the database gave the organization no number")
    trail.record(
        tx, identity, Tag.ORGANIZATION_CREATED, organization_id=row.id,
        done_to=trail.Thing("organization", str(row.id), name), after={"slug": slug, "name": name},
    )  # fmt: skip
    return OrganizationCard(row.id, slug, name)


def _taken(slug: str) -> Invalid:
    return Invalid("slug", f"There is an organization “{slug}” already.")
