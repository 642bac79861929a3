"""What is due, late, begun or done goes by the day it is where the reader is, whatever day it is in Greenwich."""

from datetime import UTC, date, datetime, timedelta
from datetime import time as hour
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from admin_proxy import db
from admin_proxy.clock import ManualClock
from admin_proxy.goals import attention, editing, goal_page, milestones
from admin_proxy.goals.at_a_glance import glance
from admin_proxy.goals.goal_list import Ends, Filters, Standing, goals
from admin_proxy.goals.tables import Goal
from admin_proxy.goals.team import team
from admin_proxy.ui.pages import goal as goal_on_screen
from admin_proxy.ui.pages import goal_rows
from tests.goals.acts import checked_in, latest, set_goal
from tests.impersonation.acts import changed, impersonating

TODAY = date(2026, 3, 10)
YESTERDAY, TOMORROW, BEFORE = TODAY - timedelta(days=1), TODAY + timedelta(days=1), TODAY - timedelta(days=40)


def at(time: ManualClock, on: date, local: str, zone: str) -> None:
    there = datetime.combine(on, hour.fromisoformat(local), ZoneInfo(zone)).astimezone(UTC)
    time.advance(seconds=(there - time.now()).total_seconds())


@pytest.fixture(params=["America/Los_Angeles", "Asia/Tokyo"])
def zone(request):
    return request.param


@pytest.fixture(params=["00:30", "23:30"])
def fay(request, cast, time, zone):
    """Fay, at half past midnight and at half past eleven in the evening of the same day of hers."""
    changed(cast, "fay", time_zone=zone)
    at(time, TODAY, request.param, zone)
    return cast.identity("fay")


def test_a_new_goal_begins_today(fay):
    assert editing.new(fay)["starts_on"] == "2026-03-10"


def test_what_is_ticked_was_done_today(cast, fay):
    goal = set_goal(cast, "fay")
    milestones.tick(fay, milestones.add(fay, goal, {"name": "Begin"}), True)
    (one,) = goal_page.goal(fay, goal).milestones
    assert (one.done_on, latest().after) == (TODAY, {"done_on": "2026-03-10"})


def test_what_is_due_today_is_not_late_and_what_was_due_yesterday_is(cast, fay):
    for due in (YESTERDAY, TODAY, TOMORROW):
        goal = set_goal(cast, "fay", title=str(due), starts_on=str(BEFORE), ends_on=str(due))
        milestones.add(fay, goal, {"name": str(due), "due_on": str(due)})
    late = {str(YESTERDAY): True, str(TODAY): False, str(TOMORROW): False}
    assert [(str(one.due_on), one.is_late) for one in glance(fay).tasks] == [
        pair for pair in late.items() for _ in ("its milestone", "its end")
    ]
    assert [one.title for one in goals(fay, Filters(ends=Ends.OVERDUE)).goals] == [str(YESTERDAY)]
    assert [one.title for one in goals(fay, Filters(ends=Ends.IN_30_DAYS)).goals] == [str(TODAY), str(TOMORROW)]
    listed = goals(fay).goals
    assert {one.title: goal_rows.row(fay, one).is_late for one in listed} == late
    pages = [goal_page.goal(fay, one.id) for one in listed]
    assert {page.title: goal_on_screen._goal(fay, page).is_late for page in pages} == late
    assert {page.title: goal_on_screen._milestone(fay, page.milestones[0]).is_late for page in pages} == late


@pytest.mark.parametrize("local", ["00:30", "23:30"])
def test_a_goal_is_quiet_from_the_thirtieth_of_its_days_on(cast, time, zone, local):
    changed(cast, "sam", time_zone=zone)
    first = TODAY + timedelta(days=40)
    for begins in (first, first + timedelta(days=1)):
        set_goal(cast, "fay", title=str(begins), starts_on=str(begins), ends_on="2026-12-01")
    at(time, first + timedelta(days=30), local, zone)
    sam = cast.identity("sam")
    assert [one.title for one in team(sam).goals] == [str(first)]
    assert [one.quiet for one in team(sam).reports] == [1, 0]
    assert [one.title for one in goals(sam, Filters(owner_id=cast["fay"], standing=Standing.QUIET)).goals] == [
        str(first)
    ]
    with db.reading() as tx:
        by_hand = [one.title for one in tx.exec(select(Goal)) if attention.is_quiet(one, sam.subject.today)]
    assert by_hand == [str(first)]


def test_the_history_is_drawn_from_the_days_of_the_reader(cast, fay):
    goal = set_goal(cast, "fay", starts_on=str(TODAY), ends_on="2026-03-20")
    checked_in(fay, goal, "10")
    drawing = goal_on_screen._drawing(fay, goal_page.goal(fay, goal))
    assert drawing is not None
    assert (drawing.begin, drawing.points[0]["x"]) == ("10 Mar 2026", 0)


def test_an_administrator_in_another_zone_does_it_on_the_day_of_the_person(cast, time):
    changed(cast, "olga", time_zone="Asia/Tokyo")
    changed(cast, "fay", time_zone="America/Los_Angeles")
    goal = set_goal(cast, "fay")
    at(time, TODAY, "18:00", "America/Los_Angeles")
    olga_as_fay = impersonating(cast, "olga", "fay")
    milestones.tick(olga_as_fay, milestones.add(olga_as_fay, goal, {"name": "Begin"}), True)
    (one,) = goal_page.goal(olga_as_fay, goal).milestones
    assert one.done_on == TODAY
