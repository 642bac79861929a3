"""Notices how far the reports are that other processes make: the tabs of this one have no news of them otherwise."""

from __future__ import annotations

from sqlmodel import col, select

from admin_proxy import db, live
from admin_proxy.reports.tables import UNFINISHED, Report


class Unfinished:
    """What was last seen of the reports that are not complete."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[int, str, int]] = {}

    def look(self) -> None:
        """Tell those of whose reports something is other than it was, or which are no longer among them."""
        with db.reading() as tx:
            rows = tx.exec(
                select(Report.id, Report.subject_id, Report.claim, Report.done).where(
                    col(Report.due_at).is_not(None), col(Report.stage).in_(UNFINISHED)
                )
            ).all()
        now = {report_id: (subject_id, claim, done) for report_id, subject_id, claim, done in rows}
        changed = now.items() ^ self._seen.items()
        self._seen = now
        for subject_id in {about[0] for _, about in changed}:
            live.tell_reports(subject_id)
