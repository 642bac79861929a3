"""The list of groups: names in order, how many are in each, who looks after it; and one group's own page."""

import pytest

from admin_proxy import db
from admin_proxy.accounts.tables import GroupMember, Person, ScopeGroup, UserGroup
from admin_proxy.directory import group_list
from admin_proxy.directory.group_list import groups
from admin_proxy.directory.group_page import group
from admin_proxy.directory.people_filters import Filters
from admin_proxy.directory.people_list import people
from admin_proxy.identity import Forbidden, NotFound, Role


@pytest.fixture
def many(cast):
    """Acme has these too, with nobody in them."""
    names = ["alumni", "Board", "Écoliers", "zebra", "Mentors of Mentors"]
    with db.writing(cast.acme) as tx:
        rows = [UserGroup(organization_id=cast.acme, name=name) for name in names]
        tx.add_all(rows)
        tx.flush()
        return {row.name: row.id for row in rows}


def names(page):
    return [row.name for row in page.rows]


def test_each_has_its_members_and_those_who_look_after_it(cast, many):
    (mentors,) = groups(cast.identity("olga"), "mentors").rows[:1]
    assert (mentors.name, mentors.members, mentors.members_label) == ("Mentors", 2, "2")
    assert mentors.looked_after_by == ("Hugo Huber",)
    (board,) = groups(cast.identity("olga"), "board").rows
    assert (board.members, board.looked_after_by) == (0, ())


def test_they_are_in_the_order_of_their_names_whatever_the_case_and_the_accents(cast, many):
    page = groups(cast.identity("olga"))
    assert names(page) == ["alumni", "Board", "Écoliers", "Mentors", "Mentors of Mentors", "zebra"]
    assert (page.count, page.count_label, page.before, page.after) == (6, "6 groups", None, None)


def test_any_part_of_the_name_finds_it(cast, many):
    olga = cast.identity("olga")
    assert names(groups(olga, "ECOL")) == ["Écoliers"]
    assert names(groups(olga, "mentors of")) == ["Mentors of Mentors"]
    assert names(groups(olga, "%")) == []
    assert groups(olga, "board").count_label == "1 group"


def test_page_by_page_there_and_back(cast, many, monkeypatch):
    monkeypatch.setattr(group_list, "PAGE", 2)
    olga = cast.identity("olga")
    first = groups(olga)
    second = groups(olga, after=first.after)
    third = groups(olga, after=second.after)
    assert [names(page) for page in (first, second, third)] == [
        ["alumni", "Board"], ["Écoliers", "Mentors"], ["Mentors of Mentors", "zebra"],
    ]  # fmt: skip
    assert third.after is None
    assert groups(olga, before=third.before) == second
    assert groups(olga, before=second.before) == first
    assert groups(olga, after=999_999) == groups(olga, after=-1) == groups(olga, before=2**70) == first


def test_in_the_list_members_are_counted_up_to_a_number(cast, monkeypatch):
    monkeypatch.setattr(group_list, "MANY", 1)
    assert [row.members_label for row in groups(cast.identity("olga")).rows] == ["1+"]
    assert group(cast.identity("olga"), cast.groups["Mentors"]).members == 2


def test_only_hr_admins_look_after_a_group(cast):
    with db.writing(cast.acme) as tx:
        tx.get_one(Person, cast["hugo"]).role = Role.ADMIN  # his scope was forgotten
        tx.add(ScopeGroup(person_id=cast["hana"], group_id=cast.groups["Mentors"]))
    olga = cast.identity("olga")
    assert groups(olga).rows[0].looked_after_by == ("Hana Horváthová",)
    assert [one.name for one in group(olga, cast.groups["Mentors"]).looked_after_by] == ["Hana Horváthová"]


def test_a_group_has_a_page(cast):
    page = group(cast.identity("olga"), cast.groups["Mentors"])
    assert (page.id, page.name, page.members) == (cast.groups["Mentors"], "Mentors", 2)
    assert [one.id for one in page.looked_after_by] == [cast["hugo"]]


@pytest.mark.parametrize("name", ["adam", "hana", "hugo", "sam", "carl"])
def test_only_super_admins_see_groups(cast, name):
    with pytest.raises(Forbidden):
        groups(cast.identity(name))
    with pytest.raises(Forbidden):
        group(cast.identity(name), cast.groups["Mentors"])


def test_those_of_another_organization_are_not_there(cast):
    eve = cast.identity("eve")
    assert groups(eve).rows == ()
    for group_id in (cast.groups["Mentors"], 999_999, 0, -1, 2**70):
        with pytest.raises(NotFound, match="There is no such group"):
            group(eve, group_id)


def test_a_member_of_another_house_would_not_be_told(cast):
    """No verb puts one there; should one ever stand there, no name of theirs is shown."""
    with db.writing(cast.acme) as tx:
        tx.add(GroupMember(group_id=cast.groups["Mentors"], person_id=cast["emil"]))
    mentors = Filters(group_id=cast.groups["Mentors"])
    assert [row.name for row in people(cast.identity("olga"), mentors).rows] == ["Ben Becker", "Zoë Žižková"]
