"""Who sees which goal. A private one of somebody else does not exist, in the same words as one that never was."""

import pytest
from sqlmodel import SQLModel, select

from admin_proxy import db
from admin_proxy.goals import aligning, closing, editing, goal_list, goal_page, milestones, team
from admin_proxy.goals.goal_list import Filters, Whose
from admin_proxy.goals.visible import NO_SUCH_GOAL, NOT_YOURS
from admin_proxy.identity import Forbidden, NotFound
from tests.goals.acts import change, checked_in, latest, set_goal
from tests.impersonation.acts import impersonating

CANARY = "Leave before summer"
EVERYWHERE = [Filters(whose=whose, text=text, state=None) for whose in Whose for text in ("", "summer")]


@pytest.fixture
def private(cast):
    """Fay's, whose manager is Sam."""
    return set_goal(cast, "fay", title=CANARY, visibility="private")


@pytest.fixture
def public(cast):
    return set_goal(cast, "fay", title="Visit forty customers")


def found(identity, *filters):
    return {goal.title for one in filters or EVERYWHERE for goal in goal_list.goals(identity, one).goals}


def everything_seen(identity, *goal_ids):
    """All that the reading verbs say to that identity, as text."""
    said = [goal_list.goals(identity, one) for one in EVERYWHERE]
    said += [goal_list.tree(identity, page.goals) for page in said]
    said += [team.team(identity), *(aligning.choices(identity, number) for number in range(1, 20))]
    for goal_id in goal_ids:
        try:
            said.append(goal_page.goal(identity, goal_id))
        except NotFound as refusal:
            said.append(refusal.sentence)
    return repr(said)


class TestAPrivateGoal:
    @pytest.mark.parametrize("who", ["fay", "sam"])
    def test_is_its_owners_and_their_managers(self, cast, private, who):
        identity = cast.identity(who)
        assert CANARY in found(identity)
        assert goal_page.goal(identity, private).may_edit

    @pytest.mark.parametrize("who", ["ina", "zoe", "hana", "adam", "olga", "eve", "emil"])
    def test_does_not_exist_for_anybody_else(self, cast, private, public, who):
        identity = cast.identity(who)
        assert CANARY not in everything_seen(identity, private, public)
        with pytest.raises(NotFound) as missing:
            goal_page.goal(identity, 999_999)
        with pytest.raises(NotFound) as hidden:
            goal_page.goal(identity, private)
        assert hidden.value.sentence == missing.value.sentence == NO_SUCH_GOAL

    @pytest.mark.parametrize("who", ["ina", "olga", "eve"])
    def test_refuses_every_verb_as_if_it_were_not_there(self, cast, private, who):
        milestone = milestones.add(cast.identity("fay"), private, {"name": CANARY})
        identity = cast.identity(who)
        for verb in (
            lambda: change(identity, private, title="Mine"),
            lambda: checked_in(identity, private, "50"),
            lambda: closing.close(identity, private, "dropped"),
            lambda: closing.reopen(identity, private),
            lambda: milestones.add(identity, private, {"name": "Mine"}),
            lambda: milestones.tick(identity, milestone, True),
            lambda: milestones.change(identity, milestone, {"name": "Mine"}, {}),
            lambda: milestones.remove(identity, milestone),
        ):
            with pytest.raises(NotFound) as refused:
                verb()
            assert "There is no such" in refused.value.sentence
        assert goal_page.goal(cast.identity("fay"), private).milestones[0].name == CANARY

    def test_that_a_public_one_is_aligned_to_is_not_named(self, cast):
        above = set_goal(cast, "sam", title="Reorganize Sales")
        below = set_goal(cast, "fay", title="Visit forty customers", supports=str(above))
        change(cast.identity("sam"), above, visibility="private", title=CANARY)
        for who in ("fay", "ina", "olga"):
            assert CANARY not in everything_seen(cast.identity(who), above, below)
            assert goal_page.goal(cast.identity(who), below).supports == ()
        assert goal_page.goal(cast.identity("sam"), below).supports[0].title == CANARY
        assert change(cast.identity("fay"), below, title="Visit fifty customers")
        assert goal_page.goal(cast.identity("sam"), below).supports[0].title == CANARY

    def test_the_record_does_not_name_it_where_it_is_taken_away(self, cast):
        above = set_goal(cast, "sam", title="Reorganize Sales")
        below = set_goal(cast, "fay", supports=str(above))
        other = set_goal(cast, "sam", title="Grow")
        change(cast.identity("sam"), above, visibility="private", title=CANARY)
        assert change(cast.identity("fay"), below, supports=str(other))
        assert (latest().before, latest().after) == ({"supports": "a private goal"}, {"supports": "Grow"})


