"""The goals of the demonstration: some in every state, along the reporting line, and nothing that could not be."""

from collections import Counter

from sqlalchemy.orm import aliased
from sqlmodel import col, select

from admin_proxy import clock, db
from admin_proxy.accounts.tables import Person
from admin_proxy.goals import amounts
from admin_proxy.goals.tables import CheckIn, Confidence, Goal, GoalState, Milestone, Unit


def rows(table):
    with db.reading() as tx:
        return list(tx.exec(select(table)))


def test_whoever_has_signed_in_has_some_in_every_state_and_unit(kestrel):
    goals = rows(Goal)
    assert {goal.state for goal in goals} == set(GoalState)
    assert {goal.unit for goal in goals} == set(Unit)
    assert {goal.confidence for goal in goals} == {None, *Confidence}
    have_signed_in = {person.id for person in rows(Person) if person.organization_id and person.privacy_version}
    assert {goal.owner_id for goal in goals} == have_signed_in
    assert 0.1 < sum(not goal.is_public for goal in goals) / len(goals) < 0.4


def test_they_stand_as_the_latest_check_in_says(kestrel):
    latest = {}
    for check_in in sorted(rows(CheckIn), key=lambda one: one.id):
        assert check_in.goal_id not in latest or latest[check_in.goal_id].at <= check_in.at <= clock.now()
        latest[check_in.goal_id] = check_in
    for goal in rows(Goal):
        last = latest.get(goal.id)
        assert (goal.checked_in_at, goal.confidence) == ((last.at, last.confidence) if last else (None, None))
        assert goal.current == (last.value if last else goal.start)
        assert goal.progress == amounts.progress(goal.start, goal.target, goal.current)
        assert (goal.closed_at is None) == (goal.state is GoalState.OPEN)


def test_those_of_reports_are_aligned_to_public_ones_of_their_managers(kestrel):
    above, manager = aliased(Goal), aliased(Person)
    with db.reading() as tx:
        lines = tx.exec(
            select(Goal, above, Person)
            .join(above, col(above.id) == col(Goal.supports_id))
            .join(Person, col(Person.id) == col(Goal.owner_id))
            .join(manager, col(manager.id) == col(above.owner_id))
        ).all()
    assert len(lines) > 200
    assert all(supported.is_public and supported.owner_id == owner.manager_id for _, supported, owner in lines)


def test_months_of_check_ins_and_steps_on_the_way(kestrel):
    counts = Counter(check_in.goal_id for check_in in rows(CheckIn))
    assert max(counts.values()) >= 8
    assert {milestone.done_on is None for milestone in rows(Milestone)} == {True, False}


def test_janes_is_closed_with_time_left_and_ingrids_is_open(kestrel):
    goals = {goal.title: goal for goal in rows(Goal)}
    hers = goals["Host the field day in Lisbon"]
    assert hers.state is GoalState.DROPPED
    assert hers.ends_on > clock.now().date()
    assert goals["Sign distributors in the Nordics"].state is GoalState.OPEN


def test_zoe_shares_one_with_her_manager(kestrel):
    goals = {goal.title: goal for goal in rows(Goal)}
    shared, above = goals["Win eight customers in the Nordics"], goals["Grow EMEA revenue by a fifth"]
    assert shared.supports_id == above.id
    assert not goals["Prepare for the role of a team lead"].is_public
