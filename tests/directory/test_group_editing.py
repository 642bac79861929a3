"""Creating a group and renaming one: names that cannot be taken, and what others saved meanwhile."""

import pytest
from sqlmodel import col, select

from admin_proxy import db
from admin_proxy.accounts.tables import UserGroup
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.directory import group_editing
from admin_proxy.directory.group_editing import create, rename
from admin_proxy.identity import Forbidden, Invalid, Meanwhile, NotFound
from admin_proxy.live import About, News
from tests.impersonation.acts import all_news, impersonating


def names():
    with db.reading() as tx:
        return sorted(tx.exec(select(UserGroup.name)).all())


def entries():
    with db.reading() as tx:
        every = tx.exec(
            select(AuditEntry).where(col(AuditEntry.tag).startswith("directory.")).order_by(col(AuditEntry.id))
        )
        return [(one.tag, one.object_name, one.before, one.after) for one in every]


def test_a_new_group_has_a_name_an_entry_and_nobody_in_it(cast):
    with all_news() as told:
        group_id = create(cast.identity("olga"), "  First   Aiders ")
    assert names() == ["First Aiders", "Mentors"]
    assert entries() == [("directory.group.created", "First Aiders", None, {"name": "First Aiders"})]
    assert told == [News(About.GROUPS, cast.acme)]
    with db.reading() as tx:
        assert tx.get_one(UserGroup, group_id).organization_id == cast.acme


def test_it_gets_another_name(cast):
    olga, mentors = cast.identity("olga"), cast.groups["Mentors"]
    with all_news() as told:
        assert rename(olga, mentors, "Coaches", "Mentors")
        assert not rename(olga, mentors, " Coaches ", "Coaches")
    assert names() == ["Coaches"]
    assert entries() == [("directory.group.changed", "Mentors", {"name": "Mentors"}, {"name": "Coaches"})]
    assert told == [News(About.GROUPS, cast.acme)]


def test_only_the_case_of_a_name_can_be_changed_too(cast):
    assert rename(cast.identity("olga"), cast.groups["Mentors"], "MENTORS", "Mentors")
    assert names() == ["MENTORS"]


@pytest.mark.parametrize("taken", ["Mentors", "mentors", " MENTORS ", "MeNtOrS"])
def test_no_two_have_the_same_name_whatever_its_case(cast, taken):
    olga = cast.identity("olga")
    with pytest.raises(Invalid, match="There is a group called “Mentors” already") as refused:
        create(olga, taken)
    assert refused.value.field == "name"
    other = create(olga, "Coaches")
    with pytest.raises(Invalid, match="already"):
        rename(olga, other, taken, "Coaches")
    assert names() == ["Coaches", "Mentors"]


def test_the_same_letters_written_otherwise_are_the_same_name(cast):
    olga = cast.identity("olga")
    create(olga, "Caf\u00e9 Straße")
    with pytest.raises(Invalid, match="already"):
        create(olga, "cafe\u0301 strasse")


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "=1+1", "a\0b", "a\u202eb", "\u200b"])
def test_a_name_that_is_none_is_refused_beside_the_field(cast, name):
    for verb in (lambda who: create(who, name), lambda who: rename(who, cast.groups["Mentors"], name, "Mentors")):
        with pytest.raises(Invalid) as refused:
            verb(cast.identity("olga"))
        assert refused.value.field == "name"
    assert names() == ["Mentors"]


def test_another_organization_may_have_a_group_of_that_name(cast):
    create(cast.identity("eve"), "Mentors")
    assert names() == ["Mentors", "Mentors"]


def test_there_are_only_so_many(cast, monkeypatch):
    monkeypatch.setattr(group_editing, "MOST", 1)
    with pytest.raises(Invalid, match="1 groups at most"):
        create(cast.identity("olga"), "Coaches")
    assert rename(cast.identity("olga"), cast.groups["Mentors"], "Coaches", "Mentors")


def test_what_somebody_else_saved_meanwhile_is_shown_and_not_written_over(cast):
    olga, mentors = cast.identity("olga"), cast.groups["Mentors"]
    rename(cast.identity("oscar"), mentors, "Guides", "Mentors")
    with pytest.raises(Meanwhile, match="Somebody has saved “Guides” here meanwhile") as refused:
        rename(olga, mentors, "Coaches", "Mentors")
    assert (refused.value.field, names()) == ("name", ["Guides"])
    assert rename(olga, mentors, "Coaches", refused.value.known["name"])
    assert not rename(olga, mentors, "Coaches", "what it was long ago")


@pytest.mark.parametrize("name", ["adam", "hana", "hugo", "sam", "carl"])
def test_only_super_admins_do(cast, name):
    with pytest.raises(Forbidden):
        create(cast.identity(name), "Coaches")
    with pytest.raises(Forbidden):
        rename(cast.identity(name), cast.groups["Mentors"], "Coaches", "Mentors")
    assert names() == ["Mentors"]


def test_whoever_impersonates_has_the_rights_of_the_subject(cast):
    with pytest.raises(Forbidden):
        create(impersonating(cast, "olga", "sam"), "Coaches")


def test_nobody_renames_a_group_of_another_organization(cast):
    for group_id in (cast.groups["Mentors"], 999_999, 0, -1, 2**70):
        with pytest.raises(NotFound):
            rename(cast.identity("eve"), group_id, "Ours", "Mentors")
    assert names() == ["Mentors"]
