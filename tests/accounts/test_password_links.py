import threading

import pytest
from sqlmodel import select

from admin_proxy import db
from admin_proxy.accounts import logins, password_links, signing_in, throttle
from admin_proxy.accounts.signing_in import SignedIn
from admin_proxy.accounts.tables import PasswordLink, Person
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.identity import Invalid, Refused
from tests.accounts.conftest import PASSWORD

NEW = "a whole new sentence"


@pytest.fixture
def link(with_passwords):
    """Gives out a link for somebody by first name."""

    def issue(first_name):
        with db.writing() as tx:
            return password_links.issue(tx, tx.get_one(Person, with_passwords[first_name]))

    return issue


def sign_in(email, password):
    return signing_in.sign_in(email, password, "192.0.2.7", "")


def test_ben_chooses_his_first_password_and_signs_in_with_it(link):
    password_links.redeem(link("ben"), NEW, "192.0.2.7")
    assert isinstance(sign_in("ben@acme.example", NEW), SignedIn)


def test_the_page_says_whose_password_it_is(link):
    assert password_links.about(link("ben")) == password_links.LinkCard("Ben Becker", "ben@acme.example")
    assert password_links.about("made up") is None


def test_the_token_is_stored_only_as_its_digest(link):
    token = link("ben")
    with db.reading() as tx:
        assert token not in str(tx.exec(select(PasswordLink)).all())


def test_choosing_is_in_the_record_without_the_password(link, with_passwords):
    password_links.redeem(link("ben"), NEW, "192.0.2.7")
    with db.reading() as tx:
        entry = tx.exec(select(AuditEntry).where(AuditEntry.tag == "accounts.password.chosen")).one()
    assert (entry.actor_name, entry.organization_id, entry.address) == ("Ben Becker", with_passwords.acme, "192.0.2.7")
    assert NEW not in str(entry)


def test_a_link_is_good_once(link):
    token = link("ben")
    password_links.redeem(token, NEW)
    with pytest.raises(Refused, match="no longer good"):
        password_links.redeem(token, "something else again")
    assert isinstance(sign_in("ben@acme.example", NEW), SignedIn)


def test_of_eight_that_use_a_link_at_the_same_moment_one_succeeds(link):
    token, outcomes = link("ben"), []
    together = threading.Barrier(8)

    def use(number):
        together.wait()
        try:
            password_links.redeem(token, f"{NEW} {number}")
            outcomes.append(number)
        except Refused:
            pass

    threads = [threading.Thread(target=use, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 1
    assert isinstance(sign_in("ben@acme.example", f"{NEW} {outcomes[0]}"), SignedIn)


def test_a_link_is_good_for_24_hours_and_not_a_moment_longer(link, time):
    token = link("ben")
    time.advance(hours=24, seconds=-1)
    assert password_links.about(token)
    time.advance(seconds=1)
    with pytest.raises(Refused, match="no longer good"):
        password_links.redeem(token, NEW)


def test_a_newer_link_makes_the_earlier_one_useless(link):
    earlier, newer = link("ben"), link("ben")
    with pytest.raises(Refused, match="no longer good"):
        password_links.redeem(earlier, NEW)
    password_links.redeem(newer, NEW)


def test_a_link_is_of_no_use_to_who_is_deactivated(link):
    with pytest.raises(Refused, match="no longer good"):
        password_links.redeem(link("dora"), NEW)


@pytest.mark.parametrize("token", ["", "made up", "\0", "\ud800", "x" * 100_000])
def test_a_made_up_link_gets_the_same_words(with_passwords, token, work):
    with pytest.raises(Refused, match="no longer good"):
        password_links.redeem(token, NEW)
    assert work.hashed == 0


def test_a_refused_password_does_not_use_the_link_up(link):
    token = link("ben")
    with pytest.raises(Invalid) as refusal:
        password_links.redeem(token, "short")
    assert refusal.value.field == "password"
    password_links.redeem(token, NEW)


def test_choosing_a_password_ends_every_login_of_that_person_and_of_nobody_else(link):
    sams, zoes = sign_in("sam@acme.example", PASSWORD), sign_in("zoe@acme.example", PASSWORD)
    password_links.redeem(link("sam"), NEW)
    assert logins.find(sams.token) is None
    assert logins.find(zoes.token) == zoes.login_id


def test_a_link_gets_in_whom_somebody_else_has_locked_out(link):
    for _ in range(6):
        sign_in("sam@acme.example", "guess")
    password_links.redeem(link("sam"), NEW)
    assert throttle.admit("sam@acme.example", "198.51.100.1").admitted
