"""What a change of an organization's rules would end, before anybody makes it."""

from __future__ import annotations

from typing import Any

from sqlmodel import col

from admin_proxy import db
from admin_proxy.identity import Identity
from admin_proxy.impersonation import rechecking
from admin_proxy.impersonation.standing import running
from admin_proxy.impersonation.tables import ImpersonationSession
from admin_proxy.organizations import rules
from admin_proxy.organizations.tables import Organization


def would_end(identity: Identity, organization_id: int, **wanted: Any) -> int:
    """How many running impersonations would end if these rules were changed: a number, and nothing about anybody.

    The policy is asked about each of them, under the rules as they would be.

    Args:
        wanted: as for `rules.change`.

    Raises:
        Forbidden: anybody but vendor staff.
        NotFound: an organization that is not among those assigned.
        Invalid: the length.
    """
    changes = rules.checked(**wanted)
    with db.reading() as tx:
        row = rules.assigned(tx, identity, organization_id)
        house = Organization(**{**row.model_dump(), **changes})
        at_work = running(tx, col(ImpersonationSession.organization_id) == organization_id)
        return sum(
            rechecking.over(tx, standing) is None and rechecking.over(tx, standing, house) is not None
            for standing in at_work
        )
