"""Who administers the organization, whom each HR Admin looks after, and how many that are."""

from __future__ import annotations

from datetime import date

import pytest

from admin_proxy import clock, db
from admin_proxy.accounts.tables import Department, GroupMember, Person, ScopeGroup
from admin_proxy.directory import administrators_list
from admin_proxy.directory.administrators_list import administrators
from admin_proxy.directory.people_filters import Status
from admin_proxy.identity import Forbidden, Role
from tests.impersonation.acts import changed, impersonating


def names(page):
    return [row.name for row in page.rows]


def row(cast, who, viewer="olga"):
    return next(row for row in administrators(cast.identity(viewer)).rows if row.id == cast[who])


def test_those_who_may_do_most_come_first_and_then_by_name(cast):
    page = administrators(cast.identity("olga"))
    assert names(page) == [
        "Olga Orlova", "Oscar Ortiz", "Adam Adler", "Hana Horváthová", "Henry Hill", "Hugo Huber",
    ]  # fmt: skip
    assert page.counts == {Role.SUPER_ADMIN: 2, Role.ADMIN: 1, Role.HR_ADMIN: 3}
    assert (page.before, page.after) == (None, None)


def test_of_one_role(cast):
    page = administrators(cast.identity("olga"), Role.HR_ADMIN)
    assert names(page) == ["Hana Horváthová", "Henry Hill", "Hugo Huber"]
    assert page.counts[Role.SUPER_ADMIN] == 2


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.PROGRAM_ARCHITECT])
def test_a_role_that_administers_nothing_narrows_nothing(cast, role):
    assert len(administrators(cast.identity("olga"), role).rows) == 6


def test_by_what_was_typed_accents_and_case_ignored(cast):
    assert names(administrators(cast.identity("olga"), text="HORVATH")) == ["Hana Horváthová"]
    assert names(administrators(cast.identity("olga"), text="hugo@acme")) == ["Hugo Huber"]
    assert names(administrators(cast.identity("olga"), text="sam silva")) == []
    assert names(administrators(cast.identity("olga"), Role.ADMIN, "%_\\'")) == []


def test_an_hr_admins_scope_is_told_in_words_and_in_people(cast):
    hana, hugo, henry = (row(cast, who) for who in ("hana", "hugo", "henry"))
    assert hana.scope.in_words == {"departments": ["Sales"], "groups": []}
    assert hugo.scope.in_words == {"departments": [], "groups": ["Mentors"]}
    assert [one.covers_label for one in (hana, hugo, henry)] == ["6 people", "2 people", "0 people"]
    assert row(cast, "adam").scope is None


def test_somebody_who_is_covered_twice_counts_once(cast):
    with db.writing(cast.acme) as tx:
        tx.add(ScopeGroup(person_id=cast["hana"], group_id=cast.groups["Mentors"]))
        tx.add(GroupMember(group_id=cast.groups["Mentors"], person_id=cast["fay"]))
        tx.add(GroupMember(group_id=cast.groups["Mentors"], person_id=cast["adam"]))  # who stands in no department
    assert row(cast, "hana").covers == 9


def test_a_large_scope_is_counted_only_so_far(cast, monkeypatch):
    monkeypatch.setattr(administrators_list, "COUNTED", 3)
    assert row(cast, "hana").covers_label == "3+ people"


def test_who_is_deactivated_who_is_leaving_and_when_they_signed_in_is_said(cast, time):
    changed(cast, "hana", deactivated_on=date(2026, 1, 1))
    changed(cast, "hugo", deactivated_on=date(2030, 1, 1), last_login_at=clock.now())
    assert row(cast, "hana").status is Status.DEACTIVATED
    assert (row(cast, "hugo").status, row(cast, "hugo").last_login_at) == (Status.LEAVING, time.now())


def test_ones_own_row_says_that_nobody_changes_their_own_role(cast):
    olga = row(cast, "olga")
    assert olga.is_oneself
    assert olga.why_not == "Nobody can change their own role. Ask another Super Admin."
    assert row(cast, "oscar").why_not == ""
    acting = administrators(impersonating(cast, "olga", "oscar"))
    assert [one.why_not != "" for one in acting.rows] == [True, True, False, False, False, False]


def test_the_last_super_admins_row_says_so(cast):
    changed(cast, "olga", deactivated_on=date(2030, 1, 1))  # she is leaving, and does not count as another one
    assert row(cast, "oscar").why_not == "Oscar Ortiz is the last Super Admin. Make somebody else one first."


def test_pages_in_both_directions(cast, monkeypatch):
    monkeypatch.setattr(administrators_list, "PAGE", 2)
    olga = cast.identity("olga")
    first = administrators(olga)
    second = administrators(olga, after=first.after)
    third = administrators(olga, after=second.after)
    assert names(first) + names(second) + names(third) == [
        "Olga Orlova", "Oscar Ortiz", "Adam Adler", "Hana Horváthová", "Henry Hill", "Hugo Huber",
    ]  # fmt: skip
    assert (first.before, third.after) == (None, None)
    assert administrators(olga, before=third.before) == second
    assert administrators(olga, before=second.before) == first


@pytest.mark.parametrize("nobody", [0, -1, 2**31, 10**30])
def test_a_page_behind_nobody_is_the_first(cast, nobody):
    olga = cast.identity("olga")
    assert administrators(olga, after=nobody) == administrators(olga, before=nobody) == administrators(olga)
    assert administrators(olga, after=cast["eve"]) == administrators(olga)


def test_two_departments_of_one_name_are_told_apart(cast):
    with db.writing(cast.acme) as tx:
        tx.get_one(Department, cast.departments["Engineering"]).name = "Sales"
        tx.get_one(Department, cast.departments["Engineering"]).parent_id = cast.departments["Inside Sales"]
        tx.get_one(Person, cast["henry"]).department_id = None
    assert row(cast, "hana").scope.in_words["departments"] == ["Sales"]
    with db.writing(cast.acme) as tx:
        tx.get_one(Department, cast.departments["Sales"]).name = "Revenue"
    assert row(cast, "hana").scope.in_words["departments"] == ["Revenue"]


def test_eve_sees_her_own_and_nobody_else(cast):
    page = administrators(cast.identity("eve"))
    assert names(page) == ["Eve Evans"]
    assert page.counts == {Role.SUPER_ADMIN: 1, Role.ADMIN: 0, Role.HR_ADMIN: 0}


@pytest.mark.parametrize("who", ["adam", "hana", "sam", "carl"])
def test_nobody_but_super_admins_sees_them(cast, who):
    with pytest.raises(Forbidden, match="Only Super Admins"):
        administrators(cast.identity(who))
