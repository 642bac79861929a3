"""A department is merged into another one: who and what follows, and what is refused."""

import pytest
from sqlmodel import select

from admin_proxy import db
from admin_proxy.accounts.tables import Department, Person, ScopeDepartment
from admin_proxy.audit.tags import Tag
from admin_proxy.directory import department_merging, departments
from admin_proxy.directory.csv_values import MAX_DEPTH
from admin_proxy.directory.department_editing import Meanwhile, Seen, create, move, rename
from admin_proxy.directory.department_merging import Merged, merge
from admin_proxy.directory.people_filters import Filters
from admin_proxy.directory.people_list import people
from admin_proxy.identity import Forbidden, Invalid, NotFound
from admin_proxy.impersonation import rehearsing
from admin_proxy.impersonation.starting import start
from tests.directory.test_department_editing import ELSEWHERE, below, seen, tree
from tests.impersonation.acts import entries, now
from tests.impersonation.test_races import refusals, together


def merged(cast, name, into):
    return merge(cast.identity("olga"), cast.departments[name], cast.departments[into], seen(cast, name, into))


def standing(cast, who):
    with db.reading() as tx:
        at = tx.get_one(Person, cast[who]).department_id
        return departments.paths(tx, cast.acme)[at]


def scope(cast, who):
    with db.reading() as tx:
        paths = departments.paths(tx, cast.acme)
        rows = tx.exec(select(ScopeDepartment.department_id).where(ScopeDepartment.person_id == cast[who]))
        return sorted(paths[one] for one in rows)


def look_after(cast, who, name):
    with db.writing() as tx:
        tx.add(ScopeDepartment(person_id=cast[who], department_id=cast.departments[name]))


def test_people_departments_and_scopes_follow(cast):
    below(cast, "Field Sales", "North")
    look_after(cast, "henry", "Field Sales")
    outcome = merged(cast, "Field Sales", "Engineering")
    assert outcome == Merged(people=1, moved=("North",), also_merged=(), looked_after_by=("Henry Hill",))
    assert tree(cast) == ["Engineering", "Engineering › North", "Sales", "Sales › Inside Sales"]
    assert standing(cast, "fay") == "Engineering"
    assert scope(cast, "henry") == ["Engineering"]
    assert people(cast.identity("olga"), Filters("fischer engineering")).count == 1
    assert people(cast.identity("olga"), Filters("fischer field")).count == 0


def test_each_thing_that_changed_has_its_entry(cast):
    below(cast, "Field Sales", "North")
    look_after(cast, "henry", "Field Sales")
    merged(cast, "Field Sales", "Engineering")
    (entry,) = entries(Tag.DEPARTMENT_MERGED)
    assert (entry.object_name, entry.before, entry.after) == (
        "Sales › Field Sales",
        {"department": "Sales › Field Sales"},
        {"department": "Engineering"},
    )
    (entry,) = entries(Tag.DEPARTMENT_MOVED)
    assert (entry.before, entry.after) == (
        {"department": "Sales › Field Sales › North"},
        {"department": "Engineering › North"},
    )
    (entry,) = entries(Tag.PERSON_CHANGED)
    assert (entry.object_name, entry.before, entry.after) == (
        "Fay Fischer",
        {"department": "Sales › Field Sales"},
        {"department": "Engineering"},
    )
    (entry,) = entries(Tag.SCOPE_CHANGED)
    assert (entry.object_name, entry.before, entry.after) == (
        "Henry Hill",
        {"departments": ["Sales › Field Sales"]},
        {"departments": ["Engineering"]},
    )


def test_namesakes_below_the_two_are_merged_as_well_and_so_on_down(cast):
    olga = cast.identity("olga")
    below(cast, "Field Sales", "North", "Coast")
    other = create(olga, cast.departments["Inside Sales"], "NORTH")
    coast = create(olga, other, "coast")
    create(olga, other, "Hills")
    look_after(cast, "henry", "Coast")
    with db.writing(cast.acme) as tx:
        tx.get_one(Person, cast["ben"]).department_id = cast.departments["Coast"]
    outcome = merged(cast, "Field Sales", "Inside Sales")
    assert outcome.also_merged == ("Sales › Field Sales › North", "Sales › Field Sales › North › Coast")
    assert (outcome.people, outcome.moved) == (2, ())
    assert tree(cast) == [
        "Engineering",
        "Sales",
        "Sales › Inside Sales",
        "Sales › Inside Sales › NORTH",
        "Sales › Inside Sales › NORTH › Hills",
        "Sales › Inside Sales › NORTH › coast",
    ]
    assert standing(cast, "ben") == "Sales › Inside Sales › NORTH › coast"
    with db.reading() as tx:
        assert tx.exec(select(ScopeDepartment).where(ScopeDepartment.department_id == coast)).one().person_id


def test_into_the_one_above_even_where_names_repeat_themselves(cast):
    below(cast, "Sales", "North")
    inner = create(cast.identity("olga"), cast.departments["North"], "North")
    create(cast.identity("olga"), inner, "North")
    outcome = merged(cast, "North", "Sales")
    assert (outcome.moved, outcome.also_merged) == (("North",), ())
    assert "Sales › North › North" in tree(cast)
    assert "Sales › North › North › North" not in tree(cast)


