"""What is decided about a kind: by the product, by the organization, by the person, in this order."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from admin_proxy.accounts.tables import Person
from admin_proxy.notifications.kinds import Kind
from admin_proxy.notifications.tables import NotificationChoice, NotificationRule
from admin_proxy.organizations.tables import Organization


@dataclass(frozen=True, slots=True)
class Ways:
    """How a person is told, and what of it they have a say in."""

    in_app: bool
    by_email: bool
    offered_in_app: bool
    """The organization has it that way at all."""
    offered_by_email: bool
    is_forced: bool
    """What is offered is what they get."""

    @property
    def has_choice(self) -> bool:
        return not self.is_forced and (self.offered_in_app or self.offered_by_email)


def of_organization(tx: Session, organization_id: int | None, kind: Kind) -> NotificationRule:
    """The rule as it is, stored or not."""
    stored = tx.get(NotificationRule, (organization_id, kind.key)) if organization_id is not None else None
    return stored or NotificationRule(organization_id=organization_id or 0, kind=kind.key)


def is_on(tx: Session, organization_id: int | None, kind: Kind) -> bool:
    """Of a kind that is switched as a whole."""
    house = tx.get(Organization, organization_id) if organization_id is not None else None
    return house is not None and bool(getattr(house, kind.switch))


def ways(tx: Session, person: Person, kind: Kind) -> Ways:
    if kind.switch:
        on = is_on(tx, person.organization_id, kind)
        return Ways(on, on, on, on, is_forced=True)
    rule = of_organization(tx, person.organization_id, kind)
    choice = tx.get(NotificationChoice, (person.id, kind.key))
    wants = choice if choice is not None and not rule.is_forced else NotificationChoice(person_id=0, kind="")
    return Ways(
        in_app=rule.in_app and wants.in_app,
        by_email=rule.by_email and wants.by_email,
        offered_in_app=rule.in_app,
        offered_by_email=rule.by_email,
        is_forced=rule.is_forced,
    )
