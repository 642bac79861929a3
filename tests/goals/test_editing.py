"""Setting and changing goals: what is taken, what is refused and beside which field, and what the record says."""

from datetime import date

import pytest

from admin_proxy.goals import aligning, editing
from admin_proxy.goals.tables import GoalState, Unit
from admin_proxy.identity import Forbidden, Invalid, Meanwhile, NotFound
from tests.goals.acts import change, checked_in, latest, row, set_goal
from tests.impersonation.acts import changed


class TestSetting:
    def test_a_new_goal_is_as_it_was_typed(self, cast):
        goal = row(
            set_goal(
                cast, "fay", title=" Sell  more ", description="All of it.\r\n\r\nSoon. ", starts_on="2026-01-01",
                ends_on="2026-06-30", visibility="private", weight="25", unit="money", currency="EUR",
                start="1 000", target="250000,5",
            )
        )  # fmt: skip
        assert (goal.title, goal.description, goal.owner_id, goal.organization_id) == (
            "Sell more", "All of it.\n\nSoon.", cast["fay"], cast.acme,
        )  # fmt: skip
        assert (goal.starts_on, goal.ends_on, goal.is_public, goal.weight) == (
            date(2026, 1, 1), date(2026, 6, 30), False, 25,
        )  # fmt: skip
        assert (goal.unit, goal.currency, goal.start, goal.target, goal.current, goal.progress, goal.state) == (
            Unit.MONEY, "EUR", 100_000, 25_000_050, 100_000, 0, GoalState.OPEN,
        )  # fmt: skip

    def test_it_is_recorded_in_readable_words(self, cast):
        set_goal(cast, "fay", title="Sell more", unit="money", currency="EUR", start="0", target="1200.5")
        entry = latest()
        assert (entry.tag, entry.object_kind, entry.object_name, entry.before) == (
            "goals.goal.created", "goal", "Sell more", None,
        )  # fmt: skip
        assert entry.after["owner"] == "Fay Fischer (fay@acme.example)"
        assert (entry.after["start"], entry.after["target"]) == ("0 EUR", "1200.5 EUR")

    @pytest.mark.parametrize(
        ("field", "typed", "sentence"),
        [
            ("title", " ", "Say in a few words"),
            ("title", "x" * 201, "at most 200"),
            ("title", "a\u202eb", "invisible"),
            ("description", "x" * 2001, "at most 2,000"),
            ("description", "a\0b", "invisible"),
            ("starts_on", "soon", "Write the date as"),
            ("ends_on", "", "Write the date as"),
            ("ends_on", "2026-02-01", "ends before it begins"),
            ("visibility", "secret", "who may see it"),
            ("weight", "0", "from 1 to 100"),
            ("weight", "1.5", "from 1 to 100"),
            ("unit", "miles", "measured in"),
            ("start", "some", "Write a number"),
            ("target", "1,000", "Write a number"),
            ("target", "0", "the same"),
            ("supports", "x", "manager’s public goals"),
            ("supports", "99999", "manager’s public goals"),
        ],
    )
    def test_what_cannot_be_taken_is_said_beside_its_field(self, cast, field, typed, sentence):
        with pytest.raises(Invalid) as refused:
            set_goal(cast, "fay", **{field: typed})
        assert refused.value.field == field
        assert sentence in refused.value.sentence

    def test_a_currency_is_needed_for_money_alone(self, cast):
        with pytest.raises(Invalid) as refused:
            set_goal(cast, "fay", unit="money", currency="ZZZ")
        assert refused.value.field == "currency"
        assert row(set_goal(cast, "fay", unit="number", currency="ZZZ")).currency == ""

    def test_a_goal_that_is_done_or_not_asks_for_no_amounts(self, cast):
        goal = row(set_goal(cast, "fay", unit="done", start="", target=""))
        assert (goal.start, goal.target, goal.progress) == (0, 100, 0)

    def test_a_manager_sets_goals_of_direct_reports(self, cast):
        assert row(set_goal(cast, "sam", "fay")).owner_id == cast["fay"]

    @pytest.mark.parametrize(("who", "whose"), [("fay", "sam"), ("olga", "fay"), ("sam", "ben"), ("sam", "emil")])
    def test_and_nobody_those_of_anybody_else(self, cast, who, whose):
        with pytest.raises(NotFound):
            set_goal(cast, who, whose)

    def test_vendor_staff_have_none(self, cast):
        with pytest.raises(Forbidden):
            set_goal(cast, "carl")


