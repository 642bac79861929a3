"""How values stand in the cells of a file: moments in the reader's time zone, in the one order that sorts."""

from __future__ import annotations

from datetime import date, datetime

from admin_proxy import clock
from admin_proxy.identity import Party


def moment(reader: Party, at: datetime | None) -> str:
    """`2026-03-02 10:00`; empty for None."""
    return f"{at.astimezone(clock.zone(reader.time_zone)):%Y-%m-%d %H:%M}" if at is not None else ""


def day(on: date | None) -> str:
    return on.isoformat() if on is not None else ""
