"""An invitation: a letter and a link in one transaction, for those who have no way in yet."""

import pytest
from sqlmodel import select

from admin_proxy import db
from admin_proxy.accounts import password_links
from admin_proxy.accounts.tables import Person
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.directory.inviting import invite
from admin_proxy.identity import Forbidden, NotFound, Refused
from admin_proxy.mail import Letter
from tests.impersonation.acts import impersonating


def test_a_letter_is_in_the_outbox_and_its_link_opens_the_account_once(cast):
    invitation = invite(cast.identity("olga"), cast["nora"])
    with db.reading() as tx:
        letter = tx.exec(select(Letter)).one()
    assert (letter.to_email, letter.organization_id, letter.kind) == ("nora@acme.example", cast.acme, "invitation")
    assert invitation.link in letter.body
    token = invitation.link.partition("#")[2]
    assert password_links.about(token).name == "Nora Novak"
    password_links.redeem(token, "correct horse battery staple")
    assert password_links.about(token) is None
    with pytest.raises(Refused, match="has chosen a password already"):
        invite(cast.identity("olga"), cast["nora"])


def test_it_is_recorded_and_the_link_is_not(cast):
    invitation = invite(cast.identity("olga"), cast["nora"])
    with db.reading() as tx:
        entry = tx.exec(select(AuditEntry).where(AuditEntry.tag == "directory.person.invited")).one()
    assert entry.object_name == "Nora Novak"
    assert invitation.link.partition("#")[2] not in str(entry.model_dump())


def test_a_newer_invitation_replaces_the_older(cast):
    old, new = (invite(cast.identity("olga"), cast["nora"]).link.partition("#")[2] for _ in range(2))
    assert password_links.about(old) is None
    assert password_links.about(new) is not None


def test_whoever_is_deactivated_is_not_invited(cast):
    with pytest.raises(Refused, match="deactivated"):
        invite(cast.identity("olga"), cast["dora"])


def test_only_super_admins_invite_and_only_as_themselves(cast):
    for name in ("hana", "adam", "nora", "carl"):
        with pytest.raises(Forbidden):
            invite(cast.identity(name), cast["nora"])
    with pytest.raises(Forbidden, match="while impersonating"):
        invite(impersonating(cast, "olga", "oscar"), cast["nora"])
    with pytest.raises(NotFound):
        invite(cast.identity("eve"), cast["nora"])
    with db.reading() as tx:
        assert tx.exec(select(Letter)).all() == []
        assert tx.get_one(Person, cast["nora"]).password_hash is None


def test_the_letter_is_in_the_language_of_whoever_is_invited(cast):
    with db.writing() as tx:
        tx.get_one(Person, cast["nora"]).language = "de-AT"
    invite(cast.identity("olga"), cast["nora"])
    with db.reading() as tx:
        letter = tx.exec(select(Letter)).one()
    assert (letter.subject, letter.language) == ("Acme: Wählen Sie Ihr Passwort", "de")
    assert letter.body.startswith("Hallo Nora,")
