"""The chain of the audit log, and the triggers that let rows be added to it and nothing else.

What is there already is linked in the order of its ids. A later migration must not build these tables anew (SQLite's
batch mode does): their triggers would be gone, which `admin-proxy audit verify` calls broken.
"""

import secrets

import sqlalchemy as sa

from admin_proxy.audit import canonical
from alembic import op

revision = "0013"
down_revision = "0015"
branch_labels = None
depends_on = None

TABLES = ("audit_entry", "audit_link", "audit_head", "audit_erased")
BLANKED = ("actor_name", "actor_email", "subject_name", "subject_email", "object_name", "note", "address")
KEPT = (
    "id", "organization_id", "at", "tag", "actor_kind", "actor_id", "subject_id", "session_id", "object_kind",
    "object_id",
)  # fmt: skip
ERASING = "audit.person.erased"
BATCH = 5_000


def upgrade() -> None:
    for column in (
        sa.Column("key", sa.String(length=64), nullable=False, server_default=""),
        sa.Column("erased_by", sa.String(length=36), nullable=True),
    ):
        op.add_column("audit_entry", column)
    op.create_table(
        "audit_link",
        sa.Column("chain", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chain", "seq", name=op.f("pk_audit_link")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_audit_link_entry_id")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "audit_head",
        sa.Column("chain", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "audit_erased",
        sa.Column("erasure_id", sa.String(length=36), nullable=False),
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("erasure_id", "entry_id", name=op.f("pk_audit_erased")),
    )
    op.create_table(
        "audit_check",
        sa.Column("chain", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_audit_check")),
    )
    _link_what_is_there()
    on_sqlite = op.get_context().dialect.name == "sqlite"
    if not on_sqlite:
        op.alter_column("audit_entry", "key", server_default=None)
    for statement in _guards_of_sqlite() if on_sqlite else _guards_of_postgresql():
        # Not `op.execute(str)`: that would take `:=` and the like for parameters.
        op.get_bind().exec_driver_sql(statement)


def _link_what_is_there() -> None:
    connection = op.get_bind()
    columns = canonical.columns(connection.dialect.name)
    some = sa.text(f"SELECT {columns} FROM audit_entry AS e WHERE e.id > :after ORDER BY e.id LIMIT {BATCH}")
    heads: dict[int, tuple[int, str]] = {}
    after = ""
    while rows := connection.execute(some, {"after": after}).all():
        keys, links = [], []
        for row in rows:
            said = dict(zip(canonical.COLUMNS, row, strict=True))
            after, chain, key = said["id"], said["organization_id"] or 0, secrets.token_hex(32)
            content = canonical.content(key, canonical.of_row(row))
            seq, digest = heads.get(chain, (0, canonical.BEGINNING))
            digest = canonical.link(chain, seq + 1, digest, after, said["at"], said["tag"], content)
            heads[chain] = (seq + 1, digest)
            keys.append({"of": after, "key": key})
            links.append({"chain": chain, "seq": seq + 1, "entry_id": after, "content": content, "digest": digest})
        connection.execute(sa.text("UPDATE audit_entry SET key = :key WHERE id = :of"), keys)
        connection.execute(
            sa.text(
                "INSERT INTO audit_link (chain, seq, entry_id, content, digest) "
                "VALUES (:chain, :seq, :entry_id, :content, :digest)"
            ),
            links,
        )
    for chain, (seq, digest) in heads.items():
        connection.execute(
            sa.text("INSERT INTO audit_head (chain, seq, digest) VALUES (:chain, :seq, :digest)"),
            {"chain": chain, "seq": seq, "digest": digest},
        )


def _guards_of_sqlite() -> list[str]:
    """Each is `audit_guard_…`: `INSERT OR REPLACE` deletes without asking the triggers on deleting, so inserting is
    guarded too. A rowid that the insert does not name is -1 there."""
    refusing = "BEGIN SELECT RAISE(ABORT, 'the audit log can only be added to'); END"
    kept = " AND ".join(f"new.{column} IS old.{column}" for column in ("rowid", *KEPT))
    blanked = " AND ".join(f"new.{column} IN (old.{column}, '')" for column in BLANKED)
    only_erased = f"""
        {kept} AND {blanked}
        AND instr(old.people_text, new.people_text) > 0
        AND (new.before IS old.before OR new.before IS NULL) AND (new.after IS old.after OR new.after IS NULL)
        AND length(new.key) = 64 AND new.key <> old.key AND old.tag <> '{ERASING}'
        AND new.erased_by IS NOT NULL AND new.erased_by IS NOT old.erased_by
        AND EXISTS (SELECT 1 FROM audit_erased WHERE erasure_id = new.erased_by AND entry_id = new.id)
    """
    moves_on = """
        new.chain = old.chain AND new.seq > old.seq
        AND EXISTS (SELECT 1 FROM audit_link WHERE chain = new.chain AND seq = new.seq AND digest = new.digest)
        AND NOT EXISTS (SELECT 1 FROM audit_link WHERE chain = new.chain AND seq > new.seq)
    """
    begins = f"""
        new.seq = 0 AND new.digest = '{canonical.BEGINNING}'
        AND NOT EXISTS (SELECT 1 FROM audit_head WHERE chain = new.chain)
        AND NOT EXISTS (SELECT 1 FROM audit_link WHERE chain = new.chain)
    """
    guards = {
        ("audit_entry", "INSERT"): """
            new.erased_by IS NOT NULL OR EXISTS (SELECT 1 FROM audit_entry WHERE id = new.id)
            OR EXISTS (SELECT 1 FROM audit_entry WHERE rowid = new.rowid)
        """,
        ("audit_entry", "UPDATE"): f"NOT ({only_erased})",
        ("audit_link", "INSERT"): """
            EXISTS (SELECT 1 FROM audit_link WHERE chain = new.chain AND seq = new.seq)
            OR EXISTS (SELECT 1 FROM audit_link WHERE entry_id = new.entry_id)
        """,
        ("audit_link", "UPDATE"): "1",
        ("audit_head", "INSERT"): f"NOT ({begins})",
        ("audit_head", "UPDATE"): f"NOT ({moves_on})",
        ("audit_erased", "INSERT"): """
            EXISTS (SELECT 1 FROM audit_erased WHERE erasure_id = new.erasure_id AND entry_id = new.entry_id)
            OR EXISTS (SELECT 1 FROM audit_erased WHERE rowid = new.rowid)
        """,
        ("audit_erased", "UPDATE"): "1",
        **{(table, "DELETE"): "1" for table in TABLES},
    }
    return [
        f"CREATE TRIGGER audit_guard_{table}_{what.lower()} BEFORE {what} ON {table} WHEN {refused} {refusing}"
        for (table, what), refused in guards.items()
    ]


def _guards_of_postgresql() -> list[str]:
    kept = " AND ".join(f"new.{column} IS NOT DISTINCT FROM old.{column}" for column in KEPT)
    blanked = " AND ".join(f"new.{column} IN (old.{column}, '')" for column in BLANKED)
    json_blanked = " AND ".join(
        f"(new.{column} IS NULL OR new.{column}::text IS NOT DISTINCT FROM old.{column}::text)"
        for column in ("before", "after")
    )
    refuse = "RAISE EXCEPTION 'the audit log can only be added to' USING ERRCODE = 'integrity_constraint_violation';"
    functions = {
        "audit_guard_refuse": f"BEGIN {refuse} END",
        "audit_guard_erasing": f"""
            BEGIN
                IF {kept} AND {blanked} AND {json_blanked}
                    AND strpos(old.people_text, new.people_text) > 0
                    AND length(new.key) = 64 AND new.key <> old.key AND old.tag <> '{ERASING}'
                    AND new.erased_by IS NOT NULL AND new.erased_by IS DISTINCT FROM old.erased_by
                    AND EXISTS (SELECT 1 FROM audit_erased WHERE erasure_id = new.erased_by AND entry_id = new.id)
                THEN RETURN new; END IF;
                {refuse}
            END""",
        "audit_guard_moving": f"""
            BEGIN
                IF new.chain = old.chain AND new.seq > old.seq
                    AND EXISTS (
                        SELECT 1 FROM audit_link WHERE chain = new.chain AND seq = new.seq AND digest = new.digest
                    )
                    AND NOT EXISTS (SELECT 1 FROM audit_link WHERE chain = new.chain AND seq > new.seq)
                THEN RETURN new; END IF;
                {refuse}
            END""",
        "audit_guard_beginning": f"""
            BEGIN
                IF new.seq = 0 AND new.digest = '{canonical.BEGINNING}'
                    AND (
                        EXISTS (SELECT 1 FROM audit_head WHERE chain = new.chain)  -- which the primary key refuses
                        OR NOT EXISTS (SELECT 1 FROM audit_link WHERE chain = new.chain)
                    )
                THEN RETURN new; END IF;
                {refuse}
            END""",
    }
    statements = [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard${body}$guard$"
        for name, body in functions.items()
    ]
    by = {
        ("audit_entry", "UPDATE"): "erasing", ("audit_head", "UPDATE"): "moving", ("audit_head", "INSERT"): "beginning",
        ("audit_link", "UPDATE"): "refuse", ("audit_erased", "UPDATE"): "refuse",
        **{(table, "DELETE"): "refuse" for table in TABLES},
    }  # fmt: skip
    for (table, what), function in by.items():
        statements.append(
            f"CREATE TRIGGER audit_guard_{table}_{what.lower()} BEFORE {what} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION audit_guard_{function}()"
        )
    for table in TABLES:
        statements.append(
            f"CREATE TRIGGER audit_guard_{table}_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_guard_refuse()"
        )
    statements.append(
        "CREATE TRIGGER audit_guard_audit_entry_insert BEFORE INSERT ON audit_entry FOR EACH ROW "
        "WHEN (new.erased_by IS NOT NULL) EXECUTE FUNCTION audit_guard_refuse()"
    )
    return statements


def downgrade() -> None:
    for table in ("audit_check", "audit_erased", "audit_head", "audit_link"):
        op.drop_table(table)
    if op.get_context().dialect.name == "sqlite":
        for what in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER audit_guard_audit_entry_{what}")
    else:
        for what in ("insert", "update", "delete", "truncate"):
            op.execute(f"DROP TRIGGER audit_guard_audit_entry_{what} ON audit_entry")
        for name in ("refuse", "erasing", "moving", "beginning"):
            op.execute(f"DROP FUNCTION audit_guard_{name}()")
    for column in ("erased_by", "key"):
        op.drop_column("audit_entry", column)
