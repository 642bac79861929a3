import pytest
from sqlmodel import select

from admin_proxy import db
from admin_proxy.accounts import privacy
from admin_proxy.accounts.people import party
from admin_proxy.accounts.tables import Person
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.identity import Forbidden


def test_nora_accepts_the_privacy_policy_and_the_record_says_so(cast, time):
    assert privacy.accept(cast.identity("nora"))
    with db.reading() as tx:
        nora = tx.get_one(Person, cast["nora"])
        (entry,) = tx.exec(select(AuditEntry)).all()
    assert privacy.has_accepted(nora)
    assert party(nora).privacy_accepted
    assert nora.privacy_accepted_at == time.now()
    assert (entry.tag, entry.actor_name, entry.after) == (
        "accounts.privacy.accepted",
        "Nora Novak",
        {"version": privacy.VERSION},
    )


def test_accepting_it_twice_is_recorded_once(cast):
    nora = cast.identity("nora")
    assert privacy.accept(nora)
    assert not privacy.accept(nora)
    with db.reading() as tx:
        assert len(tx.exec(select(AuditEntry)).all()) == 1


def test_an_older_version_is_not_the_current_one(cast):
    with db.writing() as tx:
        tx.get_one(Person, cast["sam"]).privacy_version = "2019-07"
    assert privacy.accept(cast.identity("sam"))


def test_vendor_staff_accept_it_like_everybody_else(cast):
    with db.writing() as tx:
        tx.get_one(Person, cast["carl"]).privacy_version = ""
    assert privacy.accept(cast.identity("carl"))


def test_nobody_accepts_it_for_somebody_else(cast, impersonating):
    with pytest.raises(Forbidden, match="Only the person can accept"):
        privacy.accept(impersonating("olga", "sam"))


def test_accepting_is_told_to_whoever_watches_the_facts(cast, facts):
    privacy.accept(cast.identity("nora"))
    assert facts == [cast.acme]


@pytest.mark.parametrize("word", ["impersonate", "both names", "a limited time", "password", "cookie", "a copy"])
def test_the_policy_speaks_of(word):
    assert any(word in paragraph for section in privacy.POLICY for paragraph in section.paragraphs)
