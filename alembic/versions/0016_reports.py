"""Reports, the pieces of their files, and the tickets to them."""

import sqlalchemy as sa

from alembic import op

revision = "0016"
down_revision = "0013"
branch_labels = None
depends_on = None

KINDS = (
    "my_goals", "received_feedback", "team_progress", "user_activity", "impersonation_sessions", "audit_logs",
)  # fmt: skip
STAGES = ("waiting", "running", "ready", "cancelled", "refused", "ended", "failed")


def _choice(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=30)


def upgrade() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("login_id", sa.String(36), nullable=False),
        sa.Column("session_id", sa.String(36), nullable=True),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("kind", _choice("report_kind", KINDS), nullable=False),
        sa.Column("format", _choice("report_format", ("csv", "xlsx")), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("once", sa.String(32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage", _choice("report_stage", STAGES), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claim", sa.String(36), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sentence", sa.String(500), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sent_to", sa.String(254), nullable=False),
        sa.Column("rights", sa.String(64), nullable=False),
        sa.Column("kept_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(stage IN ('waiting', 'running')) = (due_at IS NOT NULL)", name=op.f("ck_report_unfinished_is_due")
        ),
        sa.CheckConstraint(
            "(stage IN ('waiting', 'running')) = (kept_until IS NULL)", name=op.f("ck_report_finished_is_kept")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_report_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["subject_id"], ["person.id"], name=op.f("fk_report_subject_id_person")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_report_actor_id_person")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["impersonation_session.id"], name=op.f("fk_report_session_id_impersonation_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    in_session = sa.text("session_id IS NOT NULL")
    op.create_index("uq_report_once", "report", ["subject_id", "once"], unique=True)
    op.create_index("ix_report_mine", "report", ["subject_id", "id"])
    op.create_index("ix_report_due", "report", ["due_at"])
    op.create_index("ix_report_kept", "report", ["kept_until"])
    op.create_index("ix_report_session", "report", ["session_id"], sqlite_where=in_session, postgresql_where=in_session)
    op.create_table(
        "report_piece",
        sa.Column("report_id", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_piece_report_id_report")),
        sa.PrimaryKeyConstraint("report_id", "number", name=op.f("pk_report_piece")),
    )
    op.create_table(
        "report_ticket",
        sa.Column("token_sha256", sa.String(64), nullable=False),
        sa.Column("report_id", sa.String(36), nullable=False),
        sa.Column("login_id", sa.String(36), nullable=False),
        sa.Column("session_id", sa.String(36), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_ticket_report_id_report")),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_report_ticket")),
    )
    op.create_index(op.f("ix_report_ticket_report_id"), "report_ticket", ["report_id"])
    op.create_index(op.f("ix_report_ticket_expires_at"), "report_ticket", ["expires_at"])


def downgrade() -> None:
    op.drop_table("report_ticket")
    op.drop_table("report_piece")
    op.drop_table("report")
