"""Making any one fact worse never turns a refusal into a permission: on every combination there is."""

import itertools
from dataclasses import replace

import pytest

from admin_proxy.identity import Role
from tests.access.test_oracle import ask_the_policy, every_case

WORSE = {
    "switched_on": False,
    "limited_to_super_admins": True,
    "already_impersonating": True,
    "same_person": True,
    "same_organization": False,
    "in_scope": False,
    "deactivated": True,
    "privacy_accepted": False,
}


def allowed(case):
    return ask_the_policy(case) is None


@pytest.mark.parametrize("fact", WORSE)
def test_a_worse_fact_allows_nobody_who_was_refused(fact):
    cases = [case for case in every_case() if getattr(case, fact) is not WORSE[fact]]
    assert len(cases) >= 3_072  # half of the table; of what only exists at home, less
    assert [case for case in cases if not allowed(case) and allowed(replace(case, **{fact: WORSE[fact]}))] == []


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.ADMIN, Role.CUSTOMER_SUCCESS_MANAGER, Role.PROGRAM_ARCHITECT])
def test_an_administrator_who_becomes_something_else_is_allowed_nobody(role):
    cases = [replace(case, actor_role=role) for case in every_case()]
    assert not any(map(allowed, cases))


def test_a_super_admin_who_becomes_an_hr_admin_is_allowed_nobody_new():
    cases = [case for case in every_case() if case.actor_role is Role.SUPER_ADMIN]
    assert len(cases) == 1_280
    assert [c for c in cases if not allowed(c) and allowed(replace(c, actor_role=Role.HR_ADMIN))] == []


def test_a_subject_who_rises_is_within_nobody_elses_reach():
    ranks = [Role.EMPLOYEE, Role.HR_ADMIN, Role.ADMIN, Role.SUPER_ADMIN]
    for lower, higher in itertools.pairwise(ranks):
        cases = [case for case in every_case() if case.subject_role is lower]
        assert [c for c in cases if not allowed(c) and allowed(replace(c, subject_role=higher))] == []
