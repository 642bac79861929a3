"""What the list of people is read by: orders by date, and those few who leave, have left, or never signed in.

Partial indexes are written as `directory/people_filters.py` asks for them, word for word. Their names begin as those of
search do, because SQLModel cannot say all of this either.
"""

from alembic import op

revision = "0006"
down_revision = "0003"
branch_labels = None
depends_on = None

FACTS = "department_id, role, deactivated_on, privacy_version"
NAMES = (
    "person_search_by_last_login",
    "person_search_by_hire_date",
    "person_search_leaving",
    "person_search_never_signed_in",
)


def upgrade() -> None:
    sqlite = op.get_context().dialect.name == "sqlite"
    more = f", {FACTS}" if sqlite else f") INCLUDE ({FACTS}"
    for name, column in (("person_search_by_last_login", "last_login_at"), ("person_search_by_hire_date", "hire_date")):
        op.execute(f"CREATE INDEX {name} ON person (organization_id, {column}, id{more})")
    for name, columns, some in (
        ("person_search_leaving", "deactivated_on, department_id, role, privacy_version", "deactivated_on IS NOT NULL"),
        (
            "person_search_never_signed_in",
            "department_id, role, deactivated_on, last_login_at",
            "privacy_version = ''",
        ),
    ):
        op.execute(f"CREATE INDEX {name} ON person (organization_id, {columns}, id) WHERE {some}")


def downgrade() -> None:
    for name in NAMES:
        op.execute(f"DROP INDEX {name}")
