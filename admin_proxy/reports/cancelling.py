"""Cancelling a report that is not complete. Whoever makes it notices before the next rows."""

from __future__ import annotations

from admin_proxy import db
from admin_proxy.accounts import reach
from admin_proxy.identity import Identity
from admin_proxy.reports import endings, listing
from admin_proxy.reports.tables import Stage


def cancel(identity: Identity, report_id: str) -> bool:
    """Cancel one of the subject's own; False where it was over already. Safe to repeat.

    Raises:
        NotFound: the subject has no such report.
        ImpersonationOver: it was to be done in somebody's name, and may no longer.
    """
    with db.writing(reach.organization(identity)) as tx:
        report = listing.own(tx, identity, report_id)
        return endings.conclude(tx, identity, report, Stage.CANCELLED)
