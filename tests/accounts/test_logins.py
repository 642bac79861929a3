import pytest
from sqlmodel import select

from admin_proxy import db, live
from admin_proxy.accounts import logins, signing_in
from admin_proxy.accounts.tables import Login, Person
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.config import Settings
from admin_proxy.identity import Forbidden, NotFound
from admin_proxy.live import About

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.0 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def news():
    told = []
    stop = live.listen(lambda news: told.append(news.id) if news.about is About.LOGIN else None)
    yield told
    stop()


def end_entries():
    with db.reading() as tx:
        return tx.exec(select(AuditEntry).where(AuditEntry.tag == "accounts.login.ended")).all()


def test_sam_sees_where_he_is_signed_in_and_which_of_them_is_this_one(cast, time):
    phone = signing_in.sign_in_as(cast["sam"], "192.0.2.7", SAFARI)
    time.advance(minutes=5)
    here = cast.identity("sam")
    signing_in.sign_in_as(cast["zoe"], "192.0.2.9", FIREFOX)
    this, other = logins.list_mine(here)
    assert (this.id, this.is_this_one, this.device) == (here.login_id, True, "Unknown browser")
    assert (other.id, other.is_this_one, other.device) == (phone.login_id, False, "Safari on iOS")
    assert (other.address, other.may_end) == ("192.0.2.7", True)
    assert (this.since - other.since).total_seconds() == 300


def test_what_has_run_out_is_not_listed(cast, time):
    signing_in.sign_in_as(cast["sam"], "192.0.2.7", SAFARI)
    time.advance(hours=12)
    here = cast.identity("sam")
    assert [card.id for card in logins.list_mine(here)] == [here.login_id]


def test_sam_ends_another_of_his_logins(cast, news, facts):
    phone = signing_in.sign_in_as(cast["sam"], "192.0.2.7", SAFARI)
    here = cast.identity("sam")
    assert logins.end_one(here, phone.login_id)
    assert logins.find(phone.token) is None
    assert [card.id for card in logins.list_mine(here)] == [here.login_id]
    (entry,) = end_entries()
    assert (entry.actor_name, entry.object_id, entry.object_name) == ("Sam Silva", phone.login_id, "Safari on iOS")
    assert entry.note == "ended in My settings"
    assert news == [phone.login_id]
    assert facts == [cast.acme]


def test_ending_it_again_changes_and_records_nothing(cast, news):
    phone = signing_in.sign_in_as(cast["sam"], "192.0.2.7", SAFARI)
    here = cast.identity("sam")
    logins.end_one(here, phone.login_id)
    assert not logins.end_one(here, phone.login_id)
    assert len(end_entries()) == len(news) == 1


@pytest.mark.parametrize("whose", ["zoe", "eve", "carl"])
def test_nobody_ends_a_login_of_somebody_else_and_the_words_do_not_tell_whether_there_is_one(cast, whose):
    theirs = signing_in.sign_in_as(cast[whose], "192.0.2.7", SAFARI)
    sam = cast.identity("sam")
    said = set()
    for login_id in (theirs.login_id, "00000000-0000-7000-8000-000000000000", "\0", "\ud800", "é", ""):
        with pytest.raises(NotFound) as refusal:
            logins.end_one(sam, login_id)
        said.add(refusal.value.sentence)
    assert len(said) == 1
    assert logins.find(theirs.token) == theirs.login_id


def test_sam_ends_all_his_logins_but_this_one(cast):
    elsewhere = [signing_in.sign_in_as(cast["sam"], "192.0.2.7", SAFARI) for _ in range(3)]
    zoes = signing_in.sign_in_as(cast["zoe"], "192.0.2.7", SAFARI)
    here = cast.identity("sam")
    assert logins.end_others(here) == 3
    assert not any(logins.find(login.token) for login in elsewhere)
    assert logins.find(zoes.token)
    assert [card.id for card in logins.list_mine(here)] == [here.login_id]
    assert logins.end_others(here) == 0


def test_who_impersonates_sees_the_persons_logins_and_ends_none_of_them(cast, impersonating):
    sams = signing_in.sign_in_as(cast["sam"], "192.0.2.7", SAFARI)
    olga_as_sam = impersonating("olga", "sam")
    (card,) = logins.list_mine(olga_as_sam)
    assert (card.id, card.is_this_one, card.may_end) == (sams.login_id, False, False)
    for end in (lambda: logins.end_one(olga_as_sam, sams.login_id), lambda: logins.end_others(olga_as_sam)):
        with pytest.raises(Forbidden, match="while impersonating"):
            end()
    assert logins.find(sams.token) == sams.login_id
    assert end_entries() == []


