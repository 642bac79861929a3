"""What the server does by itself, hour by hour and night by night, never makes good what was bent."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import select

from admin_proxy import clock, config, db, jobs
from admin_proxy.audit import anchor_file, anchors, checking, trail
from admin_proxy.audit.anchors import AnchorError
from admin_proxy.audit.tables import AuditCheck, AuditLink
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import operator
from tests.audit.tampering import anew, cut, past_the_guards


@pytest.fixture
def rules(tmp_path):
    before = config._current
    yield config.use(config.load(data_dir=tmp_path))
    config._current = before


@pytest.fixture
def record(cast, rules):
    """Five entries of Acme, two of Globex, one that concerns nobody; anchored."""
    written(cast.acme, 5)
    written(cast.globex, 2)
    written(None, 1)
    jobs.anchor()
    clock._clock.advance(hours=1)
    return cast


def written(organization_id: int | None, count: int) -> None:
    with db.writing(organization_id) as tx:
        for _ in range(count):
            trail.record(tx, operator(organization_id), Tag.GROUP_CREATED)


def said(cast) -> str:
    return checking.soundness(cast.identity("olga")).problem


def kept(rules):
    return anchors.folder(rules) / anchors.FILE


def what_the_server_does() -> None:
    """An hour, and a night, and another one."""
    for job in (jobs.anchor, jobs.verify, jobs.anchor, jobs.verify):
        job()
        clock._clock.advance(hours=3)


def test_the_last_entry_made_anew_stays_convicted(record):
    anew(record.acme, 5)
    what_the_server_does()
    assert said(record).startswith("anchor mismatch at 5")


def test_so_does_a_tail_that_was_cut_and_grew_again_to_the_same_length(record):
    cut(record.acme, 4)
    written(record.acme, 1)
    what_the_server_does()
    assert said(record).startswith("anchor mismatch at 5")


def test_so_does_one_that_grew_further(record):
    cut(record.acme, 4)
    written(record.acme, 3)
    what_the_server_does()
    assert said(record).startswith("anchor mismatch at 5")


def test_so_does_one_that_was_cut(record):
    cut(record.acme, 3)
    what_the_server_does()
    assert said(record).startswith("tail cut at 4")


def test_it_is_seen_with_the_next_anchor_and_the_others_go_on(record, rules, caplog):
    anew(record.acme, 5)
    written(record.globex, 1)
    jobs.anchor()
    assert said(record).startswith("anchor mismatch at 5")
    assert "the audit log of acme at 5" in caplog.text
    found = anchors.read(kept(rules), anchors.private_key(rules.data_dir).public_key())
    assert [anchor.seq for anchor in found[record.acme]] == [5]
    assert [anchor.seq for anchor in found[record.globex]] == [2, 3]


def test_it_is_verified_before_anything_is_signed_anew(record, monkeypatch):
    done = []
    monkeypatch.setattr(checking, "check", lambda _: done.append("verified"))
    monkeypatch.setattr(checking, "anchor", lambda _: done.append("signed"))
    jobs.verify()
    assert done == ["verified", "signed"]


def test_two_anchors_of_one_place_cannot_both_be_right(record, rules):
    """A server of before signed whatever it found; then somebody put back what there was."""
    digests = with_every_digest(record.acme)
    anew(record.acme, 5)
    first = kept(rules).read_text()
    kept(rules).unlink()
    jobs.anchor()
    kept(rules).write_text(first + kept(rules).read_text())
    put_back(record.acme, digests)
    jobs.verify()
    assert said(record).startswith("anchor mismatch at 5")


def with_every_digest(chain: int) -> list[AuditLink]:
    with db.reading() as tx:
        return list(tx.exec(select(AuditLink).where(AuditLink.chain == chain).order_by(AuditLink.seq)))


def put_back(chain: int, links: list[AuditLink]) -> None:
    last = links[-1]
    with past_the_guards() as tx:
        tx.execute(text("UPDATE audit_entry SET note = '' WHERE id = :id"), {"id": last.entry_id})
        given = {"chain": chain, "content": last.content, "digest": last.digest, "seq": last.seq}
        tx.execute(
            text("UPDATE audit_link SET content = :content, digest = :digest WHERE chain = :chain AND seq = :seq"),
            given,
        )
        tx.execute(text("UPDATE audit_head SET digest = :digest WHERE chain = :chain"), given)


def test_a_chain_that_was_anchored_shorter_later_was_not_only_added_to(record, rules):
    written(record.acme, 2)
    jobs.anchor()
    lines = kept(rules).read_text().splitlines()
    assert len(lines) == 4
    clock._clock.advance(hours=1)
    kept(rules).write_text(lines[-1] + "\n" + signed_again(rules, lines[1]) + "\n")
    jobs.verify()
    assert said(record).startswith("anchor mismatch at 6")


def signed_again(rules, line: str) -> str:
    one = anchors.of_line(line)
    end = anchors._End(one.chain, one.name, one.seq, one.digest)
    return anchors._sign(anchors.private_key(rules.data_dir), end).line


def test_letters_may_be_put_together_in_any_order(record, rules):
    written(record.acme, 2)
    jobs.anchor()
    lines = kept(rules).read_text().splitlines()
    kept(rules).write_text("".join(f"{line}\n" for line in reversed(lines)))
    jobs.verify()
    assert said(record) == ""


class TestAChainThatIsGone:
    """As after a backup from before the organization was there."""

    @pytest.fixture(autouse=True)
    def gone(self, record):
        with past_the_guards() as tx:
            for table, column in (
                ("audit_entry", "organization_id"), ("audit_link", "chain"), ("audit_head", "chain"),
            ):  # fmt: skip
                tx.execute(text(f"DELETE FROM {table} WHERE {column} = :globex"), {"globex": record.globex})

    def test_is_named_though_the_organization_is_there(self, record):
        jobs.verify()
        with db.reading() as tx:
            assert tx.get_one(AuditCheck, record.globex).problem.startswith("tail cut at 1")

    def test_is_named_though_nothing_tells_of_it_any_more(self, record, rules, caplog, monkeypatch):
        given = checking.means(rules)
        elsewhere = {77: given.anchored[record.globex]}
        monkeypatch.setattr(checking, "means", lambda _: given.and_also(elsewhere))
        verdicts = checking.check(rules)
        assert str(verdicts[-1].problem).startswith("missing at 1: the whole chain is gone; it went on to 2 when ")
        assert "the audit log of globex is broken: missing at 1" in caplog.text

    def test_is_not_begun_anew(self, record, caplog):
        jobs.anchor()
        assert "the audit log of globex at 2" in caplog.text


class TestWhatCannotBeChecked:
    def soundness(self, cast):
        return checking.soundness(cast.identity("olga"))

    def test_half_a_line_ends_nothing(self, record, rules):
        with kept(rules).open("a") as file:
            file.write('{"at":"2026-03-')
        written(record.acme, 1)
        what_the_server_does()
        assert (said(record), self.soundness(record).failure) == ("", "")
        found = anchors.read(kept(rules), anchors.private_key(rules.data_dir).public_key())
        assert [anchor.seq for anchor in found[record.acme]] == [5, 6]

    def test_a_disk_that_takes_a_little_at_a_time_gets_all_of_it(self, record, rules, monkeypatch):
        real = os.write
        monkeypatch.setattr(anchor_file.os, "write", lambda file, given: real(file, given[:50]))
        written(record.acme, 1)
        jobs.anchor()
        assert anchors.latest(rules)[1].seq == 6

    def test_a_full_disk_is_said_and_what_comes_next_is_whole(self, record, rules, monkeypatch):
        real = os.write

        def full(file: int, given: bytes) -> int:
            if len(given) < 100:
                raise OSError(28, "No space left on device")
            return real(file, given[:-50])

        written(record.acme, 1)
        monkeypatch.setattr(anchor_file.os, "write", full)
        with pytest.raises(AnchorError, match="No space left on device"):
            anchors.write(rules)
        monkeypatch.setattr(anchor_file.os, "write", real)
        jobs.anchor()
        assert anchors.latest(rules)[1].seq == 6

    def test_the_chain_is_verified_though_its_anchors_cannot_be_read(self, record, rules):
        jobs.verify()
        kept(rules).write_text("nonsense\n")
        clock._clock.advance(days=1)
        jobs.verify()
        found = self.soundness(record)
        assert (found.problem, found.failure) == ("", "the anchors that are kept of it cannot be read")
        assert found.failed_at - found.checked_at == timedelta(days=1)
        with past_the_guards() as tx:
            tx.execute(text("UPDATE audit_entry SET note = 'else'"))
        jobs.verify()
        assert self.soundness(record).problem.startswith("edited at 1")

    def test_a_key_that_is_gone_is_not_made_anew(self, record, rules):
        (rules.data_dir / anchors.KEY).unlink()
        jobs.verify()
        found = self.soundness(record)
        assert (found.checked, found.failure) == ("", checking.KEY_GONE)
        assert not (rules.data_dir / anchors.KEY).exists()

    def test_once_it_can_be_again_nothing_more_is_said(self, record, rules):
        whole = kept(rules).read_text()
        kept(rules).write_text("nonsense\n")
        jobs.verify()
        kept(rules).write_text(whole)
        jobs.verify()
        found = self.soundness(record)
        assert (found.failed, found.failure, found.problem) == ("", "", "")

    def test_a_check_that_could_see_less_does_not_put_out_what_was_found(self, record, rules):
        anew(record.acme, 5)
        jobs.verify()
        kept(rules).write_text("nonsense\n")
        jobs.verify()
        kept(rules).unlink()
        jobs.verify()
        assert said(record).startswith("anchor mismatch at 5")

    def test_a_database_that_lets_nothing_be_read_is_noted(self, record, rules, monkeypatch):
        from sqlalchemy.exc import OperationalError

        def fails(**_: object) -> None:
            raise OperationalError("", {}, Exception("disk I/O error"))

        jobs.verify()
        monkeypatch.setattr(checking.verifying, "verify", fails)
        jobs.verify()
        assert self.soundness(record).failure == checking.DATABASE_FAILED

    def test_an_anchor_that_cannot_be_written_is_told_of(self, record, rules, monkeypatch):
        jobs.verify()
        monkeypatch.setattr(anchor_file, "add", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left")))
        written(record.acme, 1)
        jobs.anchor()
        assert (said(record), self.soundness(record).failure) == ("", checking.NOT_ANCHORED)

    @pytest.mark.parametrize("nonsense", ["x", "[]", "{}", '{"version":"admin-proxy-anchor/1"}'])
    def test_nonsense_in_the_notes_of_earlier_checks_ends_nothing(self, record, nonsense):
        jobs.verify()
        with db.writing() as tx:
            tx.execute(text("UPDATE audit_check SET anchor = :nonsense"), {"nonsense": nonsense})
        clock._clock.advance(days=1)
        jobs.verify()
        assert self.soundness(record).checked_at == clock.now()

    def test_whatever_keeps_it_from_being_verified_is_noted(self, record, rules, monkeypatch):
        jobs.verify()
        monkeypatch.setattr(checking.verifying, "verify", lambda **_: {}["nobody foresaw this"])
        with pytest.raises(KeyError):
            checking.check(rules)
        assert self.soundness(record).failure == checking.DATABASE_FAILED

    def test_one_that_was_long_ago_is_stale(self, record):
        jobs.verify()
        clock._clock.advance(days=2)
        assert not self.soundness(record).is_stale
        clock._clock.advance(minutes=1)
        assert self.soundness(record).is_stale


def test_what_concerns_no_organization_is_told_of_too(record):
    with past_the_guards() as tx:
        tx.execute(text("UPDATE audit_entry SET note = 'else' WHERE organization_id IS NULL"))
    jobs.verify()
    found = checking.soundness(record.identity("olga"))
    assert (found.problem, found.elsewhere[:11]) == ("", "edited at 1")


def test_the_database_is_on_the_disk_before_what_is_signed_of_it(record, rules, monkeypatch, database):
    real, synced = os.fsync, []

    def fsync(opened: int) -> None:
        synced.append(os.readlink(f"/proc/self/fd/{opened}").rpartition("/")[2])
        real(opened)

    monkeypatch.setattr(os, "fsync", fsync)
    written(record.acme, 1)
    jobs.anchor()
    log = ["test.db-wal"] if database == "sqlite" else []
    assert synced == [*log, anchors.FILE]
