"""Moments as pages write them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from admin_proxy.identity import Party, Role
from admin_proxy.ui import when

JANE = Party(
    id=1, organization_id=1, role=Role.EMPLOYEE, name="Jane Doe", first_name="Jane", email="", time_zone="Europe/Berlin"
)
BACK = {
    "Europe/Berlin": datetime(2026, 10, 25, 0, 0, tzinfo=UTC),
    "America/New_York": datetime(2026, 11, 1, 5, 0, tzinfo=UTC),
}
"""When the hour begins that comes twice, for the first time."""
FORWARD = {
    "Europe/Berlin": datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
    "America/New_York": datetime(2026, 3, 8, 7, 0, tzinfo=UTC),
}
"""When the clocks are put forward."""


def test_a_moment_is_written_in_the_readers_language_and_zone():
    at = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    assert when.moment(JANE, at) == "2 Mar 2026, 10:00:00"
    assert when.moment(replace(JANE, language="de"), at) == "02.03.2026, 10:00:00"
    assert when.short(replace(JANE, time_zone="America/New_York"), at) == "2 Mar 2026, 04:00"


@pytest.mark.parametrize("zone", BACK)
def test_the_hour_that_comes_twice_says_which_of_the_two_it_is(zone: str):
    reader = replace(JANE, time_zone=zone)
    first, second = BACK[zone] + timedelta(minutes=30), BACK[zone] + timedelta(minutes=90)
    written = {when.short(reader, first), when.short(reader, second)}
    assert len(written) == 2
    assert all("(GMT" in words for words in written)
    assert len({when.moment(reader, first), when.moment(reader, second)}) == 2


@pytest.mark.parametrize("zone", BACK)
def test_each_minute_of_a_day_with_a_change_is_written_differently(zone: str):
    reader = replace(JANE, time_zone=zone)
    for begins in (BACK[zone], FORWARD[zone]):
        minutes = [begins + timedelta(minutes=n) for n in range(-12 * 60, 12 * 60)]
        assert len({when.short(reader, at) for at in minutes}) == len(minutes)


@pytest.mark.parametrize("zone", FORWARD)
def test_no_other_hour_names_its_zone(zone: str):
    reader = replace(JANE, time_zone=zone)
    for begins in (FORWARD[zone], BACK[zone] - timedelta(hours=2), BACK[zone] + timedelta(hours=2)):
        assert "GMT" not in when.short(reader, begins)
