"""Moments in words, in the subject's language and time zone: pages are shown as the subject would see them."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date, format_datetime, format_time, get_timezone_gmt

from admin_proxy import clock, words
from admin_proxy.identity import Party


def moment(reader: Party, at: datetime | None) -> str:
    """`2 Mar 2026, 10:00:00`, as the reader's language writes it; empty for None."""
    if at is None:
        return ""
    written = format_datetime(at, "medium", tzinfo=clock.zone(reader.time_zone), locale=locale(reader))
    return written + _which_of_two(reader, at)


def short(reader: Party, at: datetime | None) -> str:
    """`10:00` of today, `2 Mar 2026, 10:00` of another day; empty for None."""
    if at is None:
        return ""
    written = format_time(at, "short", tzinfo=clock.zone(reader.time_zone), locale=locale(reader))
    time, on = written + _which_of_two(reader, at), reader.day_of(at)
    return time if on == reader.today else f"{day(reader, on)}, {time}"


def day_of(reader: Party, at: datetime | None) -> str:
    """The day of a moment, where its hour would be too much; empty for None."""
    return day(reader, reader.day_of(at)) if at is not None else ""


def day(reader: Party, on: date | None) -> str:
    return format_date(on, "medium", locale=locale(reader)) if on is not None else ""


def _which_of_two(reader: Party, at: datetime) -> str:
    """` (GMT+01:00)` in the hour that comes twice when the clocks are put back: it would seem to run backwards."""
    here = at.astimezone(clock.zone(reader.time_zone))
    once, twice = (here.replace(fold=fold).utcoffset() for fold in (0, 1))
    if once is None or twice is None or once <= twice:
        return ""
    return f" ({get_timezone_gmt(here, width='long', locale=locale(reader))})"


def locale(reader: Party) -> str:
    """Of the language that the reader's pages are in."""
    return words.locale_of(reader.language)
