"""What an organization decides for itself: its Super Admins set it, where the vendor sets the house rules."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from admin_proxy import db
from admin_proxy.accounts import reach
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Identity
from admin_proxy.organizations import rules
from admin_proxy.organizations.rules import HouseRules
from admin_proxy.organizations.tables import Organization


@dataclass(frozen=True, slots=True)
class OwnRules:
    organization: str
    house: HouseRules
    """Only to be read."""
    account_activity_shown: bool
    """Everybody sees who has been in their account."""


def read(identity: Identity) -> OwnRules:
    """The rules of the Super Admin's own organization.

    Raises:
        Forbidden: the subject is no Super Admin.
    """
    with db.reading() as tx:
        reach.super_admin(tx, identity)
        return _of(tx.get_one(Organization, reach.organization(identity)))


def show_account_activity(identity: Identity, *, shown: bool) -> OwnRules:
    """Let everybody see who has been in their account, or not. What happened stays recorded either way.

    Raises:
        Forbidden: the subject is no Super Admin.
    """
    with db.writing(reach.organization(identity)) as tx:
        reach.super_admin(tx, identity)
        row = tx.get_one(Organization, reach.organization(identity))
        if row.account_activity_shown is not shown:
            _record(tx, identity, row, shown)
            row.account_activity_shown = shown
        return _of(row)


def _record(tx: Session, identity: Identity, row: Organization, shown: bool) -> None:
    trail.record(
        tx, identity, Tag.ORGANIZATION_CHANGED, done_to=trail.Thing("organization", str(row.id), row.name),
        before={"account_activity_shown": row.account_activity_shown}, after={"account_activity_shown": shown},
    )  # fmt: skip


def _of(row: Organization) -> OwnRules:
    return OwnRules(row.name, rules.of(row), row.account_activity_shown)
