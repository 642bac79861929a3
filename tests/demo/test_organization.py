import unicodedata
from collections import Counter
from hashlib import sha256

import pytest
from sqlmodel import select

from admin_proxy import db
from admin_proxy.accounts.people import party
from admin_proxy.accounts.tables import Department, GroupMember, Person, ScopeDepartment, ScopeGroup, UserGroup
from admin_proxy.demo import organization, personas, running
from admin_proxy.directory import search
from admin_proxy.identity import Identity, Role


def everybody() -> list[Person]:
    with db.reading() as tx:
        return list(tx.exec(select(Person).order_by(Person.id)))


def test_there_are_two_thousand_people_of_every_role(kestrel):
    roles = Counter(person.role for person in everybody())
    assert sum(count for role, count in roles.items() if not role.is_vendor) == 2_000
    assert set(roles) == set(Role)
    assert roles[Role.SUPER_ADMIN] >= 2


def test_they_are_the_same_people_every_time(kestrel):
    said = sha256("\n".join(_description(person) for person in everybody()).encode()).hexdigest()
    assert said[:16] == "b6efb0b9de40a988"  # a change of the cast that is meant changes this line


def test_nobody_has_more_reports_than_can_be_led(kestrel):
    reports = Counter(person.manager_id for person in everybody() if person.manager_id)
    assert 200 < len(reports) < 400
    assert max(reports.values()) <= 30


def test_nobody_is_without_a_manager_but_the_head_of_the_house(kestrel):
    without = [person for person in everybody() if person.manager_id is None and person.organization_id]
    assert [person.title for person in without] == ["Chief Executive Officer"]


def test_departments_form_a_tree_of_several_levels(kestrel):
    with db.reading() as tx:
        parents = dict(tx.exec(select(Department.id, Department.parent_id)).all())
    depths = Counter(_depth(department, parents) for department in parents)
    assert set(depths) == {1, 2, 3}


def test_some_have_never_signed_in_and_some_are_deactivated(kestrel, time):
    people = everybody()
    never = [person for person in people if not person.privacy_version]
    gone = [person for person in people if person.is_deactivated(time.now().date())]
    assert 100 <= len(never) <= 200
    assert 40 <= len(gone) <= 120
    assert all(person.last_login_at is None and person.password_hash is None for person in never)


def test_names_come_from_many_languages_and_scripts(kestrel):
    scripts = {unicodedata.name(letter).split()[0] for person in everybody() for letter in person.name if letter != "'"}
    assert scripts >= {"LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW", "DEVANAGARI", "CJK", "HANGUL"}
    letters = {letter for person in everybody() for letter in person.name.casefold()}
    assert letters >= set("ëøłřñçãşåéöı")
    assert all(person.email.isascii() for person in everybody())


def test_names_are_as_long_and_as_short_as_names_are_and_hardly_anybody_shares_one(kestrel):
    names = Counter(person.name for person in everybody())
    assert max(len(name) for name in names) >= 55
    assert max(len(word) for name in names for word in name.split()) >= 30
    assert min(len(name) for name in names) <= 2 + len(" ")
    assert 0 < sum(count > 1 for count in names.values()) < 60


def test_readers_have_different_languages_german_among_them(kestrel):
    languages = Counter(person.language for person in everybody())
    assert languages["de"] > 100
    assert len(languages) >= 8


def test_scopes_cover_departments_groups_both_and_nothing(kestrel):
    with db.reading() as tx:
        hr = set(tx.exec(select(Person.id).where(Person.role == Role.HR_ADMIN)))
        by_department = set(tx.exec(select(ScopeDepartment.person_id)))
        by_group = set(tx.exec(select(ScopeGroup.person_id)))
    assert by_department - by_group
    assert by_group - by_department
    assert by_department & by_group
    assert hr - by_department - by_group


def test_every_group_has_members(kestrel):
    with db.reading() as tx:
        groups = set(tx.exec(select(UserGroup.id)))
        assert groups == set(tx.exec(select(GroupMember.group_id)))


def test_it_is_made_once(kestrel):
    organization.ensure()
    assert len({person.email for person in everybody()}) == len(everybody())


def test_each_persona_is_somebody_with_the_role_on_the_button(kestrel, monkeypatch):
    monkeypatch.setattr(running, "_running", True)
    people = {person.id: person for person in everybody()}
    for persona in personas.PERSONAS:
        person = people[personas.person_id(persona.key)]
        assert (person.name, person.email) == (persona.name, persona.email)
        role = Role.EMPLOYEE if persona.key in ("manager", "employee", "new-employee") else person.role
        assert persona.label.startswith(role.label) or role is Role.EMPLOYEE
        assert bool(person.privacy_version) is (persona.key != "new-employee")
    managers = {person.manager_id for person in people.values()}
    assert personas.person_id("manager") in managers
    assert personas.person_id("employee") not in managers


def test_outside_a_demonstration_no_persona_is_anybody(kestrel):
    assert {personas.person_id(persona.key) for persona in personas.PERSONAS} == {None}


def test_nobody_can_ask_for_a_persona_that_has_no_button(kestrel, monkeypatch):
    monkeypatch.setattr(running, "_running", True)
    assert personas.person_id("dana.whitfield@kestrel.example") is None


@pytest.mark.parametrize("key", ["super-admin", "hr-admin-department", "hr-admin-group"])
def test_whoever_may_impersonate_finds_zoe_first(kestrel, monkeypatch, key):
    monkeypatch.setattr(running, "_running", True)
    with db.reading() as tx:
        who = party(tx.get_one(Person, personas.person_id(key)))
    identity = Identity(actor=who, subject=who, login_id="none")
    found = [card.name for card in search.search(identity, "zoe").cards]
    assert found[0] == "Zoë Marchand"
    assert "Anneliese Zoeller" in found


def _description(person: Person) -> str:
    where = (person.department_id, person.location, person.manager_id, person.deactivated_on, person.hire_date)
    return f"{person.id} {person.employee_id} {person.name} {person.email} {person.title} {person.role} {where}"


def _depth(department: int | None, parents: dict[int | None, int | None]) -> int:
    return 0 if department is None else 1 + _depth(parents[department], parents)
