"""The file of a report: in pieces in the database, until its days are over.

There it is in reach of every server process, in the same transaction as what is said of it, and gone with it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator

from sqlalchemy import delete, select
from sqlmodel import Session, col

from admin_proxy import clock, db
from admin_proxy.reports.tables import Report, ReportPiece, ReportTicket

PIECE = 512 * 1024
"""Bytes, at least, of all but the last."""
_AT_ONCE = 50


def of_size(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of about `PIECE`."""
    gathered: list[bytes] = []
    size = 0
    for piece in pieces:
        gathered.append(piece)
        size += len(piece)
        if size >= PIECE:
            yield b"".join(gathered)
            gathered, size = [], 0
    if size:
        yield b"".join(gathered)


def forget(tx: Session, report_id: str) -> None:
    """What there is of its file."""
    tx.execute(delete(ReportPiece).where(col(ReportPiece.report_id) == report_id))


def pieces(report_id: str) -> Generator[bytes]:
    """One after the other, each read when it is asked for."""
    number = 0
    while True:
        with db.reading() as tx:
            content = tx.execute(
                select(col(ReportPiece.content)).where(
                    col(ReportPiece.report_id) == report_id, col(ReportPiece.number) == number
                )
            ).scalar_one_or_none()
        if content is None:
            return
        yield content
        number += 1


def forget_old() -> int:
    """Remove the reports whose days are over, with their files, and tickets that open nothing; returns how many."""
    now, gone = clock.now(), 0
    with db.writing() as tx:
        tx.execute(delete(ReportTicket).where(col(ReportTicket.expires_at) <= now))
    old = select(col(Report.id)).where(col(Report.kept_until) <= now).order_by(col(Report.id)).limit(_AT_ONCE)
    while True:
        with db.writing() as tx:
            ids = list(tx.execute(old).scalars())
            for table, key in ((ReportPiece, ReportPiece.report_id), (ReportTicket, ReportTicket.report_id)):
                tx.execute(delete(table).where(col(key).in_(ids)))
            tx.execute(delete(Report).where(col(Report.id).in_(ids)))
        gone += len(ids)
        if len(ids) < _AT_ONCE:
            return gone
