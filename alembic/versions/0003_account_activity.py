"""Whether an organization shows its people who has been in their account; sessions in the order in which they began."""

import sqlalchemy as sa

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "organization", sa.Column("account_activity_shown", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.create_index("ix_session_newest", "impersonation_session", ["organization_id", "id"])
    op.create_index("ix_session_visits", "impersonation_session", ["subject_id", "id"])


def downgrade() -> None:
    op.drop_index("ix_session_visits", "impersonation_session")
    op.drop_index("ix_session_newest", "impersonation_session")
    op.drop_column("organization", "account_activity_shown")
