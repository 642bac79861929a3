"""The record as a file: exactly the filtered rows, newest first, as CSV, XLSX or NDJSON.

The export stands in the record itself, before the first byte of it leaves. What comes into the record after that is not
in it. Rows are read in batches, each from its place in the order on, so that a million of them take no more memory than
a thousand, and no transaction stays open while somebody's network is slow. It is in English whoever exports it: files
of the same rows are the same, and programs read them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from admin_proxy import clock, db, sheets, words
from admin_proxy.audit import reading, trail
from admin_proxy.audit.filters import Filters
from admin_proxy.audit.reading import EntryCard
from admin_proxy.audit.tags import Tag
from admin_proxy.audit.walking import Edge, Walk
from admin_proxy.identity import Identity, Invalid
from admin_proxy.words import later, say

BATCH = 1_000
HEADINGS = (
    "Timestamp (UTC)", "User", "User's e-mail", "Impersonated by", "Impersonator's e-mail", "Category", "Subcategory",
    "Action", "Kind of object", "Done to", "Before", "After", "Note", "Session", "Address", "Entry",
)  # fmt: skip


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    NDJSON = "ndjson"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.NDJSON: "application/x-ndjson",
}


@dataclass(frozen=True, slots=True)
class Export:
    name: str
    """`audit-log-2026-03-02.csv`."""
    media_type: str
    pieces: Generator[bytes]
    """The file, one batch after the other; an empty one where a batch is still to come out."""


def export(identity: Identity, filters: Filters, form: str) -> Export:
    """What `reading.entries` shows on all of its pages, as a file.

    Args:
        form: `csv`, `xlsx` or `ndjson`.

    Raises:
        Forbidden: only Super Admins read the record.
        Invalid: no such format.
        ImpersonationOver: it was to be done in somebody's name, and may no longer.
    """
    house, zone = reading.permit(identity), identity.subject.time_zone
    if form not in set(Format):
        raise Invalid("format", say("Choose CSV, XLSX or NDJSON."))
    chosen = Format(form)
    with db.writing(house) as tx:
        told = trail.record(
            tx, identity, Tag.AUDIT_EXPORTED, done_to=trail.Thing("audit_log", "", later("Audit log")),
            after={"format": chosen.value, **filters.as_words()},
        )  # fmt: skip
        edge = Edge(told.at, told.id)
    pieces = _WRITERS[chosen](batches(house, filters, zone, edge))
    return Export(f"audit-log-{clock.now():%Y-%m-%d}.{chosen.value}", chosen.media_type, pieces)


def batches(house: int, filters: Filters, zone: str, begin: Edge) -> Iterator[Sequence[EntryCard]]:
    """What is behind `begin`, the newest first."""
    edge: Edge | None = begin
    while edge is not None:
        with db.reading() as tx:
            rows = Walk(tx, house, filters, zone).older(edge, BATCH)
            with words.speaking("en"):
                cards = [reading.card(row) for row in rows]
        yield cards
        edge = Edge(rows[-1].at, rows[-1].id) if len(rows) == BATCH else None


def _csv(batches: Iterable[Sequence[EntryCard]]) -> Generator[bytes]:
    return sheets.as_csv(HEADINGS, (map(cells, batch) for batch in batches))


def _ndjson(batches: Iterable[Sequence[EntryCard]]) -> Generator[bytes]:
    for batch in batches:
        yield "".join(json.dumps(reading.as_json(card), ensure_ascii=False) + "\n" for card in batch).encode()


def _xlsx(batches: Iterable[Sequence[EntryCard]]) -> Generator[bytes]:
    return sheets.as_xlsx(later("Audit log"), HEADINGS, (map(cells, batch) for batch in batches))


def cells(card: EntryCard) -> tuple[str, ...]:
    """One line of the file."""
    before = "; ".join(f"{change.field}: {change.before}" for change in card.changes if change.before)
    after = "; ".join(f"{change.field}: {change.after}" for change in card.changes if change.after)
    return (
        card.timestamp, card.user_name, card.user_email, card.impersonated_by_name, card.impersonated_by_email,
        card.category, card.subcategory, card.action, card.object_kind, card.object, before, after, card.note,
        card.session_id, card.address, card.id,
    )  # fmt: skip


_WRITERS: dict[Format, Callable[[Iterable[Sequence[EntryCard]]], Generator[bytes]]] = {
    Format.CSV: _csv,
    Format.XLSX: _xlsx,
    Format.NDJSON: _ndjson,
}
