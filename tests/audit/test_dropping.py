"""Old entries can be dropped, in whole segments and with a tombstone that is signed and told of; in no other way."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from admin_proxy import clock, config, db, schema
from admin_proxy.audit import anchors, checking, dropping, names, proving, reading, tombstones, trail
from admin_proxy.audit.anchors import AnchorError
from admin_proxy.audit.naming import Kind
from admin_proxy.audit.tables import AuditEntry, AuditLink, AuditName, AuditTombstone
from admin_proxy.audit.tags import Tag
from admin_proxy.audit.trail import Deed, Thing
from admin_proxy.audit.verifying import verify
from admin_proxy.identity import Forbidden, operator
from tests.audit.tampering import anew, past_the_guards

SEGMENT = dropping.SEGMENT
REFUSED = "the audit log can only be added to"


@pytest.fixture
def settings(tmp_path, cast):
    before = config._current
    yield config.use(config.load(data_dir=tmp_path))
    config._current = before


@pytest.fixture
def old(cast, settings):
    """Acme has two and a half segments from a year ago, and ten entries of today; Globex only a few old ones."""
    written(cast, 5 * SEGMENT // 2, cast.acme)
    written(cast, 10, cast.globex)
    clock._clock.advance(days=365)
    written(cast, 10, cast.acme)
    return cast


def written(cast, count: int, organization_id: int) -> None:
    deeds = [
        Deed(Tag.PERSON_CHANGED, Thing("person", str(number), "Sam"), None, {"n": number}) for number in range(count)
    ]
    with db.writing(organization_id) as tx:
        trail.record_all(tx, operator(organization_id), deeds)


def a_month_ago():
    return clock.now() - timedelta(days=30)


def drop(settings, before=None):
    return dropping.drop(operator(None), settings, before or a_month_ago())


def problems(settings, **more) -> dict[int, tuple[Kind, int]]:
    key = anchors.private_key(settings.data_dir).public_key()
    found = verify(keys=[key], **more)
    return {one.chain.chain: (one.problem.kind, one.problem.seq) for one in found if one.problem}


def anchored(settings) -> dict:
    anchors.write(settings)
    key = anchors.private_key(settings.data_dir).public_key()
    return anchors.read(anchors.folder(settings) / anchors.FILE, key)


def seqs(chain: int) -> list[int]:
    with db.reading() as tx:
        return sorted(tx.exec(select(AuditLink.seq).where(AuditLink.chain == chain)))


def stones() -> list[AuditTombstone]:
    with db.reading() as tx:
        return list(tx.exec(select(AuditTombstone)))


def test_whole_segments_go_and_the_rest_of_the_chain_is_sound(old, settings):
    (done,) = drop(settings)
    assert (done.name, done.entries, done.until) == ("acme", 2 * SEGMENT, 2 * SEGMENT)
    assert seqs(old.acme) == list(range(2 * SEGMENT + 1, 5 * SEGMENT // 2 + 12))
    assert problems(settings) == {}
    with db.reading() as tx:
        assert tx.exec(select(AuditEntry.id).where(AuditEntry.organization_id == old.acme)).all().__len__() == 511


def test_that_it_was_done_stands_in_the_record(old, settings):
    drop(settings)
    with db.reading() as tx:
        (told,) = tx.exec(select(AuditEntry).where(AuditEntry.tag == Tag.RECORD_DROPPED.value))
    (stone,) = stones()
    assert (told.actor_name, told.after["dropped"], told.after["digest"]) == ("Operator", "1 to 2000", stone.digest)
    assert stone.told_by == told.id


def test_more_can_be_dropped_later(old, settings):
    drop(settings)
    written(old, 2 * SEGMENT, old.acme)
    clock._clock.advance(days=365)
    written(old, 10, old.acme)
    assert [one.entries for one in drop(settings)] == [2 * SEGMENT]
    assert [(stone.after, stone.until) for stone in stones()] == [(0, 2 * SEGMENT), (2 * SEGMENT, 4 * SEGMENT)]
    assert problems(settings) == {}
    assert drop(settings) == []


def test_a_few_segments_at_a_time(old, settings, monkeypatch):
    monkeypatch.setattr(dropping, "AT_ONCE", 1)
    (done,) = drop(settings)
    assert (done.entries, len(stones())) == (2 * SEGMENT, 2)
    assert problems(settings) == {}


def test_what_is_not_old_enough_stays(old, settings):
    assert drop(settings, clock.now() - timedelta(days=400)) == []
    assert stones() == []


def test_the_settings_say_how_long(old, settings):
    assert dropping.keep(settings) == []
    assert [one.name for one in dropping.keep(settings.model_copy(update={"audit_keep_days": 90}))] == ["acme"]


def test_only_the_operator_does_it(old, settings):
    with pytest.raises(Forbidden):
        dropping.drop(old.identity("olga"), settings, clock.now())


def test_nothing_is_dropped_from_a_record_that_is_not_sound(old, settings):
    with past_the_guards() as tx:
        tx.execute(text("UPDATE audit_entry SET note = 'x' WHERE id = (SELECT min(id) FROM audit_entry)"))
    with pytest.raises(dropping.BrokenRecord, match="edited at 1"):
        drop(settings)
    assert stones() == []


def test_nor_from_one_that_its_anchors_are_at_odds_with(old, settings):
    """A tombstone would stand where they look, and they would be looked at no more."""
    anchors.write(settings)
    anew(old.acme, SEGMENT)
    with pytest.raises(dropping.BrokenRecord, match="anchor mismatch at 2510"):
        drop(settings)
    (anchors.folder(settings) / anchors.FILE).write_text("nonsense\n")
    with pytest.raises(AnchorError, match="cannot be read"):
        drop(settings)
    assert stones() == []


def test_without_the_key_nobody_can_say_whether_it_is_sound(old, settings):
    drop(settings)
    assert [(one.chain.name, one.problem) for one in verify() if one.doubt] == [("acme", None)]


def test_nor_with_the_key_of_another_server_which_is_no_word_of_a_break(old, settings, tmp_path):
    drop(settings)
    other = config.load(data_dir=tmp_path / "other")
    other.data_dir.mkdir()
    anchors.write(other)
    found = {one.chain.name: one for one in checking.check(other)}
    assert (found["acme"].problem, found["acme"].doubt[-17:]) == (None, "is not known here")
    assert "is not known here" in checking.soundness(old.identity("olga")).failure
    with pytest.raises(AnchorError, match="is not known here"):
        dropping.drop(operator(None), other, a_month_ago())
    (other.data_dir / anchors.KEY).write_bytes((settings.data_dir / anchors.KEY).read_bytes())
    (anchors.folder(other) / anchors.FILE).unlink()
    assert all(one.is_sound for one in checking.check(other))


def test_what_is_wrong_behind_it_is_found_without_the_key(old, settings):
    drop(settings)
    with past_the_guards() as tx:
        entry_id = tx.get_one(AuditLink, (old.acme, 2 * SEGMENT + 3)).entry_id
        tx.execute(text("UPDATE audit_entry SET note = 'x' WHERE id = :id"), {"id": entry_id})
    assert [one.problem.seq for one in verify() if one.problem] == [2 * SEGMENT + 3]


def test_it_is_anchored_on_whatever_was_dropped(old, settings):
    anchors.write(settings)
    drop(settings)
    anchors.write(settings)
    written(old, 1, old.acme)
    anchors.write(settings)
    assert all(one.is_sound for one in checking.check(settings))


class TestForged:
    """Somebody with every right on the database, but without the key."""

    def test_a_beginning_that_was_taken_away_without_a_tombstone(self, old, settings):
        with past_the_guards() as tx:
            take_away(tx, old.acme, SEGMENT)
        assert problems(settings) == {old.acme: (Kind.MISSING, 1)}

    def test_with_a_tombstone_that_is_not_signed(self, old, settings):
        with past_the_guards() as tx:
            digest = tx.get_one(AuditLink, (old.acme, SEGMENT)).digest
            tx.expunge_all()
            take_away(tx, old.acme, SEGMENT)
            tx.add(
                AuditTombstone(
                    chain=old.acme, until=SEGMENT, after=0, previous="0" * 64, digest=digest, dropped_at=clock.now(),
                    told_by="nobody", key="", signature="",
                )
            )  # fmt: skip
        assert problems(settings) == {old.acme: (Kind.MISSING, 1)}

    def test_a_tombstone_that_says_more_than_was_signed(self, old, settings):
        drop(settings)
        with past_the_guards() as tx:
            take_away(tx, old.acme, 2 * SEGMENT + 100, 2 * SEGMENT)
            tx.execute(text("UPDATE audit_tombstone SET until = until + 100"))
        assert problems(settings)[old.acme][0] is Kind.MISSING

    def test_a_tombstone_that_is_gone(self, old, settings):
        drop(settings)
        with past_the_guards() as tx:
            tx.execute(text("DELETE FROM audit_tombstone"))
        assert problems(settings) == {old.acme: (Kind.MISSING, 1)}

    def test_something_put_where_nothing_is_any_more(self, old, settings):
        drop(settings)
        with past_the_guards() as tx:
            tx.add(AuditLink(chain=old.acme, seq=7, entry_id="forged", content="", digest=""))
        assert problems(settings) == {old.acme: (Kind.INSERTED, 7)}

    def test_an_edit_behind_it(self, old, settings):
        drop(settings)
        with past_the_guards() as tx:
            entry_id = tx.get_one(AuditLink, (old.acme, 2 * SEGMENT + 3)).entry_id
            tx.execute(text("UPDATE audit_entry SET note = 'x' WHERE id = :id"), {"id": entry_id})
        assert problems(settings) == {old.acme: (Kind.EDITED, 2 * SEGMENT + 3)}


def take_away(tx, chain: int, until: int, after: int = 0) -> None:
    given = {"chain": chain, "until": until, "after": after}
    links = "FROM audit_link WHERE chain = :chain AND seq > :after AND seq <= :until"
    tx.execute(text(f"DELETE FROM audit_entry WHERE id IN (SELECT entry_id {links})"), given)
    tx.execute(text(f"DELETE {links}"), given)


def test_an_anchor_of_what_was_dropped_holds_or_not(old, settings):
    known = anchored(settings)
    drop(settings)
    assert problems(settings, anchored=known) == {}
    (stone,) = stones()
    anchor = anchors.Anchor(old.acme, "acme", stone.until, "f" * 64, "", "")
    assert problems(settings, anchored={old.acme: [anchor]}) == {old.acme: (Kind.ANCHOR_MISMATCH, stone.until)}


class TestTheGuards:
    @pytest.mark.parametrize("table", ["audit_entry", "audit_link", "audit_tombstone"])
    def test_nothing_but_what_a_tombstone_stands_for_can_be_deleted(self, old, settings, table):
        drop(settings)
        refused(f"DELETE FROM {table}")

    @pytest.mark.parametrize(
        "change",
        [
            {"until": SEGMENT + 1},  # no whole segment
            {"after": 5},  # not from where the chain begins
            {"digest": "0" * 64},  # not how it ends there
            {"until": 4 * SEGMENT},  # further than there is
            {"told_by": "nobody"},  # told of by no entry
        ],
    )
    def test_a_tombstone_stands_for_whole_segments_and_is_told_of(self, old, settings, change):
        with pytest.raises(DBAPIError, match=REFUSED):
            self.drop(old, **change)

    def test_an_entry_of_another_time_cannot_tell_of_it(self, old, settings):
        with db.writing(old.acme) as tx:
            told = trail.record(tx, operator(old.acme), Tag.RECORD_DROPPED)
        with pytest.raises(DBAPIError, match=REFUSED):
            self.drop(old, told_by=told.id)

    def test_a_link_goes_after_its_entry(self, old, settings):
        with pytest.raises(DBAPIError, match=REFUSED):
            self.drop(old, and_then="DELETE FROM audit_link WHERE seq <= 1000 AND chain = :chain")

    def drop(self, old, and_then: str = "SELECT :chain", **change) -> None:
        with db.writing(old.acme) as tx:
            tx.add(AuditTombstone(**{**self.right(tx, old), **change}))
            tx.flush()
            tx.execute(text(and_then), {"chain": old.acme})

    def right(self, tx, old) -> dict:
        told = trail.record(tx, operator(old.acme), Tag.RECORD_DROPPED)
        tx.flush()
        digest = tx.get_one(AuditLink, (old.acme, SEGMENT)).digest
        return {
            "chain": old.acme, "until": SEGMENT, "after": 0, "previous": "0" * 64, "digest": digest,
            "dropped_at": clock.now(), "told_by": told.id, "key": "", "signature": "",
        }  # fmt: skip


def refused(statement: str) -> None:
    with pytest.raises(DBAPIError, match=REFUSED), db.writing() as tx:
        tx.execute(text(statement))


def test_names_go_with_the_last_entry(old, settings):
    with db.writing() as tx:
        tx.add(AuditName(organization_id=old.acme, person_id=old["sam"], key=names.key("sam"), text="sam"))
        tx.add(AuditName(organization_id=old.acme, person_id=old["zoe"], key=names.key("zoe"), text="zoe"))
    zoe = old.identity("zoe")
    with db.writing(old.acme) as tx:
        trail.record(tx, zoe, Tag.SETTINGS_CHANGED)
    drop(settings)
    with db.reading() as tx:
        left = set(tx.exec(select(AuditName.person_id).where(AuditName.organization_id == old.acme)))
    assert left == {0, old["zoe"]}


def test_the_page_still_reads(old, settings):
    drop(settings)
    page = reading.entries(old.identity("olga"))
    assert page.entries[0].action == "Dropped old entries of the audit log"
    assert ("Dropped", "", "1 to 2000") in [(one.field, one.before, one.after) for one in page.entries[0].changes]


def test_an_export_of_the_rest_is_verified_without_this_software(old, settings, tmp_path):
    drop(settings)
    export, key = tmp_path / "export.ndjson", tmp_path / "key.pem"
    lines = list(proving.lines(operator(old.acme)))
    key.write_text(anchors.public_key_pem(anchors.private_key(settings.data_dir)))
    assert json.loads(lines[0])["tombstones"][0]["version"] == tombstones.VERSION

    def script(said: list[str], *more: str) -> tuple[int, str]:
        export.write_text("\n".join(said) + "\n")
        command = [sys.executable, str(schema.ROOT / "docs" / "verify_audit.py"), str(export), *more]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        return ran.returncode, ran.stdout + ran.stderr

    code, said = script(lines, "--public-key", str(key))
    assert code == 0, said
    assert "2000 dropped before" in said
    assert script(lines)[0] == 2
    head = json.loads(lines[0])
    head["tombstones"][0]["digest"] = "0" * 64
    assert script([json.dumps(head), *lines[1:]], "--public-key", str(key))[0] == 1
    untold = lines[:-1]
    assert script(untold, "--public-key", str(key))[0] == 1
