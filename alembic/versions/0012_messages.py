"""Letters that a relay sends; notifications in the application, and what people and organizations want of them.

What was in the outbox before there was a relay is never sent: it may be old, and its links have run out.
"""

import sqlalchemy as sa

from alembic import op

revision = "0012"
down_revision = "0010"
branch_labels = None
depends_on = None


def _of_a_letter() -> tuple[sa.Column, ...]:
    return (
        sa.Column("language", sa.String(16), nullable=False, server_default="en"),
        sa.Column("message_id", sa.String(320), nullable=False, server_default=""),
        sa.Column("is_secret", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claim", sa.String(36), nullable=False, server_default=""),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("give_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.String(500), nullable=False, server_default=""),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dead_at", sa.DateTime(timezone=True), nullable=True),
    )


def upgrade() -> None:
    for column in _of_a_letter():
        op.add_column("letter", column)
    op.create_index("ix_letter_due", "letter", ["due_at"])
    op.create_index("ix_letter_dead", "letter", ["organization_id", "dead_at"])
    op.add_column(
        "impersonation_session", sa.Column("notifies", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "notification",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("about", sa.String(64), nullable=False),
        sa.Column("about_actor_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(254), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("link", sa.String(254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_notification_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notification_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
    )
    named, unread = sa.text("about <> ''"), sa.text("read_at IS NULL")
    op.create_index("ix_notification_inbox", "notification", ["person_id", "id"])
    op.create_index(
        "ix_notification_unread", "notification", ["person_id"], sqlite_where=unread, postgresql_where=unread
    )
    op.create_index(
        "uq_notification_once", "notification", ["person_id", "kind", "about"], unique=True,
        sqlite_where=named, postgresql_where=named,
    )  # fmt: skip
    op.create_table(
        "notification_choice",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("in_app", sa.Boolean(), nullable=False),
        sa.Column("by_email", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notification_choice_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "kind", name=op.f("pk_notification_choice")),
    )
    op.create_table(
        "notification_rule",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("in_app", sa.Boolean(), nullable=False),
        sa.Column("by_email", sa.Boolean(), nullable=False),
        sa.Column("is_forced", sa.Boolean(), nullable=False),
        sa.Column("words_en", sa.String(500), nullable=False),
        sa.Column("words_de", sa.String(500), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_notification_rule_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("organization_id", "kind", name=op.f("pk_notification_rule")),
    )


def downgrade() -> None:
    op.drop_table("notification_rule")
    op.drop_table("notification_choice")
    op.drop_table("notification")
    op.drop_column("impersonation_session", "notifies")
    op.drop_index("ix_letter_dead", "letter")
    op.drop_index("ix_letter_due", "letter")
    for column in reversed(_of_a_letter()):
        op.drop_column("letter", column.name)
