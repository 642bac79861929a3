import pytest

from admin_proxy import db, mail
from admin_proxy.demo import mailbox, running
from admin_proxy.identity import NotFound


@pytest.fixture
def demonstration(monkeypatch):
    monkeypatch.setattr(running, "_running", True)


def write(cast, first_name: str, subject: str, organization: str = "acme") -> None:
    with db.writing() as tx:
        mail.post(
            tx,
            organization_id=getattr(cast, organization),
            kind="impersonation.changes",
            to_person_id=cast[first_name],
            to_name=first_name,
            to_email=f"{first_name}@acme.example",
            subject=subject,
            body="Hello",
        )


def test_every_letter_of_the_organization_can_be_read_newest_first(cast, demonstration):
    write(cast, "zoe", "first")
    write(cast, "sam", "second")
    assert [letter.subject for letter in mailbox.letters(cast.identity("ben"))] == ["second", "first"]


def test_letters_of_another_organization_are_not_there(cast, demonstration):
    write(cast, "emil", "elsewhere", organization="globex")
    assert mailbox.letters(cast.identity("olga")) == ()
    assert len(mailbox.letters(cast.identity("carl"))) == 1


def test_outside_a_demonstration_there_is_no_mailbox(cast):
    write(cast, "zoe", "secret")
    with pytest.raises(NotFound):
        mailbox.letters(cast.identity("olga"))
