"""What time it is. Every part of the product asks here, so that a test can say what time it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class Clock(Protocol):
    def now(self) -> datetime: ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class ManualClock:
    """A clock that stands still until it is told to move on."""

    def __init__(self, start: datetime | None = None) -> None:
        self._now = start or datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self._now

    def advance(self, *, seconds: float = 0, minutes: float = 0, hours: float = 0, days: float = 0) -> None:
        self._now += timedelta(seconds=seconds, minutes=minutes, hours=hours, days=days)


_clock: Clock = SystemClock()


def now() -> datetime:
    """The present moment, timezone-aware, in UTC."""
    return _clock.now()


def zone(name: str) -> tzinfo:
    """A time zone by its name, whatever a row may say of one: what nobody knows is UTC."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def use(clock: Clock) -> Clock:
    """Make `clock` the one that is asked; returns the one it replaces."""
    global _clock
    previous, _clock = _clock, clock
    return previous
