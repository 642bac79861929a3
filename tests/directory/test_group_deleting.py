"""Deleting a group: its members stay, scopes go on without it, and what only it allowed ends at once."""

import pytest
from sqlmodel import col, select

from admin_proxy import db
from admin_proxy.accounts.tables import GroupMember, Person, ScopeDepartment, ScopeGroup, UserGroup
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.directory.group_deleting import delete_group
from admin_proxy.identity import Forbidden, NotFound
from admin_proxy.impersonation import starting
from admin_proxy.impersonation.rehearsing import ended_by_deleting_group
from admin_proxy.live import About, News
from tests.impersonation.acts import all_news, session, sessions


def everything():
    with db.reading() as tx:
        return [
            sorted(str(row.model_dump()) for row in tx.exec(select(table)))
            for table in (UserGroup, GroupMember, ScopeGroup, Person, AuditEntry)
        ]


def test_it_is_gone_and_the_record_keeps_who_was_in_it_and_who_looked_after_it(cast):
    with all_news() as told:
        assert delete_group(cast.identity("olga"), cast.groups["Mentors"]) == "Mentors"
    with db.reading() as tx:
        assert [len(tx.exec(select(table)).all()) for table in (UserGroup, GroupMember, ScopeGroup)] == [0, 0, 0]
        assert tx.get(Person, cast["zoe"]) is not None
        entries = tx.exec(select(AuditEntry).order_by(col(AuditEntry.tag), col(AuditEntry.object_name))).all()
    assert [(one.tag, one.object_name, one.before, one.after) for one in entries] == [
        ("accounts.scope.changed", "Hugo Huber", {"groups": ["Mentors"]}, {"groups": []}),
        ("directory.group.deleted", "Mentors", {"name": "Mentors", "members": 2}, None),
        ("directory.person.changed", "Ben Becker", {"group": "Mentors"}, None),
        ("directory.person.changed", "Zoë Žižková", {"group": "Mentors"}, None),
    ]
    assert News(About.GROUPS, cast.acme) in told


def test_what_a_scope_allowed_only_by_this_group_ends_and_was_foretold(cast):
    olga, mentors = cast.identity("olga"), cast.groups["Mentors"]
    starting.start(cast.identity("hugo"), cast["zoe"], "")
    starting.start(cast.identity("oscar"), cast["ben"], "")
    before = everything()
    assert ended_by_deleting_group(olga, mentors) == 1
    assert everything() == before
    delete_group(olga, mentors)
    ended = {one.actor_id: one.ended_at is not None for one in sessions()}
    assert ended == {cast["hugo"]: True, cast["oscar"]: False}


def test_what_another_part_of_the_scope_allows_goes_on(cast):
    with db.writing(cast.acme) as tx:
        tx.add(ScopeDepartment(person_id=cast["hugo"], department_id=cast.departments["Engineering"]))
    starting.start(cast.identity("hugo"), cast["zoe"], "")
    assert ended_by_deleting_group(cast.identity("olga"), cast.groups["Mentors"]) == 0
    delete_group(cast.identity("olga"), cast.groups["Mentors"])
    assert session().ended_at is None


def test_twice_is_once(cast):
    delete_group(cast.identity("olga"), cast.groups["Mentors"])
    before = everything()
    for verb in (delete_group, ended_by_deleting_group):
        with pytest.raises(NotFound, match="There is no such group"):
            verb(cast.identity("olga"), cast.groups["Mentors"])
    assert everything() == before


@pytest.mark.parametrize("name", ["adam", "hana", "hugo", "sam", "carl"])
def test_only_super_admins_do(cast, name):
    for verb in (delete_group, ended_by_deleting_group):
        with pytest.raises(Forbidden):
            verb(cast.identity(name), cast.groups["Mentors"])


def test_nobody_deletes_a_group_of_another_organization(cast):
    before = everything()
    for verb in (delete_group, ended_by_deleting_group):
        for group_id in (cast.groups["Mentors"], 999_999, 0, -1, 2**70):
            with pytest.raises(NotFound, match="There is no such group"):
                verb(cast.identity("eve"), group_id)
    assert everything() == before
