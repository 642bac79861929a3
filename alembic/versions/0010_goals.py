"""Goals, check-ins, milestones; and what goals are searched by: trigrams of their titles.

The search indexes are written by hand, as those over people are; their names begin with `goal_search`.
"""

import sqlalchemy as sa

from alembic import op

revision = "0010"
down_revision = "0006"
branch_labels = None
depends_on = None

SEARCH_ON_SQLITE = (
    """
    CREATE VIRTUAL TABLE goal_search USING fts5(
        search_text, content='goal', content_rowid='id', tokenize='trigram', detail='none', columnsize=0
    )
    """,
    """
    CREATE TRIGGER goal_search_after_insert AFTER INSERT ON goal BEGIN
        INSERT INTO goal_search (rowid, search_text) VALUES (new.id, new.search_text);
    END
    """,
    """
    CREATE TRIGGER goal_search_after_update AFTER UPDATE OF id, search_text ON goal
    WHEN old.search_text <> new.search_text OR old.id <> new.id BEGIN
        INSERT INTO goal_search (goal_search, rowid, search_text) VALUES ('delete', old.id, old.search_text);
        INSERT INTO goal_search (rowid, search_text) VALUES (new.id, new.search_text);
    END
    """,
    """
    CREATE TRIGGER goal_search_after_delete AFTER DELETE ON goal BEGIN
        INSERT INTO goal_search (goal_search, rowid, search_text) VALUES ('delete', old.id, old.search_text);
    END
    """,
)
SEARCH_ON_POSTGRESQL = ("CREATE INDEX goal_search ON goal USING gin (search_text gin_trgm_ops)",)
PUBLIC = sa.text("is_public")
PUBLIC_AND_OPEN = sa.text("is_public AND state = 'open'")


def upgrade() -> None:
    op.create_table(
        "goal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("unit", _choice("percent", "number", "money", "done", name="unit"), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("target", sa.BigInteger(), nullable=False),
        sa.Column("current", sa.BigInteger(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("confidence", _choice("on_track", "at_risk", "off_track", name="confidence"), nullable=True),
        sa.Column("checked_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("supports_id", sa.Integer(), nullable=True),
        sa.Column("state", _choice("open", "reached", "not_reached", "dropped", name="state"), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closing_note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_goal_begins_before_it_ends")),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name=op.f("ck_goal_progress_is_a_share")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_goal_organization_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_goal_owner_id")),
        sa.ForeignKeyConstraint(["supports_id"], ["goal.id"], name=op.f("fk_goal_supports_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
    )
    op.create_index("ix_goal_owner", "goal", ["owner_id", "state", "ends_on", "id"])
    _some("ix_goal_supports", "goal", ["supports_id"], sa.text("supports_id IS NOT NULL"))
    _some("ix_goal_public", "goal", ["organization_id", "ends_on", "id"], PUBLIC)
    _some("ix_goal_public_by_state", "goal", ["organization_id", "state", "ends_on", "id"], PUBLIC)
    _some("ix_goal_public_by_confidence", "goal", ["organization_id", "confidence", "ends_on", "id"], PUBLIC_AND_OPEN)
    op.create_table(
        "check_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("confidence", _choice("on_track", "at_risk", "off_track", name="confidence"), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_check_in_goal_id")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_check_in_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in")),
    )
    op.create_index("ix_check_in_goal", "check_in", ["goal_id", "id"])
    op.create_table(
        "milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_milestone_goal_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_milestone_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
    )
    op.create_index("ix_milestone_goal", "milestone", ["goal_id"])
    _some("ix_milestone_due", "milestone", ["owner_id", "due_on", "id"], sa.text("done_on IS NULL"))
    for statement in SEARCH_ON_SQLITE if _sqlite() else SEARCH_ON_POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if _sqlite():
        op.execute("DROP TABLE goal_search")
    for table in ("milestone", "check_in", "goal"):
        op.drop_table(table)


def _choice(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)


def _some(name: str, table: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def _sqlite() -> bool:
    return op.get_context().dialect.name == "sqlite"
