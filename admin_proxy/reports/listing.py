"""The subject's reports, newest first, a page at a time. Looking changes nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from admin_proxy import clock, db
from admin_proxy.accounts import reach
from admin_proxy.accounts.tables import Person
from admin_proxy.identity import Identity, NotFound
from admin_proxy.reports import kinds, rights, wording
from admin_proxy.reports.tables import UNFINISHED, Format, Kind, Report, Stage
from admin_proxy.words import say

PAGE = 20
MOST_AGAIN = 500
ID = re.compile(r"[0-9a-f-]{36}")


@dataclass(frozen=True, slots=True)
class Card:
    id: str
    kind: Kind
    format: Format
    since: date | None
    until: date | None
    asked_at: datetime
    asked_by: str
    """Who impersonated the subject, by name; empty: they themselves."""
    stage: Stage
    progress: int
    """From 0 to 100."""
    sentence: str
    """Why there is no file, or why it cannot be downloaded any more."""
    size: int
    sent_to: str
    kept_until: datetime | None

    @property
    def is_unfinished(self) -> bool:
        return self.stage in UNFINISHED

    @property
    def may_be_downloaded(self) -> bool:
        return self.stage is Stage.READY and not self.sentence


@dataclass(frozen=True, slots=True)
class Page:
    cards: tuple[Card, ...]
    more: str = ""
    """The cursor of the next page; empty: this is the last one."""


def mine(identity: Identity, cursor: str = "", down_to: str = "") -> Page:
    """A page of what the subject has, whoever asked for it in their name.

    Args:
        cursor: the `more` of the page before.
        down_to: not a page but everything down to the report of this id: to read again what is shown already.

    Raises:
        Forbidden: vendor staff.
    """
    reach.organization(identity)
    query, most = (
        select(Report, Person).join(Person, col(Person.id) == col(Report.actor_id)).where(*_own(identity)),
        PAGE,
    )
    if ID.fullmatch(cursor):
        query = query.where(col(Report.id) < cursor)
    with db.reading() as tx:
        if ID.fullmatch(down_to):
            again = select(func.count()).select_from(Report).where(*_own(identity), col(Report.id) >= down_to)
            most = min(MOST_AGAIN, max(PAGE, tx.exec(again).one()))
        rows = tx.exec(query.order_by(col(Report.id).desc()).limit(most + 1)).all()
        cards = tuple(_card(tx, identity, report, actor) for report, actor in rows[:most])
    return Page(cards, cards[-1].id if len(rows) > most else "")


def own(tx: Session, identity: Identity, report_id: str) -> Report:
    """One that is the subject's.

    Raises:
        NotFound: they have none of that id; whether anybody else has is not told.
    """
    wanted = (col(Report.id) == report_id, *_own(identity))
    found = tx.exec(select(Report).where(*wanted)).first() if ID.fullmatch(report_id) else None
    if found is None:
        raise NotFound(say(wording.NO_SUCH_REPORT))
    return found


def why_closed(tx: Session, identity: Identity, report: Report) -> str:
    """Why one that is ready cannot be downloaded now, in a sentence; empty where it can."""
    if sentence := kinds.why_not(identity, report.kind):
        return sentence
    return say(wording.SCOPE_CHANGED) if report.rights != rights.mark(tx, identity, report.kind) else ""


def _own(identity: Identity) -> tuple[ColumnElement[bool], ...]:
    still_kept = col(Report.kept_until).is_(None) | (col(Report.kept_until) > clock.now())
    return (
        col(Report.subject_id) == identity.subject.id,
        col(Report.organization_id) == identity.organization_id,
        still_kept,
    )


def _card(tx: Session, identity: Identity, report: Report, actor: Person) -> Card:
    closed = why_closed(tx, identity, report) if report.stage is Stage.READY else say(report.sentence)
    return Card(
        id=report.id,
        kind=report.kind,
        format=report.format,
        since=report.since,
        until=report.until,
        asked_at=report.asked_at,
        asked_by=actor.name if report.actor_id != report.subject_id else "",
        stage=report.stage,
        progress=min(100, report.done * 100 // report.total) if report.total else 0,
        sentence=closed,
        size=report.size,
        sent_to=report.sent_to,
        kept_until=report.kept_until,
    )
