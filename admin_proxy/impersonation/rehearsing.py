"""What a change of many people would do, before anybody makes it: it is made, looked at, and undone.

So the preview cannot promise anything else than what happens, down to the sessions that would end.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col

from admin_proxy import db
from admin_proxy.accounts import reach
from admin_proxy.directory import bulk_edit
from admin_proxy.directory.bulk_edit import Change, Chosen, Outcome
from admin_proxy.identity import Identity
from admin_proxy.impersonation import rechecking
from admin_proxy.impersonation.standing import Standing, running
from admin_proxy.impersonation.tables import ImpersonationSession


@dataclass(frozen=True, slots=True)
class Preview:
    outcome: Outcome
    sessions: int
    """Running impersonations that would end at once."""


class _Undone(Exception):  # noqa: N818
    """Ends the transaction without a commit."""


def preview(identity: Identity, chosen: Chosen, change: Change) -> Preview:
    """What `bulk_edit.apply` would do.

    Raises:
        Forbidden, NotFound, Invalid: as it would.
    """
    organization_id = reach.organization(identity)
    seen: list[Preview] = []
    try:
        with db.writing(organization_id) as tx:
            before = _at_work(tx, organization_id)
            outcome = bulk_edit.apply_in(tx, identity, chosen, change)
            tx.flush()
            after = _at_work(tx, organization_id)
            seen.append(Preview(outcome, len(before) - len(after)))
            raise _Undone
    except _Undone:
        return seen[0]


def _at_work(tx: Session, organization_id: int) -> list[Standing]:
    of_the_house = running(tx, col(ImpersonationSession.organization_id) == organization_id)
    return [standing for standing in of_the_house if rechecking.over(tx, standing) is None]
