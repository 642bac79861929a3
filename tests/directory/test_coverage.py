"""How many people a scope would cover, and whom of them its HR Admin could impersonate."""

import pytest
from hypothesis import HealthCheck, given, settings

from admin_proxy import db
from admin_proxy.access.facts import in_scope, verdict_for
from admin_proxy.accounts.people import party
from admin_proxy.accounts.tables import GroupMember, Person
from admin_proxy.directory.coverage import Coverage, Difference, coverage, difference
from admin_proxy.identity import Forbidden, Identity, NotFound, Role
from tests.access.organizations import plans, settle
from tests.impersonation.acts import changed, house_rule

on_one_database = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def test_a_department_covers_everybody_below_it_and_says_who_can_be_impersonated(cast):
    # Sam, Fay, Ina, Nora, Dora and Henry stand in Sales; Nora never signed in, Dora left, Henry is an HR Admin.
    assert coverage(cast.identity("olga"), [cast.departments["Sales"]], []) == Coverage(6, 3)


def test_a_group_covers_its_members(cast):
    assert coverage(cast.identity("olga"), [], [cast.groups["Mentors"]]) == Coverage(2, 2)


def test_somebody_covered_twice_counts_once(cast):
    assert coverage(cast.identity("olga"), [cast.departments["Engineering"]], [cast.groups["Mentors"]]) == Coverage(
        2, 2
    )


def test_an_empty_scope_covers_nobody(cast):
    assert coverage(cast.identity("olga"), [], []) == Coverage(0, 0)


def test_an_hr_admin_does_not_count_among_those_they_can_impersonate(cast):
    changed(cast, "henry", role="employee")
    sales = [cast.departments["Sales"]]
    assert coverage(cast.identity("olga"), sales, []) == Coverage(6, 4)
    assert coverage(cast.identity("olga"), sales, [], hr_admin_id=cast["henry"]) == Coverage(6, 3)


def test_where_the_house_is_limited_nobody_can_be_impersonated_through_a_scope(cast):
    house_rule(cast.acme, limited_to_super_admins=True)
    assert coverage(cast.identity("olga"), [cast.departments["Sales"]], []) == Coverage(6, 0)


def test_departments_and_groups_of_another_house_cover_nobody(cast):
    assert coverage(cast.identity("eve"), [cast.departments["Sales"]], [cast.groups["Mentors"]]) == Coverage(0, 0)
    assert coverage(cast.identity("olga"), [cast.departments["Globex Sales"], 0, -1, 2**40], [2**63]) == Coverage(0, 0)


@pytest.mark.parametrize("name", ["adam", "hana", "sam", "carl"])
def test_only_super_admins_preview_a_scope(cast, name):
    with pytest.raises(Forbidden):
        coverage(cast.identity(name), [], [])


def test_the_hr_admin_of_a_preview_is_of_ones_own_house(cast):
    with pytest.raises(NotFound):
        coverage(cast.identity("olga"), [], [], hr_admin_id=cast["emil"])


def test_what_a_scope_gains_and_loses_against_the_one_there_is(cast):
    sales, field, engineering = (cast.departments[name] for name in ("Sales", "Field Sales", "Engineering"))
    olga = cast.identity("olga")
    assert difference(olga, cast["hana"], [sales], []) == Difference(0, 0)
    assert difference(olga, cast["hana"], [field], []) == Difference(0, 5)
    assert difference(olga, cast["hana"], [engineering], []) == Difference(2, 6)
    assert difference(olga, cast["hana"], [sales, engineering], [cast.groups["Mentors"]]) == Difference(2, 0)
    assert difference(olga, cast["henry"], [], []) == Difference(0, 0)


def test_whoever_stands_in_no_department_is_gained_and_lost_like_anybody(cast):
    with db.writing(cast.acme) as tx:
        tx.add(GroupMember(group_id=cast.groups["Mentors"], person_id=cast["adam"]))
    olga, mentors = cast.identity("olga"), cast.groups["Mentors"]
    assert difference(olga, cast["henry"], [], [mentors]) == Difference(3, 0)
    assert difference(olga, cast["hugo"], [cast.departments["Engineering"]], []) == Difference(0, 1)


@pytest.mark.parametrize("name", ["adam", "hana", "sam", "carl"])
def test_only_super_admins_are_told_the_difference(cast, name):
    with pytest.raises(Forbidden):
        difference(cast.identity(name), cast["hana"], [], [])


def test_nobody_of_another_house_is_asked_about(cast):
    with pytest.raises(NotFound):
        difference(cast.identity("eve"), cast["hana"], [], [])
    assert difference(cast.identity("olga"), cast["hana"], [cast.departments["Globex Sales"]], []) == Difference(0, 6)


@on_one_database
@given(plan=plans())
def test_a_preview_of_the_scope_there_is_counts_what_the_policy_allows(database, time, plan):
    with db.writing() as tx:
        settled = settle(tx, plan)
    owner = next(person for person in settled.people if person.role is Role.SUPER_ADMIN)
    for number, person in enumerate(settled.people):
        if person.role is not Role.HR_ADMIN or person.organization_id != owner.organization_id:
            continue
        if owner.is_deactivated(time.now().date()):
            continue
        seen = coverage(
            Identity(party(owner), party(owner), "a login"),
            _scope(settled.departments, plan.department_scopes, number),
            _scope(settled.groups, plan.group_scopes, number),
            person.id,
        )
        assert seen == _by_policy(person, settled.people)


def _scope(ids: list[int], pairs: frozenset[tuple[int, int]], number: int) -> list[int]:
    return [ids[what] for who, what in pairs if who == number]


def _by_policy(actor: Person, people: list[Person]) -> Coverage:
    with db.reading() as tx:
        house = [person for person in people if person.organization_id == actor.organization_id]
        covered = [person for person in house if in_scope(tx, actor.id or 0, person)]
        allowed = [one for one in covered if verdict_for(tx, actor, one, already_impersonating=False).allowed]
    return Coverage(len(covered), len(allowed))
