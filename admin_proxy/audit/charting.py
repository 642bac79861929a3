"""What the filters leave over, as figures: entries by day, and impersonations by administrator.

Counted as long as that is quick. Where it isn't, no figures are better than a server that is busy with them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import col

from admin_proxy import clock, db
from admin_proxy.audit import reading
from admin_proxy.audit.filters import EARLIEST, Filters, beginning, end
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.audit.tags import Tag
from admin_proxy.audit.walking import Walk
from admin_proxy.identity import Identity

DAYS = 30
MOST_ADMINISTRATORS = 8
PATIENCE = 1.0
"""Seconds that a database may take for it."""


@dataclass(frozen=True, slots=True)
class Impersonator:
    name: str
    impersonations: int


@dataclass(frozen=True, slots=True)
class Chart:
    days: tuple[tuple[date, int], ...]
    """Each of the last `DAYS` that the filters leave over, the oldest first, and how many entries it has."""
    impersonators: tuple[Impersonator, ...]
    """Whoever impersonated most in those days comes first."""
    others: int
    """So many more have impersonated."""


def chart(identity: Identity, filters: Filters) -> Chart | None:
    """None where counting would take too long. Days are those of the reader's time zone.

    Raises:
        Forbidden: only Super Admins read the record.
    """
    house, zone = reading.permit(identity), identity.subject.time_zone
    days = _days(filters, zone)
    within = replace(filters, since=days[0], until=days[-1])
    try:
        with db.reading() as tx, db.hurried(tx, PATIENCE):
            walk = Walk(tx, house, within, zone)
            counts = walk.counts([*(beginning(day, zone) for day in days), end(days[-1], zone)])
            found = tx.execute(_impersonations(walk, within)).all()
    except db.TookTooLongError:
        return None
    shown = tuple(Impersonator(name or reading.ERASED, count) for _, name, count in found[:MOST_ADMINISTRATORS])
    return Chart(tuple(zip(days, counts, strict=True)), shown, max(0, len(found) - MOST_ADMINISTRATORS))


def _days(filters: Filters, zone: str) -> list[date]:
    today = clock.now().astimezone(clock.zone(zone)).date()
    last = min(filters.until or today, max(today, filters.since or today))
    first = max(filters.since or EARLIEST, last - timedelta(days=DAYS - 1))
    first = min(first, last)
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _impersonations(walk: Walk, filters: Filters) -> Select[Any]:
    """By the entries of their beginnings; where the filters leave those out, by whatever else of them is left over."""
    tags = filters.tags()
    begins = tags is None or Tag.IMPERSONATION_STARTED in tags
    of_them = (col(AuditEntry.tag) == Tag.IMPERSONATION_STARTED.value,) if begins else walk.of_tags()
    how_many = func.count(func.distinct(col(AuditEntry.session_id)))
    query: Any = (
        select(col(AuditEntry.actor_id), func.max(col(AuditEntry.actor_name)), how_many)
        .where(walk.matching(of_them), col(AuditEntry.session_id).is_not(None))
        .group_by(col(AuditEntry.actor_id))
        .order_by(how_many.desc(), func.max(col(AuditEntry.actor_name)))
    )
    return query  # type: ignore[no-any-return]
