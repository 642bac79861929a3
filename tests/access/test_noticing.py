"""Whatever writes a fact that the policy looks at, and however: what is no longer allowed ends with it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import delete, update
from sqlmodel import col

from admin_proxy import db
from admin_proxy.access.noticing import FACTS
from admin_proxy.accounts.tables import Department, GroupMember, Login, Person, ScopeDepartment, ScopeGroup
from admin_proxy.identity import Role
from admin_proxy.organizations.tables import Organization
from tests.impersonation.acts import change_language, impersonating, news, now, session

# Nobody here says `db.facts_changed`: that is the point. Hana impersonates Fay, Hugo impersonates Zoë.


def demote(tx, cast):
    tx.get_one(Person, cast["hana"]).role = Role.EMPLOYEE


def promote_the_subject(tx, cast):
    tx.get_one(Person, cast["fay"]).role = Role.HR_ADMIN


def deactivate(tx, cast):
    tx.get_one(Person, cast["fay"]).deactivated_on = date(2026, 3, 1)


def move_the_subject(tx, cast):
    tx.get_one(Person, cast["fay"]).department_id = cast.departments["Engineering"]


def move_the_department(tx, cast):
    tx.get_one(Department, cast.departments["Field Sales"]).parent_id = None


def take_the_scope_away(tx, cast):
    tx.delete(tx.get_one(ScopeDepartment, (cast["hana"], cast.departments["Sales"])))


def take_the_scope_away_by_statement(tx, cast):
    tx.execute(delete(ScopeDepartment).where(col(ScopeDepartment.person_id) == cast["hana"]))


def demote_by_statement(tx, cast):
    tx.execute(update(Person).where(col(Person.id) == cast["hana"]).values(role=Role.EMPLOYEE))


def ask_for_privacy_again(tx, cast):
    tx.get_one(Person, cast["fay"]).privacy_version = "2019-01"


def switch_off(tx, cast):
    tx.get_one(Organization, cast.acme).proxy_enabled = False


def limit(tx, cast):
    tx.get_one(Organization, cast.acme).limited_to_super_admins = True


def end_the_login(tx, cast):
    login = tx.get_one(Login, session().login_id)
    login.ended_at, login.end_cause = login.created_at, "signed out"


HANA = [
    demote, promote_the_subject, deactivate, move_the_subject, move_the_department, take_the_scope_away,
    take_the_scope_away_by_statement, demote_by_statement, ask_for_privacy_again, switch_off, limit, end_the_login,
]  # fmt: skip


@pytest.mark.parametrize("change", HANA, ids=lambda change: change.__name__)
def test_it_ends_in_the_same_transaction_with_cause_and_sentence_and_the_tabs_are_told(cast, change):
    identity = impersonating(cast, "hana", "fay")
    with news() as told, db.writing(cast.acme) as tx:
        change(tx, cast)
    assert told == [identity.login_id]
    assert session().end_cause in ("no longer allowed", "subject deactivated", "signed out")
    assert session().end_sentence.startswith("Your impersonation of Fay Fischer has ended because")


def leave_the_group(tx, cast):
    tx.delete(tx.get_one(GroupMember, (cast.groups["Mentors"], cast["zoe"])))


def leave_the_group_by_statement(tx, cast):
    tx.execute(delete(GroupMember).where(col(GroupMember.person_id) == cast["zoe"]))


def drop_the_group_from_the_scope(tx, cast):
    tx.delete(tx.get_one(ScopeGroup, (cast["hugo"], cast.groups["Mentors"])))


@pytest.mark.parametrize(
    "change",
    [leave_the_group, leave_the_group_by_statement, drop_the_group_from_the_scope],
    ids=lambda change: change.__name__,
)
def test_the_same_goes_for_groups(cast, change):
    impersonating(cast, "hugo", "zoe")
    with db.writing(cast.acme) as tx:
        change(tx, cast)
    assert session().end_cause == "no longer allowed"


def test_a_change_of_something_else_asks_nothing(cast, monkeypatch):
    identity = impersonating(cast, "hana", "fay")
    asked = []
    monkeypatch.setattr(db, "_before_commit", [lambda tx, organization_id: asked.append(organization_id)])
    assert change_language(now(identity), "de")
    assert asked == []


def test_every_fact_is_a_column_that_there_is():
    for table, columns in FACTS.items():
        assert columns <= set(table.model_fields)
