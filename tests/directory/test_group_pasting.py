"""Pasting e-mails into a group, or out of it: what is said of each line, and what is done."""

import pytest
from sqlmodel import select

from admin_proxy import db
from admin_proxy.accounts.tables import GroupMember
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.directory import group_pasting
from admin_proxy.directory.group_pasting import LONGEST, Answer, Way, apply
from admin_proxy.identity import Forbidden, Invalid, NotFound
from admin_proxy.impersonation import starting
from admin_proxy.impersonation.rehearsing import pasted
from tests.impersonation.acts import session

EVERYTHING = """
Fay Fischer <FAY@acme.example>, zoe@acme.example
Dahl, Dora <dora@acme.example>; fay@acme.example
nobody@acme.example emil@globex.example carl@vendor.example
Ina Iversen
nobody@acme.example
sam@acme
"""


@pytest.fixture
def mentors(cast):
    return cast.groups["Mentors"]


def members(group_id):
    with db.reading() as tx:
        return set(tx.exec(select(GroupMember.person_id).where(GroupMember.group_id == group_id)))


def entries():
    with db.reading() as tx:
        return tx.exec(select(AuditEntry).order_by(AuditEntry.object_name)).all()


def said(outcome):
    return [(line.number, line.text, line.answer, line.name) for line in outcome.lines]


def test_each_has_its_answer_and_those_who_fit_are_added(cast, mentors):
    outcome = apply(cast.identity("olga"), mentors, EVERYTHING, Way.ADD)
    assert said(outcome) == [
        (2, "FAY@acme.example", Answer.ADDED, "Fay Fischer"),
        (2, "zoe@acme.example", Answer.ALREADY_IN_IT, "Zoë Žižková"),
        (3, "dora@acme.example", Answer.ADDED, "Dora Dahl"),
        (3, "fay@acme.example", Answer.WRITTEN_TWICE, "Fay Fischer"),
        (4, "nobody@acme.example", Answer.NO_SUCH_PERSON, ""),
        (4, "emil@globex.example", Answer.NO_SUCH_PERSON, ""),
        (4, "carl@vendor.example", Answer.NO_SUCH_PERSON, ""),
        (5, "Ina Iversen", Answer.NOT_AN_EMAIL, ""),
        (6, "nobody@acme.example", Answer.WRITTEN_TWICE, ""),
        (7, "sam@acme", Answer.NOT_AN_EMAIL, ""),
    ]
    assert [line.name for line in outcome.lines if line.is_deactivated] == ["Dora Dahl"]
    assert (outcome.changed, outcome.counts[Answer.ADDED], outcome.counts[Answer.NO_SUCH_PERSON]) == (2, 2, 3)
    assert members(mentors) == {cast[name] for name in ("zoe", "ben", "fay", "dora")}
    assert [(one.object_name, one.before, one.after) for one in entries()] == [
        ("Dora Dahl", None, {"group": "Mentors"}),
        ("Fay Fischer", None, {"group": "Mentors"}),
    ]


def test_the_same_text_twice_changes_nothing_the_second_time(cast, mentors):
    apply(cast.identity("olga"), mentors, EVERYTHING, Way.ADD)
    before = len(entries())
    outcome = apply(cast.identity("olga"), mentors, EVERYTHING, Way.ADD)
    assert (outcome.changed, outcome.counts[Answer.ALREADY_IN_IT], len(entries())) == (0, 3, before)


def test_removing_says_who_was_not_in_it(cast, mentors):
    outcome = apply(cast.identity("olga"), mentors, "zoe@acme.example\nsam@acme.example\nx@acme.example", Way.REMOVE)
    assert [line.answer for line in outcome.lines] == [Answer.REMOVED, Answer.NOT_IN_IT, Answer.NO_SUCH_PERSON]
    assert members(mentors) == {cast["ben"]}
    assert [(one.object_name, one.before, one.after) for one in entries()] == [
        ("Zoë Žižková", {"group": "Mentors"}, None)
    ]


def test_a_preview_says_the_same_counts_the_sessions_and_changes_nothing(cast, mentors):
    starting.start(cast.identity("hugo"), cast["zoe"], "")
    before = len(entries())
    text = "zoe@acme.example\nben@acme.example\nsam@acme.example"
    foreseen, sessions = pasted(cast.identity("olga"), mentors, text, Way.REMOVE)
    assert (foreseen.changed, sessions) == (2, 1)
    assert members(mentors) == {cast["zoe"], cast["ben"]}
    assert len(entries()) == before
    assert session().ended_at is None
    assert apply(cast.identity("olga"), mentors, text, Way.REMOVE) == foreseen
    assert session().ended_at is not None


def test_nothing_and_too_much_are_refused_beside_the_field(cast, mentors, monkeypatch):
    monkeypatch.setattr(group_pasting, "MOST", 3)
    for text in ("", " \n,", "a@x.example " * 4, "x" * (LONGEST + 1), "🎉" * (LONGEST // 2 + 1)):
        for verb in (apply, pasted):
            with pytest.raises(Invalid) as refused:
                verb(cast.identity("olga"), mentors, text, Way.ADD)
            assert refused.value.field == "emails"
    assert members(mentors) == {cast["zoe"], cast["ben"]}


def test_what_is_odd_is_no_email_and_breaks_nothing(cast, mentors):
    text = "\n".join(
        ["@", "@@", "a@", "@b", "a@b@c.example", "'; DROP TABLE person; --", "x" * 5_000, "\u202ea@b.example"]
    )
    outcome = apply(cast.identity("olga"), mentors, text, Way.ADD)
    assert {line.answer for line in outcome.lines} == {Answer.NOT_AN_EMAIL}
    assert max(len(line.text) for line in outcome.lines) == 254


@pytest.mark.parametrize("name", ["adam", "hana", "hugo", "sam", "carl"])
def test_only_super_admins_do(cast, mentors, name):
    for verb in (apply, pasted):
        with pytest.raises(Forbidden):
            verb(cast.identity(name), mentors, "zoe@acme.example", Way.REMOVE)


def test_whoever_is_of_another_organization_learns_and_changes_nothing(cast, mentors):
    for verb in (apply, pasted):
        for group_id in (mentors, 999_999, 0, -1, 2**70):
            with pytest.raises(NotFound, match="There is no such group"):
                verb(cast.identity("eve"), group_id, "zoe@acme.example", Way.REMOVE)
    assert members(mentors) == {cast["zoe"], cast["ben"]}
