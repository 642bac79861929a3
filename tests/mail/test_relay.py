"""The relay against a real mail server: what is posted arrives, at least once, and nobody waits for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from email.headerregistry import Address
from threading import Event, Thread

import pytest
from sqlmodel import col, select

from admin_proxy import db, mail
from admin_proxy.directory.inviting import invite
from admin_proxy.mail import carriers, message
from admin_proxy.mail.carriers import DemoMailbox, Folder, MailServer, Nobody, NotNow
from admin_proxy.mail.relay import CLAIM_LASTS, FORGOTTEN, Relay, pause_after
from admin_proxy.mail.tables import Letter
from tests.mail.server import PASSWORD, USER, Accepting, certificate, listening, silent
from tests.serving import free_port

SENDER = Address("Acme People", "people", "acme.example")
LONG = 30


def write(subject: str = "Hello", email: str = "zoe@acme.example") -> str:
    with db.writing() as tx:
        return mail.post(
            tx, organization_id=None, kind="test", to_person_id=None, to_name="Zoë Žižková", to_email=email,
            subject=subject, body="Hello Zoë\n",
        ).id  # fmt: skip


def letters() -> list[Letter]:
    with db.reading() as tx:
        return list(tx.exec(select(Letter).order_by(col(Letter.id))))


def letter() -> Letter:
    (only,) = letters()
    return only


def to(port: int, **options) -> Relay:
    return Relay(MailServer("127.0.0.1", port, SENDER, **{"security": "none", "timeout": 5, **options}))


def test_what_is_posted_arrives_once_oldest_first(database, time):
    for subject in ("first", "second", "third"):
        write(subject)
        time.advance(seconds=1)
    accepting = Accepting()
    with listening(accepting) as port:
        relay = to(port)
        assert relay.run() == 3
        assert relay.run() == 0
    assert [one["Subject"] for one in accepting.taken] == ["first", "second", "third"]
    assert [one["Message-ID"] for one in accepting.taken] == [one.message_id for one in letters()]
    assert all(one.sent_at and one.due_at is None for one in letters())


def test_what_is_not_committed_is_not_sent(database, time):
    def fail() -> None:
        with db.writing() as tx:
            mail.post(
                tx, organization_id=None, kind="test", to_person_id=None, to_name="", to_email="zoe@acme.example",
                subject="", body="",
            )  # fmt: skip
            raise RuntimeError("the disk is full")

    accepting = Accepting()
    with pytest.raises(RuntimeError):
        fail()
    with listening(accepting) as port:
        assert to(port).run() == 0
    assert accepting.taken == []


class TestTheServerIsDown:
    def test_it_is_tried_again_after_a_minute_then_two_up_to_an_hour_and_given_up_after_a_day(self, database, time):
        write()
        relay, began, pauses = to(free_port()), time.now(), []
        while letter().dead_at is None:
            assert relay.run() == 0
            if letter().due_at:
                pauses.append((letter().due_at - time.now()).total_seconds() / 60)
                time.advance(minutes=pauses[-1])
        assert pauses[:8] == [1, 2, 4, 8, 16, 32, 60, 60]
        assert set(pauses[6:]) == {60}
        assert 24 <= (letter().dead_at - began).total_seconds() / 3600 < 25
        assert "cannot be reached" in letter().trouble
        assert letter().attempts == len(pauses) + 1

    def test_the_others_do_not_find_out_one_by_one(self, database, time):
        for _ in range(5):
            write()
        to(free_port()).run()
        assert [one.attempts for one in letters()] == [1, 0, 0, 0, 0]

    def test_all_of_it_arrives_when_it_is_back(self, database, time):
        for _ in range(3):
            write()
        port, accepting = free_port(), Accepting()
        relay = to(port)
        relay.run()
        write("while it was down")
        with listening(accepting, port=port):
            assert relay.run() == 0, "it waits a minute before it asks again"
            time.advance(minutes=1)
            assert relay.run() == 4
        assert len({one["Message-ID"] for one in accepting.taken}) == len(accepting.taken) == 4

    def test_the_product_goes_on(self, cast):
        relay = to(free_port())
        relay.run()
        assert invite(cast.identity("olga"), cast["nora"]).email == "nora@acme.example"
        relay.run()
        assert (letter().attempts, letter().sent_at) == (1, None)


def test_a_server_that_never_answers_is_given_up_in_time(database, time):
    write()
    with silent() as port:
        to(port, timeout=0.2).run()
    assert (letter().attempts, letter().trouble) == (1, "The mail server does not answer in time.")


def test_while_the_server_is_slow_nothing_waits_for_it_and_the_end_of_the_process_does_not_either(database, time):
    write()
    asked, answers = Event(), Event()

    def wait() -> None:
        asked.set()
        answers.wait(LONG)

    with listening(Accepting(before_answering=wait)) as port:
        relay = to(port, timeout=LONG)
        running = Thread(target=relay.run)
        running.start()
        assert asked.wait(LONG)
        write("another one")  # the outbox is open: no transaction is held while a server is spoken to
        assert relay.run() == 0, "who wakes it while it runs does not wait"
        relay.end()
        running.join(LONG)
        assert not running.is_alive()
        answers.set()
    first, second = letters()
    assert (first.sent_at, first.attempts, second.attempts) == (None, 1, 0)


@pytest.mark.parametrize("where", ["answer", "to_rcpt"])
def test_what_the_server_refuses_for_now_is_tried_again_and_the_others_are_sent(database, time, where):
    write("first")
    accepting = Accepting(**{where: "451 Come back later"})
    with listening(accepting) as port:
        relay = to(port)
        relay.run()
        assert letter().trouble == "451 Come back later"
        setattr(accepting, where, Accepting.__dataclass_fields__[where].default)
        write("second")
        assert relay.run() == 1
        time.advance(minutes=1)
        assert relay.run() == 1
    assert [one["Subject"] for one in accepting.taken] == ["second", "first"]


@pytest.mark.parametrize("where", ["answer", "to_rcpt"])
def test_what_the_server_refuses_for_good_is_given_up_at_once_and_kept(database, time, where):
    write("first")
    accepting = Accepting(**{where: "550 No such mailbox"})
    with listening(accepting) as port:
        relay = to(port)
        relay.run()
        setattr(accepting, where, Accepting.__dataclass_fields__[where].default)
        write("second")
        relay.run()
        time.advance(days=2)
        relay.run()
    first, second = letters()
    assert (first.trouble, first.attempts, first.sent_at) == ("550 No such mailbox", 1, None)
    assert first.dead_at
    assert second.sent_at


def test_an_address_that_is_none_is_given_up_and_stops_nobody_else(database, time):
    write(email="no address")
    write("Hello")
    accepting = Accepting()
    with listening(accepting) as port:
        assert to(port).run() == 1
    assert [bool(one.dead_at) for one in letters()] == [True, False]
    assert "no e-mail address" in letters()[0].trouble


class TestTheUnforeseen:
    class Stumbling(DemoMailbox):
        """Over letters to one address, as no carrier says that it may."""

        def __init__(self, error: Exception) -> None:
            self._error = error

        def carry(self, letter_id, message):
            if "first" in message["Subject"]:
                raise self._error

    def test_it_is_noted_put_off_and_given_up_after_a_day_and_the_others_go_on(self, database, time):
        write("first")
        write("second")
        relay, began = Relay(self.Stumbling(RuntimeError("Hello Zoë"))), time.now()
        assert relay.run() == 1
        first, second = letters()
        assert (second.sent_at, first.due_at) == (began, began + pause_after(1))
        assert first.trouble == carriers.UNFORESEEN.format(what="RuntimeError")
        while letters()[0].dead_at is None:
            time._now = letters()[0].due_at
            relay.run()
        assert 24 <= (letters()[0].dead_at - began).total_seconds() / 3600 < 25

    def test_the_log_says_what_and_where_and_nothing_of_the_letter(self, database, time, caplog):
        write("first")
        Relay(self.Stumbling(ValueError("Hello Zoë, zoe@acme.example"))).run()
        assert "unforeseen ValueError in" in caplog.text
        assert "Zoë" not in caplog.text + letter().trouble
        assert "zoe@" not in caplog.text + letter().trouble

    def test_a_letter_that_cannot_be_put_together(self, database, time, monkeypatch):
        write()
        monkeypatch.setattr(message, "html", lambda _letter: {}["body"])
        Relay(DemoMailbox()).run()
        assert (letter().trouble, letter().due_at) == (
            carriers.UNFORESEEN.format(what="KeyError"),
            time.now() + pause_after(1),
        )

    def test_a_password_that_smtp_cannot_say_kills_no_letter(self, database, time, pem):
        write()
        with listening(Accepting(), pem) as port:
            to(port, security="starttls", user=USER, password="geheimnisträger", ca_file=pem).run()
        assert "UnicodeEncodeError" in letter().trouble
        assert "träger" not in letter().trouble
        assert letter().due_at, "whoever runs the server can put it right"

    def test_whatever_bytes_a_server_answers_with(self, database, time):
        write("first")
        Relay(self.Stumbling(NotNow("451 La\0ter"))).run()
        assert letter().trouble == "451 Later"


@pytest.fixture(scope="module")
def pem(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("tls"))


class TestSecurity:
    def test_starttls_with_credentials(self, database, time, pem):
        write()
        accepting = Accepting()
        with listening(accepting, pem) as port:
            options = {"security": "starttls", "user": USER, "password": PASSWORD, "ca_file": pem}
            assert to(port, **options).run() == 1
        assert (accepting.credentials, accepting.secured) == ([(USER, PASSWORD)], [True])

    def test_a_wrong_password_is_said_and_not_kept(self, database, time, pem):
        write()
        with listening(Accepting(), pem) as port:
            to(port, security="starttls", user=USER, password="wrong-one", ca_file=pem).run()
        assert letter().trouble.startswith("535")
        assert "wrong-one" not in letter().trouble
        assert letter().due_at, "whoever runs the server can put it right"

    def test_a_server_that_nobody_vouches_for_gets_neither_password_nor_letter(self, database, time, pem):
        write()
        accepting = Accepting()
        with listening(accepting, pem) as port:
            to(port, security="starttls", user=USER, password=PASSWORD).run()
        assert (accepting.credentials, accepting.taken) == ([], [])
        assert letter().due_at

    def test_a_server_without_tls_gets_nothing_where_tls_is_asked_for(self, database, time):
        write()
        accepting = Accepting()
        with listening(accepting) as port:
            to(port, security="starttls").run()
        assert accepting.taken == []
        assert letter().due_at


class TestKilled:
    """Between the server's 250 and our commit."""

    def test_it_is_sent_again_under_the_same_message_id(self, database, time):
        write()
        accepting = Accepting()
        with listening(accepting) as port:
            url = db.engine().url.render_as_string(hide_password=False)
            process = subprocess.Popen(
                [sys.executable, "-c", _RELAY, url, str(port), time.now().isoformat()], stderr=subprocess.PIPE
            )
            accepting.before_answering = lambda: os.kill(process.pid, signal.SIGKILL)
            assert process.wait(LONG) == -signal.SIGKILL, process.stderr.read()
            accepting.before_answering = lambda: None
            assert letter().sent_at is None
            relay = to(port)
            assert relay.run() == 0, "another process may be sending it"
            time.advance(seconds=CLAIM_LASTS.total_seconds())
            assert relay.run() == 1
        first, second = accepting.taken
        assert first["Message-ID"] == second["Message-ID"] == letter().message_id
        assert letter().sent_at

    def test_what_a_process_says_that_was_overtaken_is_void(self, database, time):
        write()
        accepting, slow = Accepting(), Accepting(answer="550 Too late")
        with listening(accepting) as port, listening(slow) as slow_port:

            def overtake() -> None:
                time.advance(seconds=CLAIM_LASTS.total_seconds())
                to(port).run()

            slow.before_answering = overtake
            to(slow_port).run()
        assert letter().sent_at
        assert letter().dead_at is None


