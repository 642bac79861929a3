"""What the record says of a person can be erased, and the chain holds."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from admin_proxy import db
from admin_proxy.accounts import finding, settings
from admin_proxy.audit import canonical, erasing, reading, trail
from admin_proxy.audit.naming import Kind
from admin_proxy.audit.tables import AuditEntry, AuditErased
from admin_proxy.audit.tags import Tag
from admin_proxy.audit.verifying import verify
from admin_proxy.identity import Forbidden, NotFound, Party, operator
from admin_proxy.impersonation.revoking import revoke
from admin_proxy.impersonation.stopping import stop
from tests.audit.tampering import past_the_guards
from tests.impersonation.acts import changed, entries, impersonating, session


def the_story(cast) -> None:
    """Olga acts as Zoë; Zoë changes something herself; Sam does; somebody tries Zoë's e-mail."""
    identity = impersonating(cast, "olga", "zoe", "Zoë called me")
    settings.change(identity, language="en")
    stop(identity)
    settings.change(cast.identity("zoe"), language="de")
    settings.change(cast.identity("sam"), language="de")
    failed_sign_in("Zoe@Acme.example", cast.identity("zoe").subject)


def failed_sign_in(email: str, about: Party | None = None) -> None:
    with db.writing() as tx:
        trail.record_visitor(tx, Tag.LOGIN_FAILED, email=email, address="127.0.0.1", about=about)


def erase(cast, who: str) -> int:
    return erasing.erase(operator(None), *finding.named(operator(None), str(cast[who])))


def problems() -> list[tuple[Kind, int]]:
    return [(verdict.problem.kind, verdict.problem.seq) for verdict in verify() if verdict.problem]


def everything() -> str:
    with db.reading() as tx:
        rows = tx.execute(select(AuditEntry.__table__)).all()
    return repr(rows)


def test_nothing_personal_is_left_and_the_chain_holds(cast):
    the_story(cast)
    before = {entry.id: entry for entry in entries()}
    assert erase(cast, "zoe") == 5
    said = everything()
    assert not [word for word in ("Zoë", "zoe", "Žižková", "called me") if word in said]
    assert problems() == []
    for entry in entries():
        if entry.id in before:
            old = before[entry.id]
            assert (entry.at, entry.tag, entry.session_id) == (old.at, old.tag, old.session_id)


def test_an_entry_of_that_impersonation_says_that_its_reason_was_erased(cast):
    the_story(cast)
    changed_language = next(entry for entry in entries(Tag.SETTINGS_CHANGED) if entry.session_id)
    olga = cast.identity("olga")
    assert reading.entry(olga, changed_language.id).reason == "Zoë called me"
    erase(cast, "zoe")
    assert reading.entry(olga, changed_language.id).reason == "Erased from the record"


def test_whoever_ended_an_impersonation_says_nothing_more_of_its_people(cast):
    impersonating(cast, "hugo", "zoe")
    revoke(cast.identity("oscar"), session().id, "Zoë is back")
    assert erase(cast, "zoe") == 2
    assert "Zoë" not in everything()
    (ended,) = entries(Tag.IMPERSONATION_ENDED)
    assert (ended.actor_name, ended.object_id) == ("Oscar Ortiz", session().id)
    assert problems() == []
    with pytest.raises(NotFound):
        erase(cast, "zoe")


def test_who_acted_as_them_stays(cast):
    the_story(cast)
    erase(cast, "zoe")
    (change,) = [entry for entry in entries(Tag.SETTINGS_CHANGED) if entry.actor_id == cast["olga"]]
    assert (change.actor_name, change.actor_email) == ("Olga Orlova", "olga@acme.example")
    assert (change.subject_id, change.subject_name, change.before) == (cast["zoe"], "", None)
    assert change.people_text == "olga orlova | olga@acme.example"


def test_who_has_the_same_name_stays(cast):
    changed(cast, "zoe", first_name="Olga", last_name="Orlova")
    the_story(cast)
    erase(cast, "zoe")
    (change,) = [entry for entry in entries(Tag.SETTINGS_CHANGED) if entry.actor_id == cast["olga"]]
    assert change.people_text == "olga orlova | olga@acme.example"


def test_the_page_says_that_somebody_was_there(cast):
    the_story(cast)
    erase(cast, "zoe")
    erase(cast, "olga")
    cards = [card for card in reading.listing(operator(None)) if card.action == "Changed settings"]
    shown = [(card.user_name, card.impersonated_by_name) for card in cards]
    assert shown == [("Sam Silva", ""), ("Erased person", ""), ("Erased person", "Erased person")]


def test_others_entries_stay_as_they_are(cast):
    the_story(cast)
    of_sam = [entry.model_dump() for entry in entries() if entry.subject_id == cast["sam"]]
    erase(cast, "zoe")
    assert [entry.model_dump() for entry in entries() if entry.subject_id == cast["sam"]] == of_sam


def test_that_it_was_done_is_recorded_without_a_name(cast):
    the_story(cast)
    erase(cast, "zoe")
    (told,) = entries(Tag.PERSON_ERASED)
    assert (told.actor_name, told.object_name, told.after["entries"]) == ("Operator", f"Person {cast['zoe']}", 5)
    with db.reading() as tx:
        assert len(tx.exec(select(AuditErased).where(AuditErased.erasure_id == told.id)).all()) == 5