def test_who_impersonates_does_not_end_a_login_of_their_own_by_that_door_either(cast, impersonating):
    olgas = signing_in.sign_in_as(cast["olga"], "192.0.2.7", SAFARI)
    with pytest.raises(Forbidden):
        logins.end_one(impersonating("olga", "sam"), olgas.login_id)
    assert logins.find(olgas.token)


def test_signing_out_ends_this_login_only_and_tells_its_tabs(cast, news, facts):
    here = signing_in.sign_in_as(cast["sam"], "192.0.2.7", SAFARI)
    phone = signing_in.sign_in_as(cast["sam"], "192.0.2.7", SAFARI)
    assert logins.sign_out(here.login_id, "192.0.2.7")
    assert logins.find(here.token) is None
    assert logins.find(phone.token) == phone.login_id
    (entry,) = end_entries()
    assert (entry.note, entry.actor_name, entry.organization_id) == ("signed out", "Sam Silva", cast.acme)
    assert (news, facts) == ([here.login_id], [cast.acme])


def test_signing_out_twice_is_safe_and_so_is_signing_out_what_never_was(cast):
    here = signing_in.sign_in_as(cast["sam"], "192.0.2.7", SAFARI)
    assert logins.sign_out(here.login_id)
    assert not logins.sign_out(here.login_id)
    assert not logins.sign_out("made up")
    assert len(end_entries()) == 1


def test_vendor_staff_sign_out_like_everybody_else(cast, facts):
    carls = signing_in.sign_in_as(cast["carl"], "192.0.2.7", SAFARI)
    assert logins.sign_out(carls.login_id)
    assert logins.find(carls.token) is None
    assert facts == []


def test_a_login_is_over_on_the_day_from_which_its_person_is_deactivated(cast, time):
    sams = signing_in.sign_in_as(cast["sam"], "192.0.2.7", SAFARI)
    with db.writing() as tx:
        tx.get_one(Person, cast["sam"]).deactivated_on = time.now().date().replace(day=3)
    time.advance(hours=11)
    with db.writing() as tx:
        logins.touch(tx, tx.get_one(Login, sams.login_id))
    time.advance(hours=3, minutes=59)
    assert logins.find(sams.token) == sams.login_id
    time.advance(minutes=1)
    assert logins.find(sams.token) is None
    with db.reading() as tx:
        assert logins.open_login(tx, sams.login_id) is None


def test_that_a_login_is_in_use_is_noted_at_most_once_a_minute_and_nowhere_else(cast, time):
    sams = signing_in.sign_in_as(cast["sam"], "192.0.2.7", SAFARI)
    with db.writing() as tx:
        _login, person = logins.open_login(tx, sams.login_id)
        last_login_at = person.last_login_at
    for seconds, noted in ((59, False), (1, True), (30, False)):
        time.advance(seconds=seconds)
        with db.writing() as tx:
            assert logins.touch(tx, tx.get_one(Login, sams.login_id)) is noted
    with db.reading() as tx:
        assert tx.get_one(Person, cast["sam"]).last_login_at == last_login_at


def test_a_login_that_was_ended_is_not_brought_back_by_being_used(cast, time):
    sams = signing_in.sign_in_as(cast["sam"], "192.0.2.7", SAFARI)
    with db.reading() as tx:
        as_it_was = tx.get_one(Login, sams.login_id)
    logins.sign_out(sams.login_id)
    time.advance(minutes=2)
    with db.writing() as tx:
        logins.touch(tx, as_it_was)
    with db.reading() as tx:
        assert tx.get_one(Login, sams.login_id).last_seen_at == as_it_was.last_seen_at
    assert logins.find(sams.token) is None


@pytest.mark.parametrize("token", ["", "made up", "\0", "\ud800", "x" * 100_000])
def test_a_made_up_token_finds_nothing(cast, token):
    cast.identity("sam")
    assert logins.find(token) is None


def test_how_long_logins_last_is_set_once_for_the_process(cast, time, monkeypatch):
    rules = logins.Rules()
    rules.use(Settings(login_idle_minutes=10, login_hours=1))
    monkeypatch.setattr(logins, "rules", rules)
    sams = signing_in.sign_in_as(cast["sam"], "192.0.2.7", SAFARI)
    for _ in range(5):
        time.advance(minutes=9)
        with db.writing() as tx:
            logins.touch(tx, tx.get_one(Login, sams.login_id))
    assert logins.find(sams.token)
    time.advance(minutes=10)
    assert logins.find(sams.token) is None
