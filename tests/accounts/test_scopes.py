import pytest
from sqlmodel import select

from admin_proxy import db
from admin_proxy.accounts import scopes
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.identity import Forbidden, Invalid, NotFound


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
