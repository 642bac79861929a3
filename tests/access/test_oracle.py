"""The policy against an oracle that was written separately, on every combination of roles and facts there is."""

from itertools import product

from admin_proxy.access.policy import Refusal, decide
from admin_proxy.identity import Role
from tests.access.oracle import REASONS, Case, first_reason

FACTS = 8


def every_case():
    for actor_role, subject_role, *facts in product(Role, Role, *[(False, True)] * FACTS):
        case = Case(actor_role, subject_role, *facts)
        if case.same_organization and case.subject_role.is_vendor:
            continue  # cannot be: vendor staff belong to no organization
        yield case


def ask_the_policy(case):
    actor_organization = None if case.actor_role.is_vendor else 1
    elsewhere = None if case.subject_role.is_vendor else 2
    verdict = decide(
        actor_role=case.actor_role,
        actor_id=7,
        actor_organization_id=actor_organization,
        proxy_enabled=case.switched_on,
        limited_to_super_admins=case.limited_to_super_admins,
        already_impersonating=case.already_impersonating,
        subject_id=7 if case.same_person else 8,
        subject_organization_id=1 if case.same_organization else elsewhere,
        subject_role=case.subject_role,
        subject_in_scope=case.in_scope,
        subject_deactivated=case.deactivated,
        subject_privacy_accepted=case.privacy_accepted,
    )
    assert verdict.allowed == (verdict.refusal is None)
    return verdict.refusal and REASONS[list(Refusal).index(verdict.refusal)]


def test_there_are_as_many_refusals_as_reasons():
    assert len(Refusal) == len(REASONS)


def test_the_policy_says_what_the_oracle_says_in_every_case():
    cases = list(every_case())
    roles, choices = len(Role), 2**FACTS
    vendor_roles = sum(role.is_vendor for role in Role)
    assert len(cases) == roles * (roles - vendor_roles) * choices + roles * vendor_roles * choices // 2 == 7_680
    wrong = [
        (case, first_reason(case), ask_the_policy(case)) for case in cases if first_reason(case) != ask_the_policy(case)
    ]
    assert wrong == []


def test_the_table_allows_what_it_should_and_no_more():
    allowed = [case for case in every_case() if first_reason(case) is None]
    by_role = {role: {case.subject_role for case in allowed if case.actor_role is role} for role in Role}
    assert by_role == {
        Role.EMPLOYEE: set(),
        Role.HR_ADMIN: {Role.EMPLOYEE},
        Role.ADMIN: set(),
        Role.SUPER_ADMIN: {Role.EMPLOYEE, Role.HR_ADMIN, Role.ADMIN, Role.SUPER_ADMIN},
        Role.CUSTOMER_SUCCESS_MANAGER: set(),
        Role.PROGRAM_ARCHITECT: set(),
    }
    # Four roles × limited or not × a scope that means nothing, and one employee in scope.
    assert len(allowed) == 4 * 2 * 2 + 1


def test_every_reason_is_the_answer_to_some_case():
    assert {first_reason(case) for case in every_case()} == {None, *REASONS}
