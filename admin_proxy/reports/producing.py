"""Making reports, one after the other, in the background.

A report is claimed (when it is due next is put off), made batch by batch, and completed in one transaction, together
with its letter. Before each batch, and in that transaction, its rights are asked for again; if they are gone there is
no report. A process that dies leaves it to be made from the beginning when the claim has run out, by whichever server
comes first. Two of them never have a claim on one report, and only who has it can add to its file or complete it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import timedelta
from threading import BoundedSemaphore, Event
from typing import Any, cast

from sqlalchemy import CursorResult, update
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select
from uuid_utils import uuid7

from admin_proxy import clock, db, sheets
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import ImpersonationOver, Refused
from admin_proxy.notifications import moments
from admin_proxy.reports import contents, endings, keeping, rights, sending, telling, wording
from admin_proxy.reports.tables import Format, Report, ReportPiece, Stage
from admin_proxy.sheets import Cells
from admin_proxy.words import say, speaking

_log = logging.getLogger(__name__)

AT_ONCE = 2
"""So many are made by one process at the same time: a long one does not keep the others waiting."""
CLAIM_LASTS = timedelta(minutes=3)
"""Longer than a batch takes, and than a large file takes to be closed."""
MOST_ATTEMPTS = 3
TRY_AGAIN_AFTER = timedelta(seconds=30)
LARGEST = 200 * 1_000_000
"""Bytes; `wording.TOO_LARGE` says how many."""


class _Lost(Exception):  # noqa: N818
    """It was cancelled, or has ended, or another process makes it now."""


class _Later(Exception):  # noqa: N818
    """The process is ending: whoever comes next begins anew."""


class _OtherRights(Exception):  # noqa: N818
    """The rights have become others while it was made: from the beginning."""


class Worker:
    """One for each process. `run` may be called by any thread, whenever there might be something to make."""

    def __init__(self) -> None:
        self._ending = Event()
        self._places = BoundedSemaphore(AT_ONCE)

    def run(self) -> int:
        """Make what is due; returns how many this call completed."""
        made = 0
        if not self._places.acquire(blocking=False):
            return made
        try:
            while not self._ending.is_set() and (report := _claim()) is not None:
                made += self._see_to(report)
        finally:
            self._places.release()
        return made

    def end(self) -> None:
        """Leave what is being made to whoever comes next: the process is ending."""
        self._ending.set()

    def _see_to(self, report: Report) -> bool:
        try:
            if report.attempts > MOST_ATTEMPTS:  # whoever made it died, each time
                _conclude(report, Stage.FAILED, wording.FAILED)
                return False
            self._make(report)
        except _Lost:
            return False
        except (_Later, _OtherRights):
            _put_back(report)
        except ImpersonationOver as over:
            _conclude(report, Stage.ENDED, over.sentence)
        except Refused as refusal:
            _conclude(report, Stage.REFUSED, refusal.sentence)
        except Exception:
            _log.exception("report %s could not be made, at attempt %s", report.id, report.attempts)
            _try_again(report)
        else:
            return True
        return False

    def _make(self, report: Report) -> None:
        with db.reading() as tx:
            identity = rights.now(tx, report)
            mark = rights.mark(tx, identity, report.kind)
        total = contents.count(identity, report)
        language = moments.language(identity.subject)
        headings = wording.HEADINGS[language][report.kind]
        with speaking(language):
            title = say(wording.LABELS[report.kind])
        rows = self._watched(report, mark, total, contents.batches(identity, report))
        pieces = sheets.as_csv(headings, rows) if report.format is Format.CSV else sheets.as_xlsx(title, headings, rows)
        size = 0
        for number, piece in enumerate(keeping.of_size(pieces)):
            size += len(piece)
            if size > LARGEST:
                raise Refused(wording.TOO_LARGE)
            with db.writing() as tx:
                _hold(tx, report)
                tx.add(ReportPiece(report_id=report.id, number=number, content=piece))
        _complete(report, mark, size)

    def _watched(
        self, report: Report, mark: str, total: int, batches: Iterator[Sequence[Cells]]
    ) -> Iterator[Sequence[Cells]]:
        """Each batch, if it may still be made; and whoever looks sees how far it is."""
        done = 0
        _note(report, done, total)
        for batch in batches:
            if self._ending.is_set():
                raise _Later
            with db.reading() as tx:
                if rights.mark(tx, rights.now(tx, report), report.kind) != mark:
                    raise _OtherRights
            yield batch
            done += len(batch)
            _note(report, done, total)


def _claim() -> Report | None:
    """The report that has been due longest, for this process alone to make; writes only if there is one."""
    now = clock.now()
    due = select(Report).where(col(Report.due_at) <= now).order_by(col(Report.due_at), col(Report.id)).limit(1)
    with db.reading() as tx:
        if tx.exec(due).first() is None:
            return None
    with db.writing() as tx:
        report = tx.exec(due.with_for_update(skip_locked=True)).first()
        if report is not None:
            keeping.forget(tx, report.id)
            report.claim, report.due_at, report.stage = str(uuid7()), now + CLAIM_LASTS, Stage.RUNNING
            report.attempts += 1
            report.done = report.total = 0
            telling.of(tx, report)
        return report


def _hold(tx: Session, report: Report, **values: object) -> None:
    """Keep the claim, with whatever else is to be said of the report.

    Raises:
        _Lost: there is none any more.
    """
    values = {"due_at": clock.now() + CLAIM_LASTS, **values}
    held = tx.execute(
        update(Report).where(col(Report.id) == report.id, col(Report.claim) == report.claim).values(**values)
    )
    if cast(CursorResult[Any], held).rowcount != 1:
        raise _Lost


def _note(report: Report, done: int, total: int) -> None:
    with db.writing() as tx:
        _hold(tx, report, done=done, total=max(done, total))
        telling.of(tx, report)


def _complete(report: Report, mark: str, size: int) -> None:
    """All of it becomes true at once: that it is complete, that its subject is told, and that both are recorded."""
    now = clock.now()
    kept_until = now + endings.kept_for()
    with db.writing(report.organization_id) as tx:
        identity = rights.now(tx, report)
        if rights.mark(tx, identity, report.kind) != mark:
            raise _OtherRights
        to = identity.subject.email
        _hold(
            tx, report, stage=Stage.READY, due_at=None, claim="", ended_at=now, size=size, sent_to=to, rights=mark,
            kept_until=kept_until,
        )  # fmt: skip
        thing = telling.thing(report)
        trail.record(tx, identity, Tag.REPORT_FINISHED, done_to=thing, after={"size": wording.size(size)})
        sending.post(tx, identity, report, size, kept_until)
        trail.record(tx, identity, Tag.REPORT_SENT, done_to=thing, after={"to": to})
        telling.of(tx, report)


def _conclude(report: Report, stage: Stage, sentence: str) -> None:
    with db.writing(report.organization_id) as tx:
        endings.conclude(tx, rights.recorded(tx, report), report, stage, sentence, claim=report.claim)


def _put_back(report: Report) -> None:
    """It is made from the beginning, at once; what went on did not go wrong."""
    with db.writing() as tx:
        tx.execute(
            update(Report)
            .where(col(Report.id) == report.id, col(Report.claim) == report.claim)
            .values(stage=Stage.WAITING, due_at=clock.now(), claim="", attempts=Report.attempts - 1, done=0, total=0)
        )
        telling.of(tx, report)


def _try_again(report: Report) -> None:
    """Once more a little later; after some times there is no use in it."""
    try:
        if report.attempts >= MOST_ATTEMPTS:
            _conclude(report, Stage.FAILED, wording.FAILED)
            return
        with db.writing() as tx:
            tx.execute(
                update(Report)
                .where(col(Report.id) == report.id, col(Report.claim) == report.claim)
                .values(stage=Stage.WAITING, due_at=clock.now() + TRY_AGAIN_AFTER, claim="", done=0, total=0)
            )
    except SQLAlchemyError as error:
        _log.warning("report %s waits until its claim has run out: %s", report.id, error)
