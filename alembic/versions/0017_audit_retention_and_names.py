"""How the beginning of a chain may be dropped; the names in the record; people's entries in the order of moments."""

import sqlalchemy as sa

from admin_proxy.audit import names
from admin_proxy.folding import fold
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

SEGMENT = 1_000
DROPPING = "audit.log.dropped"
REFUSED = "the audit log can only be added to"
DROPPED = {
    "audit_entry": """
        EXISTS (
            SELECT 1 FROM audit_link AS l JOIN audit_tombstone AS t ON t.chain = l.chain AND t.until >= l.seq
            WHERE l.entry_id = old.id
        )
    """,
    "audit_link": """
        EXISTS (SELECT 1 FROM audit_tombstone WHERE chain = old.chain AND until >= old.seq)
        AND NOT EXISTS (SELECT 1 FROM audit_entry WHERE id = old.entry_id)
    """,
}
"""What may be deleted: what a tombstone stands for, the entry before its link."""
TOMBSTONE = f"""
    new.until > new.after AND new.until = new.until / {SEGMENT} * {SEGMENT}
    AND new.after = coalesce((SELECT max(until) FROM audit_tombstone WHERE chain = new.chain), 0)
    AND EXISTS (SELECT 1 FROM audit_link WHERE chain = new.chain AND seq = new.until AND digest = new.digest)
    AND EXISTS (
        SELECT 1 FROM audit_entry
        WHERE id = new.told_by AND tag = '{DROPPING}' AND coalesce(organization_id, 0) = new.chain
    )
    AND NOT EXISTS (SELECT 1 FROM audit_link WHERE entry_id = new.told_by)
"""
"""Whole segments, from where the chain begins now, told of by an entry of the very same transaction."""


def upgrade() -> None:
    op.create_table(
        "audit_tombstone",
        sa.Column("chain", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("until", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_by", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("signature", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("chain", "until", name=op.f("pk_audit_tombstone")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "audit_name",
        sa.Column("organization_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("organization_id", "person_id", "key", name=op.f("pk_audit_name")),
    )
    for who in ("actor", "subject"):
        op.drop_index(f"ix_audit_entry_{who}", table_name="audit_entry")
        op.create_index(f"ix_audit_entry_{who}", "audit_entry", ["organization_id", f"{who}_id", "at", "id"])
    _name_whom_there_is()
    on_sqlite = op.get_context().dialect.name == "sqlite"
    for statement in _guards_of_sqlite() if on_sqlite else _guards_of_postgresql():
        op.get_bind().exec_driver_sql(statement)


def _name_whom_there_is() -> None:
    connection = op.get_bind()
    found: set[names.Name] = set()
    for who in ("actor", "subject"):
        known = f"organization_id IS NOT NULL AND {who}_name <> ''"
        named = known if who == "subject" else f"{known} AND actor_kind <> 'visitor'"
        columns = f"organization_id, {who}_id, {who}_name, {who}_email"
        rows = connection.execute(sa.text(f"SELECT DISTINCT {columns} FROM audit_entry WHERE {named}"))
        found.update((house, number or 0, f"{fold(name)} | {fold(email)}") for house, number, name, email in rows)
    if found:
        connection.execute(
            sa.text(
                "INSERT INTO audit_name (organization_id, person_id, key, text) VALUES (:house, :who, :key, :said)"
            ),
            [{"house": house, "who": who, "key": names.key(said), "said": said} for house, who, said in sorted(found)],
        )


def _guards_of_sqlite() -> list[str]:
    refusing = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    deletes = {table: f"NOT ({dropped})" for table, dropped in DROPPED.items()}
    statements = [f"DROP TRIGGER audit_guard_{table}_delete" for table in deletes]
    guards = {
        **{(table, "DELETE"): refused for table, refused in deletes.items()},
        ("audit_tombstone", "INSERT"): f"NOT ({TOMBSTONE})",
        ("audit_tombstone", "UPDATE"): "1",
        ("audit_tombstone", "DELETE"): "1",
    }
    return statements + [
        f"CREATE TRIGGER audit_guard_{table}_{what.lower()} BEFORE {what} ON {table} WHEN {refused} {refusing}"
        for (table, what), refused in guards.items()
    ]


def _guards_of_postgresql() -> list[str]:
    refuse = f"RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation';"
    functions = {f"audit_guard_dropping_{table}": ("old", allowed) for table, allowed in DROPPED.items()}
    functions["audit_guard_tombstone"] = ("new", TOMBSTONE)
    statements = [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$guard$BEGIN IF {allowed} THEN RETURN {row}; END IF; {refuse} END$guard$"
        for name, (row, allowed) in functions.items()
    ]
    statements += [f"DROP TRIGGER audit_guard_{table}_delete ON {table}" for table in DROPPED]
    by = {
        **{(table, "DELETE"): f"dropping_{table}" for table in DROPPED},
        ("audit_tombstone", "INSERT"): "tombstone",
        ("audit_tombstone", "UPDATE"): "refuse",
        ("audit_tombstone", "DELETE"): "refuse",
    }
    statements += [
        f"CREATE TRIGGER audit_guard_{table}_{what.lower()} BEFORE {what} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION audit_guard_{function}()"
        for (table, what), function in by.items()
    ]
    statements.append(
        "CREATE TRIGGER audit_guard_audit_tombstone_truncate BEFORE TRUNCATE ON audit_tombstone "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_guard_refuse()"
    )
    return statements


def downgrade() -> None:
    for table in DROPPED:
        if op.get_context().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER audit_guard_{table}_delete")
            op.execute(
                f"CREATE TRIGGER audit_guard_{table}_delete BEFORE DELETE ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
            )
        else:
            op.execute(f"DROP TRIGGER audit_guard_{table}_delete ON {table}")
            op.execute(
                f"CREATE TRIGGER audit_guard_{table}_delete BEFORE DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION audit_guard_refuse()"
            )
    for name in ("audit_name", "audit_tombstone"):
        op.drop_table(name)
    if op.get_context().dialect.name == "postgresql":
        for name in ("dropping_audit_entry", "dropping_audit_link", "tombstone"):
            op.execute(f"DROP FUNCTION audit_guard_{name}()")
    for who in ("actor", "subject"):
        op.drop_index(f"ix_audit_entry_{who}", table_name="audit_entry")
        op.create_index(f"ix_audit_entry_{who}", "audit_entry", ["organization_id", f"{who}_id", "id"])
