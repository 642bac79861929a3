"""How values stand in the cells of a file: moments in the reader's time zone, in the one order that sorts."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from admin_proxy.identity import Party


def moment(reader: Party, at: datetime | None) -> str:
    """`2026-03-02 10:00`; empty for None."""
    if at is None:
        return ""
    try:
        zone = ZoneInfo(reader.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def day(on: date | None) -> str:
    return on.isoformat() if on is not None else ""
