"""How a report ends without a file: it is cancelled, refused, it fails, or the impersonation that it is of ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, update
from sqlmodel import Session, col

from admin_proxy import clock, config
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Identity
from admin_proxy.reports import telling
from admin_proxy.reports.tables import UNFINISHED, Report, ReportPiece, Stage

_TAGS = {
    Stage.CANCELLED: Tag.REPORT_CANCELLED,
    Stage.ENDED: Tag.REPORT_CANCELLED,
    Stage.REFUSED: Tag.REPORT_REFUSED,
    Stage.FAILED: Tag.REPORT_FAILED,
}


def conclude(
    tx: Session, identity: Identity, report: Report, stage: Stage, sentence: str = "", *, claim: str | None = None
) -> bool:
    """End it, if it has not ended yet; says whether this call did. What there is of its file is gone.

    Args:
        identity: in whose names it is recorded.
        claim: only if it is still made under that.
    """
    now = clock.now()
    still = [col(Report.id) == report.id, col(Report.stage).in_(UNFINISHED)]
    if claim is not None:
        still.append(col(Report.claim) == claim)
    ended = tx.execute(
        update(Report)
        .where(*still)
        .values(
            stage=stage, due_at=None, claim="", ended_at=now, sentence=sentence[:500],
            kept_until=now + kept_for(),
        )
    )  # fmt: skip
    if cast(CursorResult[Any], ended).rowcount != 1:
        return False
    tx.execute(delete(ReportPiece).where(col(ReportPiece.report_id) == report.id))
    trail.record(
        tx, identity, _TAGS[stage], done_to=telling.thing(report), note=sentence, session_id=report.session_id
    )  # fmt: skip
    telling.of(tx, report)
    return True


def kept_for() -> timedelta:
    return timedelta(days=config.current().report_days)
