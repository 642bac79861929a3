"""Each entry has its place in the chain of its organization, whoever writes at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import col, select

from admin_proxy import db
from admin_proxy.accounts import settings
from admin_proxy.audit import canonical, trail
from admin_proxy.audit.tables import AuditEntry, AuditHead, AuditLink
from admin_proxy.audit.tags import Tag
from admin_proxy.audit.trail import Deed, Thing
from admin_proxy.audit.verifying import verify
from admin_proxy.identity import operator

WRITERS, EACH = 16, 200


def links(chain: int) -> list[AuditLink]:
    with db.reading() as tx:
        return list(tx.exec(select(AuditLink).where(AuditLink.chain == chain).order_by(col(AuditLink.seq))))


def head(chain: int) -> AuditHead:
    with db.reading() as tx:
        return tx.get_one(AuditHead, chain)


def note(organization_id: int | None, *notes: str) -> None:
    with db.writing(organization_id) as tx:
        for said in notes:
            trail.record(tx, operator(organization_id), Tag.DEPARTMENT_CREATED, note=said)


def test_every_entry_is_linked_in_the_order_in_which_it_was_recorded(cast):
    note(cast.acme, "one", "two")
    note(cast.acme, "three")
    with db.reading() as tx:
        notes = {entry.id: entry.note for entry in tx.exec(select(AuditEntry))}
    assert [(link.seq, notes[link.entry_id]) for link in links(cast.acme)] == [(1, "one"), (2, "two"), (3, "three")]
    last = links(cast.acme)[-1]
    assert (head(cast.acme).seq, head(cast.acme).digest) == (3, last.digest)


def test_each_organization_has_a_chain_of_its_own_and_so_has_what_concerns_none(cast):
    note(cast.acme, "acme")
    note(cast.globex, "globex")
    with db.writing() as tx:
        trail.record_visitor(tx, Tag.LOGIN_FAILED, email="nobody@nowhere.example", address="127.0.0.1")
        trail.record(tx, operator(cast.globex), Tag.DEPARTMENT_CREATED)
        trail.record(tx, operator(cast.acme), Tag.DEPARTMENT_CREATED)
    assert {chain: head(chain).seq for chain in (0, cast.acme, cast.globex)} == {0: 1, cast.acme: 2, cast.globex: 2}


def test_entries_written_in_bulk_are_linked_like_others(cast):
    thing = Thing("person", "7", "Zoë " * 100)
    deeds = [Deed(Tag.PERSON_CHANGED, thing, {"title": None}, {"title": str(number)}) for number in range(2_500)]
    with db.writing(cast.acme) as tx:
        trail.record(tx, operator(cast.acme), Tag.UPLOAD_APPLIED)
        trail.record_all(tx, operator(cast.acme), deeds)
        trail.record(tx, operator(cast.acme), Tag.UPLOAD_APPLIED)
    assert [link.seq for link in links(cast.acme)] == list(range(1, 2_503))
    assert all(verdict.is_sound for verdict in verify())


def test_what_is_rolled_back_leaves_no_place_empty(cast):
    note(cast.acme, "one")
    with pytest.raises(ZeroDivisionError), db.writing(cast.acme) as tx:  # noqa: PT012
        trail.record(tx, operator(cast.acme), Tag.DEPARTMENT_CREATED)
        tx.flush()
        raise ZeroDivisionError
    note(cast.acme, "two")
    assert [link.seq for link in links(cast.acme)] == [1, 2]


def test_what_changes_nothing_links_nothing(cast):
    settings.change(cast.identity("sam"), language="de")
    before = head(cast.acme)
    settings.change(cast.identity("sam"), language="de")
    assert head(cast.acme) == before


def test_many_writers_at_once_make_no_fork_and_no_gap(cast):
    def write(number: int) -> None:
        alone = number % 2  # a sign-in stands in no organization's line; both must agree on the chain all the same
        for turn in range(EACH):
            with db.writing(None if alone else cast.acme) as tx:
                trail.record(tx, operator(cast.acme), Tag.DEPARTMENT_CREATED, note=f"{number}.{turn}")
                if turn % 10 == 0:
                    trail.record(tx, operator(None), Tag.DEPARTMENT_CREATED)
                    trail.record(tx, operator(cast.globex), Tag.DEPARTMENT_CREATED)

    with ThreadPoolExecutor(WRITERS) as pool:
        for done in [pool.submit(write, number) for number in range(WRITERS)]:
            done.result()
    found = links(cast.acme)
    assert [link.seq for link in found] == list(range(1, WRITERS * EACH + 1))
    assert len({link.entry_id for link in found}) == WRITERS * EACH
    assert len(links(0)) == len(links(cast.globex)) == WRITERS * EACH // 10
    assert [verdict.problem for verdict in verify()] == [None] * 3


def test_a_link_follows_from_the_one_before(cast):
    note(cast.acme, "one", "two")
    one, two = links(cast.acme)
    with db.reading() as tx:
        entry = tx.get_one(AuditEntry, two.entry_id)
    assert two.content == canonical.content(entry.key, canonical.of(entry.__dict__))
    assert two.digest == canonical.link(
        cast.acme, 2, one.digest, entry.id, canonical.moment(entry.at), entry.tag, two.content
    )
