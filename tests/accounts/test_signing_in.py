from datetime import timedelta
from hashlib import sha256

import pytest
from passlib.hash import argon2
from sqlalchemy import text
from sqlmodel import SQLModel, select

from admin_proxy import db
from admin_proxy.accounts import logins, passwords, signing_in
from admin_proxy.accounts.signing_in import Failed, SignedIn
from admin_proxy.accounts.tables import Login, Person
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import NotFound
from tests.accounts.conftest import PASSWORD

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36"
)


def sign_in(email="sam@acme.example", password=PASSWORD, address="192.0.2.7"):
    return signing_in.sign_in(email, password, address, CHROME)


def entries(tag):
    with db.reading() as tx:
        return tx.exec(select(AuditEntry).where(AuditEntry.tag == tag.value).order_by(AuditEntry.id)).all()


def test_sam_signs_in_and_is_found_by_his_token(with_passwords):
    signed_in = sign_in()
    assert isinstance(signed_in, SignedIn)
    assert signed_in.person.name == "Sam Silva"
    assert signed_in.person.privacy_accepted
    assert logins.find(signed_in.token) == signed_in.login_id


def test_the_e_mail_may_be_typed_in_capitals_and_with_blanks_around_it(with_passwords):
    assert isinstance(sign_in(" SAM@Acme.Example "), SignedIn)


def test_nora_signs_in_and_has_the_privacy_policy_still_before_her(with_passwords):
    assert not sign_in("nora@acme.example").person.privacy_accepted


def test_vendor_staff_who_belong_to_no_organization_sign_in(with_passwords):
    assert sign_in("carl@vendor.example").person.organization_id is None


def test_each_sign_in_gets_a_token_of_its_own(with_passwords):
    tokens = {sign_in().token for _ in range(3)}
    assert len(tokens) == 3
    assert all(len(token) >= 43 for token in tokens)


def test_a_token_is_stored_nowhere_but_as_its_digest(with_passwords):
    signed_in = sign_in()
    with db.reading() as tx:
        everything = [str(row) for table in SQLModel.metadata.sorted_tables for row in tx.execute(table.select())]
        assert tx.get(Login, signed_in.login_id).token_sha256 == sha256(signed_in.token.encode()).hexdigest()
    assert len(everything) > len(with_passwords.ids)
    assert not any(signed_in.token in row for row in everything)


def test_signing_in_and_nothing_else_writes_when_sam_was_last_here(with_passwords, time):
    sam = with_passwords["sam"]
    sign_in(password="wrong")
    with db.reading() as tx:
        assert tx.get(Person, sam).last_login_at is None
    sign_in()
    with db.reading() as tx:
        assert tx.get(Person, sam).last_login_at == time.now()


def test_a_sign_in_is_in_the_record_under_sams_name(with_passwords):
    signed_in = sign_in()
    (entry,) = entries(Tag.LOGIN_STARTED)
    assert (entry.actor_name, entry.subject_name) == ("Sam Silva", "Sam Silva")
    assert (entry.organization_id, entry.address) == (with_passwords.acme, "192.0.2.7")
    assert (entry.object_id, entry.object_name) == (signed_in.login_id, "Chrome on Windows")


FAILURES = {
    "an unknown e-mail": ("nobody@acme.example", PASSWORD),
    "a wrong password": ("sam@acme.example", "not the password"),
    "no password chosen yet": ("ben@acme.example", PASSWORD),
    "a deactivated person": ("dora@acme.example", PASSWORD),
    "an empty form": ("", ""),
    "a password longer than any": ("sam@acme.example", PASSWORD * 1000),
    "half of a surrogate pair": ("sam@acme.example\ud800", PASSWORD + "\ud800"),
    "a NUL": ("sam@acme.example\0", PASSWORD + "\0"),
}


@pytest.mark.parametrize(("email", "password"), FAILURES.values(), ids=FAILURES)
def test_every_failure_gets_the_same_words_for_the_same_work(with_passwords, work, email, password):
    work.verified = work.hashed = 0
    assert sign_in(email, password) == Failed("The e-mail or the password is not right.", 0)
    assert (work.verified, work.hashed) == (1, 0)


@pytest.mark.parametrize("email", ["sam@acme.example", "nobody@acme.example"])
def test_an_attempt_that_a_lock_turns_away_costs_the_same_work(with_passwords, work, email):
    for _ in range(5):
        sign_in(email, "wrong")
    work.verified = work.hashed = 0
    assert sign_in(email, PASSWORD) == Failed("Too many attempts. Try again in 30 seconds.", 30)
    assert (work.verified, work.hashed) == (1, 0)


