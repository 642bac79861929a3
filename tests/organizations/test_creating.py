import threading

import pytest
from sqlmodel import select

from admin_proxy import db
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.identity import Forbidden, Invalid, operator
from admin_proxy.organizations import creating, finding, rules


def test_a_new_organization_has_the_rules_that_are_the_default(database, time):
    created = creating.create(operator(None), "initech", "  Initech   Europe ")
    assert (created.slug, created.name) == ("initech", "Initech Europe")
    assert finding.by_slug("initech") == created
    with db.reading() as tx:
        assert rules.read(tx, created.id) == rules.HouseRules(
            proxy_enabled=True,
            limited_to_super_admins=False,
            session_hours=1,
            reason_required=False,
            notify_of_changes=False,
        )


def test_it_is_the_first_entry_of_its_own_record(database, time):
    created = creating.create(operator(None), "initech", "Initech")
    with db.reading() as tx:
        (entry,) = tx.exec(select(AuditEntry)).all()
    assert (entry.organization_id, entry.actor_kind) == (created.id, "operator")
    assert (entry.tag, entry.object_name) == ("organizations.organization.created", "Initech")


@pytest.mark.parametrize("slug", ["", "Initech", "in tech", "-initech", "initech-", "ünitech", "x" * 65, "a\0", "../x"])
def test_a_slug_that_cannot_be_used_is_refused(database, time, slug):
    with pytest.raises(Invalid, match="small letters") as refusal:
        creating.create(operator(None), slug, "Initech")
    assert refusal.value.field == "slug"


@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "a\0b"])
def test_a_name_that_cannot_be_used_is_refused(database, time, name):
    with pytest.raises(Invalid) as refusal:
        creating.create(operator(None), "initech", name)
    assert refusal.value.field == "name"


def test_a_slug_is_used_once_also_when_many_want_it_at_the_same_moment(database, time):
    together, outcomes = threading.Barrier(6), []

    def create():
        together.wait()
        try:
            outcomes.append(creating.create(operator(None), "initech", "Initech"))
        except Invalid as refusal:
            outcomes.append(refusal.sentence)

    threads = [threading.Thread(target=create) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("There is an organization “initech” already.") == 5
    assert [card.slug for card in finding.everyone()] == ["initech"]


@pytest.mark.parametrize("who", ["olga", "carl"])
def test_only_the_operator_creates_organizations(cast, who):
    with pytest.raises(Forbidden, match="operator"):
        creating.create(cast.identity(who), "initech", "Initech")
    assert finding.by_slug("initech") is None
