"""The door to a report, on both engines: for its subject, by the login that asked for the ticket, once, at once."""

from __future__ import annotations

import pytest

from admin_proxy import db
from admin_proxy.accounts.tables import ScopeDepartment
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Forbidden, ImpersonationOver, NotFound, Role
from admin_proxy.impersonation.renewing import renew
from admin_proxy.impersonation.starting import start
from admin_proxy.impersonation.stopping import stop
from admin_proxy.reports import fetching, keeping, listing
from admin_proxy.reports.fetching import LASTS, fetch, may_go_on, ticket
from tests.impersonation.acts import changed, entries, impersonating, now
from tests.reports.acts import ask, download, made, tickets


def test_downloading_is_recorded_before_the_first_byte(cast):
    sam = cast.identity("sam")
    report_id = made(sam)
    file = fetch(sam, ticket(sam, report_id))
    assert (file.name, file.media_type) == ("my-goals-2026-03-02.csv", "text/csv; charset=utf-8")
    (entry,) = entries(Tag.REPORT_DOWNLOADED)
    assert (entry.actor_name, entry.object_id) == ("Sam Silva", report_id)
    assert len(b"".join(file.pieces)) == file.size


def test_in_somebodys_name_both_names_are_recorded(cast):
    acting = impersonating(cast, "olga", "zoe")
    download(acting, made(acting))
    (entry,) = entries(Tag.REPORT_DOWNLOADED)
    assert (entry.actor_name, entry.subject_name) == ("Olga Orlova", "Zoë Žižková")
    assert entry.session_id == acting.session.id


def test_the_ticket_is_nowhere_but_in_the_browser(cast):
    sam = cast.identity("sam")
    token = ticket(sam, made(sam))
    (kept,) = tickets()
    assert token not in str(kept.model_dump())


def test_a_ticket_opens_the_door_once(cast):
    sam = cast.identity("sam")
    token = ticket(sam, made(sam))
    fetch(sam, token)
    with pytest.raises(NotFound):
        fetch(sam, token)
    assert tickets() == []


def test_a_ticket_runs_out(cast, time):
    sam = cast.identity("sam")
    report_id = made(sam)
    token = ticket(sam, report_id)
    time.advance(seconds=LASTS.total_seconds())
    with pytest.raises(NotFound):
        fetch(sam, token)
    keeping.forget_old()
    assert tickets() == []
    assert download(sam, report_id)


@pytest.mark.parametrize("token", ["", "x", "\0", "é" * 50, "\ud800"])
def test_a_made_up_ticket_opens_nothing(cast, token):
    sam = cast.identity("sam")
    made(sam)
    with pytest.raises(NotFound):
        fetch(sam, token)


def test_a_ticket_that_got_into_other_hands_opens_nothing(cast):
    sam = cast.identity("sam")
    token = ticket(sam, made(sam))
    for who in ("fay", "olga", "eve", "sam"):  # Sam himself in another browser, too
        with pytest.raises(NotFound):
            fetch(cast.identity(who), token)
    assert fetch(sam, token)


@pytest.mark.parametrize("who", ["fay", "olga", "hana", "eve"])
def test_nobody_gets_a_ticket_to_somebody_elses(cast, who):
    report_id = made(cast.identity("sam"))
    with pytest.raises(NotFound):
        ticket(cast.identity(who), report_id)
    with pytest.raises(Forbidden):
        ticket(cast.identity("carl"), report_id)


@pytest.mark.parametrize("report_id", ["", "x", "0" * 36, "'; DROP TABLE report", "\0"])
def test_nor_to_one_that_is_none(cast, report_id):
    with pytest.raises(NotFound):
        ticket(cast.identity("sam"), report_id)


def test_nor_to_one_without_a_file(cast):
    sam = cast.identity("sam")
    with pytest.raises(NotFound):
        ticket(sam, ask(sam))


def test_after_the_impersonation_the_administrator_has_no_way_to_it(cast):
    acting = impersonating(cast, "olga", "zoe")
    report_id = made(acting)
    token = ticket(acting, report_id)
    stop(acting)
    olga = now(acting)
    for refused in (lambda: fetch(olga, token), lambda: ticket(olga, report_id), lambda: fetch(acting, token)):
        with pytest.raises((NotFound, ImpersonationOver)):
            refused()
    again = now(cast.identity("zoe"))
    with pytest.raises(NotFound):
        fetch(again, token)
    assert download(again, report_id)
    assert len(entries(Tag.REPORT_DOWNLOADED)) == 1


def test_a_ticket_of_ones_own_is_not_one_of_an_impersonation(cast):
    olga = cast.identity("olga")
    token = ticket(olga, made(olga))
    start(olga, cast["zoe"], "")
    with pytest.raises(NotFound):
        fetch(now(olga), token)


def test_what_one_may_no_longer_see_cannot_be_downloaded_either(cast):
    oscar = cast.identity("oscar")
    report_id = made(oscar, "audit_logs")
    token = ticket(oscar, report_id)
    changed(cast, "oscar", role=Role.EMPLOYEE)
    with pytest.raises(Forbidden):
        fetch(now(oscar), token)
    (card,) = listing.mine(now(oscar)).cards
    assert not card.may_be_downloaded
    assert "no longer allowed" in card.sentence


def test_what_was_made_under_another_scope_is_closed(cast):
    hana = cast.identity("hana")
    report_id = made(hana, "user_activity")
    with db.writing(cast.acme) as tx:
        tx.add(ScopeDepartment(person_id=cast["hana"], department_id=cast.departments["Engineering"]))
        db.facts_changed(tx, cast.acme)
    with pytest.raises(Forbidden, match="scope has changed"):
        ticket(hana, report_id)
    assert download(hana, made(hana))


def test_the_rest_follows_only_as_long_as_the_first_byte_would(cast):
    acting = impersonating(cast, "olga", "zoe")
    file = fetch(acting, ticket(acting, made(acting)))
    renew(acting)
    assert may_go_on(acting, now(acting), file)
    stop(acting)
    assert not may_go_on(acting, now(acting), file)
    assert not may_go_on(cast.identity("zoe"), cast.identity("sam"), file)
    assert fetching.LASTS.total_seconds() == 60
