from datetime import date

import pytest
from sqlmodel import select

from admin_proxy import db
from admin_proxy.accounts import logins, signing_in, status
from admin_proxy.accounts.signing_in import Failed, SignedIn
from admin_proxy.accounts.tables import Person
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.identity import Forbidden, Invalid, NotFound, operator
from tests.accounts.conftest import PASSWORD

TODAY, TOMORROW = date(2026, 3, 2), date(2026, 3, 3)


def entries(tag):
    with db.reading() as tx:
        return tx.exec(select(AuditEntry).where(AuditEntry.tag == tag)).all()


def sign_in():
    return signing_in.sign_in("sam@acme.example", PASSWORD, "192.0.2.7", "")


def test_from_today_on_sam_is_signed_out_everywhere_and_does_not_get_in_any_more(with_passwords, facts):
    sams, zoes = sign_in(), signing_in.sign_in("zoe@acme.example", PASSWORD, "192.0.2.7", "")
    assert status.deactivate(with_passwords.identity("olga"), with_passwords["sam"], TODAY)
    assert logins.find(sams.token) is None
    assert logins.find(zoes.token) == zoes.login_id
    assert isinstance(sign_in(), Failed)
    (entry,) = entries("directory.person.deactivated")
    assert (entry.actor_name, entry.object_name) == ("Olga Orlova", "Sam Silva")
    assert (entry.before, entry.after) == ({"deactivated_on": None}, {"deactivated_on": "2026-03-02"})
    (ended,) = entries("accounts.login.ended")
    assert (ended.actor_name, ended.object_id, ended.note) == ("Olga Orlova", sams.login_id, "deactivated")
    assert facts == [with_passwords.acme]


def test_from_tomorrow_on_sam_stays_for_today(with_passwords, time):
    sams = sign_in()
    assert status.deactivate(with_passwords.identity("olga"), with_passwords["sam"], TOMORROW)
    assert logins.find(sams.token) == sams.login_id
    time.advance(hours=11)
    assert isinstance(sign_in(), SignedIn)
    time.advance(hours=4)
    assert isinstance(sign_in(), Failed)


def test_the_same_day_again_writes_nothing(cast):
    olga = cast.identity("olga")
    status.deactivate(olga, cast["sam"], TODAY)
    assert not status.deactivate(olga, cast["sam"], TODAY)
    assert len(entries("directory.person.deactivated")) == 1


def test_sam_is_reactivated_and_signs_in_again(with_passwords, facts):
    olga = with_passwords.identity("olga")
    status.deactivate(olga, with_passwords["sam"], TODAY)
    assert status.reactivate(olga, with_passwords["sam"])
    assert isinstance(sign_in(), SignedIn)
    (entry,) = entries("directory.person.reactivated")
    assert (entry.before, entry.after) == ({"deactivated_on": "2026-03-02"}, {"deactivated_on": None})
    assert not status.reactivate(olga, with_passwords["sam"])
    assert facts == [with_passwords.acme] * 2


@pytest.mark.parametrize("who", ["hana", "adam", "sam", "carl"])
def test_only_super_admins_deactivate_and_reactivate(cast, who):
    for change in (
        lambda: status.deactivate(cast.identity(who), cast["fay"], TODAY),
        lambda: status.reactivate(cast.identity(who), cast["dora"]),
    ):
        with pytest.raises(Forbidden, match="Only Super Admins"):
            change()


@pytest.mark.parametrize("who", ["emil", "carl"])
def test_nobody_elsewhere_is_deactivated(cast, who):
    with pytest.raises(NotFound, match="There is no such person"):
        status.deactivate(cast.identity("olga"), cast[who], TODAY)
    with pytest.raises(NotFound, match="There is no such person"):
        status.reactivate(cast.identity("eve"), cast["dora"])


def test_nobody_deactivates_themselves_not_even_by_impersonating(cast, impersonating):
    with pytest.raises(Forbidden, match="themselves"):
        status.deactivate(cast.identity("olga"), cast["olga"], TODAY)
    with pytest.raises(Forbidden, match="themselves"):
        status.deactivate(impersonating("olga", "oscar"), cast["olga"], TODAY)


def test_the_last_super_admin_stays(cast):
    house = operator(cast.acme)
    assert status.deactivate(house, cast["oscar"], TOMORROW)
    with pytest.raises(Invalid, match="last Super Admin"):
        status.deactivate(house, cast["olga"], TODAY)


def test_a_sign_in_that_comes_between_does_not_survive(with_passwords):
    """The login is opened by a sign-in that had found Sam active; the day came in the meantime."""
    with db.writing() as tx:
        login, token = logins.begin(tx, with_passwords["sam"], "192.0.2.7", "")
        tx.flush()
        tx.get_one(Person, with_passwords["sam"]).deactivated_on = TODAY
    assert logins.find(token) is None
    with db.reading() as tx:
        assert logins.open_login(tx, login.id) is None
