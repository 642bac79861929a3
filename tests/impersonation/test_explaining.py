"""Who may impersonate a person, through what; and why somebody cannot be found."""

from __future__ import annotations

import pytest

from admin_proxy import clock, db
from admin_proxy.access.facts import verdict_for
from admin_proxy.accounts.tables import GroupMember, Person, ScopeDepartment
from admin_proxy.directory import search
from admin_proxy.identity import Forbidden, NotFound
from admin_proxy.impersonation.explaining import Through, Way, nobody, who_may, why
from tests.impersonation.acts import changed, house_rule


def those_who_may(cast, viewer: str, person: str) -> dict[str, list[str]]:
    answer = who_may(cast.identity(viewer), cast[person])
    assert answer.count == len(answer.administrators)
    assert bool(answer.nobody_because) == (answer.count == 0)
    return {one.name: [through.name for through in one.through] for one in answer.administrators}


def test_super_admins_reach_everybody_by_their_role_and_hr_admins_through_what_covers_the_person(cast):
    assert those_who_may(cast, "olga", "fay") == {
        "Olga Orlova": ["Super Admin"],
        "Oscar Ortiz": ["Super Admin"],
        "Hana Horváthová": ["Sales"],
    }


def test_each_way_through_which_somebody_is_reached_is_named(cast):
    with db.writing(cast.acme) as tx:
        tx.add(ScopeDepartment(person_id=cast["hugo"], department_id=cast.departments["Field Sales"]))
        tx.add(GroupMember(group_id=cast.groups["Mentors"], person_id=cast["fay"]))
    found = {one.name: one.through for one in who_may(cast.identity("olga"), cast["fay"]).administrators}
    assert found["Hana Horváthová"] == (Through(Way.DEPARTMENT, "Sales"),)
    assert found["Hugo Huber"] == (
        Through(Way.DEPARTMENT, "Sales › Field Sales"),
        Through(Way.GROUP, "Mentors"),
    )


def test_nobody_is_among_those_who_may_impersonate_themselves(cast):
    assert those_who_may(cast, "olga", "oscar") == {"Olga Orlova": ["Super Admin"]}


def test_hr_admins_do_not_reach_each_other(cast):
    assert those_who_may(cast, "olga", "henry") == {"Olga Orlova": ["Super Admin"], "Oscar Ortiz": ["Super Admin"]}


@pytest.mark.parametrize(
    ("person", "because"), [("nora", "has not accepted the privacy policy"), ("dora", "is deactivated")]
)
def test_where_it_is_nobody_the_policy_says_why(cast, person, because):
    answer = who_may(cast.identity("olga"), cast[person])
    assert answer.administrators == ()
    assert because in answer.nobody_because


def test_a_rule_of_the_house_is_a_reason_for_all(cast):
    house_rule(cast.acme, proxy_enabled=False)
    assert "switched off" in who_may(cast.identity("olga"), cast["fay"]).nobody_because
    house_rule(cast.acme, proxy_enabled=True, limited_to_super_admins=True)
    assert set(those_who_may(cast, "olga", "fay")) == {"Olga Orlova", "Oscar Ortiz"}


def test_the_only_super_admin_can_be_impersonated_by_nobody(cast):
    changed(cast, "oscar", role="employee")
    assert who_may(cast.identity("olga"), cast["olga"]).nobody_because == (
        "Olga Orlova is the only administrator who could."
    )


def test_an_administrator_who_is_deactivated_is_not_among_them(cast):
    changed(cast, "hana", deactivated_on=clock.now().date())
    assert "Hana Horváthová" not in those_who_may(cast, "olga", "fay")


def test_the_answer_is_the_policys_for_everybody_at_acme(cast):
    for name in cast.ids:
        with db.reading() as tx:
            subject = tx.get_one(Person, cast[name])
            if subject.organization_id != cast.acme:
                continue
            actors = [tx.get_one(Person, number) for number in cast.ids.values()]
            expected = {
                actor.name
                for actor in actors
                if not actor.is_deactivated(clock.now().date())
                and verdict_for(tx, actor, subject, already_impersonating=False).allowed
            }
        assert set(those_who_may(cast, "olga", name)) == expected


@pytest.mark.parametrize("name", ["adam", "hana", "sam", "carl"])
def test_only_super_admins_are_told(cast, name):
    with pytest.raises(Forbidden):
        who_may(cast.identity(name), cast["fay"])


@pytest.mark.parametrize("number", [0, -1, 2**40])
def test_nobody_of_another_house_is_found(cast, number):
    with pytest.raises(NotFound):
        who_may(cast.identity("eve"), cast["fay"])
    with pytest.raises(NotFound):
        who_may(cast.identity("olga"), number)


# ------------------------------------------------------------------------------ why don't I see a person?


@pytest.mark.parametrize(
    ("person", "because"),
    [
        ("nora", "has not accepted the privacy policy yet"),
        ("dora", "is deactivated"),
        ("henry", "is an HR Admin like you"),
        ("hana", "This is you"),
    ],
)
def test_hana_is_told_why_about_people_of_her_scope(cast, person, because):
    answer = why(cast.identity("hana"), cast[person])
    assert answer.person is not None
    assert answer.person.id == cast[person]
    assert not answer.may_be_impersonated
    assert because in answer.sentence


def test_whoever_can_be_impersonated_is_said_to_be(cast):
    answer = why(cast.identity("hana"), cast["fay"])
    assert answer.may_be_impersonated
    assert answer.sentence.startswith("You can impersonate this person.")


def test_missing_foreign_and_out_of_scope_get_the_same_answer(cast):
    answers = {why(cast.identity("hana"), number) for number in (cast["zoe"], cast["emil"], 999_999, 0, -1, 2**40)}
    (answer,) = answers
    assert answer.person is None
    assert answer.sentence == nobody(cast.identity("hana"))
    assert answer.sentence.startswith("No such person in your scope")


def test_missing_and_foreign_are_the_same_to_a_super_admin(cast):
    (answer,) = {why(cast.identity("olga"), number) for number in (cast["emil"], cast["carl"], 999_999)}
    assert answer.sentence.startswith("No such person in your organization")


def test_a_rule_of_the_house_comes_before_anything_about_the_person(cast):
    house_rule(cast.acme, limited_to_super_admins=True)
    (sentence,) = {why(cast.identity("hana"), cast[name]).sentence for name in ("fay", "nora", "zoe")}
    assert "limited to Super Admins" in sentence


@pytest.mark.parametrize("name", ["adam", "sam", "carl"])
def test_nobody_else_asks_why(cast, name):
    with pytest.raises(Forbidden):
        why(cast.identity(name), cast["fay"])
    with pytest.raises(Forbidden):
        search.known(cast.identity(name), "fay")


def test_typing_help_knows_only_whom_the_administrator_may_know_of(cast):
    def typed(viewer, text):
        return [card.name for card in search.known(cast.identity(viewer), text).cards]

    assert typed("hana", "nora") == ["Nora Novak"]
    assert typed("hana", "henry") == ["Henry Hill"]
    assert typed("hana", "zoe") == typed("hana", "emil") == typed("hana", "nobody at all") == []
    assert typed("henry", "sam") == []
    assert typed("olga", "dora") == ["Dora Dahl"]
    assert typed("olga", "emil") == []


def test_whoever_types_themselves_is_told_that(cast):
    hana = cast.identity("hana")
    assert "This is you" in nobody(hana, " HANA@acme.example ")
    assert "This is you" in nobody(hana, "hana horvathova")
    assert nobody(hana, "zoe").startswith("No such person in your scope")