class TestChanging:
    def test_only_what_differs_is_changed_and_recorded(self, cast):
        goal = set_goal(cast, "fay", title="Sell more")
        fay = cast.identity("fay")
        assert change(fay, goal, title="Sell much more", weight="10", target="100")
        assert (latest().before, latest().after) == ({"title": "Sell more"}, {"title": "Sell much more"})
        entry = latest().id
        assert not change(fay, goal, title="Sell much more")
        assert latest().id == entry

    def test_the_manager_may_too(self, cast):
        goal = set_goal(cast, "fay", visibility="private")
        assert change(cast.identity("sam"), goal, visibility="public")
        assert row(goal).is_public

    def test_two_at_the_same_time_lose_nothing(self, cast):
        goal = set_goal(cast, "fay", title="Sell more", description="")
        fay, sam = cast.identity("fay"), cast.identity("sam")
        known = editing.known(fay, goal)
        assert editing.edit(sam, goal, {"title": "Sell less", "description": "Better."}, editing.known(sam, goal))
        with pytest.raises(Meanwhile) as refused:
            editing.edit(fay, goal, {**known, "title": "Sell even more"}, known)
        assert refused.value.field == "title"
        assert "Sell less" in refused.value.sentence
        now = refused.value.known
        assert editing.edit(fay, goal, {**known, "title": "Sell even more"}, {**known, "title": now["title"]})
        assert (row(goal).title, row(goal).description) == ("Sell even more", "Better.")

    def test_two_who_want_the_same_agree(self, cast):
        goal = set_goal(cast, "fay", title="Sell more")
        known = editing.known(cast.identity("fay"), goal)
        change(cast.identity("sam"), goal, title="Sell less")
        assert not editing.edit(cast.identity("fay"), goal, {"title": "Sell less"}, known)

    def test_what_it_is_measured_in_stays_once_progress_was_checked_in(self, cast):
        goal, fay = set_goal(cast, "fay"), cast.identity("fay")
        assert change(fay, goal, unit="done")
        assert change(fay, goal, unit="number", start="0", target="10")
        checked_in(fay, goal, "5")
        with pytest.raises(Invalid) as refused:
            change(fay, goal, unit="percent")
        assert refused.value.field == "unit"
        assert change(fay, goal, target="20")
        assert row(goal).progress == 25


class TestAligning:
    def test_a_goal_supports_a_public_one_of_the_manager(self, cast):
        above = set_goal(cast, "sam", title="Grow")
        set_goal(cast, "sam", title="Quietly", visibility="private")
        set_goal(cast, "ina", title="Inside")
        assert [one.title for one in aligning.choices(cast.identity("fay"), cast["fay"])] == ["Grow"]
        assert row(set_goal(cast, "fay", supports=str(above))).supports_id == above

    @pytest.mark.parametrize(("whose", "visibility"), [("ina", "public"), ("zoe", "public"), ("sam", "private")])
    def test_and_no_other(self, cast, whose, visibility):
        above = set_goal(cast, whose, visibility=visibility)
        with pytest.raises(Invalid) as refused:
            set_goal(cast, "fay", supports=str(above))
        assert refused.value.field == "supports"

    def test_nobody_is_offered_what_another_could_support(self, cast):
        set_goal(cast, "sam", title="Grow")
        assert aligning.choices(cast.identity("zoe"), cast["fay"]) == ()
        assert aligning.choices(cast.identity("eve"), cast["fay"]) == ()

    def test_no_circles(self, cast):
        """They come only where the reporting line is turned round."""
        above = set_goal(cast, "sam", title="Grow")
        below = set_goal(cast, "fay", supports=str(above))
        changed(cast, "fay", manager_id=None)
        changed(cast, "sam", manager_id=cast["fay"])
        with pytest.raises(Invalid) as refused:
            change(cast.identity("sam"), above, supports=str(below))
        assert refused.value.sentence == "That goal supports this one, directly or through others."
