"""A report that was asked for in somebody's name ends with the impersonation, in the same transaction.

One that is complete stays: it is the person's, and was sent to them.
"""

from __future__ import annotations

from sqlmodel import Session, col, select

from admin_proxy.impersonation.standing import Standing
from admin_proxy.reports import endings, wording
from admin_proxy.reports.tables import UNFINISHED, Report, Stage


def end(tx: Session, standing: Standing) -> None:
    """Called by whatever ends the impersonation."""
    of_it = select(Report).where(col(Report.session_id) == standing.session.id, col(Report.stage).in_(UNFINISHED))
    for report in tx.exec(of_it).all():
        endings.conclude(tx, standing.recorded(report.address), report, Stage.ENDED, wording.SESSION_OVER)
