"""Letters that did not get out: seen by Super Admins, and sent again."""

from __future__ import annotations

from email.headerregistry import Address

import pytest

from admin_proxy import db, mail, words
from admin_proxy.audit import anchor_mail
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Forbidden, NotFound
from admin_proxy.mail import carriers, posting
from admin_proxy.mail.carriers import Carrier, DemoMailbox, Nobody, NotNow, Undeliverable, Unreachable
from admin_proxy.mail.relay import Relay
from admin_proxy.notifications import undelivered
from tests.impersonation.acts import entries, letters


class Failing(Carrier):
    sender = Address("Acme", "people", "acme.example")

    def __init__(self, error: Exception) -> None:
        self._error = error

    def carry(self, letter_id, message):
        raise self._error


@pytest.fixture(autouse=True)
def a_mail_server():
    before = carriers.current()
    carriers.use(Failing(NotNow("451 Later")))
    yield
    carriers.use(before)


def write(organization: int, subject: str = "Hello") -> None:
    with db.writing() as tx:
        mail.post(
            tx, organization_id=organization, kind="test", to_person_id=None, to_name="Zoë", body="secret words",
            to_email="zoe@acme.example", subject=subject,
        )  # fmt: skip


def test_what_is_given_up_and_what_is_tried_again_is_seen(cast, time):
    write(cast.acme, "dead")
    Relay(Failing(Undeliverable("550 No such mailbox"))).run()
    write(cast.acme, "late")
    Relay(Failing(NotNow("451 Later"))).run()
    write(cast.acme, "waiting")
    seen = undelivered.undelivered(cast.identity("olga"))
    assert [(one.subject, one.trouble, bool(one.again_at)) for one in seen.letters] == [
        ("late", "451 Later", True),
        ("dead", "550 No such mailbox", False),
    ]
    assert (seen.waiting, seen.given_up, seen.is_sent_at_all) == (1, 1, True)
    assert "secret words" not in str(seen)


def test_sent_again_it_is_the_same_letter_and_its_day_begins_anew(cast, time):
    write(cast.acme)
    Relay(Failing(Undeliverable("550 No such mailbox"))).run()
    (dead,) = undelivered.undelivered(cast.identity("olga")).letters
    woken: list[bool] = []
    stop_listening = posting.when_posted(lambda: woken.append(True))
    undelivered.send_again(cast.identity("olga"), dead.id)
    stop_listening()
    assert woken == [True]
    before = letters()[0].message_id
    time.advance(days=3)
    Relay(Failing(NotNow("451 Later"))).run()
    assert letters()[0].due_at, "it is tried for another day"
    time.advance(minutes=1)
    assert Relay(DemoMailbox()).run() == 1
    assert letters()[0].message_id == before
    (entry,) = entries(Tag.LETTER_SENT_AGAIN)
    assert (entry.actor_name, entry.object_name) == ("Olga Orlova", "Zoë (zoe@acme.example): Hello")


def test_what_is_not_given_up_is_not_sent_again(cast, time):
    write(cast.acme)
    with pytest.raises(NotFound):
        undelivered.send_again(cast.identity("olga"), letters()[0].id)
    assert undelivered.send_all_again(cast.identity("olga")) == 0
    assert entries(Tag.LETTER_SENT_AGAIN) == []


def test_all_of_them_at_once_after_a_long_night(cast, time):
    for number in range(30):
        write(cast.acme, str(number))
    write(cast.globex)
    Relay(Failing(Undeliverable("550 No"))).run()
    olga = cast.identity("olga")
    first = undelivered.undelivered(olga)
    assert (len(first.letters), first.given_up, bool(first.more)) == (20, 30, True)
    assert len(undelivered.undelivered(olga, first.more).letters) == 10
    assert undelivered.send_all_again(olga) == 30
    assert len(entries(Tag.LETTER_SENT_AGAIN)) == 30
    assert undelivered.undelivered(cast.identity("eve")).given_up == 1


def test_of_another_organization_nothing_is_seen_and_nothing_sent(cast, time):
    write(cast.globex)
    Relay(Failing(Undeliverable("550 No"))).run()
    assert undelivered.undelivered(cast.identity("olga")).letters == ()
    for sent in (letters()[0].id, "", "\0", "0" * 36):
        with pytest.raises(NotFound):
            undelivered.send_again(cast.identity("olga"), sent)


@pytest.mark.parametrize("name", ["adam", "hana", "sam"])
def test_nobody_but_super_admins(cast, name):
    who = cast.identity(name)
    for verb in (
        lambda: undelivered.undelivered(who),
        lambda: undelivered.send_again(who, "x"),
        lambda: undelivered.send_all_again(who),
    ):
        with pytest.raises(Forbidden):
            verb()


def test_it_is_said_where_letters_are_not_sent_at_all(cast):
    carriers.use(Nobody())
    write(cast.acme)
    seen = undelivered.undelivered(cast.identity("olga"))
    assert (seen.is_sent_at_all, seen.waiting, seen.letters) == (False, 1, ())


def test_during_an_outage_it_is_said_how_many_wait_and_since_when(cast, time):
    """One is tried in a minute: the others have no trouble of their own to be listed for."""
    relay, began = Relay(Failing(Unreachable("The mail server cannot be reached."))), time.now()
    for _ in range(5):
        write(cast.acme)
    write(cast.globex)
    relay.run()
    assert undelivered.undelivered(cast.identity("olga")).late_since is None, "they are not late yet"
    for _ in range(2):
        time.advance(minutes=1)
        relay.run()
    seen = undelivered.undelivered(cast.identity("olga"))
    assert (len(seen.letters), seen.waiting, seen.late_since) == (3, 2, began)
    carriers.use(DemoMailbox())
    time.advance(minutes=1)
    Relay(DemoMailbox()).run()
    seen = undelivered.undelivered(cast.identity("olga"))
    assert (seen.waiting, seen.late_since) == (0, None)


def test_trouble_of_our_own_is_told_in_the_readers_language(cast, time):
    write(cast.acme, "late")
    Relay(Failing(NotNow("The mail server cannot be reached: Connection refused"))).run()
    with words.speaking("de"):
        (letter,) = undelivered.undelivered(cast.identity("olga")).letters
    assert letter.trouble == "Der Mailserver ist nicht zu erreichen: Connection refused"


def test_a_dead_letter_with_anchors_is_seen_by_every_super_admin_and_others_of_no_house_by_nobody(cast, time):
    for kind, subject in ((anchor_mail.KIND, "Anchors"), ("other", "Other")):
        with db.writing() as tx:
            mail.post(
                tx, organization_id=None, kind=kind, to_person_id=None, to_name="", body="", subject=subject,
                to_email="elsewhere@auditor.example",
            )  # fmt: skip
    Relay(Failing(Undeliverable("550 No such mailbox"))).run()
    for who in ("olga", "eve"):
        seen = undelivered.undelivered(cast.identity(who))
        assert ([one.subject for one in seen.letters], seen.given_up) == (["Anchors"], 1)
    undelivered.send_again(cast.identity("olga"), seen.letters[0].id)
    assert undelivered.undelivered(cast.identity("eve")).given_up == 0
    assert [entry.organization_id for entry in entries(Tag.LETTER_SENT_AGAIN)] == [cast.acme]
