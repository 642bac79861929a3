"""A check that could not be made is noted, and the anchor that convicted is kept for the checks that follow."""

import sqlalchemy as sa

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("audit_check") as table:
        table.alter_column("checked_at", existing_type=sa.DateTime(timezone=True), nullable=True)
        table.add_column(sa.Column("anchor", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("failure", sa.String(500), nullable=False, server_default=""))


def downgrade() -> None:
    op.execute("DELETE FROM audit_check WHERE checked_at IS NULL")
    with op.batch_alter_table("audit_check") as table:
        for name in ("failure", "failed_at", "anchor"):
            table.drop_column(name)
        table.alter_column("checked_at", existing_type=sa.DateTime(timezone=True), nullable=False)
