import threading
from datetime import timedelta

import pytest
from sqlmodel import select

from admin_proxy import db
from admin_proxy.accounts import signing_in, throttle
from admin_proxy.accounts.signing_in import Failed, SignedIn
from admin_proxy.accounts.tables import SignInFailure
from admin_proxy.audit.tables import AuditEntry
from tests.accounts.conftest import PASSWORD

NO_MATCH = "The e-mail or the password is not right."


def sign_in(password, email="sam@acme.example", address="192.0.2.7"):
    return signing_in.sign_in(email, password, address, "")


@pytest.mark.parametrize("email", ["sam@acme.example", "nobody@acme.example"])
def test_the_fifth_failure_locks_the_account_for_30_seconds_and_each_further_one_for_twice_as_long(
    with_passwords, time, email
):
    for _ in range(4):
        assert sign_in("wrong", email) == Failed(NO_MATCH, 0)
    for seconds, words in (
        (30, "30 seconds"),
        (60, "60 seconds"),
        (120, "2 minutes"),
        (240, "4 minutes"),
        (480, "8 minutes"),
        (900, "15 minutes"),
        (900, "15 minutes"),
    ):
        assert sign_in("wrong", email) == Failed(f"{NO_MATCH} Try again in {words}.", seconds)
        time.advance(seconds=seconds - 1)
        assert sign_in("wrong", email) == Failed("Too many attempts. Try again in 1 second.", 1)
        time.advance(seconds=1)


def test_not_even_the_right_password_opens_a_locked_account(with_passwords, time):
    for _ in range(5):
        sign_in("wrong")
    assert sign_in(PASSWORD) == Failed("Too many attempts. Try again in 30 seconds.", 30)
    time.advance(seconds=30)
    assert isinstance(sign_in(PASSWORD), SignedIn)


def test_a_locked_account_is_locked_from_every_address_and_no_other_account_is(with_passwords):
    for _ in range(5):
        sign_in("wrong")
    assert isinstance(sign_in(PASSWORD, address="198.51.100.1"), Failed)
    assert isinstance(sign_in(PASSWORD, "zoe@acme.example"), SignedIn)


def test_capitals_and_blanks_make_no_other_account_of_it(with_passwords):
    for email in ("sam@acme.example", "SAM@acme.example", " sam@ACME.example ", "Sam@acme.example", "sam@acme.examplE"):
        sign_in("wrong", email)
    assert sign_in(PASSWORD).retry_after == 30


def test_attempts_that_the_lock_turns_away_do_not_make_it_longer(with_passwords, time):
    for _ in range(5):
        sign_in("wrong")
    for _ in range(50):
        sign_in("wrong")
    time.advance(seconds=30)
    assert isinstance(sign_in(PASSWORD), SignedIn)


def test_signing_in_starts_over(with_passwords):
    for _ in range(4):
        sign_in("wrong")
    sign_in(PASSWORD)
    for _ in range(4):
        assert sign_in("wrong") == Failed(NO_MATCH, 0)


def test_after_a_day_the_failures_are_forgotten(with_passwords, time):
    for _ in range(4):
        sign_in("wrong")
    time.advance(hours=24)
    assert sign_in("wrong") == Failed(NO_MATCH, 0)


def test_twenty_failures_lock_an_address_whatever_the_e_mails_until_the_first_is_15_minutes_old(with_passwords, time):
    for number in range(20):
        assert sign_in("wrong", f"guess{number}@acme.example").retry_after == (0 if number < 19 else 900 - 19)
        time.advance(seconds=1)
    assert sign_in(PASSWORD) == Failed("Too many attempts. Try again in 15 minutes.", 880)
    assert isinstance(sign_in(PASSWORD, address="198.51.100.1"), SignedIn)
    time.advance(seconds=879)
    assert isinstance(sign_in(PASSWORD), Failed)
    time.advance(seconds=1)
    assert isinstance(sign_in(PASSWORD), SignedIn)


def test_a_right_password_now_and_then_does_not_free_an_address_for_guessing_at_others(with_passwords):
    for number in range(19):
        sign_in("wrong", f"guess{number}@acme.example")
        sign_in(PASSWORD, "zoe@acme.example")
    sign_in("wrong", "another@acme.example")
    assert isinstance(sign_in(PASSWORD, "zoe@acme.example"), Failed)


def test_an_ipv6_network_counts_as_one_address_and_a_mapped_ipv4_address_as_itself(database, time):
    for number in range(20):
        throttle.admit(f"guess{number}", f"2001:db8:1:2::{number:x}")
    assert not throttle.admit("another", "2001:db8:1:2:ffff::1").admitted
    assert throttle.admit("another", "2001:db8:1:3::1").admitted
    for number in range(20):
        throttle.admit(f"guess{number}", "::ffff:192.0.2.7")
    assert not throttle.admit("one more", "192.0.2.7").admitted
    assert throttle.admit("one more", "192.0.2.8").admitted


def test_a_restart_forgives_nothing(with_passwords):
    for _ in range(5):
        sign_in("wrong")
    db.connect(db.engine().url.render_as_string(hide_password=False))
    assert sign_in(PASSWORD).retry_after == 30


def test_of_sixteen_guesses_at_the_same_moment_no_more_are_looked_at_than_one_after_the_other(with_passwords, work):
    together, looked_at = threading.Barrier(16), []

    def guess():
        together.wait()
        looked_at.append(sign_in("wrong").sentence.startswith(NO_MATCH))

    threads = [threading.Thread(target=guess) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(looked_at) == 5


def test_a_lock_is_in_the_record_once_however_often_it_turns_somebody_away(with_passwords):
    for _ in range(10):
        sign_in("wrong")
    with db.reading() as tx:
        tags = [entry.tag for entry in tx.exec(select(AuditEntry)).all()]
        (lock,) = tx.exec(select(AuditEntry).where(AuditEntry.tag == "accounts.login.throttled")).all()
    assert tags.count("accounts.login.failed") == 5
    assert (lock.subject_name, lock.note, lock.address) == ("Sam Silva", "For 30 seconds.", "192.0.2.7")


def test_neither_e_mails_nor_addresses_can_be_read_from_what_is_counted(with_passwords):
    sign_in("wrong")
    with db.reading() as tx:
        (row,) = tx.exec(select(SignInFailure)).all()
    assert len(row.account_key) == len(row.address_key) == 64
    assert "sam" not in f"{row.account_key} {row.address_key}"


def test_what_no_lock_depends_on_any_more_is_forgotten(with_passwords, time):
    sign_in("wrong")
    time.advance(hours=20)
    sign_in("wrong")
    assert throttle.forget_old() == 0
    time.advance(hours=4)
    assert throttle.forget_old() == 1
    with db.reading() as tx:
        assert len(tx.exec(select(SignInFailure)).all()) == 1


@pytest.mark.parametrize(
    ("wait", "words"),
    [(0.2, "1 second"), (30, "30 seconds"), (90, "90 seconds"), (90.5, "2 minutes"), (121, "3 minutes")],
)
def test_a_wait_is_said_in_words_and_rounded_up(wait, words):
    assert throttle.in_words(timedelta(seconds=wait)) == words
