"""The record in the order of its moments, by tag, and what was done in somebody else's name."""

import sqlalchemy as sa

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

IN_SOMEBODYS_NAME = sa.text("actor_kind = 'person' AND actor_id <> subject_id")


def upgrade() -> None:
    op.create_index("ix_audit_entry_at", "audit_entry", ["organization_id", "at", "id"])
    op.create_index("ix_audit_entry_tag", "audit_entry", ["organization_id", "tag", "at", "id"])
    op.create_index(
        "ix_audit_entry_impersonated",
        "audit_entry",
        ["organization_id", "at", "id"],
        sqlite_where=IN_SOMEBODYS_NAME,
        postgresql_where=IN_SOMEBODYS_NAME,
    )


def downgrade() -> None:
    for name in ("ix_audit_entry_impersonated", "ix_audit_entry_tag", "ix_audit_entry_at"):
        op.drop_index(name, table_name="audit_entry")
