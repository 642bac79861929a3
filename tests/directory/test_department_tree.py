"""The tree as it is shown: in order, with counts; and one department with all that hangs on it."""

import random

import pytest

from admin_proxy import bulk, db
from admin_proxy.accounts.tables import Department, Person, ScopeDepartment
from admin_proxy.directory import bulk_edit, department_tree, departments, editing
from admin_proxy.directory.bulk_edit import Chosen, Move
from admin_proxy.directory.department_editing import create
from admin_proxy.directory.department_tree import Node
from admin_proxy.identity import Forbidden, NotFound
from admin_proxy.live import About, News
from tests.directory.test_department_editing import ELSEWHERE
from tests.impersonation.acts import all_news


def test_each_stands_before_those_below_it_by_name_with_its_people(cast):
    here = cast.departments
    for name in ("Äpfel", "Team 10", "Team 9"):
        create(cast.identity("olga"), None, name)
    found = department_tree.read(cast.identity("olga"))
    assert [node[1:] for node in found.nodes] == [
        (0, "Äpfel", 0, 0),
        (0, "Engineering", 2, 2),
        (0, "Sales", 4, 6),
        (1, "Field Sales", 1, 1),
        (1, "Inside Sales", 1, 1),
        (0, "Team 9", 0, 0),
        (0, "Team 10", 0, 0),
    ]
    assert found.nodes[2] == Node(here["Sales"], 0, "Sales", 4, 6)
    assert found.without == 5  # Olga, Oscar, Adam, Hana, Hugo
    assert [node[1:] for node in department_tree.read(cast.identity("eve")).nodes] == [(0, "Sales", 1, 1)]


def test_one_of_them_says_who_looks_after_it(cast):
    with db.writing() as tx:
        tx.add(ScopeDepartment(person_id=cast["henry"], department_id=cast.departments["Sales"]))
    card = department_tree.department(cast.identity("olga"), cast.departments["Sales"])
    assert (card.path, card.parent_id, card.people, card.with_all_below, card.departments) == ("Sales", None, 4, 6, 2)
    assert card.looked_after_by == ("Hana Horváthová", "Henry Hill")
    assert not card.is_empty
    for number in (cast.departments["Globex Sales"], *ELSEWHERE):
        with pytest.raises(NotFound):
            department_tree.department(cast.identity("olga"), number)


@pytest.mark.parametrize("name", ["hana", "adam", "sam", "carl"])
def test_only_super_admins_see_it(cast, name):
    for verb in (department_tree.read, lambda who: department_tree.department(who, cast.departments["Sales"])):
        with pytest.raises(Forbidden):
            verb(cast.identity(name))


def test_departments_that_were_tangled_up_by_hand_are_shown_once_each(cast):
    with db.writing(cast.acme) as tx:
        tx.get_one(Department, cast.departments["Sales"]).parent_id = cast.departments["Field Sales"]
    found = department_tree.read(cast.identity("olga"))
    assert sorted(node.name for node in found.nodes) == ["Engineering", "Field Sales", "Inside Sales", "Sales"]


def test_counts_are_right_in_any_tree(cast):
    dice = random.Random(7)
    with db.writing(cast.acme) as tx:
        ids = bulk.reserve_ids(tx, Department, 200)
        rows = [(one, cast.acme, dice.choice([None, *ids[:place]]), f"Unit {place}") for place, one in enumerate(ids)]
        bulk.insert(tx, Department, ("id", "organization_id", "parent_id", "name"), rows)
        for who in ("sam", "fay", "ina", "zoe", "ben", "nora", "dora", "adam"):
            tx.get_one(Person, cast[who]).department_id = dice.choice(ids)
    found = department_tree.read(cast.identity("olga"))
    with db.reading() as tx:
        for node in found.nodes:
            below = departments.with_all_below(tx, cast.acme, node.id)
            assert node.with_all_below == department_tree.people_in(tx, cast.acme, below)


def test_whoever_looks_at_the_tree_hears_when_people_stand_elsewhere(cast):
    olga, engineering = cast.identity("olga"), cast.departments["Engineering"]
    known = editing.known(olga, cast["fay"])
    for act in (
        lambda: editing.edit(olga, cast["fay"], {**known, "department": str(engineering)}, known),
        lambda: bulk_edit.apply(olga, Chosen(ids=(cast["ina"], cast["sam"])), Move(engineering)),
    ):
        with all_news() as told:
            act()
        assert told == [News(About.DEPARTMENTS, cast.acme)]
