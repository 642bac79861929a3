"""Which guides people have put away, and which a visit has hidden."""

import sqlalchemy as sa

from alembic import op

revision = "0014"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "guide_put_away",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("guide", sa.String(length=40), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_guide_put_away_person_id")),
        sa.PrimaryKeyConstraint("person_id", "guide", name=op.f("pk_guide_put_away")),
    )
    op.create_table(
        "guide_hidden",
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column("guide", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["impersonation_session.id"], name=op.f("fk_guide_hidden_session_id")),
        sa.PrimaryKeyConstraint("session_id", "guide", name=op.f("pk_guide_hidden")),
    )


def downgrade() -> None:
    op.drop_table("guide_hidden")
    op.drop_table("guide_put_away")
