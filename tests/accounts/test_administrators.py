import pytest
from sqlmodel import select

from admin_proxy import db
from admin_proxy.accounts import administrators, password_links, signing_in
from admin_proxy.accounts.signing_in import SignedIn
from admin_proxy.accounts.tables import Person
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.directory.folding import search_text
from admin_proxy.identity import Forbidden, Invalid, Role, operator


def create_admin(cast, email, name="Ana Álvarez Ruiz"):
    return administrators.create_admin(operator(None), cast.acme, email, name)


def person(email_key):
    with db.reading() as tx:
        return tx.exec(select(Person).where(Person.email_key == email_key)).one()


def test_a_new_administrator_chooses_a_password_by_the_link_and_signs_in(cast, work):
    token = create_admin(cast, " Ana@Acme.example ")
    ana = person("ana@acme.example")
    assert (ana.first_name, ana.last_name, ana.role) == ("Ana", "Álvarez Ruiz", Role.SUPER_ADMIN)
    assert (ana.organization_id, ana.password_hash, ana.privacy_version) == (cast.acme, None, "")
    assert ana.search_text == search_text(ana, "")
    password_links.redeem(token, "a whole new sentence")
    signed_in = signing_in.sign_in("ana@acme.example", "a whole new sentence", "192.0.2.7", "")
    assert isinstance(signed_in, SignedIn)
    assert not signed_in.person.privacy_accepted


def test_it_is_in_the_organizations_record_under_the_operators_name(cast, facts):
    token = create_admin(cast, "ana@acme.example")
    with db.reading() as tx:
        (entry,) = tx.exec(select(AuditEntry)).all()
    assert (entry.actor_kind, entry.actor_name, entry.organization_id) == ("operator", "Operator", cast.acme)
    assert (entry.tag, entry.object_name) == ("accounts.administrator.created", "Ana Álvarez Ruiz")
    assert entry.after == {"role": "super_admin", "email": "ana@acme.example"}
    assert token not in str(entry)
    assert facts == [cast.acme]


def test_somebody_of_the_organization_becomes_its_administrator(cast):
    create_admin(cast, "SAM@acme.example", "Somebody Else")
    sam = person("sam@acme.example")
    assert (sam.id, sam.name, sam.role) == (cast["sam"], "Sam Silva", Role.SUPER_ADMIN)


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("emil@globex.example", "another organization"),
        ("carl@vendor.example", "another organization"),
        ("dora@acme.example", "is deactivated"),
        ("nonsense", "not an e-mail address"),
        ("", "not an e-mail address"),
        ("a\0@acme.example", "not an e-mail address"),
        (f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.example", "e-mail"),
    ],
)
def test_an_e_mail_that_cannot_be_used_is_refused(cast, email, sentence):
    with pytest.raises(Invalid, match=sentence) as refusal:
        create_admin(cast, email)
    assert refusal.value.field == "email"


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "a\0b"])
def test_a_name_that_cannot_be_used_is_refused(cast, name):
    with pytest.raises(Invalid) as refusal:
        create_admin(cast, "ana@acme.example", name)
    assert refusal.value.field == "name"


@pytest.mark.parametrize("who", ["olga", "carl", "sam"])
def test_only_the_operator_makes_the_first_administrator(cast, who):
    with pytest.raises(Forbidden, match="operator"):
        administrators.create_admin(cast.identity(who), cast.acme, "ana@acme.example", "Ana Ruiz")
