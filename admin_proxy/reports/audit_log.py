"""Audit logs: the record as its own export has it, from the moment on at which the report is made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlmodel import col

from admin_proxy import clock, db
from admin_proxy.audit import exporting, filters, reading
from admin_proxy.audit.filters import Filters
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.audit.walking import Edge
from admin_proxy.identity import Identity
from admin_proxy.sheets import Cells


def count(identity: Identity, since: date | None = None, until: date | None = None) -> int:
    house = reading.permit(identity)
    conditions = filters.conditions(Filters(since=since, until=until), identity.subject.time_zone)
    wanted = select(func.count()).select_from(AuditEntry).where(col(AuditEntry.organization_id) == house, *conditions)
    with db.reading() as tx:
        counted: int = tx.execute(wanted).scalar_one()
        return counted


def batches(identity: Identity, since: date | None = None, until: date | None = None) -> Iterator[Sequence[Cells]]:
    house, zone = reading.permit(identity), identity.subject.time_zone
    begin = Edge(clock.now() + timedelta(microseconds=1))
    for cards in exporting.batches(house, Filters(since=since, until=until), zone, begin):
        if cards:
            yield [exporting.cells(card) for card in cards]
