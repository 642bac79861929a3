"""Downloading a report: a ticket opens the door once, within a minute, for the login that asked for it and nobody else.

The ticket alone opens nothing. At the door it is asked again who that login is now and what they may: a link that got
into other hands, another person in the same browser, an impersonation that is over are all refused.
"""

from __future__ import annotations

import secrets
from collections.abc import Generator
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import delete
from sqlmodel import Session, col

from admin_proxy import clock, db
from admin_proxy.accounts import reach
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Forbidden, Identity, NotFound
from admin_proxy.reports import keeping, kinds, listing, telling, wording
from admin_proxy.reports.tables import Format, Kind, Report, ReportTicket, Stage
from admin_proxy.words import say

LASTS = timedelta(minutes=1)
_MEDIA_TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class File:
    kind: Kind
    name: str
    """`my-goals-2026-03-02.csv`."""
    media_type: str
    size: int
    pieces: Generator[bytes]


def ticket(identity: Identity, report_id: str) -> str:
    """What opens the door to that report, once.

    Raises:
        NotFound: the subject has no such report, or it has no file.
        Forbidden: they have no right to what it tells any more.
    """
    token = secrets.token_urlsafe(32)
    with db.writing(reach.organization(identity)) as tx:
        report = _ready(tx, identity, report_id)
        tx.add(
            ReportTicket(
                token_sha256=_digest(token),
                report_id=report.id,
                login_id=identity.login_id or "",
                session_id=_session(identity),
                expires_at=clock.now() + LASTS,
            )
        )
    return token


def fetch(identity: Identity, token: str) -> File:
    """The file. It is recorded, in both names, before the first byte of it leaves.

    Raises:
        NotFound: the ticket is none, was used, has run out, or is not that login's; or the report is not the subject's.
        Forbidden: they have no right to what it tells any more.
        ImpersonationOver: it was to be done in somebody's name, and may no longer.
    """
    with db.writing(reach.organization(identity)) as tx:
        report = _ready(tx, identity, _used(tx, identity, token))
        trail.record(tx, identity, Tag.REPORT_DOWNLOADED, done_to=telling.thing(report))
        return File(
            kind=report.kind,
            name=f"{report.kind.value.replace('_', '-')}-{report.asked_at:%Y-%m-%d}.{report.format.value}",
            media_type=_MEDIA_TYPES[report.format],
            size=report.size,
            pieces=keeping.pieces(report.id),
        )


def may_go_on(begun_as: Identity, now: Identity, file: File) -> bool:
    """Whether the rest of it may leave, too."""
    is_the_same = (now.subject.id, _session(now)) == (begun_as.subject.id, _session(begun_as))
    return is_the_same and not kinds.why_not(now, file.kind)


def _used(tx: Session, identity: Identity, token: str) -> str:
    """The id of the report that the ticket is for. It opens nothing from now on."""
    found = tx.get(ReportTicket, _digest(token))
    if found is None or (found.login_id, found.session_id) != (identity.login_id, _session(identity)):
        raise NotFound(say(wording.DOOR_CLOSED))
    gone = tx.execute(delete(ReportTicket).where(col(ReportTicket.token_sha256) == found.token_sha256))
    if gone.rowcount != 1 or clock.now() >= found.expires_at:  # type: ignore[attr-defined]
        raise NotFound(say(wording.DOOR_CLOSED))
    return found.report_id


def _ready(tx: Session, identity: Identity, report_id: str) -> Report:
    report = listing.own(tx, identity, report_id)
    if report.stage is not Stage.READY:
        raise NotFound(say(wording.NOT_READY))
    if sentence := listing.why_closed(tx, identity, report):
        raise Forbidden(sentence)
    return report


def _session(identity: Identity) -> str | None:
    return identity.session.id if identity.session else None


def _digest(token: str) -> str:
    return sha256(token.encode(errors="replace")).hexdigest()
