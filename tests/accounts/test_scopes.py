import pytest
from sqlmodel import select

from admin_proxy import db
from admin_proxy.accounts import scopes
from admin_proxy.accounts.tables import Department
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.identity import ChangedMeanwhile, Forbidden, Invalid, NotFound
from admin_proxy.live import About, News
from tests.impersonation.acts import all_news


def entries():
    with db.reading() as tx:
        return tx.exec(select(AuditEntry)).all()


def scope(person_id):
    with db.reading() as tx:
        return scopes.scope_of(tx, person_id).in_words


def test_olga_gives_hana_another_scope(cast, facts):
    engineering, mentors = cast.departments["Engineering"], cast.groups["Mentors"]
    assert scopes.set_scope(cast.identity("olga"), cast["hana"], [engineering, engineering], [mentors])
    assert scope(cast["hana"]) == {"departments": ["Engineering"], "groups": ["Mentors"]}
    (entry,) = entries()
    assert (entry.tag, entry.actor_name, entry.object_name) == (
        "accounts.scope.changed",
        "Olga Orlova",
        "Hana Horváthová",
    )
    assert entry.before == {"departments": ["Sales"], "groups": []}
    assert entry.after == {"departments": ["Engineering"], "groups": ["Mentors"]}
    assert facts == [cast.acme]


def test_only_what_changed_is_in_the_record(cast):
    scopes.set_scope(cast.identity("olga"), cast["hana"], [cast.departments["Sales"]], [cast.groups["Mentors"]])
    (entry,) = entries()
    assert (entry.before, entry.after) == ({"groups": []}, {"groups": ["Mentors"]})


def test_the_same_scope_again_writes_nothing(cast, facts):
    assert not scopes.set_scope(cast.identity("olga"), cast["hana"], [cast.departments["Sales"]], [])
    assert (entries(), facts) == ([], [])


def test_an_empty_scope_is_a_scope(cast):
    assert scopes.set_scope(cast.identity("olga"), cast["hana"], [], [])
    assert scope(cast["hana"]) == {"departments": [], "groups": []}


@pytest.mark.parametrize("who", ["hana", "adam", "sam", "carl"])
def test_only_super_admins_set_scopes_and_no_hr_admin_their_own(cast, who):
    with pytest.raises(Forbidden, match="Only Super Admins"):
        scopes.set_scope(cast.identity(who), cast["hana"], [cast.departments["Engineering"]], [])
    assert scope(cast["hana"]) == {"departments": ["Sales"], "groups": []}


def test_a_super_admin_of_elsewhere_finds_nobody_here(cast):
    with pytest.raises(NotFound, match="There is no such person"):
        scopes.set_scope(cast.identity("eve"), cast["hana"], [], [])


def test_a_department_of_elsewhere_is_none(cast):
    for department in (cast.departments["Globex Sales"], 4711, -1, 10**30):
        with pytest.raises(NotFound, match="There is no such department"):
            scopes.set_scope(cast.identity("olga"), cast["hana"], [department], [])
    with pytest.raises(NotFound, match="There is no such group"):
        scopes.set_scope(cast.identity("olga"), cast["hana"], [], [10**30])
    assert scope(cast["hana"]) == {"departments": ["Sales"], "groups": []}


@pytest.mark.parametrize("who", ["sam", "adam", "oscar"])
def test_only_an_hr_admin_has_a_scope(cast, who):
    with pytest.raises(Invalid, match="only an HR Admin has a scope"):
        scopes.set_scope(cast.identity("olga"), cast[who], [], [cast.groups["Mentors"]])


def test_who_impersonates_has_the_rights_of_the_subject_and_no_others(cast, impersonating):
    with pytest.raises(Forbidden):
        scopes.set_scope(impersonating("olga", "hana"), cast["hana"], [], [])


def version(person_id):
    with db.reading() as tx:
        return scopes.scope_of(tx, person_id).version


def test_two_departments_of_one_name_are_told_apart_in_the_record(cast):
    with db.writing(cast.acme) as tx:
        other = Department(organization_id=cast.acme, name="Field Sales", parent_id=cast.departments["Engineering"])
        tx.add(other)
        tx.flush()
        twin = other.id
    scopes.set_scope(cast.identity("olga"), cast["hana"], [cast.departments["Field Sales"]], [])
    assert scopes.set_scope(cast.identity("olga"), cast["hana"], [twin], [])
    assert entries()[-1].before == {"departments": ["Sales › Field Sales"]}
    assert entries()[-1].after == {"departments": ["Engineering › Field Sales"]}
    assert scope(cast["hana"])["departments"] == ["Engineering › Field Sales"]


def test_whoever_saved_another_scope_meanwhile_is_not_written_over(cast):
    seen = version(cast["hana"])
    scopes.set_scope(cast.identity("oscar"), cast["hana"], [cast.departments["Engineering"]], [])
    with pytest.raises(ChangedMeanwhile, match="Save again to replace theirs"):
        scopes.set_scope(cast.identity("olga"), cast["hana"], [], [cast.groups["Mentors"]], seen=seen)
    assert scope(cast["hana"]) == {"departments": ["Engineering"], "groups": []}
    now = version(cast["hana"])
    assert scopes.set_scope(cast.identity("olga"), cast["hana"], [], [cast.groups["Mentors"]], seen=now)
    assert scope(cast["hana"]) == {"departments": [], "groups": ["Mentors"]}


def test_a_version_is_the_departments_and_groups_and_not_what_they_are_called(cast):
    seen = version(cast["hana"])
    with db.writing(cast.acme) as tx:
        tx.get_one(Department, cast.departments["Sales"]).name = "Revenue"
    assert version(cast["hana"]) == seen
    assert version(cast["hugo"]) != seen != version(cast["henry"])


def test_a_scope_has_so_many_departments_and_groups_and_no_more(cast):
    with pytest.raises(Invalid, match="at most 200 departments and 200 groups"):
        scopes.set_scope(cast.identity("olga"), cast["hana"], range(1, scopes.MOST + 2), [])
    with pytest.raises(Invalid, match="at most 200"):
        scopes.set_scope(cast.identity("olga"), cast["hana"], [], range(1, scopes.MOST + 2))


def test_the_tabs_that_show_scopes_are_told_once_there_is_another_one(cast):
    with all_news() as told:
        scopes.set_scope(cast.identity("olga"), cast["hana"], [cast.departments["Engineering"]], [])
        scopes.set_scope(cast.identity("olga"), cast["hana"], [cast.departments["Engineering"]], [])
    assert told == [News(About.ADMINISTRATORS, cast.acme)]
