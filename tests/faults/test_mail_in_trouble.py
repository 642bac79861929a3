"""Whatever the mail server does: people go on working, no letter is lost, and a repeated one is the same letter."""

from __future__ import annotations

import socketserver
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from email.message import EmailMessage
from threading import Event, Thread

import pytest
from sqlmodel import col, select

from admin_proxy import db
from admin_proxy.clock import ManualClock
from admin_proxy.impersonation import starting, stopping
from admin_proxy.mail.carriers import MailServer
from admin_proxy.mail.relay import CLAIM_LASTS, LONGEST_PAUSE, Relay
from admin_proxy.mail.tables import Letter
from admin_proxy.notifications import undelivered
from tests.faults.crash_points import Died, Life, living
from tests.faults.writing_verbs import SENDER
from tests.impersonation.acts import change_language, house_rule, now, person
from tests.mail.server import Accepting, listening, silent
from tests.people import Cast
from tests.serving import free_port

LONG = 30
Taken = list[EmailMessage]


def letters() -> list[Letter]:
    with db.reading() as tx:
        return list(tx.exec(select(Letter).order_by(col(Letter.id))))


def work(cast: Cast, who: str) -> None:
    """An administrator changes something as somebody: a letter is due when they stop."""
    olga = cast.identity("olga")
    starting.start(olga, cast[who])
    change_language(now(olga), "en" if person(cast, who).language == "de" else "de")
    stopping.stop(now(olga))


def to(port: int, timeout: float = 5) -> Relay:
    return Relay(MailServer("127.0.0.1", port, SENDER, security="none", timeout=timeout))


@contextmanager
def down(_taken: Taken) -> Iterator[int]:
    yield free_port()


@contextmanager
def never_answers(_taken: Taken) -> Iterator[int]:
    with silent() as port:
        yield port


@contextmanager
def answers(taken: Taken, **how: str) -> Iterator[int]:
    with listening(Accepting(taken=taken, **how)) as port:
        yield port


@contextmanager
def says(taken: Taken, greeting: str) -> Iterator[int]:
    """Says one thing to whoever comes, and hangs up."""

    class Talking(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.sendall(f"{greeting}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talking) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@contextmanager
def takes_it_and_hangs_up(taken: Taken) -> Iterator[int]:
    """Accepts the letter, and is gone before it has said so."""

    class Vanishing(Accepting):
        async def handle_DATA(self, server, session, envelope):
            await super().handle_DATA(server, session, envelope)
            server.transport.abort()
            return "250 Taken"

    with listening(Vanishing(taken=taken)) as port:
        yield port


TROUBLES: dict[str, Callable[[Taken], AbstractContextManager[int]]] = {
    "down": down,
    "never answers": never_answers,
    "full of work": lambda taken: says(taken, "421 Too busy"),
    "no mail server at all": lambda taken: says(taken, "HTTP/1.1 400 Bad Request"),
    "refuses the receiver for now": lambda taken: answers(taken, to_rcpt="450 Mailbox busy"),
    "refuses the letter for now": lambda taken: answers(taken, answer="451 Try again"),
    "takes it and hangs up": takes_it_and_hangs_up,
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_it_is_sent_when_the_trouble_is_over_and_what_is_repeated_is_the_same(
    trouble: str, cast: Cast, time: ManualClock
) -> None:
    house_rule(cast.acme, notify_of_changes=True)
    taken: Taken = []
    work(cast, "zoe")
    with TROUBLES[trouble](taken) as port:
        to(port, timeout=0.5).run()
        work(cast, "sam")
        to(port, timeout=0.5).run()
    assert [one.sent_at or one.dead_at for one in letters()] == [None, None]
    time.advance(seconds=LONGEST_PAUSE.total_seconds())
    with listening(Accepting(taken=taken)) as port:
        assert to(port).run() == 2
    assert {one["Message-ID"] for one in taken} == {one.message_id for one in letters()}
    assert all(one.sent_at for one in letters())


@pytest.mark.parametrize("where", ["to_rcpt", "answer"])
def test_what_is_refused_for_good_is_not_lost_either(where: str, cast: Cast, time: ManualClock) -> None:
    house_rule(cast.acme, notify_of_changes=True)
    taken: Taken = []
    work(cast, "zoe")
    with answers(taken, **{where: "550 No such mailbox"}) as port:
        to(port).run()
    assert [bool(one.dead_at) for one in letters()] == [True]
    assert undelivered.send_all_again(cast.identity("olga")) == 1
    with listening(Accepting(taken=taken)) as port:
        assert to(port).run() == 1
    assert {one["Message-ID"] for one in taken} == {one.message_id for one in letters()}


def test_nobody_waits_for_a_slow_one(cast: Cast, time: ManualClock) -> None:
    house_rule(cast.acme, notify_of_changes=True)
    asked, may_answer, taken = Event(), Event(), Taken()
    work(cast, "zoe")

    def wait() -> None:
        asked.set()
        may_answer.wait(LONG)

    with listening(Accepting(taken=taken, before_answering=wait)) as port:
        relay = to(port, timeout=LONG)
        sending = Thread(target=relay.run)
        sending.start()
        assert asked.wait(LONG)
        work(cast, "sam")  # all of it, while the server has not answered
        assert [one.sent_at for one in letters()] == [None, None]
        may_answer.set()
        sending.join(LONG)
        relay.run()
    assert [one["Message-ID"] for one in taken] == [one.message_id for one in letters()]


def test_wherever_the_sender_dies_the_letter_arrives_and_is_the_same_letter(cast: Cast, time: ManualClock) -> None:
    """Before it is claimed, between that and the server's 250, between the 250 and our commit, and after it."""
    house_rule(cast.acme, notify_of_changes=True)
    taken: Taken = []
    with listening(Accepting(taken=taken)) as port:
        number, repeated = 0, 0
        while True:
            work(cast, "zoe" if number % 2 else "sam")
            before = len(taken)
            with living(db.engine(), Life(number)) as _:
                try:
                    to(port).run()
                except Died:
                    pass
                else:
                    break
            time.advance(seconds=(CLAIM_LASTS + timedelta(seconds=1)).total_seconds())
            to(port).run()
            mine = letters()[-1]
            assert mine.sent_at
            assert {one["Message-ID"] for one in taken[before:]} == {mine.message_id}
            repeated += len(taken) - before > 1
            number += 1
    assert number > 10
    assert repeated > 0
