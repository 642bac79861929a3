"""Who is in a group, page by page and by search; adding people and removing them."""

import pytest
from sqlmodel import col, select

from admin_proxy import db
from admin_proxy.accounts.tables import GroupMember, UserGroup
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.directory import people_filters, people_list
from admin_proxy.directory.bulk_edit import Chosen, Join, Leave, apply
from admin_proxy.directory.people_filters import Filters
from admin_proxy.directory.people_list import people
from admin_proxy.identity import Forbidden, NotFound
from admin_proxy.impersonation import starting
from admin_proxy.impersonation.causes import EndCause
from admin_proxy.impersonation.rehearsing import preview
from admin_proxy.live import About, News
from tests.impersonation.acts import all_news, session


def these(cast, *names):
    return Chosen(ids=tuple(cast[name] for name in names))


def members(group_id):
    with db.reading() as tx:
        return set(tx.exec(select(GroupMember.person_id).where(GroupMember.group_id == group_id)))


@pytest.fixture
def mentors(cast):
    return cast.groups["Mentors"]


@pytest.fixture(params=["few", "many", "many members"])
def way(request, monkeypatch):
    """As if a handful were many: then people are read in the order of their names, or looked up in the index."""
    if request.param == "many":
        monkeypatch.setattr(people_list, "FEW", 1)
    if request.param == "many members":
        monkeypatch.setattr(people_filters, "FEW_MEMBERS", 1)


class TestReading:
    def test_its_members_and_nobody_else(self, cast, mentors, way):
        found = people(cast.identity("olga"), Filters(group_id=mentors))
        assert [row.name for row in found.rows] == ["Ben Becker", "Zoë Žižková"]

    def test_a_search_within(self, cast, mentors, way):
        apply(cast.identity("olga"), these(cast, "dora", "nora", "fay"), Join(mentors))
        for text, expected in {
            "zi": ["Zoë Žižková"],
            "f": ["Fay Fischer"],
            "acme": ["Ben Becker", "Dora Dahl", "Fay Fischer", "Nora Novak", "Zoë Žižková"],
            "engineer": ["Ben Becker", "Zoë Žižková"],
            "sam": [],
        }.items():
            found = people(cast.identity("olga"), Filters(text, group_id=mentors))
            assert [row.name for row in found.rows] == expected

    def test_page_by_page(self, cast, mentors, way, monkeypatch):
        monkeypatch.setattr(people_list, "PAGE", 2)
        olga, all_of_it = cast.identity("olga"), Filters(group_id=mentors)
        apply(olga, these(cast, "dora", "nora", "fay"), Join(mentors))
        first = people(olga, all_of_it)
        second = people(olga, all_of_it, after=first.after)
        third = people(olga, all_of_it, after=second.after)
        names = [[row.name for row in page.rows] for page in (first, second, third)]
        assert names == [["Ben Becker", "Dora Dahl"], ["Fay Fischer", "Nora Novak"], ["Zoë Žižková"]]
        assert people(olga, all_of_it, before=third.before).rows == second.rows

    def test_a_group_of_another_organization_has_nobody(self, cast, mentors, way):
        assert people(cast.identity("eve"), Filters(group_id=mentors)).rows == ()

    def test_an_hr_admin_sees_those_of_it_in_the_scope(self, cast, mentors, way):
        apply(cast.identity("olga"), these(cast, "fay"), Join(mentors))
        found = people(cast.identity("hana"), Filters(group_id=mentors))
        assert [row.name for row in found.rows] == ["Fay Fischer"]


class TestRemoving:
    def test_those_who_are_in_it_leave_it_with_an_entry_each(self, cast, mentors):
        with all_news() as told:
            outcome = apply(cast.identity("olga"), these(cast, "zoe", "ben", "sam"), Leave(mentors))
        assert (outcome.changed, outcome.unchanged, members(mentors)) == (2, 1, set())
        with db.reading() as tx:
            entries = tx.exec(select(AuditEntry).order_by(col(AuditEntry.object_name))).all()
        assert [(one.tag, one.object_name, one.before, one.after) for one in entries] == [
            ("directory.person.changed", "Ben Becker", {"group": "Mentors"}, None),
            ("directory.person.changed", "Zoë Žižková", {"group": "Mentors"}, None),
        ]
        assert told == [News(About.GROUPS, cast.acme)]

    def test_twice_is_once(self, cast, mentors):
        apply(cast.identity("olga"), these(cast, "zoe"), Leave(mentors))
        with all_news() as told:
            outcome = apply(cast.identity("olga"), these(cast, "zoe"), Leave(mentors))
        assert (outcome.changed, outcome.unchanged, told) == (0, 1, [])

    def test_they_stay_in_other_groups(self, cast, mentors):
        with db.writing(cast.acme) as tx:
            other = UserGroup(organization_id=cast.acme, name="Coaches")
            tx.add(other)
            tx.flush()
            other_id = other.id
        apply(cast.identity("olga"), these(cast, "zoe", "fay"), Join(other_id))
        apply(cast.identity("olga"), these(cast, "zoe", "fay"), Leave(mentors))
        assert members(other_id) == {cast["zoe"], cast["fay"]}
        assert members(mentors) == {cast["ben"]}

    def test_everybody_who_matches(self, cast, mentors):
        chosen = Chosen(matching=Filters("becker", group_id=mentors))
        assert apply(cast.identity("olga"), chosen, Leave(mentors)).changed == 1
        assert members(mentors) == {cast["zoe"]}

    def test_an_impersonation_that_only_the_group_allowed_ends_in_the_same_transaction(self, cast, mentors):
        starting.start(cast.identity("hugo"), cast["zoe"], "")
        olga, zoe = cast.identity("olga"), these(cast, "zoe")
        assert preview(olga, zoe, Leave(mentors)).sessions == 1
        assert members(mentors) == {cast["zoe"], cast["ben"]}
        assert preview(olga, these(cast, "ben"), Leave(mentors)).sessions == 0
        apply(olga, zoe, Leave(mentors))
        over = session()
        assert (over.ended_at is not None, over.end_cause) == (True, EndCause.NO_LONGER_ALLOWED)

    def test_deactivated_people_are_added_and_removed_like_anybody(self, cast, mentors):
        assert apply(cast.identity("olga"), these(cast, "dora"), Join(mentors)).changed == 1
        assert apply(cast.identity("olga"), these(cast, "dora"), Leave(mentors)).changed == 1

    @pytest.mark.parametrize("name", ["adam", "hana", "hugo", "sam", "carl"])
    def test_only_super_admins_do(self, cast, mentors, name):
        with pytest.raises(Forbidden):
            apply(cast.identity(name), these(cast, "zoe"), Leave(mentors))

    def test_nobody_of_another_organization_does(self, cast, mentors):
        for change in (Leave(mentors), Join(mentors), Leave(999_999), Leave(-1), Leave(2**70)):
            with pytest.raises(NotFound, match="There is no such group"):
                apply(cast.identity("eve"), these(cast, "zoe", "emil"), change)
        assert members(mentors) == {cast["zoe"], cast["ben"]}
