"""What a scope can be put together from."""

from __future__ import annotations

import pytest

from admin_proxy import db
from admin_proxy.accounts.tables import Department, UserGroup
from admin_proxy.directory import scope_choices
from admin_proxy.directory.scope_choices import choices
from admin_proxy.identity import Forbidden


def names(chosen):
    return [branch.name for branch in chosen.branches]


def test_the_top_of_the_tree_at_first(cast):
    seen = choices(cast.identity("olga"))
    assert [(one.name, one.depth, one.has_below, one.is_open) for one in seen.branches] == [
        ("Engineering", 0, False, False),
        ("Sales", 0, True, False),
    ]
    assert [one.name for one in seen.groups] == ["Mentors"]


def test_as_far_as_it_is_opened(cast):
    seen = choices(cast.identity("olga"), opened=[cast.departments["Sales"], cast.departments["Engineering"]])
    assert [(one.name, one.depth, one.is_open) for one in seen.branches] == [
        ("Engineering", 0, False), ("Sales", 0, True), ("Field Sales", 1, False), ("Inside Sales", 1, False),
    ]  # fmt: skip


def test_what_was_typed_finds_names_by_their_path(cast):
    olga = cast.identity("olga")
    assert names(choices(olga, department_text="FIELD")) == ["Field Sales"]
    assert names(choices(olga, department_text="sales")) == ["Sales", "Field Sales", "Inside Sales"]
    assert names(choices(olga, department_text="sales insi")) == ["Inside Sales"]
    assert choices(olga, department_text="field").branches[0].above == "Sales"
    assert names(choices(olga, department_text="xyzzy")) == []
    assert choices(olga, group_text="x").groups == ()
    assert [one.name for one in choices(olga, group_text="ENTO").groups] == ["Mentors"]


def test_what_a_chosen_department_covers_is_said(cast):
    sales, field = cast.departments["Sales"], cast.departments["Field Sales"]
    seen = choices(cast.identity("olga"), [sales, field], opened=[sales])
    assert [(one.name, one.is_chosen, one.covered_by) for one in seen.branches] == [
        ("Engineering", False, ""), ("Sales", True, ""), ("Field Sales", True, "Sales"),
        ("Inside Sales", False, "Sales"),
    ]  # fmt: skip
    assert [(one.words, one.covered_by) for one in seen.chosen_departments] == [
        ("Sales", ""),
        ("Sales › Field Sales", "Sales"),
    ]


def test_what_is_chosen_but_no_longer_there_is_left_out(cast):
    gone = [cast.departments["Globex Sales"], 4711, -1, 10**30]
    seen = choices(cast.identity("olga"), gone, [10**30, *cast.groups.values()], opened=gone)
    assert seen.chosen_departments == ()
    assert [one.words for one in seen.chosen_groups] == ["Mentors"]


def test_of_thousands_only_some_are_handed_out(cast, monkeypatch):
    monkeypatch.setattr(scope_choices, "SHOWN", 2)
    with db.writing(cast.acme) as tx:
        tx.add_all(UserGroup(organization_id=cast.acme, name=f"Group {number}") for number in range(3))
    seen = choices(cast.identity("olga"), opened=[cast.departments["Sales"]], group_text="group")
    assert (names(seen), seen.more_branches) == (["Engineering", "Sales"], 2)
    assert (len(seen.groups), seen.more_groups) == (2, 1)


def test_departments_that_stand_in_a_circle_are_found_and_come_to_an_end(cast):
    with db.writing(cast.acme) as tx:
        tx.get_one(Department, cast.departments["Sales"]).parent_id = cast.departments["Field Sales"]
    olga = cast.identity("olga")
    assert names(choices(olga, opened=cast.departments.values())) == ["Engineering"]
    assert "Sales" in names(choices(olga, [cast.departments["Field Sales"]], department_text="sales"))


def test_eve_chooses_among_her_own(cast):
    seen = choices(cast.identity("eve"), [cast.departments["Sales"]], [cast.groups["Mentors"]])
    assert names(seen) == ["Sales"]
    assert [one.id for one in seen.branches] == [cast.departments["Globex Sales"]]
    assert (seen.groups, seen.chosen_departments, seen.chosen_groups) == ((), (), ())


@pytest.mark.parametrize("who", ["adam", "hana", "sam", "carl"])
def test_nobody_but_super_admins_chooses(cast, who):
    with pytest.raises(Forbidden, match="Only Super Admins"):
        choices(cast.identity(who))
