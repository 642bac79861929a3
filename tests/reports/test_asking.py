"""Asking for a report, on both engines: who may have which, how many at once, and what is recorded of it."""

from __future__ import annotations

import pytest

from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Forbidden, ImpersonationOver, Invalid, Refused
from admin_proxy.impersonation.stopping import stop
from admin_proxy.reports import asking, kinds, listing
from admin_proxy.reports.asking import MOST_IN_A_DAY, MOST_UNFINISHED
from admin_proxy.reports.cancelling import cancel
from admin_proxy.reports.tables import Kind, Stage
from tests.impersonation.acts import all_news, entries, impersonating, session
from tests.reports.acts import ask, make, row, shown

EVERYBODYS = {Kind.MY_GOALS, Kind.RECEIVED_FEEDBACK}


@pytest.mark.parametrize(
    ("who", "offered"),
    [("sam", {*EVERYBODYS, Kind.TEAM_PROGRESS}),
     ("fay", EVERYBODYS),
     ("adam", EVERYBODYS),
     ("hana", {*EVERYBODYS, Kind.USER_ACTIVITY}),
     ("olga", {*EVERYBODYS, Kind.USER_ACTIVITY, Kind.IMPERSONATION_SESSIONS, Kind.AUDIT_LOGS}),
     ("carl", set())],
)  # fmt: skip
def test_everybody_is_offered_what_they_may_have(cast, who, offered):
    identity = cast.identity(who)
    assert set(kinds.offered(identity)) == offered
    for kind in set(Kind) - offered:
        with pytest.raises(Forbidden if who == "carl" else Invalid):
            ask(identity, kind.value)


def test_whoever_impersonates_is_offered_what_the_subject_may_have(cast):
    assert set(kinds.offered(impersonating(cast, "olga", "fay"))) == EVERYBODYS


def test_one_that_was_asked_for_waits_in_the_list_and_is_recorded(cast):
    sam = cast.identity("sam")
    with all_news() as news:
        report_id = ask(sam)
    assert ("reports", cast["sam"]) in news
    (card,) = listing.mine(sam).cards
    assert (card.id, card.stage, card.progress, card.asked_by) == (report_id, Stage.WAITING, 0, "")
    (entry,) = entries(Tag.REPORT_ASKED)
    assert (entry.actor_name, entry.subject_name, entry.object_name) == ("Sam Silva", "Sam Silva", "My goals")
    assert entry.after == {"format": "csv", "to": "sam@acme.example"}


def test_in_somebodys_name_it_is_theirs_and_the_record_names_both(cast):
    acting = impersonating(cast, "olga", "zoe")
    report_id = ask(acting)
    assert shown(cast.identity("zoe")) == [report_id]
    assert shown(cast.identity("olga")) == []
    assert listing.mine(cast.identity("zoe")).cards[0].asked_by == "Olga Orlova"
    (entry,) = entries(Tag.REPORT_ASKED)
    assert (entry.actor_name, entry.subject_name, entry.session_id) == ("Olga Orlova", "Zoë Žižková", session().id)
    assert entry.after["to"] == "zoe@acme.example"


def test_nothing_is_asked_for_in_an_impersonation_that_is_over(cast):
    acting = impersonating(cast, "olga", "zoe")
    stop(acting)
    with pytest.raises(ImpersonationOver):
        ask(acting)
    assert shown(cast.identity("zoe")) == []


def test_a_form_that_is_sent_twice_asks_once(cast):
    sam = cast.identity("sam")
    assert ask(sam, once="a" * 32) == ask(sam, once="a" * 32)
    assert len(shown(sam)) == len(entries(Tag.REPORT_ASKED)) == 1


@pytest.mark.parametrize(
    ("field", "changed"),
    [("kind", {"kind": "payroll"}), ("kind", {"kind": ""}), ("format", {"form": "pdf"}), ("", {"once": "again"}),
     ("since", {"since": "yesterday"}), ("until", {"until": "2026-02-30"}),
     ("until", {"since": "2026-03-02", "until": "2026-03-01"})],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_beside_its_field(cast, field, changed):
    with pytest.raises(Invalid) as refusal:
        asking.ask(cast.identity("olga"), **{"kind": "audit_logs", "form": "csv", "once": "0" * 32, **changed})
    assert refusal.value.field == field


def test_days_are_for_what_is_about_a_time(cast):
    olga = cast.identity("olga")
    about_goals = row(ask(olga, "my_goals", since="2026-01-01", until="no day"))
    assert (about_goals.since, about_goals.until) == (None, None)
    assert str(row(ask(olga, "audit_logs", since="2026-01-01")).since) == "2026-01-01"


def test_only_a_few_are_made_at_once(cast):
    sam = cast.identity("sam")
    ids = [ask(sam) for _ in range(MOST_UNFINISHED)]
    with pytest.raises(Refused, match="cancel one"):
        ask(sam)
    cancel(sam, ids[0])
    ask(sam)
    ask(cast.identity("fay"))
    with pytest.raises(Refused):
        ask(impersonating(cast, "olga", "sam"))
    make()
    ask(sam)


def test_and_only_so_many_in_a_day(cast, time, monkeypatch):
    monkeypatch.setattr(asking, "MOST_IN_A_DAY", 4)
    assert MOST_IN_A_DAY > 4
    sam = cast.identity("sam")
    for _ in range(4):
        ask(sam)
        make()
    with pytest.raises(Refused, match="tomorrow"):
        ask(sam)
    time.advance(days=1)
    ask(sam)


def test_the_list_is_read_by_pages_and_read_again_down_to_where_it_was(cast, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 2)
    sam = cast.identity("sam")
    ids = []
    for _ in range(5):
        ids.append(ask(sam))
        make()
    first = listing.mine(sam)
    second = listing.mine(sam, first.more)
    third = listing.mine(sam, second.more)
    assert [card.id for page in (first, second, third) for card in page.cards] == ids[::-1]
    assert third.more == ""
    again = listing.mine(sam, down_to=ids[1])
    assert [card.id for card in again.cards] == ids[:0:-1]
    assert again.more == ids[1]
    assert listing.mine(sam, "'; DROP TABLE", "x").cards == first.cards


def test_asking_is_no_change_of_the_persons_things(cast):
    """Nobody is told that something was changed who was only looked at; the letter about the report says who asked."""
    acting = impersonating(cast, "olga", "zoe")
    ask(acting)
    make()
    summary = stop(acting)
    assert summary is not None
    assert summary.changes == 0
