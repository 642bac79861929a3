"""The facts behind the verdict, as the cast's organization has them."""

from __future__ import annotations

import pytest

from admin_proxy import db
from admin_proxy.access import facts
from admin_proxy.access.policy import Refusal
from admin_proxy.accounts.tables import Department, Person
from admin_proxy.organizations.tables import Organization


def verdict(cast, actor: str, subject: str | None, **more):
    with db.reading() as tx:
        whom = tx.get_one(Person, cast[subject]) if subject else None
        asking = tx.get_one(Person, cast[actor])
        return facts.verdict_for(tx, asking, whom, **{"already_impersonating": False, **more})


def refusal(cast, actor: str, subject: str | None, **more):
    return verdict(cast, actor, subject, **more).refusal


@pytest.mark.parametrize("subject", ["sam", "fay", "ina"])
def test_hana_reaches_sales_and_everything_below_it(cast, subject):
    assert verdict(cast, "hana", subject).allowed


@pytest.mark.parametrize("subject", ["zoe", "ben", "olga", "eve", "emil", "carl", None])
def test_hana_is_told_the_same_of_whoever_is_out_of_her_reach(cast, subject):
    assert verdict(cast, "hana", subject) == verdict(cast, "hana", None)
    assert refusal(cast, "hana", subject) is Refusal.NOT_FOUND


def test_hana_meets_an_hr_admin_in_her_scope(cast):
    assert refusal(cast, "hana", "henry") is Refusal.HR_ADMIN_LIKE_YOU


def test_hugo_reaches_the_mentors_and_nobody_else(cast):
    assert verdict(cast, "hugo", "zoe").allowed
    assert verdict(cast, "hugo", "ben").allowed
    assert refusal(cast, "hugo", "sam") is Refusal.NOT_FOUND


def test_an_empty_scope_sees_nobody_not_even_the_own_department(cast):
    for subject in ("sam", "zoe", "fay"):
        assert refusal(cast, "henry", subject) is Refusal.NOT_FOUND


def test_olga_reaches_every_active_person_of_acme_who_has_signed_in(cast):
    for subject in ("oscar", "adam", "hana", "sam", "zoe"):
        assert verdict(cast, "olga", subject).allowed
    assert refusal(cast, "olga", "olga") is Refusal.YOURSELF
    assert refusal(cast, "olga", "nora") is Refusal.PRIVACY_NOT_ACCEPTED
    assert refusal(cast, "olga", "dora") is Refusal.DEACTIVATED


def test_eve_sees_nothing_of_acme(cast):
    for subject in ("olga", "sam", "zoe", "nora", "dora", "carl", None):
        assert verdict(cast, "eve", subject) == verdict(cast, "eve", None)
    assert verdict(cast, "eve", "emil").allowed


@pytest.mark.parametrize("actor", ["adam", "sam", "carl", "petra"])
def test_neither_admins_nor_employees_nor_vendor_staff_impersonate(cast, actor):
    assert refusal(cast, actor, "zoe") is Refusal.NOT_AN_ADMINISTRATOR


def test_the_house_rules_are_those_of_the_actors_organization(cast):
    with db.writing(cast.acme) as tx:
        tx.get_one(Organization, cast.acme).limited_to_super_admins = True
    assert refusal(cast, "hana", "sam") is Refusal.LIMITED_TO_SUPER_ADMINS
    assert verdict(cast, "olga", "sam").allowed
    with db.writing(cast.acme) as tx:
        tx.get_one(Organization, cast.acme).proxy_enabled = False
    assert refusal(cast, "olga", "sam") is Refusal.SWITCHED_OFF
    assert verdict(cast, "eve", "emil").allowed


def test_a_deactivation_takes_effect_when_its_day_begins(cast, time):
    with db.writing(cast.acme) as tx:
        tx.get_one(Person, cast["sam"]).deactivated_on = time.now().date().replace(day=3)
    assert verdict(cast, "olga", "sam").allowed
    time.advance(hours=15)
    assert refusal(cast, "olga", "sam") is Refusal.DEACTIVATED


def test_departments_in_a_circle_do_not_hang_the_question(cast):
    with db.writing(cast.acme) as tx:
        tx.get_one(Department, cast.departments["Engineering"]).parent_id = cast.departments["Engineering"]
    assert refusal(cast, "hana", "zoe") is Refusal.NOT_FOUND