def test_two_servers_send_each_letter_once(database, time):
    for number in range(30):
        write(str(number))
    accepting = Accepting()
    with listening(accepting) as port:
        relays = [Thread(target=to(port).run) for _ in range(4)]
        for relay in relays:
            relay.start()
        for relay in relays:
            relay.join(LONG)
    assert sorted(int(one["Subject"]) for one in accepting.taken) == list(range(30))


class TestElsewhere:
    def test_a_folder_gets_a_file_for_each_that_a_mail_program_opens(self, database, time, tmp_path):
        number = write()
        relay = Relay(Folder(tmp_path / "letters", SENDER))
        assert relay.run() == 1
        (file,) = (tmp_path / "letters").iterdir()
        assert file.name == f"{number}.eml"
        assert file.stat().st_mode & 0o077 == 0
        assert b"Message-ID: " in file.read_bytes()

    def test_a_folder_that_cannot_be_written_to_is_tried_again(self, database, time, tmp_path):
        write()
        (tmp_path / "letters").write_text("in the way")
        Relay(Folder(tmp_path / "letters", SENDER)).run()
        assert letter().due_at
        assert "letters" in letter().trouble

    def test_without_any_they_wait(self, database, time):
        write()
        assert Relay(Nobody()).run() == 0
        assert (letter().attempts, letter().due_at) == (0, time.now())

    def test_the_demonstration_sends_nothing_and_keeps_what_can_be_read(self, cast):
        link = invite(cast.identity("olga"), cast["nora"]).link
        assert Relay(DemoMailbox()).run() == 1
        assert link in letter().body

    def test_a_one_time_link_is_forgotten_once_it_was_sent(self, cast, tmp_path):
        link = invite(cast.identity("olga"), cast["nora"]).link
        Relay(Folder(tmp_path / "letters", SENDER)).run()
        assert letter().body == FORGOTTEN
        assert link.partition("#")[2] in next((tmp_path / "letters").iterdir()).read_bytes().decode().replace(
            "=\r\n", ""
        )

    def test_the_settings_say_which(self, tmp_path):
        from admin_proxy.config import Settings

        assert isinstance(carriers.of(Settings()), Nobody)
        assert isinstance(carriers.of(Settings(mail_folder=tmp_path, mail_from="a@b.example")), Folder)
        assert isinstance(carriers.of(Settings(smtp_host="smtp.b.example", mail_from="a@b.example")), MailServer)


def test_the_pauses_grow_to_an_hour_and_no_further():
    assert [pause_after(attempts).total_seconds() / 60 for attempts in (1, 2, 6, 7, 1000)] == [1, 2, 32, 60, 60]


_RELAY = """
import sys
from datetime import datetime
from email.headerregistry import Address

from admin_proxy import clock, db
from admin_proxy.mail.carriers import MailServer
from admin_proxy.mail.relay import Relay

_, url, port, now = sys.argv
clock.use(clock.ManualClock(datetime.fromisoformat(now)))
db.connect(url)
sender = Address("Acme People", "people", "acme.example")
Relay(MailServer("127.0.0.1", int(port), sender, security="none", timeout=30)).run()
"""
