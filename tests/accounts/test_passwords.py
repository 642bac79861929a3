import subprocess
import sys
import threading

import pytest
from passlib.hash import argon2

from admin_proxy.accounts import passwords
from admin_proxy.identity import Invalid


def test_a_password_becomes_argon2id_with_19_mib_two_passes_and_one_lane():
    hashed = passwords.hash("seven green bottles")
    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.verify("seven green bottles", hashed)
    assert not passwords.verify("seven green bottle", hashed)
    assert not passwords.is_outdated(hashed)


def test_a_hash_with_other_parameters_still_counts_and_is_outdated():
    weaker = argon2.using(type="ID", memory_cost=1024, rounds=1, parallelism=1).hash("seven green bottles")
    assert passwords.verify("seven green bottles", weaker)
    assert passwords.is_outdated(weaker)


def test_nobodys_hash_costs_what_anybodys_does(work):
    hashed = passwords.hash("seven green bottles")
    for candidate in (hashed, None, "", "not a hash", "$argon2id$"):
        work.verified = 0
        passwords.verify("something", candidate)
        assert work.verified == 1


@pytest.mark.parametrize("candidate", [None, "", "not a hash"])
def test_the_password_behind_nobodys_hash_opens_nothing(work, candidate):
    assert not passwords.verify("nobody has this password", candidate)


def test_an_accent_typed_as_one_character_or_two_is_the_same_password(work):
    assert passwords.verify("cafe\N{COMBINING ACUTE ACCENT} au lait", passwords.hash("café au lait"))


def test_of_twenty_verifications_never_more_than_four_run_at_once(work, monkeypatch):
    hashed = passwords.hash("seven green bottles")
    now, most, everybody_at_work = 0, 0, threading.Barrier(passwords.AT_ONCE)
    count = threading.Lock()
    verify = work.verify

    def counted(password, against):
        nonlocal now, most
        with count:
            now += 1
            most = max(most, now)
        everybody_at_work.wait(timeout=60)  # comes about only if four are in here at the same time
        try:
            return verify(password, against)
        finally:
            with count:
                now -= 1

    monkeypatch.setattr(work, "verify", counted)
    answers = []
    threads = [
        threading.Thread(target=lambda: answers.append(passwords.verify("seven green bottles", hashed)))
        for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [True] * 20
    assert most == 4


async def test_off_the_loop_a_password_is_checked_in_one_of_the_threads_kept_for_it(work):
    name = await passwords.off_loop(lambda: threading.current_thread().name)
    assert name.startswith("passwords")


@pytest.mark.parametrize("password", ["eight ch", "x1y2z3" * 42, "пароль для входа", "山田太郎の合言葉です"])
def test_a_password_of_eight_to_256_characters_can_be_chosen(password):
    passwords.check(password)


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("", "Use at least 8 characters."),
        ("seven c", "Use at least 8 characters."),
        ("long" * 65, "Use at most 256 characters."),
        ("password", "guessed first"),
        ("PassWord", "guessed first"),
        ("football1", "guessed first"),
        ("1234567890", "guessed first"),
        ("aaaaaaaaaaaa", "guessed first"),
        ("abababababab", "guessed first"),
        ("half of a pair \ud800", "cannot be used"),
        ("zoe@acme.example", "easily guessed"),
        ("ZOE@acme.example", "easily guessed"),
    ],
)
def test_a_password_that_nobody_should_choose_is_refused_beside_its_field(password, sentence):
    with pytest.raises(Invalid, match=sentence) as refusal:
        passwords.check(password, email="zoe@acme.example", field="new")
    assert refusal.value.field == "new"


def test_nothing_is_left_to_be_loaded_by_the_first_password_which_may_be_two_at_once():
    script = """
from passlib.handlers.argon2 import argon2
from admin_proxy.accounts import passwords
argon2._stub_requires_backend = classmethod(lambda cls: exit("it is loaded only now"))
assert passwords.verify("correct horse", passwords.hash("correct horse"))
"""
    subprocess.run([sys.executable, "-c", script], check=True)
