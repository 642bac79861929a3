"""What the tests of reports have people do, in words."""

from __future__ import annotations

import csv
import io
from itertools import count

from sqlmodel import col, select

from admin_proxy import db
from admin_proxy.identity import Identity
from admin_proxy.reports import asking, fetching, listing
from admin_proxy.reports.producing import Worker
from admin_proxy.reports.tables import Report, ReportPiece, ReportTicket, Stage

_forms = count(1)


def ask(identity: Identity, kind: str = "my_goals", form: str = "csv", once: str = "", **days: str) -> str:
    """Asks for a report by a form that was not sent yet; returns its id."""
    return asking.ask(identity, kind, form, once or f"{next(_forms):032x}", **days)


def make() -> int:
    """What a server's process does in the background; returns how many reports it completed."""
    return Worker().run()


def made(identity: Identity, kind: str = "my_goals", form: str = "csv", **days: str) -> str:
    """A report that is complete."""
    report_id = ask(identity, kind, form, **days)
    assert make() == 1
    return report_id


def row(report_id: str) -> Report:
    with db.reading() as tx:
        return tx.get_one(Report, report_id)


def stage(report_id: str) -> Stage:
    return row(report_id).stage


def download(identity: Identity, report_id: str) -> bytes:
    return b"".join(fetching.fetch(identity, fetching.ticket(identity, report_id)).pieces)


def lines(content: bytes) -> list[dict[str, str]]:
    """Of a CSV file, by their headings."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def told(identity: Identity, kind: str, **days: str) -> list[dict[str, str]]:
    """The lines of a new report of that kind."""
    return lines(download(identity, made(identity, kind, **days)))


def shown(identity: Identity) -> list[str]:
    """The ids of the reports on the page."""
    return [card.id for card in listing.mine(identity).cards]


def pieces() -> list[ReportPiece]:
    with db.reading() as tx:
        return list(tx.exec(select(ReportPiece).order_by(col(ReportPiece.report_id), col(ReportPiece.number))))


def tickets() -> list[ReportTicket]:
    with db.reading() as tx:
        return list(tx.exec(select(ReportTicket)))