def test_a_failure_is_in_the_record_of_the_organization_whose_person_it_concerns(with_passwords):
    sign_in(password="wrong")
    (entry,) = entries(Tag.LOGIN_FAILED)
    assert entry.actor_kind == "visitor"
    assert entry.actor_email == "sam@acme.example"
    assert entry.subject_name == "Sam Silva"
    assert (entry.organization_id, entry.address) == (with_passwords.acme, "192.0.2.7")


def test_a_failure_with_an_unknown_e_mail_is_in_the_record_of_no_organization(with_passwords):
    sign_in("nobody@acme.example")
    (entry,) = entries(Tag.LOGIN_FAILED)
    assert (entry.organization_id, entry.actor_email, entry.subject_name) == (None, "nobody@acme.example", "Nobody")


def test_neither_the_password_nor_its_hash_gets_into_the_record(with_passwords):
    sign_in()
    sign_in(password="a very secret typo")
    with db.reading() as tx:
        record = str(tx.execute(text("SELECT * FROM audit_entry")).all())
    assert PASSWORD not in record
    assert "secret typo" not in record
    assert "argon2" not in record


def test_a_hash_made_with_other_parameters_is_made_anew_at_the_next_sign_in(with_passwords, work):
    sam = with_passwords["sam"]
    with db.writing() as tx:
        tx.get_one(Person, sam).password_hash = argon2.using(type="ID", memory_cost=32, rounds=1).hash(PASSWORD)
    assert isinstance(sign_in(), SignedIn)
    with db.reading() as tx:
        renewed = tx.get_one(Person, sam).password_hash
    assert "m=64" in renewed
    assert passwords.verify(PASSWORD, renewed)


def test_who_is_deactivated_while_the_password_is_being_checked_does_not_get_in(
    with_passwords, work, monkeypatch, time
):
    verify = passwords.verify

    def verify_slowly(password, hashed):
        with db.writing() as tx:
            tx.get_one(Person, with_passwords["sam"]).deactivated_on = time.now().date()
        return verify(password, hashed)

    monkeypatch.setattr(passwords, "verify", verify_slowly)
    assert isinstance(sign_in(), Failed)
    with db.reading() as tx:
        assert tx.exec(select(Login)).all() == []


def test_signing_in_again_in_the_same_browser_ends_the_login_it_had(with_passwords):
    first = sign_in()
    second = signing_in.sign_in("zoe@acme.example", PASSWORD, "192.0.2.7", CHROME, replaces=first.login_id)
    assert logins.find(first.token) is None
    assert logins.find(second.token) == second.login_id
    assert [entry.note for entry in entries(Tag.LOGIN_ENDED)] == ["signed in again in the same browser"]


def test_a_failed_sign_in_leaves_the_login_that_the_browser_had(with_passwords):
    first = sign_in()
    signing_in.sign_in("zoe@acme.example", "wrong", "192.0.2.7", CHROME, replaces=first.login_id)
    assert logins.find(first.token) == first.login_id


def test_a_persona_of_the_demonstration_signs_in_without_a_password(cast):
    signed_in = signing_in.sign_in_as(cast["olga"], "127.0.0.1", CHROME)
    assert signed_in.person.name == "Olga Orlova"
    assert logins.find(signed_in.token) == signed_in.login_id


@pytest.mark.parametrize("who", ["dora", None])
def test_nobody_signs_in_as_who_is_deactivated_or_does_not_exist(cast, who):
    with pytest.raises(NotFound):
        signing_in.sign_in_as(cast[who] if who else 4711, "127.0.0.1", CHROME)


def test_a_login_is_over_after_twelve_hours_unused_and_after_a_week_at_the_latest(with_passwords, time):
    idle, used = sign_in(), sign_in()
    for _ in range(14):
        time.advance(hours=11, minutes=59)
        with db.writing() as tx:
            if login := logins.find_login(tx, used.token):
                logins.touch(tx, login)
    assert logins.find(idle.token) is None
    assert logins.find(used.token) == used.login_id
    time.advance(minutes=14)
    assert logins.find(used.token) is None


def test_the_very_moment_of_the_end_is_after_the_end(with_passwords, time):
    signed_in = sign_in()
    with db.reading() as tx:
        login = tx.get_one(Login, signed_in.login_id)
    assert logins.is_open(login, login.last_seen_at + logins.rules.idle - timedelta(microseconds=1))
    assert not logins.is_open(login, login.last_seen_at + logins.rules.idle)
    login.last_seen_at = login.expires_at
    assert logins.is_open(login, login.expires_at - timedelta(microseconds=1))
    assert not logins.is_open(login, login.expires_at)
