"""Narrowing the record down: by what was done, by day, and all of it at once; one entry; one impersonation."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from admin_proxy import clock, db, live
from admin_proxy.accounts import settings
from admin_proxy.audit import filters as narrowing
from admin_proxy.audit import reading, trail
from admin_proxy.audit.filters import EVERYTHING, Filters, actions, categories, in_words, subcategories
from admin_proxy.audit.reading import PAGE_SIZE, Change
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Forbidden, NotFound, operator
from admin_proxy.impersonation import reviewing
from admin_proxy.impersonation.causes import EndCause
from admin_proxy.impersonation.stopping import stop
from admin_proxy.live import About, News
from tests.impersonation.acts import impersonating, session

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def noted(cast, at: datetime, note: str, tag: Tag = Tag.DEPARTMENT_CREATED) -> None:
    before = clock.use(clock.ManualClock(at))
    with db.writing(cast.acme) as tx:
        trail.record(tx, operator(cast.acme), tag, note=note)
    clock.use(before)


def notes(page) -> list[str]:
    return [entry.note for entry in page.entries]


def each_of(cast, tags) -> None:
    with db.writing(cast.acme) as tx:
        for tag in tags:
            trail.record(tx, operator(cast.acme), tag, note=tag.value)


def iter_that_breaks():
    yield Tag.GOAL_CREATED
    raise ZeroDivisionError


def in_zone(cast, zone: str):
    settings.change(cast.identity("olga"), time_zone=zone)
    return cast.identity("olga")


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(category="accounts"), {tag for tag in Tag if tag.startswith("accounts.")}),
        (Filters(subcategory="accounts.login"), {tag for tag in Tag if tag.startswith("accounts.login.")}),
        (Filters(action="goals.goal.closed"), {Tag.GOAL_CLOSED}),
        (Filters(category="goals", subcategory="goals.goal", action="goals.goal.closed"), {Tag.GOAL_CLOSED}),
        (Filters(category="goals", action="accounts.role.changed"), set()),
        (EVERYTHING, set(Tag)),
    ],
)
def test_what_was_done_is_narrowed_down_by_category_subcategory_and_action(cast, filters, found):
    each_of(cast, Tag)
    olga, seen, cursor = cast.identity("olga"), [], ""
    while True:
        page = reading.entries(olga, filters, older=cursor)
        seen += notes(page)
        cursor = page.older
        if not cursor:
            break
    assert sorted(seen) == sorted(tag.value for tag in found)
    assert seen == [entry.value for entry in reversed(Tag) if entry in found]


def test_several_kinds_are_paged_in_the_order_of_all_of_them(cast):
    kinds = [Tag.GOAL_CREATED, Tag.GOAL_CLOSED, Tag.ROLE_CHANGED, Tag.GOAL_CHANGED] * PAGE_SIZE
    with db.writing(cast.acme) as tx:
        for number, tag in enumerate(kinds):
            trail.record(tx, operator(cast.acme), tag, note=str(number))
    wanted = [str(number) for number, tag in enumerate(kinds) if tag is not Tag.ROLE_CHANGED][::-1]
    olga, goals = cast.identity("olga"), Filters(category="goals")
    first = reading.entries(olga, goals)
    second = reading.entries(olga, goals, older=first.older)
    third = reading.entries(olga, goals, older=second.older)
    assert notes(first) + notes(second) + notes(third) == wanted
    assert reading.entries(olga, goals, newer=third.newer) == second


def test_days_are_those_of_the_reader(cast):
    for hour in (22, 23, 24 + 22, 24 + 23):
        noted(cast, datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=hour), str(hour))
    the_second = Filters(since=date(2026, 3, 2), until=date(2026, 3, 2), category="directory")
    assert notes(reading.entries(in_zone(cast, "UTC"), the_second)) == ["47", "46"]
    assert notes(reading.entries(in_zone(cast, "Europe/Prague"), the_second)) == ["46", "23"]
    assert notes(reading.entries(in_zone(cast, "Pacific/Auckland"), the_second)) == ["23", "22"]


def test_the_night_that_is_an_hour_shorter_belongs_to_its_day(cast):
    for hour in (22, 23, 24 + 21, 24 + 22):  # in Prague the 29th of March 2026 has 23 hours
        noted(cast, datetime(2026, 3, 28, tzinfo=UTC) + timedelta(hours=hour), str(hour))
    day = Filters(since=date(2026, 3, 29), until=date(2026, 3, 29))
    assert notes(reading.entries(in_zone(cast, "Europe/Prague"), day)) == ["45", "23"]


def test_from_and_to_work_alone_and_any_day_can_be_asked_for(cast):
    olga = cast.identity("olga")
    for day in (1, 2, 3):
        noted(cast, datetime(2026, 3, day, 12, tzinfo=UTC), str(day))
    assert notes(reading.entries(olga, Filters(since=date(2026, 3, 2)))) == ["3", "2"]
    assert notes(reading.entries(olga, Filters(until=date(2026, 3, 2)))) == ["2", "1"]
    assert notes(reading.entries(olga, Filters(since=date(2026, 3, 3), until=date(2026, 3, 1)))) == []
    assert notes(reading.entries(olga, Filters(since=narrowing.EARLIEST, until=narrowing.LATEST))) == ["3", "2", "1"]


def test_a_jump_to_a_day_begins_with_its_last_entry_and_can_be_turned_back(cast):
    olga = cast.identity("olga")
    for day in (1, 2, 4):
        noted(cast, datetime(2026, 3, day, 12, tzinfo=UTC), str(day))
    page = reading.entries(olga, day=date(2026, 3, 3))
    assert notes(page) == ["2", "1"]
    assert notes(reading.entries(olga, newer=page.newer)) == ["4", "2", "1"]
    assert reading.entries(olga, day=date(2026, 3, 4)).newer == ""
    assert notes(reading.entries(olga, day=date(1999, 1, 1))) == []


def test_all_filters_hold_at_once(cast):
    identity = impersonating(cast, "olga", "zoe")
    settings.change(identity, language="en")
    stop(identity)
    settings.change(cast.identity("zoe"), language="de")
    filters = Filters(
        "zoe", "accounts", "accounts.settings", "accounts.settings.changed", START.date(), START.date(), True,
        session().id,
    )  # fmt: skip
    (entry,) = reading.entries(cast.identity("oscar"), filters).entries
    assert (entry.user_name, entry.impersonated_by_name, entry.tag) == ("Zoë Žižková", "Olga Orlova", filters.action)


class TestTheAddress:
    def test_filters_come_back_from_their_words(self):
        filters = Filters(
            "zoe", "goals", "goals.goal", "goals.goal.closed", date(2026, 1, 1), date(2026, 2, 1), True, "a" * 36
        )
        assert in_words(filters.as_words()) == filters
        assert EVERYTHING.as_words() == {}

    @pytest.mark.parametrize(
        "words",
        [
            {"category": "nonsense"}, {"subcategory": "goals"}, {"action": "'"}, {"since": "yesterday"},
            {"since": "0001-01-01"}, {"until": "9999-12-31"}, {"since": "2026-02-30"}, {"until": "2026-W01-1"},
            {"impersonated": "yes"}, {"category": "\ud800"},
        ],
    )  # fmt: skip
    def test_what_makes_no_sense_is_left_out(self, words):
        assert in_words(words) == EVERYTHING

    def test_what_does_not_belong_together_is_given_up(self):
        assert in_words({"category": "goals", "subcategory": "accounts.login"}) == Filters(category="goals")
        assert in_words({"subcategory": "goals.goal", "action": "goals.milestone.added"}) == Filters(
            subcategory="goals.goal"
        )

    def test_everything_that_can_be_recorded_is_on_offer(self):
        assert set(actions()) == set(Tag)
        assert {name for name in subcategories() if name.split(".")[0] not in categories()} == set()
        assert list(subcategories("goals").values()) == ["Goal", "Check in", "Milestone"]
        assert subcategories()["accounts.login"] == "Accounts: Login"


class TestOneEntry:
    def test_it_says_why_the_impersonation_was_begun(self, cast):
        identity = impersonating(cast, "olga", "zoe", "Her clock is wrong")
        settings.change(identity, time_zone="Asia/Tokyo")
        (changed,) = reading.entries(cast.identity("oscar"), Filters(action="accounts.settings.changed")).entries
        record = reading.entry(cast.identity("oscar"), changed.id)
        assert record.entry == changed
        assert record.reason == "Her clock is wrong"
        assert record.entry.changes == (Change("Time zone", "Europe/Prague", "Asia/Tokyo"),)

    def test_without_an_impersonation_there_is_no_reason(self, cast):
        settings.change(cast.identity("sam"), language="de")
        (changed,) = reading.entries(cast.identity("olga")).entries
        assert reading.entry(cast.identity("olga"), changed.id).reason == ""

    def test_another_organizations_entry_is_missing_in_the_same_words(self, cast):
        impersonating(cast, "eve", "emil")
        (theirs,) = reading.entries(cast.identity("eve")).entries
        sentences = set()
        for asked in (theirs.id, "0" * 36, "", "x" * 36, "'", "\x00" * 36, "\ud800"):
            with pytest.raises(NotFound) as refused:
                reading.entry(cast.identity("olga"), asked)
            sentences.add(refused.value.sentence)
        assert len(sentences) == 1

    @pytest.mark.parametrize("who", ["hana", "adam", "sam", "carl"])
    def test_only_super_admins_read_one(self, cast, who):
        with pytest.raises(Forbidden):
            reading.entry(cast.identity(who), "0" * 36)


class TestOneImpersonation:
    def test_its_story_is_told_from_the_beginning(self, cast):
        identity = impersonating(cast, "olga", "zoe", "Her language is wrong")
        settings.change(identity, language="en")
        stop(identity)
        story = reading.story(cast.identity("oscar"), session().id)
        assert [entry.action for entry in story.entries] == [
            "Started an impersonation", "Changed settings", "Ended an impersonation",
        ]  # fmt: skip
        review = reviewing.review(cast.identity("oscar"), session().id)
        assert (review.actor.name, review.subject.name, review.reason) == (
            "Olga Orlova", "Zoë Žižková", "Her language is wrong",
        )  # fmt: skip
        assert (review.is_running, review.cause, review.changes) == (False, EndCause.STOPPED, 1)

    def test_a_long_one_is_read_in_parts(self, cast):
        identity = impersonating(cast, "olga", "zoe")
        for number in range(PAGE_SIZE):
            settings.change(identity, language="en" if number % 2 == 0 else "de")
        first = reading.story(cast.identity("olga"), session().id)
        rest = reading.story(cast.identity("olga"), session().id, first.more)
        assert (len(first.entries), len(rest.entries), rest.more) == (PAGE_SIZE, 1, "")

    def test_while_it_runs_it_has_no_end(self, cast):
        impersonating(cast, "olga", "zoe")
        review = reviewing.review(cast.identity("oscar"), session().id)
        assert (review.is_running, review.cause, review.until) == (True, None, session().expires_at)

    def test_another_organizations_is_missing_in_the_same_words(self, cast):
        impersonating(cast, "olga", "zoe")
        sentences = set()
        for asked in (session().id, "0" * 36, "'", "\x00"):
            with pytest.raises(NotFound) as refused:
                reviewing.review(cast.identity("eve"), asked)
            sentences.add(refused.value.sentence)
            assert reading.story(cast.identity("eve"), asked).entries == ()
        assert len(sentences) == 1

    @pytest.mark.parametrize("who", ["hana", "adam", "sam", "carl"])
    def test_only_super_admins_read_it(self, cast, who):
        impersonating(cast, "olga", "zoe")
        with pytest.raises(Forbidden):
            reviewing.review(cast.identity(who), session().id)
        with pytest.raises(Forbidden):
            reading.story(cast.identity(who), session().id)


class TestNews:
    def test_what_came_since_is_counted_as_far_as_it_matches(self, cast):
        olga = cast.identity("olga")
        each_of(cast, [Tag.ROLE_CHANGED])
        newest = reading.newest(olga)
        each_of(cast, [Tag.GOAL_CREATED, Tag.GOAL_CLOSED, Tag.ROLE_CHANGED])
        assert reading.count_newer(olga, EVERYTHING, newest) == 3
        assert reading.count_newer(olga, Filters(category="goals"), newest) == 2
        assert reading.count_newer(olga, Filters(category="goals", action="accounts.role.changed"), newest) == 0
        each_of(cast, [Tag.GOAL_CREATED] * 150)
        assert reading.count_newer(olga, EVERYTHING, newest) == reading.MOST_NEW

    def test_a_transaction_tells_once_and_only_when_it_has_committed(self, cast):
        told = []
        stop_listening = live.listen(lambda news: told.append(news) if news.about is About.RECORD else None)
        each_of(cast, [Tag.GOAL_CREATED] * 3)
        assert told == [News(About.RECORD, cast.acme)]
        with pytest.raises(ZeroDivisionError):
            each_of(cast, iter_that_breaks())
        stop_listening()
        assert len(told) == 1

    @pytest.mark.parametrize("who", ["hana", "adam", "sam", "carl"])
    def test_only_super_admins_are_told_how_many(self, cast, who):
        with pytest.raises(Forbidden):
            reading.newest(cast.identity(who))
        with pytest.raises(Forbidden):
            reading.count_newer(cast.identity(who), EVERYTHING, "")
