"""What Super Admins see of the organization's impersonations, and who is told that there is something new."""

from __future__ import annotations

from datetime import timedelta

import pytest

from admin_proxy.identity import Forbidden, Invalid
from admin_proxy.impersonation import watching
from admin_proxy.impersonation.renewing import renew
from admin_proxy.impersonation.revoking import revoke, revoke_all
from admin_proxy.impersonation.stopping import stop
from admin_proxy.impersonation.watching import history, now_running
from admin_proxy.live import About, News
from tests.impersonation.acts import all_news, change_language, impersonating, now, session, sessions


def test_olga_sees_who_impersonates_whom_since_when_until_when_and_how_much_was_changed(cast, time):
    hana = impersonating(cast, "hana", "fay", "Cannot see her goals")
    time.advance(minutes=10)
    change_language(now(hana), "de")
    (card,) = now_running(cast.identity("olga")).sessions
    assert (card.actor.name, card.subject.name) == ("Hana Horváthová", "Fay Fischer")
    assert (card.since, card.until) == (session().started_at, session().expires_at)
    assert card.remaining == timedelta(minutes=50)
    assert (card.reason, card.changes, card.renewals, card.is_mine) == ("Cannot see her goals", 1, 0, False)


def test_the_newest_stands_first_and_nothing_of_another_organization(cast, time):
    impersonating(cast, "hana", "fay")
    impersonating(cast, "hugo", "zoe")
    impersonating(cast, "eve", "emil")
    running = now_running(cast.identity("olga"))
    assert [card.actor.name for card in running.sessions] == ["Hugo Huber", "Hana Horváthová"]
    assert running.count == 2
    assert [card.actor.name for card in now_running(cast.identity("eve")).sessions] == ["Eve Evans"]


def test_what_is_over_its_time_runs_no_longer_though_nobody_has_ended_it_yet(cast, time):
    impersonating(cast, "hana", "fay")
    time.advance(hours=1)
    assert now_running(cast.identity("olga")).sessions == ()


def test_however_many_run_they_are_counted(cast, monkeypatch):
    monkeypatch.setattr(watching, "MOST_RUNNING", 2)
    for subject in ("fay", "sam", "ina"):
        impersonating(cast, "hana", subject)
    running = now_running(cast.identity("olga"))
    assert (len(running.sessions), running.count) == (2, 3)


def test_history_tells_how_each_ended_page_by_page_newest_first(cast, time, monkeypatch):
    monkeypatch.setattr(watching, "PAGE", 2)
    for subject in ("fay", "sam", "ina"):
        identity = impersonating(cast, "hana", subject)
        time.advance(minutes=5)
        stop(identity)
    impersonating(cast, "hana", "fay")
    first = history(cast.identity("olga"))
    assert [(card.subject.name, card.cause, card.how_long) for card in first.sessions] == [
        ("Ina Iversen", "stopped", "5 minutes"),
        ("Sam Silva", "stopped", "5 minutes"),
    ]
    second = history(cast.identity("olga"), first.more)
    assert [card.subject.name for card in second.sessions] == ["Fay Fischer"]
    assert second.more == ""
    assert history(cast.identity("olga"), "'; DROP TABLE").sessions == first.sessions
    assert history(cast.identity("eve")).sessions == ()


def test_what_is_shown_already_is_read_again_as_far_as_it_went(cast, time, monkeypatch):
    monkeypatch.setattr(watching, "PAGE", 2)
    for subject in ("fay", "sam", "ina", "fay"):
        stop(impersonating(cast, "hana", subject))
        time.advance(minutes=1)
    olga = cast.identity("olga")
    first = history(olga)
    third = history(olga, first.more).sessions[0]
    stop(impersonating(cast, "hana", "ina"))
    again = history(olga, down_to=third.id)
    assert [card.subject.name for card in again.sessions] == [
        "Ina Iversen", "Fay Fischer", "Ina Iversen", "Sam Silva",
    ]  # fmt: skip
    assert [card.subject.name for card in history(olga, again.more).sessions] == ["Fay Fischer"]


@pytest.mark.parametrize("name", ["adam", "hana", "sam", "carl"])
def test_nobody_but_super_admins_watches_or_ends(cast, name):
    impersonating(cast, "olga", "zoe")
    for verb in (now_running, history, revoke_all):
        with pytest.raises(Forbidden):
            verb(cast.identity(name))
    assert now_running(cast.identity("oscar")).count == 1


def test_the_reason_for_ending_is_told_to_whoever_impersonates_and_recorded(cast):
    identity = impersonating(cast, "hana", "fay")
    assert revoke(cast.identity("olga"), session().id, "  Payroll is being closed. ")
    assert not now(identity).impersonating
    assert session().end_sentence == (
        "Your impersonation of Fay Fischer has been ended by a Super Admin. Payroll is being closed."
    )
    (card,) = history(cast.identity("olga")).sessions
    assert (card.cause, card.sentence) == ("revoked", session().end_sentence)


def test_a_reason_can_have_500_characters(cast):
    impersonating(cast, "hana", "fay")
    with pytest.raises(Invalid):
        revoke(cast.identity("olga"), session().id, "x" * 501)
    assert revoke(cast.identity("olga"), session().id, "x" * 500)


def test_end_all_ends_what_runs_in_ones_own_organization_and_nothing_else(cast):
    impersonating(cast, "hana", "fay")
    impersonating(cast, "oscar", "zoe")
    elsewhere = impersonating(cast, "eve", "emil")
    assert revoke_all(cast.identity("olga"), "Incident") == 2
    assert revoke_all(cast.identity("olga")) == 0
    assert [row.end_cause for row in sessions()] == ["revoked", "revoked", ""]
    assert now(elsewhere).impersonating


def test_whoever_lists_sessions_is_told_of_each_beginning_renewal_change_and_end(cast, time):
    of_acme, of_fay = News(About.SESSIONS, cast.acme), News(About.VISITS, cast["fay"])
    with all_news() as told:
        hana = impersonating(cast, "hana", "fay")
        assert told == [News(About.LOGIN, hana.login_id), of_acme, of_fay]
        told.clear()
        time.advance(minutes=5)
        change_language(now(hana), "de")
        assert told == [of_acme, of_fay, News(About.PERSON, cast["fay"])]
        told.clear()
        renew(now(hana))
        assert told == [News(About.LOGIN, hana.login_id), of_acme, of_fay]
        told.clear()
        stop(now(hana))
        assert told == [News(About.LOGIN, hana.login_id), of_acme, of_fay]
