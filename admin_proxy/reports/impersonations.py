"""Impersonation sessions: each that the record has of the organization, the latest first, those that run too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlmodel import col, func, select

from admin_proxy import db, words
from admin_proxy.audit import filters, reading
from admin_proxy.audit.filters import Filters
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.audit.tags import Tag
from admin_proxy.audit.walking import Edge, Walk
from admin_proxy.identity import Identity, Party
from admin_proxy.impersonation import changes, recorded, wording
from admin_proxy.impersonation.recorded import Recorded
from admin_proxy.reports import cells
from admin_proxy.sheets import Cells

BATCH = 250


def count(identity: Identity, since: date | None = None, until: date | None = None) -> int:
    house = col(AuditEntry.organization_id) == reading.permit(identity)
    conditions = filters.conditions(_starts(since, until), identity.subject.time_zone)
    is_start = col(AuditEntry.tag) == Tag.IMPERSONATION_STARTED.value
    with db.reading() as tx:
        return tx.exec(select(func.count()).select_from(AuditEntry).where(house, is_start, *conditions)).one()


def batches(identity: Identity, since: date | None = None, until: date | None = None) -> Iterator[Sequence[Cells]]:
    house, reader = reading.permit(identity), identity.subject
    edge = None
    while True:
        with db.reading() as tx:
            starts = Walk(tx, house, _starts(since, until), reader.time_zone).older(edge, BATCH)
            found = recorded.each(tx, house, starts)
            made = changes.counts(tx, [session.id for session in found])
        if found:
            yield [_cells(reader, session, made.get(session.id, 0)) for session in found]
        if len(starts) < BATCH:
            return
        edge = Edge(starts[-1].at, starts[-1].id)


def _starts(since: date | None, until: date | None) -> Filters:
    return Filters(action=Tag.IMPERSONATION_STARTED.value, since=since, until=until)


def _cells(reader: Party, session: Recorded, made: int) -> Cells:
    since, ended = session.first.at, session.ended_at
    with words.speaking(reader.language):
        actor, subject, reason, end = session.actor, session.subject, session.reason, session.end
        length = wording.duration(ended - since) if ended is not None else ""
    return (
        cells.moment(reader, since), cells.moment(reader, ended), length, actor.name, actor.email,
        subject.name, subject.email, reason, str(len(session.renewed)), str(made), end, session.id,
    )  # fmt: skip
