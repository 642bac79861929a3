"""The list, the tree, Home's part and Team: who is in them, in which order, page by page."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from admin_proxy import bulk, clock, db
from admin_proxy.goals import attention, closing, goal_list, milestones
from admin_proxy.goals.at_a_glance import Due, glance
from admin_proxy.goals.goal_list import Ends, Filters, Standing, Whose, goals, tree
from admin_proxy.goals.tables import Goal, GoalState
from admin_proxy.goals.team import team
from tests.goals.acts import checked_in, set_goal
from tests.impersonation.acts import changed

EVERYBODYS = Filters(whose=Whose.EVERYBODY)


def titles(identity, filters=EVERYBODYS, **page):
    return [one.title for one in goals(identity, filters, **page).goals]


@pytest.fixture
def some(cast):
    """A few goals; the later in the list, the later they end."""
    for number, (who, title, visibility) in enumerate(
        (
            ("sam", "Grow by a fifth", "public"),
            ("fay", "Visit forty customers", "public"),
            ("fay", "Learn Czech", "private"),
            ("ina", "Answer within a day", "public"),
            ("zoe", "Žluťoučký kůň", "public"),
            ("zoe", "Find a flat", "private"),
        )
    ):
        set_goal(cast, who, title=title, visibility=visibility, ends_on=str(date(2026, 6, 1 + number)))
    return cast


class TestTheList:
    def test_mine_are_all_of_mine(self, some):
        assert titles(some.identity("fay"), Filters()) == ["Visit forty customers", "Learn Czech"]

    def test_my_teams_are_those_of_my_direct_reports(self, some):
        assert titles(some.identity("sam"), Filters(whose=Whose.TEAM)) == [
            "Visit forty customers", "Learn Czech", "Answer within a day",
        ]  # fmt: skip
        assert titles(some.identity("fay"), Filters(whose=Whose.TEAM)) == []

    def test_everybodys_are_the_public_ones_and_those_that_are_mine_to_see(self, some):
        assert titles(some.identity("zoe")) == [
            "Grow by a fifth", "Visit forty customers", "Answer within a day", "Žluťoučký kůň", "Find a flat",
        ]  # fmt: skip
        assert "Learn Czech" in titles(some.identity("sam"))
        assert titles(some.identity("eve")) == []

    def test_one_persons_are_those_of_theirs_that_are_in_sight(self, some):
        assert titles(some.identity("ina"), Filters(owner_id=some["fay"])) == ["Visit forty customers"]
        assert titles(some.identity("sam"), Filters(owner_id=some["fay"])) == ["Visit forty customers", "Learn Czech"]
        assert titles(some.identity("eve"), Filters(owner_id=some["fay"])) == []
        assert titles(some.identity("ina"), Filters(owner_id=-(2**70))) == []

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("customers", ["Visit forty customers"]),
            ("USTOM", ["Visit forty customers"]),
            ("forty visit", ["Visit forty customers"]),
            ("zlutoucky", ["Žluťoučký kůň"]),
            ("by", ["Grow by a fifth"]),
            ("w b", ["Grow by a fifth", "Visit forty customers", "Answer within a day", "Žluťoučký kůň"]),
            ("fifth zlut", []),
            ('a" OR "b', []),
            ("100%", []),
            ("day_", []),
        ],
    )
    def test_titles_are_searched(self, some, text, found):
        assert titles(some.identity("ina"), Filters(text=text, whose=Whose.EVERYBODY)) == found

    def test_many_that_match_are_read_in_order(self, some, monkeypatch):
        monkeypatch.setattr(goal_list, "FEW", 1)
        page = goals(some.identity("fay"), Filters(text="i", whose=Whose.EVERYBODY))
        assert page.count == 2
        assert titles(some.identity("fay"), Filters(text="for", whose=Whose.EVERYBODY)) == ["Visit forty customers"]
        assert titles(some.identity("sam"), Filters(text="within", whose=Whose.TEAM)) == ["Answer within a day"]

    def test_it_is_narrowed_by_how_goals_stand(self, some, time):
        fay, sam = some.identity("fay"), some.identity("sam")
        (first, second) = (one.id for one in goals(fay).goals)
        checked_in(fay, first, "5", "off_track")
        closing.close(fay, second, "reached")
        assert titles(sam, Filters(whose=Whose.TEAM, standing=Standing.OFF_TRACK)) == ["Visit forty customers"]
        assert titles(sam, Filters(whose=Whose.TEAM, standing=Standing.NONE)) == ["Answer within a day"]
        assert titles(sam, Filters(whose=Whose.TEAM, state=GoalState.REACHED)) == ["Learn Czech"]
        assert len(titles(sam, Filters(whose=Whose.TEAM, state=None))) == 3
        time.advance(days=40)
        assert titles(sam, Filters(whose=Whose.EVERYBODY, standing=Standing.QUIET))[0] == "Grow by a fifth"

    def test_it_is_narrowed_by_when_they_end(self, some, time):
        zoe = some.identity("zoe")
        time.advance(days=92)  # 2 June
        assert titles(zoe, Filters(ends=Ends.OVERDUE, whose=Whose.EVERYBODY)) == ["Grow by a fifth"]
        assert len(titles(zoe, Filters(ends=Ends.IN_30_DAYS, whose=Whose.EVERYBODY))) == 4

    @pytest.mark.parametrize("filters", [Filters(), EVERYBODYS, Filters(text="goal", whose=Whose.EVERYBODY)])
    def test_pages_go_forth_and_back_and_leave_nothing_out(self, cast, filters, monkeypatch):
        monkeypatch.setattr(goal_list, "PAGE", 7)
        many(cast, "fay", 30)
        fay = cast.identity("fay")
        seen, page = [], goals(fay, filters)
        while True:
            seen.append([one.id for one in page.goals])
            if page.after is None:
                break
            page = goals(fay, filters, after=page.after)
        every = [one for ids in seen for one in ids]
        assert len(every) == len(set(every)) == page.count == 30
        for before in reversed(seen[:-1]):
            page = goals(fay, filters, before=page.before)
            assert [one.id for one in page.goals] == before
        assert page.before is None

    def test_a_page_cannot_begin_behind_what_is_out_of_sight(self, some):
        (_, hidden) = goals(some.identity("zoe")).goals[-2:]
        assert titles(some.identity("ina"), after=hidden.id) == titles(some.identity("ina"))


class TestTheTree:
    def test_goals_stand_below_what_they_are_aligned_to(self, cast):
        changed(cast, "sam", manager_id=cast["zoe"])
        top = set_goal(cast, "zoe", title="Top")
        middle = set_goal(cast, "sam", title="Middle", supports=str(top))
        set_goal(cast, "fay", title="Bottom", supports=str(middle))
        set_goal(cast, "fay", title="Alone")
        fay = cast.identity("fay")
        grown = tree(fay, goals(fay).goals)
        assert [(one.goal.title, one.depth, one.is_asked_for) for one in grown] == [
            ("Top", 0, False), ("Middle", 1, False), ("Bottom", 2, True), ("Alone", 0, True),
        ]  # fmt: skip


class TestHome:
    def test_shows_my_goals_by_their_weights_and_the_next_to_end(self, some):
        fay = some.identity("fay")
        (first, _) = (one.id for one in goals(fay).goals)
        checked_in(fay, first, "50")
        seen = glance(fay)
        assert (seen.open_count, seen.progress) == (2, 25)
        assert [one.title for one in seen.goals] == ["Visit forty customers", "Learn Czech"]

    def test_nothing_at_all_is_no_progress(self, cast):
        seen = glance(cast.identity("olga"))
        assert (seen.open_count, seen.progress, seen.tasks) == (0, 0, ())

    def test_says_what_is_due(self, cast, time):
        fay = cast.identity("fay")
        soon = set_goal(cast, "fay", title="Soon", ends_on="2026-03-10")
        later = set_goal(cast, "fay", title="Later", ends_on="2026-12-01")
        milestones.add(fay, later, {"name": "Begin", "due_on": "2026-03-01"})
        milestones.add(fay, later, {"name": "End", "due_on": "2026-11-01"})
        milestones.tick(fay, milestones.add(fay, later, {"name": "Done", "due_on": "2026-03-01"}), True)
        assert [(one.kind, one.goal_id, one.name, one.is_late) for one in glance(fay).tasks] == [
            (Due.MILESTONE, later, "Begin", True), (Due.END, soon, "", False),
        ]  # fmt: skip
        closing.close(fay, soon, "dropped")
        time.advance(days=31)
        assert [one.kind for one in glance(fay).tasks] == [Due.MILESTONE, Due.CHECK_IN]


class TestTeam:
    def test_shows_each_report_with_how_it_goes(self, some, time):
        fay = some.identity("fay")
        (first, second) = (one.id for one in goals(fay).goals)
        checked_in(fay, first, "50", "off_track")
        checked_in(fay, second, "100")
        seen = team(some.identity("sam"))
        assert [(one.name, one.open_goals, one.progress, one.off_track, one.quiet) for one in seen.reports] == [
            ("Fay Fischer", 2, 75, 1, 0), ("Ina Iversen", 1, 0, 0, 0),
        ]  # fmt: skip
        assert (seen.count, seen.needing, [one.title for one in seen.goals]) == (2, 1, ["Visit forty customers"])
        assert seen.reports[0].checked_in_at == time.now()

    def test_those_who_need_attention_are_off_track_or_quiet(self, some, time):
        time.advance(days=31)
        checked_in(some.identity("fay"), goals(some.identity("fay")).goals[0].id, "5", "at_risk")
        checked_in(some.identity("fay"), goals(some.identity("fay")).goals[1].id, "5")
        assert [one.name for one in team(some.identity("sam"), needing_only=True).reports] == ["Ina Iversen"]

    def test_somebody_without_reports_has_none(self, some):
        assert team(some.identity("fay")).reports == ()
        assert team(some.identity("eve")).count == 0

    def test_those_who_left_are_not_in_it(self, some):
        changed(some, "ina", deactivated_on=date(2026, 1, 1))
        assert [one.name for one in team(some.identity("sam")).reports] == ["Fay Fischer"]

    def test_it_comes_in_pages(self, cast, monkeypatch):
        monkeypatch.setattr("admin_proxy.goals.team.PAGE", 1)
        sam = cast.identity("sam")
        first = team(sam)
        second = team(sam, after=first.after)
        assert [one.name for page in (first, second) for one in page.reports] == ["Fay Fischer", "Ina Iversen"]
        assert second.after is None
        assert team(sam, before=second.before).reports == first.reports


def many(cast, who, count):
    """Goals of one person, several of which end on the same day; some are private."""
    with db.writing(cast.acme) as tx:
        rows = [
            (cast.acme, cast[who], f"Goal {number}", "", number % 3 > 0, date(2026, 1, 1),
             date(2026, 6, 1) + timedelta(days=number // 4), 10, "percent", "", 0, 10_000, 0, 0, "open", "",
             clock.now(), f" goal {number} ")
            for number in range(count)
        ]  # fmt: skip
        columns = (
            "organization_id", "owner_id", "title", "description", "is_public", "starts_on", "ends_on", "weight",
            "unit", "currency", "start", "target", "current", "progress", "state", "closing_note", "created_at",
            "search_text",
        )  # fmt: skip
        bulk.insert(tx, Goal, columns, rows)


def test_both_ways_to_say_quiet_agree(some, time):
    time.advance(days=31)
    checked_in(some.identity("fay"), goals(some.identity("fay")).goals[0].id, "5")
    today = time.now().date()
    with db.reading() as tx:
        by_sql = set(tx.exec(select(Goal.id).where(attention.quiet(today))))
        by_hand = {goal.id for goal in tx.exec(select(Goal)) if attention.is_quiet(goal, today)}
    assert by_sql == by_hand
    assert len(by_sql) == 5
