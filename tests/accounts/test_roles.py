from dataclasses import replace

import pytest
from sqlmodel import select

from admin_proxy import db
from admin_proxy.accounts import roles, scopes
from admin_proxy.accounts.tables import Person, ScopeDepartment
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.identity import ChangedMeanwhile, Forbidden, Invalid, NotFound, Role, operator
from admin_proxy.live import About, News
from tests.impersonation.acts import all_news

NOT_SUPER_ADMINS = ["adam", "hana", "sam", "nora"]


def role(person_id):
    with db.reading() as tx:
        return tx.get_one(Person, person_id).role


def entries():
    """Without those on the impersonation itself."""
    with db.reading() as tx:
        every = tx.exec(select(AuditEntry).order_by(AuditEntry.id)).all()
    return [entry for entry in every if not entry.tag.startswith("impersonation.")]


def test_olga_makes_sam_an_hr_admin(cast, facts):
    assert roles.change_role(cast.identity("olga"), cast["sam"], Role.HR_ADMIN)
    assert role(cast["sam"]) is Role.HR_ADMIN
    (entry,) = entries()
    assert (entry.tag, entry.actor_name, entry.object_name) == ("accounts.role.changed", "Olga Orlova", "Sam Silva")
    assert (entry.before, entry.after) == ({"role": "employee"}, {"role": "hr_admin"})
    assert facts == [cast.acme]


def test_the_same_role_again_writes_nothing(cast, facts):
    assert not roles.change_role(cast.identity("olga"), cast["sam"], Role.EMPLOYEE)
    assert (entries(), facts) == ([], [])


@pytest.mark.parametrize("who", NOT_SUPER_ADMINS)
def test_only_super_admins_change_roles(cast, who):
    with pytest.raises(Forbidden, match="Only Super Admins"):
        roles.change_role(cast.identity(who), cast["fay"], Role.SUPER_ADMIN)
    assert role(cast["fay"]) is Role.EMPLOYEE


@pytest.mark.parametrize("who", ["carl", "petra"])
def test_vendor_staff_change_no_roles(cast, who):
    with pytest.raises(Forbidden, match="Only Super Admins"):
        roles.change_role(cast.identity(who), cast["sam"], Role.SUPER_ADMIN)


def test_it_is_the_role_in_the_database_that_counts_not_the_one_of_a_moment_ago(cast):
    olga = cast.identity("olga")
    roles.change_role(cast.identity("oscar"), cast["olga"], Role.EMPLOYEE)
    with pytest.raises(Forbidden):
        roles.change_role(olga, cast["sam"], Role.SUPER_ADMIN)
    claimed = cast.identity("sam")
    claimed = replace(claimed, subject=replace(claimed.subject, role=Role.SUPER_ADMIN))
    with pytest.raises(Forbidden):
        roles.change_role(claimed, cast["fay"], Role.SUPER_ADMIN)


@pytest.mark.parametrize("who", ["emil", "carl", None])
def test_who_is_elsewhere_and_who_does_not_exist_get_the_same_words(cast, who):
    for person_id in (cast[who] if who else 4711, -1, 0, 10**30):
        with pytest.raises(NotFound, match="There is no such person"):
            roles.change_role(cast.identity("olga"), person_id, Role.HR_ADMIN)


def test_nobody_changes_their_own_role_not_even_by_impersonating(cast, impersonating):
    with pytest.raises(Forbidden, match="their own role"):
        roles.change_role(cast.identity("olga"), cast["olga"], Role.EMPLOYEE)
    olga_as_oscar = impersonating("olga", "oscar")
    for own in ("olga", "oscar"):
        with pytest.raises(Forbidden, match="their own role"):
            roles.change_role(olga_as_oscar, cast[own], Role.EMPLOYEE)


def test_who_impersonates_has_the_rights_of_the_subject_and_no_others(cast, impersonating):
    with pytest.raises(Forbidden, match="Only Super Admins"):
        roles.change_role(impersonating("olga", "sam"), cast["fay"], Role.HR_ADMIN)
    assert roles.change_role(impersonating("olga", "oscar"), cast["fay"], Role.HR_ADMIN)
    (entry,) = entries()
    assert (entry.actor_name, entry.subject_name) == ("Olga Orlova", "Oscar Ortiz")


@pytest.mark.parametrize("vendor_role", [Role.CUSTOMER_SUCCESS_MANAGER, Role.PROGRAM_ARCHITECT])
def test_nobody_of_an_organization_becomes_vendor_staff(cast, vendor_role):
    with pytest.raises(Invalid, match="vendor staff") as refusal:
        roles.change_role(cast.identity("olga"), cast["sam"], vendor_role)
    assert refusal.value.field == "role"


def test_the_last_super_admin_stays_one(cast):
    house = operator(cast.acme)
    assert roles.change_role(house, cast["oscar"], Role.EMPLOYEE)
    with pytest.raises(Invalid, match="Olga Orlova is the last Super Admin") as refusal:
        roles.change_role(house, cast["olga"], Role.EMPLOYEE)
    assert refusal.value.field == "role"


def test_a_super_admin_who_is_leaving_does_not_count_as_another_one(cast, time):
    with db.writing() as tx:
        tx.get_one(Person, cast["oscar"]).deactivated_on = time.now().date().replace(year=2027)
    with pytest.raises(Invalid, match="last Super Admin"):
        roles.change_role(operator(cast.acme), cast["olga"], Role.EMPLOYEE)


def test_who_is_no_longer_an_hr_admin_has_no_scope_to_come_back_to(cast):
    olga = cast.identity("olga")
    roles.change_role(olga, cast["hana"], Role.EMPLOYEE)
    (entry,) = entries()
    assert entry.before == {"role": "hr_admin", "departments": ["Sales"], "groups": []}
    assert entry.after == {"role": "employee", "departments": [], "groups": []}
    roles.change_role(olga, cast["hana"], Role.HR_ADMIN)
    with db.reading() as tx:
        assert tx.exec(select(ScopeDepartment).where(ScopeDepartment.person_id == cast["hana"])).all() == []
        assert scopes.scope_of(tx, cast["hana"]) == scopes.Scope({}, {})


def test_the_tabs_of_whoever_has_another_role_are_told_so_that_their_menu_follows(cast):
    with all_news() as told:
        assert roles.change_role(cast.identity("olga"), cast["sam"], Role.HR_ADMIN)
        assert not roles.change_role(cast.identity("olga"), cast["sam"], Role.HR_ADMIN)
    assert told == [News(About.PERSON, cast["sam"]), News(About.ADMINISTRATORS, cast.acme)]


def test_whoever_gave_somebody_another_role_meanwhile_is_not_written_over(cast):
    roles.change_role(cast.identity("oscar"), cast["sam"], Role.ADMIN)
    with pytest.raises(ChangedMeanwhile, match="Sam Silva has another role meanwhile: Admin"):
        roles.change_role(cast.identity("olga"), cast["sam"], Role.HR_ADMIN, seen=Role.EMPLOYEE)
    assert role(cast["sam"]) is Role.ADMIN
    assert roles.change_role(cast.identity("olga"), cast["sam"], Role.HR_ADMIN, seen=Role.ADMIN)
