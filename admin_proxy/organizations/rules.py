"""The house rules of an organization: what impersonation may be there. Set by the vendor staff assigned to it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from sqlmodel import Session

from admin_proxy import clock, db, live
from admin_proxy.accounts import reach
from admin_proxy.accounts.tables import Person, VendorAssignment
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import ChangedMeanwhile, Forbidden, Identity, Invalid, NotFound
from admin_proxy.organizations.tables import Organization
from admin_proxy.words import later, say

CHANGED_MEANWHILE = later("Somebody else has changed these rules meanwhile. Nothing of yours is saved yet.")
NOT_YOURS = later("There is no such organization among yours.")
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
    seen: HouseRules | None = None,
) -> HouseRules:
    """Change the rules that are given, and none of the others; returns them as they are now.

    It is in that organization's record, under the name of the vendor's person. What runs and is no longer allowed then
    ends in the same transaction.

    Args:
        seen: the rules as they were when it was decided to change them; None: whatever they are.

    Raises:
        Forbidden: anybody but vendor staff.
        NotFound: an organization that is not among those assigned.
        Invalid: the length.
        ChangedMeanwhile: they are no longer as they were `seen`.
    """
    wanted = checked(
        proxy_enabled=proxy_enabled,
        limited_to_super_admins=limited_to_super_admins,
        session_hours=session_hours,
        reason_required=reason_required,
        notify_of_changes=notify_of_changes,
    )
    with db.writing(organization_id if reach.is_number(organization_id) else None) as tx:
        row = assigned(tx, identity, organization_id)
        if seen is not None and of(row) != seen:
            raise ChangedMeanwhile(CHANGED_MEANWHILE)
        before = asdict(of(row))
        changed = {rule: value for rule, value in wanted.items() if value != before[rule]}
        if changed:
            for rule, value in changed.items():
                setattr(row, rule, value)
            trail.record(
                tx, identity, Tag.ORGANIZATION_CHANGED, organization_id=organization_id,
                done_to=trail.Thing("organization", str(organization_id), row.name),
                before={rule: before[rule] for rule in changed}, after=dict(changed),
            )  # fmt: skip
            db.facts_changed(tx, organization_id)
            db.after_commit(tx, partial(live.tell_organization, organization_id))
        return of(row)


def checked(**wanted: Any) -> dict[str, Any]:
    """Those of the rules that are given, if they can be taken.

    Raises:
        Invalid: beside the rule.
    """
    given = {rule: value for rule, value in wanted.items() if value is not None}
    return {rule: _hours(value) if rule == "session_hours" else _switch(rule, value) for rule, value in given.items()}


def require_vendor(tx: Session, identity: Identity) -> Person:
    """The vendor's person who asks, as the database has them now.

    Raises:
        Forbidden: anybody else.
    """
    person = tx.get(Person, identity.subject.id) if identity.subject.id is not None else None
    if person is None or not person.role.is_vendor or person.is_deactivated(clock.now().date()):
        raise Forbidden(say("Only vendor staff can do this."))
    return person


def assigned(tx: Session, identity: Identity, organization_id: int) -> Organization:
    """The organization, if the vendor's person who asks looks after it.

    Raises:
        Forbidden: anybody but vendor staff.
        NotFound: an organization that is not among those assigned.
    """
    person = require_vendor(tx, identity)
    row = tx.get(Organization, organization_id) if reach.is_number(organization_id) else None
    if row is None or tx.get(VendorAssignment, (person.id, organization_id)) is None:
        raise NotFound(NOT_YOURS)
    return row


def _switch(rule: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise Invalid(rule, say("This is either on or off."))
    return value


def _hours(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not SHORTEST_HOURS <= value <= LONGEST_HOURS:
        raise Invalid(
            "session_hours", say("Choose whole hours from {least} to {most}.", least=SHORTEST_HOURS, most=LONGEST_HOURS)
        )
    return value
