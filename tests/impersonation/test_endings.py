"""The product's own verbs, each of them: what they no longer allow has ended when they have committed."""

from __future__ import annotations

from datetime import date

import pytest

from admin_proxy.accounts import administrators, logins, roles, scopes, status
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Role, operator
from admin_proxy.organizations import rules
from tests.directory.csv_files import file, upload
from tests.impersonation.acts import entries, impersonating, news, person, session

HEADINGS = "employee_id,email,first_name,last_name,department"


def row_of_fay(cast, department, headings=HEADINGS, more=""):
    fay = person(cast, "fay")
    return file(f"{fay.employee_id},{fay.email},Fay,Fischer,{department}{more}", headings=headings)


def role_of_the_actor(cast):
    roles.change_role(cast.identity("olga"), cast["hana"], Role.ADMIN)


def role_of_the_subject(cast):
    roles.change_role(cast.identity("olga"), cast["fay"], Role.SUPER_ADMIN)


def made_an_administrator_on_the_command_line(cast):
    administrators.create_admin(operator(cast.acme), cast.acme, "fay@acme.example", "Fay Fischer")


def another_scope(cast):
    scopes.set_scope(cast.identity("olga"), cast["hana"], [cast.departments["Inside Sales"]], [cast.groups["Mentors"]])


def an_empty_scope(cast):
    scopes.set_scope(cast.identity("olga"), cast["hana"], [], [])


def deactivated_subject(cast):
    status.deactivate(cast.identity("olga"), cast["fay"], date(2026, 3, 2))


def deactivated_actor(cast):
    status.deactivate(cast.identity("olga"), cast["hana"], date(2026, 3, 2))


def switched_off(cast):
    rules.change(cast.identity("carl"), cast.acme, proxy_enabled=False)


def limited(cast):
    rules.change(cast.identity("carl"), cast.acme, limited_to_super_admins=True)


def signed_out_elsewhere(cast):
    logins.end_others(cast.identity("hana"))


def moved_out_of_scope_by_an_upload(cast):
    upload(cast.identity("olga"), row_of_fay(cast, "Engineering"))


def moved_to_a_new_department_by_an_upload(cast):
    upload(cast.identity("olga"), row_of_fay(cast, "Partners"))


def deactivated_by_an_upload(cast):
    upload(
        cast.identity("olga"),
        row_of_fay(cast, "Field Sales", f"{HEADINGS},deactivation date", ",2026-03-01"),
    )


VERBS = [
    (role_of_the_actor, "no longer allowed", "Only Super Admins and HR Admins"),
    (role_of_the_subject, "no longer allowed", "higher role than you"),
    (made_an_administrator_on_the_command_line, "no longer allowed", "higher role than you"),
    (another_scope, "no longer allowed", "No such person in your scope"),
    (an_empty_scope, "no longer allowed", "No such person in your scope"),
    (deactivated_subject, "subject deactivated", "has been deactivated"),
    (deactivated_actor, "no longer allowed", "Your account is deactivated"),
    (switched_off, "no longer allowed", "switched off"),
    (limited, "no longer allowed", "limited to Super Admins"),
    (signed_out_elsewhere, "signed out", "the sign-in it belonged to has ended"),
    (moved_out_of_scope_by_an_upload, "no longer allowed", "No such person in your scope"),
    (moved_to_a_new_department_by_an_upload, "no longer allowed", "No such person in your scope"),
    (deactivated_by_an_upload, "subject deactivated", "has been deactivated"),
]


@pytest.mark.parametrize(("verb", "cause", "sentence"), VERBS, ids=[verb.__name__ for verb, _, _ in VERBS])
def test_hana_is_no_longer_fay(cast, verb, cause, sentence):
    identity = impersonating(cast, "hana", "fay")
    with news() as told:
        verb(cast)
    assert identity.login_id in told
    assert session().end_cause == cause
    assert sentence in session().end_sentence
    (entry,) = entries(Tag.IMPERSONATION_ENDED)
    assert (entry.session_id, entry.after["cause"]) == (session().id, cause)


def test_an_upload_that_moves_her_within_the_scope_ends_nothing(cast):
    impersonating(cast, "hana", "fay")
    upload(cast.identity("olga"), row_of_fay(cast, "Inside Sales"))
    assert session().end_cause == ""
