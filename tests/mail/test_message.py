"""What an outbox row looks like as an e-mail."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.headerregistry import Address

import pytest

from admin_proxy import db, mail
from admin_proxy.mail import message
from admin_proxy.mail.tables import Letter

SENDER = Address("Acme People", "people", "acme.example")
BODY = """Hello Zoë,

Olga Orlova <olga@acme.example> changed this:

09:05  Changed settings
       Language: de → <b>en</b>
       Time zone: "Europe/Prague" → UTC

Look here: https://people.acme.example/welcome#a-b_c&d=1
"""


@pytest.fixture
def write(database, time):
    def write(**fields: str) -> Letter:
        values = {"to_name": "Zoë Žižková", "to_email": "zoe@acme.example", "subject": "Grüße", "body": BODY, **fields}
        with db.writing() as tx:
            return mail.post(tx, organization_id=1, kind="test", to_person_id=None, **values)

    return write


def sent(letter: Letter):
    return message_from_bytes(message.of(letter, SENDER).as_bytes(), policy=policy.default)


def test_names_subject_and_text_arrive_as_they_were_written(write):
    letter = write()
    arrived = sent(letter)
    assert arrived["From"] == "Acme People <people@acme.example>"
    assert arrived["To"] == "Zoë Žižková <zoe@acme.example>"
    assert arrived["Subject"] == "Grüße"
    assert arrived["Message-ID"] == letter.message_id == f"<{letter.id}@127.0.0.1>"
    assert arrived["Date"].datetime == letter.created_at
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived.get_body(("plain",)).get_content().replace("\r\n", "\n") == BODY


def test_it_is_the_same_whenever_it_is_made(write):
    letter = write()
    first, second = message.of(letter, SENDER), message.of(letter, SENDER)
    assert dict(first) == dict(second)


def test_the_html_says_the_same_escaped_and_can_be_read_in_the_dark(write):
    html = sent(write()).get_body(("html",)).get_content()
    assert "&lt;b&gt;en&lt;/b&gt;" in html
    assert "<b>" not in html
    assert '<span class="more">Language: de' in html
    assert '<a href="https://people.acme.example/welcome#a-b_c&amp;d=1">' in html
    assert "prefers-color-scheme: dark" in html
    assert '<meta name="color-scheme" content="light dark">' in html
    assert "src=" not in html


@pytest.mark.parametrize("field", ["subject", "to_name", "to_email"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028", "\0"])
def test_no_header_can_be_added(write, field, end):
    before = {"subject": "Hello", "to_name": "Zoë", "to_email": "zoe@acme.example"}[field]
    letter = write(**{field: f"{before}{end}Bcc: eve@globex.example{end}{end}Send money"})
    try:
        arrived = sent(letter)
    except ValueError:
        assert field == "to_email"
        return
    assert arrived["Bcc"] is None
    assert sorted(arrived.keys()) == sorted(sent(write()).keys())
    assert "Send money" not in arrived.get_body(("plain",)).get_content()


@pytest.mark.parametrize("address", ["", "zoe", "@", "zoe@", "a@b@c", "zoe@acme.example, eve@globex.example", "<>"])
def test_what_is_no_address_is_refused_and_goes_nowhere_else(write, address):
    with pytest.raises(ValueError, match="no e-mail address"):
        message.of(write(to_email=address), SENDER)


def test_a_domain_of_other_letters_is_written_as_the_mail_wants_it(write):
    assert message.of(write(to_email="zoe@bücher.example"), SENDER)["To"].addresses[0].domain == "xn--bcher-kva.example"
