"""What an organization decides for itself."""

import pytest
from sqlmodel import select

from admin_proxy import db
from admin_proxy.audit.reading import entries
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.identity import Forbidden
from admin_proxy.organizations import own_rules, rules


def recorded():
    with db.reading() as tx:
        return tx.exec(select(AuditEntry).where(AuditEntry.tag == "organizations.setting.changed")).all()


def test_account_activity_is_shown_unless_a_super_admin_decides_otherwise(cast):
    olga = cast.identity("olga")
    assert own_rules.read(olga).account_activity_shown
    assert not own_rules.show_account_activity(olga, shown=False).account_activity_shown
    assert not own_rules.read(cast.identity("oscar")).account_activity_shown
    assert own_rules.read(cast.identity("eve")).account_activity_shown


def test_the_decision_is_recorded_once(cast):
    olga = cast.identity("olga")
    own_rules.show_account_activity(olga, shown=True)
    own_rules.show_account_activity(olga, shown=False)
    own_rules.show_account_activity(olga, shown=False)
    (entry,) = recorded()
    assert (entry.before, entry.after) == ({"account_activity_shown": True}, {"account_activity_shown": False})
    assert (entry.organization_id, entry.actor_id, entry.object_name) == (cast.acme, cast["olga"], "Acme")


def test_what_the_vendor_sets_can_be_read(cast):
    rules.change(cast.identity("carl"), cast.acme, session_hours=3, reason_required=True)
    seen = own_rules.read(cast.identity("olga"))
    assert seen.organization == "Acme"
    assert (seen.house.session_hours, seen.house.reason_required) == (3, True)


@pytest.mark.parametrize("name", ["adam", "hana", "sam", "carl"])
def test_nobody_but_super_admins_reads_or_decides(cast, name):
    with pytest.raises(Forbidden):
        own_rules.read(cast.identity(name))
    with pytest.raises(Forbidden):
        own_rules.show_account_activity(cast.identity(name), shown=False)
    assert own_rules.read(cast.identity("olga")).account_activity_shown


def test_super_admins_see_in_their_audit_log_what_the_vendor_changed_and_who_that_was(cast):
    rules.change(cast.identity("petra"), cast.acme, limited_to_super_admins=True, session_hours=2)
    (entry,) = [entry for entry in entries(cast.identity("olga")).entries if entry.category == "Organization"]
    assert (entry.user_name, entry.user_email, entry.impersonated_by_name) == (
        "Petra Papp",
        "petra@vendor.example",
        "",
    )
    assert entry.object == "Acme"
    assert [(change.field, change.before, change.after) for change in entry.changes] == [
        ("Limited to super admins", "no", "yes"),
        ("Session hours", "1", "2"),
    ]
    assert all(entry.category != "Organization" for entry in entries(cast.identity("eve")).entries)