class TestAPublicGoal:
    @pytest.mark.parametrize("who", ["ina", "zoe", "hana", "adam", "olga"])
    def test_is_seen_by_the_organization_and_edited_by_nobody_there(self, cast, public, who):
        identity = cast.identity(who)
        assert "Visit forty customers" in found(identity)
        assert not goal_page.goal(identity, public).may_edit
        for verb in (
            lambda: change(identity, public, title="Mine"),
            lambda: checked_in(identity, public, "50"),
            lambda: closing.close(identity, public, "dropped"),
            lambda: milestones.add(identity, public, {"name": "Mine"}),
        ):
            with pytest.raises(Forbidden) as refused:
                verb()
            assert refused.value.sentence == NOT_YOURS

    @pytest.mark.parametrize("who", ["eve", "emil"])
    def test_does_not_exist_in_another_organization(self, cast, public, who):
        assert "Visit forty customers" not in everything_seen(cast.identity(who), public)

    @pytest.mark.parametrize("who", ["carl", "petra"])
    def test_is_nothing_for_vendor_staff(self, cast, public, who):
        for verb in (goal_list.goals, team.team, lambda identity: goal_page.goal(identity, public)):
            with pytest.raises(Forbidden):
                verb(cast.identity(who))


class TestWhoImpersonates:
    def test_sees_exactly_what_the_subject_sees(self, cast, private, public):
        own = set_goal(cast, "olga", title="Mine alone", visibility="private")
        seen = everything_seen(cast.identity("fay"), private, public, own)
        assert everything_seen(impersonating(cast, "olga", "fay"), private, public, own) == seen
        assert "Mine alone" not in seen

    def test_changes_as_the_subject_and_the_record_names_both(self, cast, private):
        change(impersonating(cast, "hana", "fay"), private, title="Stay", weight="40")
        entry = latest()
        assert (entry.actor_name, entry.subject_name) == ("Hana Horváthová", "Fay Fischer")
        assert (entry.before, entry.after) == (
            {"title": CANARY, "weight": "10"}, {"title": "Stay", "weight": "40"},
        )  # fmt: skip

    def test_may_what_the_subject_may_and_no_more(self, cast, private):
        goal_of_olga = set_goal(cast, "olga", title="Quiet", visibility="private")
        as_fay = impersonating(cast, "olga", "fay")
        with pytest.raises(NotFound):
            change(as_fay, goal_of_olga, title="Loud")
        with pytest.raises(NotFound):
            editing.create(as_fay, {**editing.new(as_fay), "title": "For Olga"}, cast["olga"])

    def test_changes_nothing_by_looking(self, cast, private, public):
        identity = impersonating(cast, "hana", "fay")
        before = rows_of_goals()
        everything_seen(identity, private, public)
        assert rows_of_goals() == before


def rows_of_goals():
    with db.reading() as tx:
        names = {"goal", "check_in", "milestone", "audit_entry", "person"}
        return {
            table.name: tx.execute(select(table).order_by(*table.primary_key)).all()
            for table in SQLModel.metadata.sorted_tables
            if table.name in names
        }