def test_an_hr_admin_of_both_has_the_one_that_is_left(cast):
    look_after(cast, "henry", "Field Sales")
    look_after(cast, "henry", "Engineering")
    merged(cast, "Field Sales", "Engineering")
    assert scope(cast, "henry") == ["Engineering"]
    assert scope(cast, "hana") == ["Sales"]


def test_who_leaves_a_scope_loses_their_visitor_and_the_preview_says_so(cast):
    hana = cast.identity("hana")
    start(hana, cast["fay"])
    before = tree(cast)
    field_sales, to, wanted = (
        cast.departments["Field Sales"],
        cast.departments["Engineering"],
        seen(cast, "Field Sales", "Engineering"),
    )
    foreseen, ending = rehearsing.merging(cast.identity("olga"), field_sales, to, wanted)
    assert (ending, tree(cast), now(hana).impersonating) == (1, before, True)
    assert merged(cast, "Field Sales", "Engineering") == foreseen
    assert not now(hana).impersonating


def test_a_scope_that_follows_keeps_its_sessions(cast):
    look_after(cast, "hana", "Field Sales")
    hana = cast.identity("hana")
    start(hana, cast["fay"])
    merged(cast, "Field Sales", "Engineering")
    assert now(hana).impersonating
    assert scope(cast, "hana") == ["Engineering", "Sales"]


@pytest.mark.parametrize("into", ["Sales", "Field Sales", "North"])
def test_into_itself_or_below_itself_is_refused(cast, into):
    below(cast, "Field Sales", "North")
    with pytest.raises(Invalid, match="into itself or into one below it") as refusal:
        merged(cast, "Sales", into)
    assert refusal.value.field == "to"


def test_too_deep_and_too_many_are_refused(cast, monkeypatch):
    below(cast, "Engineering", *(f"Level {level}" for level in range(2, MAX_DEPTH + 1)))
    with pytest.raises(Invalid, match="that would be 21"):
        merged(cast, "Sales", f"Level {MAX_DEPTH}")
    monkeypatch.setattr(department_merging, "MOST_PEOPLE", 3)
    with pytest.raises(Invalid, match="At most 3 people can change department at once"):
        merged(cast, "Sales", "Engineering")


def test_what_others_did_meanwhile_is_shown_and_twice_is_once(cast):
    olga, oscar = cast.identity("olga"), cast.identity("oscar")
    field_sales, to, wanted = (
        cast.departments["Field Sales"],
        cast.departments["Engineering"],
        seen(cast, "Field Sales", "Engineering"),
    )
    rename(oscar, to, "Research", "Engineering")
    with pytest.raises(Meanwhile, match="it is “Research” now"):
        merge(olga, field_sales, to, wanted)
    merged(cast, "Field Sales", "Engineering")
    with pytest.raises(NotFound):
        merge(olga, field_sales, to, wanted)


@pytest.mark.parametrize("name", ["hana", "adam", "sam", "carl"])
def test_only_super_admins(cast, name):
    with pytest.raises(Forbidden):
        merge(cast.identity(name), cast.departments["Sales"], cast.departments["Engineering"], Seen("Sales"))


def test_for_others_there_is_no_such_department(cast):
    eve, own = cast.identity("eve"), cast.departments["Globex Sales"]
    for number in (cast.departments["Sales"], *ELSEWHERE):
        with pytest.raises(NotFound):
            merge(eve, number, own, Seen("Sales", "Sales"))
        with pytest.raises(Invalid, match="no such department any more"):
            merge(eve, own, number, Seen("Sales", "Sales"))


@pytest.mark.parametrize("_round", range(3))
def test_two_that_are_merged_into_each_other_at_once_leave_one(cast, _round):
    olga, oscar = cast.identity("olga"), cast.identity("oscar")
    inside, engineering = cast.departments["Inside Sales"], cast.departments["Engineering"]
    outcomes = together(
        lambda: merge(olga, inside, engineering, Seen("Sales › Inside Sales", "Engineering")),
        lambda: merge(oscar, engineering, inside, Seen("Engineering", "Sales › Inside Sales")),
    )
    assert refusals(outcomes) == 1
    with db.reading() as tx:
        left = tx.exec(select(Department.id)).all()
    assert len({inside, engineering} & set(left)) == 1


@pytest.mark.parametrize("_round", range(3))
def test_a_merge_and_a_move_of_the_same_one(cast, _round):
    olga, oscar = cast.identity("olga"), cast.identity("oscar")
    field_sales, engineering = cast.departments["Field Sales"], cast.departments["Engineering"]
    outcomes = together(
        lambda: merge(olga, field_sales, engineering, Seen("Sales › Field Sales", "Engineering")),
        lambda: move(oscar, field_sales, None, Seen("Sales › Field Sales")),
    )
    assert refusals(outcomes) == 1
