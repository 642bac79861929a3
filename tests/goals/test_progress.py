"""How a goal goes: check-ins, milestones, closing and reopening."""

from datetime import date, timedelta

import pytest

from admin_proxy.goals import closing, goal_page, milestones
from admin_proxy.goals.checking_in import CheckedInMeanwhile, check_in
from admin_proxy.goals.tables import Confidence, GoalState
from admin_proxy.identity import ChangedMeanwhile, Invalid, Meanwhile
from tests.goals.acts import change, checked_in, latest, row, set_goal
from tests.impersonation.acts import impersonating


class TestCheckingIn:
    def test_says_how_far_it_is_and_how_it_is_going(self, cast, time):
        goal, fay = set_goal(cast, "fay", unit="number", start="20", target="10"), cast.identity("fay")
        checked_in(fay, goal, "15", "at_risk", "Slow.\n")
        found = row(goal)
        assert (found.current, found.progress, found.confidence, found.checked_in_at) == (
            1500, 50, Confidence.AT_RISK, time.now(),
        )  # fmt: skip
        assert (latest().tag, latest().before, latest().after) == (
            "goals.check_in.made", {"value": "20", "confidence": None},
            {"value": "15", "confidence": "At risk", "comment": "Slow."},
        )  # fmt: skip

    def test_all_of_them_stay_in_the_order_in_which_they_were_made(self, cast, time):
        goal, fay = set_goal(cast, "fay"), cast.identity("fay")
        for value in ("10", "30", "20"):
            time.advance(days=7)
            checked_in(fay, goal, value)
        page = goal_page.goal(fay, goal)
        assert [one.value for one in page.check_ins] == [2000, 3000, 1000]
        assert page.progress == 20

    def test_a_long_history_comes_in_pages(self, cast):
        goal, fay = set_goal(cast, "fay"), cast.identity("fay")
        for value in range(goal_page.MOST_CHECK_INS + 3):
            checked_in(fay, goal, str(value % 100))
        page = goal_page.goal(fay, goal)
        assert len(page.check_ins) == goal_page.MOST_CHECK_INS
        assert len(goal_page.goal(fay, goal, before=page.older).check_ins) == 3

    def test_done_is_done(self, cast):
        goal, fay = set_goal(cast, "fay", unit="done"), cast.identity("fay")
        checked_in(fay, goal, "")
        assert row(goal).progress == 0
        checked_in(fay, goal, "done")
        assert row(goal).progress == 100

    def test_two_at_the_same_time_hear_of_each_other(self, cast):
        goal = set_goal(cast, "fay")
        checked_in(cast.identity("sam"), goal, "40")
        with pytest.raises(CheckedInMeanwhile) as refused:
            check_in(cast.identity("fay"), goal, value="50", confidence="on_track", latest=0)
        assert refused.value.sentence == "Sam Silva has checked in 40 % meanwhile. Save again to add yours."
        check_in(cast.identity("fay"), goal, value="50", confidence="on_track", latest=refused.value.latest)
        assert row(goal).progress == 50

    @pytest.mark.parametrize(
        ("field", "given"),
        [
            ("value", {"value": "much"}),
            ("confidence", {"confidence": "sure"}),
            ("comment", {"comment": "x" * 2001}),
        ],
    )
    def test_what_cannot_be_taken_is_said_beside_its_field(self, cast, field, given):
        goal = set_goal(cast, "fay")
        with pytest.raises(Invalid) as refused:
            check_in(cast.identity("fay"), goal, **{"value": "5", "confidence": "on_track", **given})
        assert refused.value.field == field
        assert row(goal).checked_in_at is None

    def test_who_impersonates_checks_in_as_the_subject(self, cast):
        goal = set_goal(cast, "fay")
        checked_in(impersonating(cast, "olga", "fay"), goal, "10")
        assert goal_page.goal(cast.identity("fay"), goal).check_ins[0].author == "Fay Fischer"
        assert (latest().actor_name, latest().subject_name) == ("Olga Orlova", "Fay Fischer")


class TestMilestones:
    def test_come_in_the_order_of_their_days(self, cast):
        goal, fay = set_goal(cast, "fay"), cast.identity("fay")
        for name, due_on in (("Some day", ""), ("Second", "2026-05-01"), ("First", "2026-04-01")):
            milestones.add(fay, goal, {"name": name, "due_on": due_on})
        assert [one.name for one in goal_page.goal(fay, goal).milestones] == ["First", "Second", "Some day"]
        assert (latest().tag, latest().object_name, latest().after) == (
            "goals.milestone.added", "Win ten customers › First", {"name": "First", "due_on": "2026-04-01"},
        )  # fmt: skip

    def test_are_ticked_and_the_day_is_kept(self, cast):
        goal, fay = set_goal(cast, "fay"), cast.identity("fay")
        first = milestones.add(fay, goal, {"name": "First"})
        assert milestones.tick(fay, first, True)
        assert not milestones.tick(fay, first, True)
        assert goal_page.goal(fay, goal).milestones[0].done_on == date(2026, 3, 2)
        assert (latest().before, latest().after) == ({"done_on": None}, {"done_on": "2026-03-02"})
        assert milestones.tick(fay, first, False)
        assert goal_page.goal(fay, goal).milestones[0].done_on is None

    def test_two_who_change_one_lose_nothing(self, cast):
        goal, fay = set_goal(cast, "fay"), cast.identity("fay")
        first = milestones.add(fay, goal, {"name": "First"})
        known = {"name": "First", "due_on": ""}
        assert milestones.change(cast.identity("sam"), first, {"name": "Premier"}, known)
        with pytest.raises(Meanwhile):
            milestones.change(fay, first, {"name": "Erster"}, known)
        assert milestones.change(fay, first, {"name": "First", "due_on": "2026-05-01"}, known)
        assert goal_page.goal(fay, goal).milestones[0].name == "Premier"

    def test_can_be_taken_away(self, cast):
        goal, fay = set_goal(cast, "fay"), cast.identity("fay")
        milestones.remove(fay, milestones.add(fay, goal, {"name": "First"}))
        assert goal_page.goal(fay, goal).milestones == ()
        assert (latest().tag, latest().before) == ("goals.milestone.removed", {"name": "First"})

    def test_there_is_an_end_to_them(self, cast, monkeypatch):
        monkeypatch.setattr(milestones, "MOST", 1)
        goal, fay = set_goal(cast, "fay"), cast.identity("fay")
        milestones.add(fay, goal, {"name": "First"})
        with pytest.raises(Invalid) as refused:
            milestones.add(fay, goal, {"name": "Second"})
        assert refused.value.field == "name"


