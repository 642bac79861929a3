"""The policy as a table: one row for each reason, in the order of the reasons, and the full product of roles."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

import pytest

from admin_proxy import words
from admin_proxy.access.policy import Refusal, decide
from admin_proxy.identity import Refused, Role

ACME, GLOBEX = 1, 2


@dataclass(frozen=True)
class Case:
    """A Super Admin and an Employee of one organization, with nothing in the way."""

    actor_role: Role = Role.SUPER_ADMIN
    actor_id: int = 1
    actor_organization_id: int | None = ACME
    proxy_enabled: bool = True
    limited_to_super_admins: bool = False
    already_impersonating: bool = False
    subject_id: int = 2
    subject_organization_id: int | None = ACME
    subject_role: Role = Role.EMPLOYEE
    subject_in_scope: bool = True
    subject_deactivated: bool = False
    subject_privacy_accepted: bool = True

    def verdict(self):
        return decide(**{name: getattr(self, name) for name in self.__dataclass_fields__})

    def refusal(self) -> Refusal | None:
        return self.verdict().refusal


NOTHING_IN_THE_WAY = Case()
HANA = Case(actor_role=Role.HR_ADMIN)

# Each reason with what alone brings it about, in PRODUCT's order.
REASONS: list[tuple[Refusal, dict[str, object]]] = [
    (Refusal.NOT_AN_ADMINISTRATOR, {"actor_role": Role.EMPLOYEE}),
    (Refusal.SWITCHED_OFF, {"proxy_enabled": False}),
    (Refusal.LIMITED_TO_SUPER_ADMINS, {"limited_to_super_admins": True}),
    (Refusal.ALREADY_IMPERSONATING, {"already_impersonating": True}),
    (Refusal.YOURSELF, {"subject_id": 1}),
    (Refusal.NOT_FOUND, {"subject_in_scope": False}),
    (Refusal.DEACTIVATED, {"subject_deactivated": True}),
    (Refusal.ABOVE_YOU, {"subject_role": Role.ADMIN}),
    (Refusal.HR_ADMIN_LIKE_YOU, {"subject_role": Role.HR_ADMIN}),
    (Refusal.PRIVACY_NOT_ACCEPTED, {"subject_privacy_accepted": False}),
]


def test_a_super_admin_may_impersonate_an_employee():
    assert NOTHING_IN_THE_WAY.verdict().allowed
    assert NOTHING_IN_THE_WAY.verdict().sentence == ""


def test_an_hr_admin_may_impersonate_an_employee_in_scope():
    assert HANA.verdict().allowed


def test_the_codes_stand_in_the_order_of_the_reasons():
    assert list(Refusal) == [reason for reason, _ in REASONS]


@pytest.mark.parametrize(("reason", "cause"), REASONS)
def test_each_reason_alone_refuses_an_hr_admin(reason, cause):
    assert replace(HANA, **cause).refusal() is reason


@pytest.mark.parametrize(("earlier", "later"), list(itertools.combinations(range(len(REASONS)), 2)))
def test_of_two_reasons_the_first_is_given(earlier, later):
    (reason, cause), (_, other) = REASONS[earlier], REASONS[later]
    assert replace(HANA, **{**other, **cause}).refusal() is reason


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.SUPER_ADMIN, Role.HR_ADMIN)])
def test_no_other_role_may_impersonate_anybody(role):
    for subject in Role:
        organization = None if role.is_vendor else ACME
        case = Case(actor_role=role, actor_organization_id=organization, subject_role=subject)
        assert case.refusal() is Refusal.NOT_AN_ADMINISTRATOR


@pytest.mark.parametrize(
    ("subject", "as_super_admin", "as_hr_admin"),
    [
        (Role.EMPLOYEE, None, None),
        (Role.HR_ADMIN, None, Refusal.HR_ADMIN_LIKE_YOU),
        (Role.ADMIN, None, Refusal.ABOVE_YOU),
        (Role.SUPER_ADMIN, None, Refusal.ABOVE_YOU),
    ],
)
def test_nobody_reaches_upwards_and_hr_admins_do_not_reach_each_other(subject, as_super_admin, as_hr_admin):
    assert Case(subject_role=subject).refusal() is as_super_admin
    assert replace(HANA, subject_role=subject).refusal() is as_hr_admin


@pytest.mark.parametrize("actor", [NOTHING_IN_THE_WAY, HANA])
@pytest.mark.parametrize("vendor", [Role.CUSTOMER_SUCCESS_MANAGER, Role.PROGRAM_ARCHITECT])
def test_vendor_staff_belong_to_no_organization_and_so_are_not_found(actor, vendor):
    case = replace(actor, subject_role=vendor, subject_organization_id=None)
    assert case.refusal() is Refusal.NOT_FOUND


def test_two_people_without_an_organization_are_not_of_the_same_one():
    case = Case(actor_organization_id=None, subject_organization_id=None)
    assert case.refusal() is Refusal.NOT_FOUND


def test_an_hr_admin_cannot_tell_another_organization_from_out_of_scope():
    elsewhere = replace(HANA, subject_organization_id=GLOBEX).verdict()
    out_of_scope = replace(HANA, subject_in_scope=False).verdict()
    assert elsewhere == out_of_scope
    assert elsewhere.sentence.startswith("No such person in your scope")


def test_what_a_person_elsewhere_is_like_changes_nothing_of_the_refusal():
    hidden = [replace(HANA, subject_in_scope=False), Case(subject_organization_id=GLOBEX)]
    for case, role, gone, accepted in itertools.product(hidden, Role, (True, False), (True, False)):
        alike = replace(case, subject_role=role, subject_deactivated=gone, subject_privacy_accepted=accepted)
        assert alike.verdict() == case.verdict()


def test_a_super_admin_is_told_of_the_organization_because_there_is_no_scope():
    verdict = Case(subject_organization_id=GLOBEX).verdict()
    assert verdict.sentence.startswith("No such person in your organization")


def test_scope_does_not_limit_a_super_admin():
    assert Case(subject_in_scope=False).verdict().allowed


def test_limited_to_super_admins_leaves_super_admins_alone():
    assert Case(limited_to_super_admins=True).verdict().allowed


def test_every_refusal_is_a_sentence_that_says_what_to_do_next():
    for refusal in Refusal:
        assert refusal.sentence.count(".") >= 2
        assert refusal.sentence.endswith(".")


@pytest.mark.parametrize("reason", Refusal)
def test_every_reason_is_said_in_german_and_recorded_in_english(reason):
    with words.speaking("de"):
        assert words.say(reason.sentence) != reason.sentence
        assert str(Refused(reason.sentence)) == words.say(reason.sentence)
    assert str(Refused(reason.sentence)) == reason.sentence
