"""Twelve ways to bend the record: the database refuses each, and what was done all the same is found and named."""

from __future__ import annotations

import shutil
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select
from uuid_utils import uuid7

from admin_proxy import clock, config, db
from admin_proxy.audit import anchors, canonical, guards, trail
from admin_proxy.audit.naming import Kind
from admin_proxy.audit.tables import AuditEntry, AuditHead, AuditLink, AuditTombstone
from admin_proxy.audit.tags import Tag
from admin_proxy.audit.verifying import verify
from admin_proxy.identity import operator
from tests.audit.tampering import past_the_guards

REFUSED = "the audit log can only be added to"


@pytest.fixture
def record(cast):
    """Ten entries of Acme and ten of Globex, in ten transactions each."""
    for number in range(10):
        for organization_id in (cast.acme, cast.globex):
            with db.writing(organization_id) as tx:
                trail.record(
                    tx,
                    operator(organization_id),
                    Tag.DEPARTMENT_CREATED,
                    after={"name": f"D{number}"},
                    note=f"{number}",
                )
            clock._clock.advance(minutes=1)
    assert problems() == {}
    return cast


def problems(**more) -> dict[int, tuple[Kind, int]]:
    return {
        verdict.chain.chain: (verdict.problem.kind, verdict.problem.seq)
        for verdict in verify(**more)
        if verdict.problem is not None
    }


def entry_at(chain: int, seq: int) -> str:
    with db.reading() as tx:
        return tx.get_one(AuditLink, (chain, seq)).entry_id


def links_from(tx, chain: int, seq: int) -> list[AuditLink]:
    return list(
        tx.exec(
            select(AuditLink).where(AuditLink.chain == chain, col(AuditLink.seq) >= seq).order_by(col(AuditLink.seq))
        )
    )


def do(statement: str, **values) -> None:
    with past_the_guards() as tx:
        tx.execute(text(statement), values)


def test_1_an_edited_entry(record):
    do("UPDATE audit_entry SET note = 'nothing' WHERE id = :id", id=entry_at(record.acme, 4))
    assert problems() == {record.acme: (Kind.EDITED, 4)}


@pytest.mark.parametrize("column", [*canonical.COLUMNS, "key"])
def test_1_whichever_column_of_it(record, column):
    entry_id = entry_at(record.acme, 4)
    values = {"at": clock.now() + timedelta(days=1), "id": str(uuid7()), "tag": "goals.goal.created"}
    values |= {"before": {"a": 1}, "after": {"name": "D3 "}, "organization_id": record.globex, "key": "0" * 64}
    values |= {"actor_kind": "visitor", "actor_id": 7, "subject_id": 7}
    with past_the_guards() as tx:
        if column == "actor_id":
            tx.execute(
                text("UPDATE audit_entry SET actor_kind = 'person', actor_id = 7 WHERE id = :id"), {"id": entry_id}
            )
        else:
            entry = tx.get_one(AuditEntry, entry_id)
            tx.execute(
                AuditEntry.__table__.update()
                .where(AuditEntry.__table__.c.id == entry.id)
                .values({column: values.get(column, "else")})
            )
            tx.expunge_all()
    expected = Kind.MISSING if column == "id" else Kind.EDITED
    assert problems()[record.acme] == (expected, 4)


@pytest.mark.parametrize("nonsense", ["x'00ff'", "CAST(x'ff' AS TEXT)", "1.5", "x'33'"])
@pytest.mark.parametrize("column", ["note", "people_text", "before", "key"])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_1_what_no_entry_can_say_in_it(record, nonsense, column):
    """SQLite keeps anything in a column of text; PostgreSQL refuses such a value by itself."""
    do(f"UPDATE audit_entry SET {column} = {nonsense} WHERE id = :id", id=entry_at(record.acme, 4))
    assert problems() == {record.acme: (Kind.EDITED, 4)}