def test_both_of_an_entry_can_be_erased_one_after_the_other(cast):
    the_story(cast)
    assert erase(cast, "zoe") == 5
    assert erase(cast, "olga") == 3
    assert "Olga" not in everything()
    assert problems() == []
    with pytest.raises(NotFound):
        erase(cast, "olga")


def test_what_came_later_can_be_erased_later(cast):
    the_story(cast)
    erase(cast, "zoe")
    settings.change(cast.identity("zoe"), language="en")
    assert erase(cast, "zoe") == 1
    assert problems() == []


def test_an_e_mail_that_nobody_has_is_erased_too(cast):
    failed_sign_in("stranger@nowhere.example")
    assert erasing.erase(operator(None), *finding.named(operator(None), "stranger@nowhere.example")) == 1
    assert "stranger" not in everything()
    assert problems() == []


def test_every_chain_that_speaks_of_them_tells_of_it(cast):
    carl = cast.identity("carl")
    with db.writing(cast.acme) as tx:
        trail.record(tx, carl, Tag.LOGIN_STARTED)
        trail.record(tx, carl, Tag.ORGANIZATION_CHANGED, organization_id=cast.acme)
    assert erase(cast, "carl") == 2
    assert sorted(entry.organization_id or 0 for entry in entries(Tag.PERSON_ERASED)) == [0, cast.acme]
    assert problems() == []


def test_only_the_operator_erases(cast):
    with pytest.raises(Forbidden):
        erasing.erase(cast.identity("olga"), cast["zoe"])
    with pytest.raises(Forbidden):
        finding.named(cast.identity("olga"), "zoe@acme.example")


class TestBentAfterwards:
    """What is left of an erased entry is proven, too."""

    @pytest.fixture
    def erased(self, cast):
        the_story(cast)
        erase(cast, "zoe")
        return cast

    def test_what_is_left_is_edited(self, erased):
        with past_the_guards() as tx:
            tx.execute(text("UPDATE audit_entry SET actor_name = 'Ben Becker' WHERE actor_name = 'Olga Orlova'"))
        assert problems() == [(Kind.EDITED, 1)]

    def test_what_is_left_is_edited_and_the_erasure_too(self, erased):
        with past_the_guards() as tx:
            entry = tx.exec(select(AuditEntry).where(AuditEntry.actor_name == "Olga Orlova").limit(1)).one()
            entry.actor_name = "Ben Becker"
            row = tx.get_one(AuditErased, (entry.erased_by, entry.id))
            row.content = canonical.content(entry.key, canonical.of(entry.__dict__))
        assert [kind for kind, _ in problems()] == [Kind.EDITED]

    def test_an_entry_is_emptied_as_if_it_had_been_erased(self, erased):
        (told,) = entries(Tag.PERSON_ERASED)
        with past_the_guards() as tx:
            tx.execute(
                text("UPDATE audit_entry SET subject_name = '', erased_by = :id, key = :key WHERE subject_id = :sam"),
                {"id": told.id, "key": "0" * 64, "sam": erased["sam"]},
            )
        assert [kind for kind, _ in problems()] == [Kind.EDITED]

    def test_an_erasure_without_an_entry_that_tells_of_it(self, erased):
        with past_the_guards() as tx:
            entry = tx.exec(select(AuditEntry).where(AuditEntry.subject_id == erased["sam"])).one()
            entry.subject_name, entry.key, entry.erased_by = "", "0" * 64, "made-up"
            content = canonical.content(entry.key, canonical.of(entry.__dict__))
            tx.add(AuditErased(erasure_id="made-up", entry_id=entry.id, content=content))
        assert [kind for kind, _ in problems()] == [Kind.EDITED]


@pytest.mark.parametrize(
    "sets",
    [
        "note = 'else'",
        "subject_name = 'Somebody else'",
        "tag = 'goals.goal.created'",
        "subject_id = 4711",
        "people_text = 'somebody else'",
        "erased_by = NULL",
        "key = key",
        "at = '2020-01-01 00:00:00.000000'",
    ],
)
def test_the_triggers_let_an_erasure_through_and_nothing_else_with_it(cast, sets):
    the_story(cast)
    with db.reading() as tx:
        entry = tx.exec(
            select(AuditEntry).where(AuditEntry.subject_id == cast["sam"]).order_by(col(AuditEntry.id))
        ).first()
    given = {"key": "'" + "0" * 64 + "'", "erased_by": "'made-up'", "subject_name": "''"}
    column, _, value = sets.partition(" = ")
    given[column] = value
    update = f"UPDATE audit_entry SET {', '.join(f'{name} = {value}' for name, value in given.items())} WHERE id = :id"
    with db.writing() as tx:
        tx.add(AuditErased(erasure_id="made-up", entry_id=entry.id, content="0" * 64))
    with pytest.raises(DBAPIError, match="the audit log can only be added to"), db.writing() as tx:
        tx.execute(text(update), {"id": entry.id})


def test_an_emptied_entry_needs_an_erasure(cast):
    the_story(cast)
    with pytest.raises(DBAPIError, match="the audit log can only be added to"), db.writing() as tx:
        tx.execute(text(f"UPDATE audit_entry SET note = '', erased_by = 'made-up', key = '{'0' * 64}'"))
