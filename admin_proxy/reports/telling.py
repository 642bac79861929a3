"""What others hear of a report: open tabs, that it has got further; whoever makes reports, that there is one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sqlmodel import Session

from admin_proxy import db, live
from admin_proxy.audit.trail import Thing
from admin_proxy.reports import wording
from admin_proxy.reports.tables import Report

_wakers: list[Callable[[], None]] = []


def of(tx: Session, report: Report) -> None:
    """Once the transaction has committed."""
    db.after_commit(tx, partial(live.tell_reports, report.subject_id))


def wake(tx: Session) -> None:
    db.after_commit(tx, _wake)


def when_asked(waker: Callable[[], None]) -> Callable[[], None]:
    """Have `waker` called, in the thread that committed, whenever one was asked for; returns what ends that."""
    _wakers.append(waker)
    return lambda: _wakers.remove(waker) if waker in _wakers else None


def thing(report: Report) -> Thing:
    """By the name that the record and every reader of it know the kind by."""
    return Thing("report", report.id, wording.LABELS[report.kind])


def _wake() -> None:
    for waker in list(_wakers):
        waker()