@pytest.mark.parametrize(
    ("statement", "kind", "seq"),
    [
        ("UPDATE audit_link SET digest = {} WHERE chain = :chain AND seq = 4", Kind.EDITED, 4),
        ("UPDATE audit_link SET content = {} WHERE chain = :chain AND seq = 4", Kind.EDITED, 4),
        ("UPDATE audit_link SET entry_id = {} WHERE chain = :chain AND seq = 4", Kind.MISSING, 4),
        ("UPDATE audit_head SET digest = {} WHERE chain = :chain", Kind.HEAD_EDITED, 10),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_1_bytes_that_are_no_text_in_the_chain_itself(record, statement, kind, seq):
    do(statement.format("CAST(x'ff' AS TEXT)"), chain=record.acme)
    (problem,) = [verdict.problem for verdict in verify() if verdict.problem]
    assert (problem.kind, problem.seq) == (kind, seq)
    str(problem).encode()


def test_2_a_deleted_entry(record):
    do("DELETE FROM audit_entry WHERE id = :id", id=entry_at(record.acme, 4))
    assert problems() == {record.acme: (Kind.MISSING, 4)}


def test_2_a_deleted_entry_with_its_link(record):
    entry_id = entry_at(record.acme, 4)
    do("DELETE FROM audit_entry WHERE id = :id", id=entry_id)
    do("DELETE FROM audit_link WHERE entry_id = :id", id=entry_id)
    assert problems() == {record.acme: (Kind.MISSING, 4)}


def test_2_a_deleted_entry_with_those_after_it_moved_up(record):
    with past_the_guards() as tx:
        gone, *after = links_from(tx, record.acme, 4)
        tx.delete(tx.get_one(AuditEntry, gone.entry_id))
        tx.delete(gone)
        tx.flush()
        for link in after:
            tx.execute(text("UPDATE audit_link SET seq = seq - 1 WHERE entry_id = :id"), {"id": link.entry_id})
        tx.execute(text("UPDATE audit_head SET seq = seq - 1 WHERE chain = :chain"), {"chain": record.acme})
        tx.expunge_all()
    assert problems() == {record.acme: (Kind.MISSING, 4)}


def test_3_two_links_in_another_order(record):
    with past_the_guards() as tx:
        tx.execute(text("UPDATE audit_link SET seq = 104 WHERE chain = :chain AND seq = 4"), {"chain": record.acme})
        tx.execute(text("UPDATE audit_link SET seq = 4 WHERE chain = :chain AND seq = 6"), {"chain": record.acme})
        tx.execute(text("UPDATE audit_link SET seq = 6 WHERE chain = :chain AND seq = 104"), {"chain": record.acme})
    assert problems() == {record.acme: (Kind.REORDERED, 4)}


@pytest.mark.parametrize("columns", [("entry_id",), ("entry_id", "content")])
def test_3_two_entries_in_each_others_place(record, columns):
    with past_the_guards() as tx:
        four, *_, six = links_from(tx, record.acme, 4)[:3]
        values = {column: (getattr(four, column), getattr(six, column)) for column in columns}
        tx.expunge_all()
        for seq, place in ((4, "parked"), (6, 0), (4, 1)):
            sets = {column: "parked" if place == "parked" else values[column][place] for column in columns}
            tx.execute(
                AuditLink.__table__.update()
                .where(AuditLink.__table__.c.chain == record.acme, AuditLink.__table__.c.seq == seq)
                .values(sets)
            )
    assert problems() == {record.acme: (Kind.REORDERED, 4)}


def forged(tx, chain: int, seq: int) -> AuditLink:
    """A new entry with a link that would be right, if it followed from what stands before `seq`."""
    entry = AuditEntry(
        id=str(uuid7()), organization_id=chain, at=clock.now(), tag="goals.goal.created", actor_kind="operator",
        actor_name="Operator", actor_email="", subject_name="Operator", subject_email="", after={"name": "forged"},
    )  # fmt: skip
    tx.add(entry)
    tx.flush()
    content = canonical.content(entry.key, canonical.of(entry.__dict__))
    previous = tx.get_one(AuditLink, (chain, seq - 1)).digest
    digest = canonical.link(chain, seq, previous, entry.id, canonical.moment(entry.at), entry.tag, content)
    return AuditLink(chain=chain, seq=seq, entry_id=entry.id, content=content, digest=digest)


def test_4_an_inserted_entry(record):
    with past_the_guards() as tx:
        forged(tx, record.acme, 4)
    assert problems() == {record.acme: (Kind.INSERTED, 11)}


def test_4_an_inserted_entry_with_a_link_and_those_after_it_moved_on(record):
    with past_the_guards() as tx:
        link = forged(tx, record.acme, 4)
        for moved in reversed(links_from(tx, record.acme, 4)):
            tx.execute(text("UPDATE audit_link SET seq = seq + 1 WHERE entry_id = :id"), {"id": moved.entry_id})
        tx.execute(text("UPDATE audit_head SET seq = seq + 1 WHERE chain = :chain"), {"chain": record.acme})
        tx.expunge_all()
        tx.add(link)
    assert problems() == {record.acme: (Kind.INSERTED, 4)}


def test_4_a_link_beyond_the_end(record):
    with past_the_guards() as tx:
        tx.add(forged(tx, record.acme, 11))
    assert problems() == {record.acme: (Kind.INSERTED, 11)}


def test_5_the_tail_cut_off(record):
    do("DELETE FROM audit_link WHERE chain = :chain AND seq > 7", chain=record.acme)
    assert problems() == {record.acme: (Kind.TAIL_CUT, 8)}


@pytest.fixture
def settings_here(tmp_path):
    return config.use(config.load(data_dir=tmp_path))


def anchored(settings_here) -> dict:
    anchors.write(settings_here)
    key = anchors.private_key(settings_here.data_dir).public_key()
    return anchors.read(anchors.folder(settings_here) / anchors.FILE, key)


def test_5_the_tail_cut_off_and_the_head_set_back_is_found_by_the_anchor(record, settings_here):
    known = anchored(settings_here)
    with past_the_guards() as tx:
        gone = [link.entry_id for link in links_from(tx, record.acme, 8)]
        seven = tx.get_one(AuditLink, (record.acme, 7)).digest
        tx.expunge_all()
        for entry_id in gone:
            tx.execute(text("DELETE FROM audit_link WHERE entry_id = :id"), {"id": entry_id})
            tx.execute(text("DELETE FROM audit_entry WHERE id = :id"), {"id": entry_id})
        tx.execute(
            text("UPDATE audit_head SET seq = 7, digest = :seven WHERE chain = :chain"),
            {"seven": seven, "chain": record.acme},
        )
    assert problems() == {}
    assert problems(anchored=known) == {record.acme: (Kind.TAIL_CUT, 8)}


def test_6_a_replacing_insert_is_refused(record):
    entry_id = entry_at(record.acme, 4)
    with db.reading() as tx:
        engine, row = tx.get_bind().dialect.name, tx.get_one(AuditEntry, entry_id).model_dump()
        rowid = (
            tx.execute(text(f"SELECT rowid FROM audit_entry WHERE id = '{entry_id}'")).scalar()
            if engine == "sqlite"
            else 0
        )
    row["note"] = "replaced"
    columns = ", ".join(row)
    if engine == "postgresql":
        ways = {
            "INSERT INTO audit_entry ({columns}) VALUES ({places}) ON CONFLICT (id) DO UPDATE SET note = excluded.note"
        }
    else:
        ways = {
            "INSERT OR REPLACE INTO audit_entry ({columns}) VALUES ({places})",
            "REPLACE INTO audit_entry ({columns}) VALUES ({places})",
            f"INSERT OR REPLACE INTO audit_entry (rowid, {{columns}}) VALUES ({rowid}, {{places}})",
        }
    table = AuditEntry.__table__
    for way in ways:
        for fresh in (entry_id, str(uuid7())):
            if "rowid" not in way and fresh != entry_id:
                continue
            statement = text(way.format(columns=columns, places=", ".join(f":{column}" for column in row))).bindparams(
                *(text_bind(table, column, {**row, "id": fresh}[column]) for column in row)
            )
            with pytest.raises(DBAPIError, match=REFUSED), db.writing() as tx:
                tx.execute(statement)
    assert problems() == {}


def text_bind(table, column, value):
    from sqlalchemy import bindparam

    return bindparam(column, value, table.c[column].type)


def test_6_a_replaced_entry(record):
    with past_the_guards() as tx:
        entry = tx.get_one(AuditEntry, entry_at_in(tx, record.acme, 4))
        row = {**entry.model_dump(), "note": "replaced"}
        tx.delete(entry)
        tx.flush()
        tx.add(AuditEntry(**row))
    assert problems() == {record.acme: (Kind.EDITED, 4)}


def test_7_two_rows_of_two_organizations_swapped(record):
    ours, theirs = entry_at(record.acme, 4), entry_at(record.globex, 5)
    with past_the_guards() as tx:
        for entry_id, organization_id in ((ours, record.globex), (theirs, record.acme)):
            tx.execute(
                text("UPDATE audit_entry SET organization_id = :to WHERE id = :id"),
                {"to": organization_id, "id": entry_id},
            )
    assert problems() == {record.acme: (Kind.EDITED, 4), record.globex: (Kind.EDITED, 5)}


def test_7_and_their_links_with_them(record):
    with past_the_guards() as tx:
        for table, key in (("audit_entry", "id"), ("audit_link", "entry_id")):
            column = "organization_id" if table == "audit_entry" else "chain"
            ours, theirs = entry_at_in(tx, record.acme, 4), entry_at_in(tx, record.globex, 4)
            if table == "audit_link":
                tx.execute(text(f"UPDATE {table} SET {column} = 999 WHERE {key} = :id"), {"id": ours})
            tx.execute(text(f"UPDATE {table} SET {column} = :to WHERE {key} = :id"), {"to": record.acme, "id": theirs})
            tx.execute(text(f"UPDATE {table} SET {column} = :to WHERE {key} = :id"), {"to": record.globex, "id": ours})
    assert problems() == {record.acme: (Kind.EDITED, 4), record.globex: (Kind.EDITED, 4)}


def entry_at_in(tx, chain: int, seq: int) -> str:
    return tx.execute(
        text("SELECT entry_id FROM audit_link WHERE chain = :chain AND seq = :seq"), {"chain": chain, "seq": seq}
    ).scalar_one()


@pytest.mark.parametrize(
    ("sets", "kind", "seq"),
    [
        ("digest = '" + "0" * 64 + "'", Kind.HEAD_EDITED, 10),
        ("seq = 12", Kind.TAIL_CUT, 11),
        ("seq = 8", Kind.INSERTED, 9),
    ],
)
def test_8_an_edited_head(record, sets, kind, seq):
    do(f"UPDATE audit_head SET {sets} WHERE chain = :chain", chain=record.acme)
    assert problems() == {record.acme: (kind, seq)}


@pytest.mark.parametrize("nonsense", ["'x'", "x'00ff'", "1.5"])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_8_a_head_that_is_nonsense(record, settings_here, nonsense):
    """SQLite keeps anything in a column of numbers."""
    known = anchored(settings_here)
    do(f"UPDATE audit_head SET seq = {nonsense} WHERE chain = :chain", chain=record.acme)
    assert problems(anchored=known)[record.acme][0] is Kind.INSERTED
    with pytest.raises(anchors.ContradictedError):
        anchors.write(settings_here)


def test_8_a_head_that_is_gone(record):
    do("DELETE FROM audit_head WHERE chain = :chain", chain=record.acme)
    assert problems() == {record.acme: (Kind.INSERTED, 1)}


class TestAnOldBackupRestored:
    def backup(self) -> dict:
        """What a restore gives: the state of before, which is sound in itself."""
        with past_the_guards() as tx:
            return {head.chain: head.model_dump() for head in tx.exec(select(AuditHead))}

    def restore(self, record, heads) -> None:
        with past_the_guards() as tx:
            for chain, head in heads.items():
                for link in links_from(tx, chain, head["seq"] + 1):
                    tx.delete(tx.get_one(AuditEntry, link.entry_id))
                    tx.delete(link)
                tx.execute(text("UPDATE audit_head SET seq = :seq, digest = :digest WHERE chain = :chain"), head)
            tx.flush()

    def more(self, organization_id: int, count: int) -> None:
        with db.writing(organization_id) as tx:
            for _ in range(count):
                trail.record(tx, operator(organization_id), Tag.GROUP_CREATED)

    def test_9_is_found_by_the_anchor(self, record, settings_here):
        heads = self.backup()
        self.more(record.acme, 3)
        known = anchored(settings_here)
        self.restore(record, heads)
        assert problems() == {}
        assert problems(anchored=known) == {record.acme: (Kind.TAIL_CUT, 11)}

    def test_9_though_the_record_has_gone_on_since(self, record, settings_here):
        heads = self.backup()
        self.more(record.acme, 3)
        known = anchored(settings_here)
        self.restore(record, heads)
        self.more(record.acme, 5)
        assert problems() == {}
        assert problems(anchored=known) == {record.acme: (Kind.ANCHOR_MISMATCH, 13)}


def test_9_a_whole_file_put_back(record, settings_here, tmp_path, database):
    if database != "sqlite":
        return  # the class above does the same by hand
    path, old = tmp_path / "test.db", tmp_path / "old.db"
    with db.reading() as tx:
        tx.connection().exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.engine().dispose()
    shutil.copy(path, old)
    TestAnOldBackupRestored().more(record.acme, 2)
    known = anchored(settings_here)
    db.engine().dispose()
    for left in (path, tmp_path / "test.db-wal", tmp_path / "test.db-shm"):
        left.unlink(missing_ok=True)
    shutil.copy(old, path)
    assert problems() == {}
    assert problems(anchored=known) == {record.acme: (Kind.TAIL_CUT, 11)}


def test_10_an_edited_time(record):
    with past_the_guards() as tx:
        table = AuditEntry.__table__
        tx.execute(
            table.update()
            .where(table.c.id == entry_at_in(tx, record.acme, 4))
            .values(at=clock.now() - timedelta(microseconds=1))
        )
    assert problems() == {record.acme: (Kind.EDITED, 4)}


def test_11_another_actor(record):
    do(
        "UPDATE audit_entry SET actor_kind = 'person', actor_id = :ben, actor_name = 'Ben Becker' WHERE id = :id",
        id=entry_at(record.acme, 4), ben=record["ben"],
    )  # fmt: skip
    assert problems() == {record.acme: (Kind.EDITED, 4)}


def test_12_the_triggers_dropped_and_an_entry_edited(record):
    with past_the_guards(leave_them_off=True) as tx:
        tx.execute(text("UPDATE audit_entry SET note = '' WHERE id = :id"), {"id": entry_at_in(tx, record.acme, 4)})
    assert problems() == {
        0: (Kind.UNGUARDED, 0), record.acme: (Kind.EDITED, 4), record.globex: (Kind.UNGUARDED, 0),
    }  # fmt: skip


def test_every_entry_of_another_one_made_anew_is_found_by_the_anchor(record, settings_here):
    """Nothing in the database is secret: whoever may write all of it can make a whole other chain."""
    known = anchored(settings_here)
    with past_the_guards() as tx:
        digest = canonical.BEGINNING
        for link in links_from(tx, record.acme, 1):
            entry = tx.get_one(AuditEntry, link.entry_id)
            entry.note = "made anew"
            link.content = canonical.content(entry.key, canonical.of(entry.__dict__))
            at = canonical.moment(entry.at)
            link.digest = digest = canonical.link(link.chain, link.seq, digest, entry.id, at, entry.tag, link.content)
        tx.get_one(AuditHead, record.acme).digest = digest
    assert problems() == {}
    assert problems(anchored=known) == {record.acme: (Kind.ANCHOR_MISMATCH, 10)}


@pytest.mark.parametrize("table", guards.TABLES)
def test_nothing_is_changed_or_taken_away_while_the_triggers_stand(record, table):
    with past_the_guards() as tx:
        tx.execute(text("INSERT INTO audit_erased (erasure_id, entry_id, content) VALUES ('a', 'b', 'c')"))
        tx.add(AuditTombstone(chain=9, until=1, after=0, previous="", digest="", dropped_at=clock.now(), told_by=""))
    column = {"audit_entry": "note", "audit_erased": "entry_id"}.get(table, "digest")
    ways = [f"DELETE FROM {table}", f"UPDATE {table} SET {column} = 'x'"]
    if db.engine().dialect.name == "postgresql":
        ways += [f"TRUNCATE {table}", f"TRUNCATE {table} CASCADE"]
    else:
        ways += [f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"]
    for way in ways:
        with pytest.raises(DBAPIError, match=REFUSED), db.writing() as tx:
            tx.execute(text(way))


@pytest.mark.parametrize(
    "way",
    [
        "UPDATE audit_head SET seq = 9 WHERE chain = :chain",
        "UPDATE audit_head SET seq = 11 WHERE chain = :chain",
        "UPDATE audit_head SET digest = '' WHERE chain = :chain",
        "INSERT INTO audit_head (chain, seq, digest) VALUES (77, 1, '')",
    ],
)
def test_the_head_moves_on_to_the_latest_link_and_nowhere_else(record, way):
    with pytest.raises(DBAPIError, match=REFUSED), db.writing() as tx:
        tx.execute(text(way), {"chain": record.acme} if ":chain" in way else {})


def test_the_guards_are_there(database):
    with db.reading() as tx:
        assert guards.missing(tx.connection()) == []


def test_a_sound_record_is_sound_however_it_is_cut_and_however_many_work_at_it(record, monkeypatch):
    from admin_proxy.audit import verifying

    monkeypatch.setattr(verifying, "STRETCH", 3)
    told = []
    assert problems(progress=lambda done, total: told.append((done, total))) == {}
    assert (told[0], told[-1]) == ((0, 20), (20, 20))
    assert problems(processes=2) == {}
    do("UPDATE audit_entry SET note = 'nothing' WHERE id = :id", id=entry_at(record.acme, 4))
    assert problems() == problems(processes=2) == {record.acme: (Kind.EDITED, 4)}
