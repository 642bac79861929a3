"""The predicate for lists agrees with the policy on every pair: on random organizations, on both engines."""

import pytest
from hypothesis import given
from sqlmodel import select

from admin_proxy import db
from admin_proxy.access.facts import verdict_for
from admin_proxy.access.predicate import eligible_for
from admin_proxy.accounts.people import party
from admin_proxy.accounts.tables import Department, Person
from admin_proxy.identity import Identity, RunningSession
from tests.access.organizations import on_one_database, plans, settle


def allowed_by_policy(tx, identity, people):
    actor = tx.get_one(Person, identity.actor.id)
    return {
        person.id
        for person in people
        if verdict_for(tx, actor, person, already_impersonating=identity.impersonating).allowed
    }


def allowed_by_predicate(tx, identity):
    return set(tx.exec(select(Person.id).where(eligible_for(tx, identity))).all())


def as_themselves(person):
    return Identity(actor=party(person), subject=party(person), login_id="a login")


@on_one_database
@given(plan=plans())
def test_policy_and_predicate_agree_on_every_pair(database, time, plan):
    with db.writing() as tx:
        settled = settle(tx, plan)
        for actor in settled.people:
            identity = as_themselves(actor)
            assert allowed_by_predicate(tx, identity) == allowed_by_policy(tx, identity, settled.people)


def test_hana_may_impersonate_the_employees_of_sales_and_of_all_below_it(cast):
    with db.reading() as tx:
        assert allowed_by_predicate(tx, cast.identity("hana")) == {cast["sam"], cast["fay"], cast["ina"]}


def test_hugo_may_impersonate_the_members_of_his_group(cast):
    with db.reading() as tx:
        assert allowed_by_predicate(tx, cast.identity("hugo")) == {cast["zoe"], cast["ben"]}


def test_an_empty_scope_sees_nobody(cast):
    with db.reading() as tx:
        assert allowed_by_predicate(tx, cast.identity("henry")) == set()


def test_olga_may_impersonate_everybody_active_at_acme_but_herself(cast):
    with db.reading() as tx:
        names = {"oscar", "adam", "hana", "hugo", "henry", "sam", "fay", "ina", "zoe", "ben"}
        assert allowed_by_predicate(tx, cast.identity("olga")) == {cast[name] for name in names}


@pytest.mark.parametrize("name", ["adam", "sam", "carl", "petra"])
def test_whoever_is_no_super_admin_and_no_hr_admin_may_impersonate_nobody(cast, name):
    with db.reading() as tx:
        assert allowed_by_predicate(tx, cast.identity(name)) == set()


def test_while_somebody_is_impersonated_nobody_else_can_be(cast, time):
    olga = cast.identity("olga")
    now = time.now()
    session = RunningSession(id="s", started_at=now, expires_at=now, latest_end=now)
    acting = Identity(actor=olga.actor, subject=olga.actor, login_id=olga.login_id, session=session)
    with db.reading() as tx:
        assert allowed_by_predicate(tx, acting) == set()


def test_departments_in_a_circle_are_walked_once(cast):
    with db.writing() as tx:
        sales = tx.get_one(Department, cast.departments["Sales"])
        sales.parent_id = cast.departments["Field Sales"]
    with db.reading() as tx:
        assert allowed_by_predicate(tx, cast.identity("hana")) == {cast["sam"], cast["fay"], cast["ina"]}
