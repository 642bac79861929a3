import pytest
from sqlmodel import select

from admin_proxy import db
from admin_proxy.accounts.tables import Person, VendorAssignment
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.identity import Forbidden, Invalid, NotFound, operator
from admin_proxy.organizations import rules, vendor


def read(organization_id):
    with db.reading() as tx:
        return rules.read(tx, organization_id)


def entries():
    with db.reading() as tx:
        return tx.exec(select(AuditEntry)).all()


@pytest.mark.parametrize("who", ["carl", "petra"])
def test_vendor_staff_see_the_organizations_that_are_assigned_to_them_and_no_others(cast, who):
    (card,) = vendor.assigned(cast.identity(who))
    assert (card.id, card.slug, card.name, card.rules) == (cast.acme, "acme", "Acme", read(cast.acme))


def test_carl_sets_what_acme_may_do_and_it_is_in_acmes_record_under_his_name(cast, facts):
    now = rules.change(
        cast.identity("carl"),
        cast.acme,
        proxy_enabled=False,
        limited_to_super_admins=True,
        session_hours=8,
        reason_required=True,
        notify_of_changes=True,
    )
    assert now == read(cast.acme) == rules.HouseRules(False, True, 8, True, True)
    assert read(cast.globex) == rules.HouseRules(True, False, 1, False, False)
    (entry,) = entries()
    assert (entry.tag, entry.organization_id) == ("organizations.setting.changed", cast.acme)
    assert (entry.actor_name, entry.subject_name, entry.object_name) == ("Carl Costa", "Carl Costa", "Acme")
    assert entry.before["session_hours"] == 1
    assert entry.after["session_hours"] == 8
    assert facts == [cast.acme]


def test_only_what_changed_is_in_the_record(cast):
    rules.change(cast.identity("carl"), cast.acme, proxy_enabled=True, session_hours=2)
    (entry,) = entries()
    assert (entry.before, entry.after) == ({"session_hours": 1}, {"session_hours": 2})


def test_changing_nothing_writes_nothing(cast, facts):
    rules.change(cast.identity("carl"), cast.acme)
    rules.change(cast.identity("carl"), cast.acme, session_hours=1, reason_required=False)
    assert (entries(), facts) == ([], [])


@pytest.mark.parametrize("hours", [0, 25, -1, 10**30, 1.5, True, "2"])
def test_the_length_is_whole_hours_from_1_to_24(cast, hours):
    with pytest.raises(Invalid, match="from 1 to 24") as refusal:
        rules.change(cast.identity("carl"), cast.acme, session_hours=hours)
    assert refusal.value.field == "session_hours"
    assert read(cast.acme).session_hours == 1


@pytest.mark.parametrize("hours", [1, 24])
def test_one_hour_and_twenty_four_are_among_them(cast, hours):
    assert rules.change(cast.identity("carl"), cast.acme, session_hours=hours).session_hours == hours


@pytest.mark.parametrize("value", [1, "yes", 0])
def test_a_rule_is_on_or_off(cast, value):
    with pytest.raises(Invalid, match="on or off"):
        rules.change(cast.identity("carl"), cast.acme, reason_required=value)


def test_an_organization_that_is_not_assigned_and_one_that_does_not_exist_get_the_same_words(cast):
    said = set()
    for organization_id in (cast.globex, 4711, 0, -1, 10**30):
        with pytest.raises(NotFound) as refusal:
            rules.change(cast.identity("carl"), organization_id, session_hours=24)
        said.add(refusal.value.sentence)
    assert len(said) == 1
    assert read(cast.globex).session_hours == 1


def test_who_is_no_longer_assigned_sets_nothing(cast):
    carl = cast.identity("carl")
    with db.writing() as tx:
        tx.delete(tx.get_one(VendorAssignment, (cast["carl"], cast.acme)))
    with pytest.raises(NotFound):
        rules.change(carl, cast.acme, session_hours=24)
    assert vendor.assigned(carl) == ()


def test_who_has_left_the_vendor_sets_nothing(cast, time):
    carl = cast.identity("carl")
    with db.writing() as tx:
        tx.get_one(Person, cast["carl"]).deactivated_on = time.now().date()
    with pytest.raises(Forbidden):
        rules.change(carl, cast.acme, session_hours=24)


@pytest.mark.parametrize("who", ["olga", "adam", "hana", "sam", "eve"])
def test_nobody_but_vendor_staff_sets_the_rules_or_sees_who_is_looked_after(cast, who):
    identity = cast.identity(who)
    with pytest.raises(Forbidden, match="Only vendor staff"):
        rules.change(identity, cast.acme, session_hours=24)
    with pytest.raises(Forbidden, match="Only vendor staff"):
        vendor.assigned(identity)
    assert read(cast.acme).session_hours == 1


def test_the_operator_is_no_vendor(cast):
    with pytest.raises(Forbidden):
        rules.change(operator(cast.acme), cast.acme, session_hours=24)