class TestClosing:
    @pytest.mark.parametrize("outcome", ["reached", "not_reached", "dropped"])
    def test_says_how_it_ended(self, cast, time, outcome):
        goal, fay = set_goal(cast, "fay"), cast.identity("fay")
        assert closing.close(fay, goal, outcome, "Well.")
        assert (row(goal).state, row(goal).closed_at, row(goal).closing_note) == (
            GoalState(outcome), time.now(), "Well.",
        )  # fmt: skip
        assert latest().tag == "goals.goal.closed"
        assert not closing.close(fay, goal, outcome)

    def test_nothing_is_changed_after_it(self, cast):
        goal, fay = set_goal(cast, "fay"), cast.identity("fay")
        milestone = milestones.add(fay, goal, {"name": "First"})
        closing.close(fay, goal, "reached")
        for verb in (
            lambda: change(fay, goal, title="More"),
            lambda: checked_in(fay, goal, "5"),
            lambda: milestones.add(fay, goal, {"name": "Second"}),
            lambda: milestones.tick(fay, milestone, True),
        ):
            with pytest.raises(Invalid) as refused:
                verb()
            assert refused.value.sentence == "This goal is closed. Reopen it before you change anything."

    def test_until_it_is_reopened(self, cast):
        goal, fay = set_goal(cast, "fay"), cast.identity("fay")
        closing.close(fay, goal, "dropped", "No time.")
        assert closing.reopen(fay, goal)
        assert not closing.reopen(fay, goal)
        assert (latest().before, latest().after) == (
            {"state": "Dropped", "closing_note": "No time."}, {"state": "Open", "closing_note": None},
        )  # fmt: skip
        assert change(fay, goal, title="More")

    def test_two_who_close_it_differently_hear_of_each_other(self, cast):
        goal = set_goal(cast, "fay")
        closing.close(cast.identity("sam"), goal, "dropped")
        with pytest.raises(ChangedMeanwhile) as refused:
            closing.close(cast.identity("fay"), goal, "reached")
        assert refused.value.sentence == "Somebody has closed it meanwhile: dropped."

    def test_two_notes_on_the_same_outcome_are_not_one(self, cast):
        goal, fay = set_goal(cast, "fay"), cast.identity("fay")
        closing.close(cast.identity("sam"), goal, "reached", "A fine year.")
        assert not closing.close(fay, goal, "reached", " A fine year.\n")
        assert not closing.close(fay, goal, "reached")
        for outcome in ("reached", "dropped"):
            with pytest.raises(ChangedMeanwhile) as refused:
                closing.close(fay, goal, outcome, "Ten of ten.")
            assert refused.value.sentence == (
                "Somebody has closed it meanwhile: reached. The note on it: “A fine year.” "
                "Your note is not saved: reopen the goal to close it with yours."
            )
        assert (row(goal).state, row(goal).closing_note) == (GoalState.REACHED, "A fine year.")

    def test_a_note_is_not_added_to_what_was_closed_without_one(self, cast):
        goal = set_goal(cast, "fay")
        closing.close(cast.identity("sam"), goal, "reached")
        with pytest.raises(ChangedMeanwhile, match=r"reached\. Your note is not saved"):
            closing.close(cast.identity("fay"), goal, "reached", "Ten of ten.")

    def test_there_is_no_other_outcome(self, cast):
        with pytest.raises(Invalid):
            closing.close(cast.identity("fay"), set_goal(cast, "fay"), "open")


def test_a_goal_is_quiet_after_thirty_days_without_a_check_in(cast, time):
    goal, fay = set_goal(cast, "fay"), cast.identity("fay")
    time.advance(days=29)
    assert not goal_page.goal(fay, goal).is_quiet
    time.advance(days=1)
    assert goal_page.goal(fay, goal).is_quiet
    checked_in(fay, goal, "5")
    assert not goal_page.goal(fay, goal).is_quiet


def test_a_goal_that_has_not_begun_is_not_missed(cast, time):
    begins = (time.now() + timedelta(days=40)).date().isoformat()
    goal = set_goal(cast, "fay", starts_on=begins, ends_on="2026-12-31")
    time.advance(days=50)
    assert not goal_page.goal(cast.identity("fay"), goal).is_quiet
