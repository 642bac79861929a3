"""Moments as a reader has them: in their language and time zone, whatever a row may say of these."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date, format_time, get_timezone_gmt

from admin_proxy import clock
from admin_proxy.identity import Party

LANGUAGES = ("en", "de")


def language(reader: Party) -> str:
    """The one of the languages that there are words in."""
    return reader.language if reader.language in LANGUAGES else LANGUAGES[0]


def moment(reader: Party, at: datetime) -> str:
    """`2 Mar 2026, 10:00`."""
    here = at.astimezone(clock.zone(reader.time_zone))
    return f"{format_date(here, 'medium', locale=_locale(reader))}, {hour(reader, at)}"


def hour(reader: Party, at: datetime) -> str:
    return format_time(at.astimezone(clock.zone(reader.time_zone)), "HH:mm", locale=_locale(reader))


def day(reader: Party, at: datetime) -> date:
    return reader.day_of(at)


def zone(reader: Party, at: datetime) -> str:
    """`GMT+01:00`: the same hour comes twice when the clocks are put back."""
    return get_timezone_gmt(at.astimezone(clock.zone(reader.time_zone)), width="long", locale=_locale(reader))


def _locale(reader: Party) -> str:
    return {"en": "en_GB", "de": "de"}[language(reader)]
