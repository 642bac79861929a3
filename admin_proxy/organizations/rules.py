"""The house rules of an organization: what impersonation may be there. Set by the vendor staff assigned to it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlmodel import Session

from admin_proxy import clock, db
from admin_proxy.accounts import reach
from admin_proxy.accounts.tables import Person, VendorAssignment
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Forbidden, Identity, Invalid, NotFound
from admin_proxy.organizations.tables import Organization

NOT_YOURS = "There is no such organization among yours."
SHORTEST_HOURS, LONGEST_HOURS = 1, 24


@dataclass(frozen=True, slots=True)
class HouseRules:
    proxy_enabled: bool
    limited_to_super_admins: bool
    session_hours: int
    reason_required: bool
    notify_of_changes: bool


def read(tx: Session, organization_id: int) -> HouseRules:
    return of(tx.get_one(Organization, organization_id))


def of(row: Organization) -> HouseRules:
    return HouseRules(
        proxy_enabled=row.proxy_enabled,
        limited_to_super_admins=row.limited_to_super_admins,
        session_hours=row.session_hours,
        reason_required=row.reason_required,
        notify_of_changes=row.notify_of_changes,
    )


def change(
    identity: Identity,
    organization_id: int,
    *,
    proxy_enabled: bool | None = None,
    limited_to_super_admins: bool | None = None,
    session_hours: int | None = None,
    reason_required: bool | None = None,
    notify_of_changes: bool | None = None,
) -> HouseRules:
    """Change the rules that are given, and none of the others; returns them as they are now.

    It is in that organization's record, under the name of the vendor's person.

    Raises:
        Forbidden: anybody but vendor staff.
        NotFound: an organization that is not among those assigned.
        Invalid: the length.
    """
    wanted = {
        "proxy_enabled": _switch("proxy_enabled", proxy_enabled),
        "limited_to_super_admins": _switch("limited_to_super_admins", limited_to_super_admins),
        "session_hours": _hours(session_hours),
        "reason_required": _switch("reason_required", reason_required),
        "notify_of_changes": _switch("notify_of_changes", notify_of_changes),
    }
    if not reach.is_number(organization_id):
        raise NotFound(NOT_YOURS)
    with db.writing(organization_id) as tx:
        row = _assigned(tx, identity, organization_id)
        before = asdict(of(row))
        changed = {rule: value for rule, value in wanted.items() if value is not None and value != before[rule]}
        if changed:
            for rule, value in changed.items():
                setattr(row, rule, value)
            trail.record(
                tx, identity, Tag.ORGANIZATION_CHANGED, organization_id=organization_id,
                done_to=trail.Thing("organization", str(organization_id), row.name),
                before={rule: before[rule] for rule in changed}, after=dict(changed),
            )  # fmt: skip
            db.facts_changed(tx, organization_id)
        return of(row)


def require_vendor(tx: Session, identity: Identity) -> Person:
    """The vendor's person who asks, as the database has them now.

    Raises:
        Forbidden: anybody else.
    """
    person = tx.get(Person, identity.subject.id) if identity.subject.id is not None else None
    if person is None or not person.role.is_vendor or person.is_deactivated(clock.now().date()):
        raise Forbidden("Only vendor staff can do this.")
    return person


def _assigned(tx: Session, identity: Identity, organization_id: int) -> Organization:
    person = require_vendor(tx, identity)
    row = tx.get(Organization, organization_id)
    if row is None or tx.get(VendorAssignment, (person.id, organization_id)) is None:
        raise NotFound(NOT_YOURS)
    return row


def _switch(rule: str, value: bool | None) -> bool | None:
    if value is not None and type(value) is not bool:
        raise Invalid(rule, "This is either on or off.")
    return value


def _hours(value: int | None) -> int | None:
    if value is not None and (type(value) is not int or not SHORTEST_HOURS <= value <= LONGEST_HOURS):
        raise Invalid("session_hours", f"Choose whole hours from {SHORTEST_HOURS} to {LONGEST_HOURS}.")
    return value
