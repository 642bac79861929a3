"""The figures on Audit Logs: of what the filters leave over, in the reader's days, and only where that is quick."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from admin_proxy import clock, db
from admin_proxy.accounts import settings
from admin_proxy.audit import charting, trail
from admin_proxy.audit.filters import EVERYTHING, Filters
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Forbidden, operator
from admin_proxy.impersonation.stopping import stop
from tests.impersonation.acts import change_language, impersonating

TODAY = date(2026, 3, 2)


def noted(cast, at: datetime, count: int = 1, tag: Tag = Tag.GROUP_CREATED) -> None:
    before = clock.use(clock.ManualClock(at))
    with db.writing(cast.acme) as tx:
        for _ in range(count):
            trail.record(tx, operator(cast.acme), tag)
    clock.use(before)


def days(found) -> dict[date, int]:
    return {day: count for day, count in found.days if count}


def test_thirty_days_end_today(cast):
    noted(cast, datetime(2026, 3, 2, 8, tzinfo=UTC), 3)
    noted(cast, datetime(2026, 2, 1, 12, tzinfo=UTC), 2)
    noted(cast, datetime(2026, 1, 20, 12, tzinfo=UTC), 9)
    found = charting.chart(cast.identity("olga"), EVERYTHING)
    assert (found.days[0][0], found.days[-1][0], len(found.days)) == (date(2026, 2, 1), TODAY, 30)
    assert days(found) == {date(2026, 2, 1): 2, TODAY: 3}


def test_days_are_those_of_the_readers_time_zone(cast):
    settings.change(cast.identity("olga"), time_zone="Pacific/Auckland")
    before = days(charting.chart(cast.identity("olga"), EVERYTHING))
    noted(cast, datetime(2026, 2, 27, 11, 30, tzinfo=UTC))  # half past midnight there
    assert days(charting.chart(cast.identity("olga"), EVERYTHING)) == {**before, date(2026, 2, 28): 1}


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(since=date(2026, 2, 10)), {date(2026, 2, 11): 1, date(2026, 2, 20): 2}),
        (Filters(until=date(2026, 2, 15)), {date(2026, 2, 11): 1, date(2026, 1, 25): 4}),
        (Filters(since=date(2026, 2, 12), until=date(2026, 2, 15)), {}),
        (Filters(category="goals"), {date(2026, 2, 20): 2}),
        (Filters(action="goals.goal.closed"), {}),
        (Filters(category="goals", action="accounts.role.changed"), {}),
        (Filters(person="operator"), {date(2026, 2, 11): 1, date(2026, 2, 20): 2}),
        (Filters(person="nobody"), {}),
        (Filters(impersonated_only=True), {}),
        (Filters(session="0" * 36), {}),
    ],
)
def test_what_the_filters_leave_over_is_counted(cast, filters, found):
    noted(cast, datetime(2026, 1, 25, tzinfo=UTC), 4)
    noted(cast, datetime(2026, 2, 11, tzinfo=UTC))
    noted(cast, datetime(2026, 2, 20, tzinfo=UTC), 2, Tag.GOAL_CREATED)
    assert days(charting.chart(cast.identity("olga"), filters)) == found


def test_who_impersonated_how_often(cast):
    for actor, subject, changes in (("olga", "zoe", True), ("olga", "sam", False), ("hana", "sam", False)):
        identity = impersonating(cast, actor, subject)
        if changes:
            change_language(identity, "en")
        stop(identity)
    olga = cast.identity("olga")

    def found(**filters) -> list[tuple[str, int]]:
        chart = charting.chart(olga, Filters(**filters))
        return [(one.name.split()[0], one.impersonations) for one in chart.impersonators]

    assert found() == [("Olga", 2), ("Hana", 1)]
    assert found(impersonated_only=True) == [("Olga", 2), ("Hana", 1)]
    assert found(person="sam") == [("Hana", 1), ("Olga", 1)]
    assert found(category="accounts") == [("Olga", 1)]
    assert found(until=date(2026, 3, 1)) == []


def test_no_more_than_a_few_administrators_are_named(cast, monkeypatch):
    monkeypatch.setattr(charting, "MOST_ADMINISTRATORS", 1)
    for actor in ("olga", "hana"):
        stop(impersonating(cast, actor, "sam"))
    chart = charting.chart(cast.identity("olga"), EVERYTHING)
    assert (len(chart.impersonators), chart.others) == (1, 1)


def test_what_would_take_too_long_is_not_counted(cast, monkeypatch):
    noted(cast, datetime(2026, 3, 2, 8, tzinfo=UTC), 2_000)
    olga = cast.identity("olga")
    monkeypatch.setattr(charting, "PATIENCE", 0.001)
    slow = "SELECT count(*) FROM audit_entry a, audit_entry b, audit_entry c"
    from sqlalchemy import text

    with pytest.raises(db.TookTooLongError), db.reading() as tx, db.hurried(tx, 0.05):
        tx.execute(text(slow))
    with db.reading() as tx:  # and the connection is as good as new
        assert tx.execute(text("SELECT count(*) FROM audit_entry")).scalar_one() >= 2_000
    assert charting.chart(olga, Filters(person="operator")) is None or db.engine().dialect.name == "sqlite"


def test_only_super_admins_see_them(cast):
    with pytest.raises(Forbidden):
        charting.chart(cast.identity("hana"), EVERYTHING)
