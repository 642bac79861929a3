"""What search looks things up in: a trigram index over everybody's text, and indexes in the order of names.

Written by hand, because SQLModel cannot say them; their names begin with `person_search`, which Alembic is told to
leave alone. See `directory/search.py` for what each is used for.
"""

import sqlalchemy as sa

from admin_proxy.schema import SchemaError
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FACTS = "role, deactivated_on, privacy_version"
"""What eligibility looks at: with it in an index, the table itself need not be read."""

ON_SQLITE = (
    # Trigrams without positions take a third of the room, and what is found is compared with the text anyway.
    """
    CREATE VIRTUAL TABLE person_search USING fts5(
        search_text, content='person', content_rowid='id', tokenize='trigram', detail='none', columnsize=0
    )
    """,
    "INSERT INTO person_search (person_search) VALUES ('rebuild')",
    """
    CREATE TRIGGER person_search_after_insert AFTER INSERT ON person BEGIN
        INSERT INTO person_search (rowid, search_text) VALUES (new.id, new.search_text);
    END
    """,
    """
    CREATE TRIGGER person_search_after_update AFTER UPDATE OF id, search_text ON person
    WHEN old.search_text <> new.search_text OR old.id <> new.id BEGIN
        INSERT INTO person_search (person_search, rowid, search_text) VALUES ('delete', old.id, old.search_text);
        INSERT INTO person_search (rowid, search_text) VALUES (new.id, new.search_text);
    END
    """,
    """
    CREATE TRIGGER person_search_after_delete AFTER DELETE ON person BEGIN
        INSERT INTO person_search (person_search, rowid, search_text) VALUES ('delete', old.id, old.search_text);
    END
    """,
    f"CREATE INDEX person_search_by_name ON person (organization_id, search_text, id, department_id, {FACTS})",
    f"CREATE INDEX person_search_by_department ON person (organization_id, department_id, search_text, id, {FACTS})",
    """
    CREATE INDEX person_search_by_surname
    ON person (organization_id, substr(search_text, instr(search_text, char(10)) + 1, 60), id)
    """,
)

ON_POSTGRESQL = (
    'ALTER TABLE person ALTER COLUMN search_text TYPE text COLLATE "C"',
    "CREATE INDEX person_search ON person USING gin (search_text gin_trgm_ops)",
    f"CREATE INDEX person_search_by_name ON person (organization_id, search_text, id) INCLUDE (department_id, {FACTS})",
    f"""
    CREATE INDEX person_search_by_department
    ON person (organization_id, department_id) INCLUDE (search_text, id, {FACTS})
    """,
    """
    CREATE INDEX person_search_by_surname
    ON person (organization_id, substr(search_text, strpos(search_text, chr(10)) + 1, 60), id)
    """,
)

INDEXES = ("person_search_by_surname", "person_search_by_department", "person_search_by_name")


def upgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        statements = ON_SQLITE
    else:
        _have_trigrams()
        statements = ON_POSTGRESQL
    for statement in statements:
        op.execute(statement)


def downgrade() -> None:
    for name in INDEXES:
        op.execute(f"DROP INDEX {name}")
    if op.get_context().dialect.name == "sqlite":
        for happening in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER person_search_after_{happening}")
        op.execute("DROP TABLE person_search")
        return
    op.execute("DROP INDEX person_search")
    op.execute('ALTER TABLE person ALTER COLUMN search_text TYPE text COLLATE "default"')


def _have_trigrams() -> None:
    connection = op.get_bind()
    if connection.scalar(sa.text("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")):
        return
    try:
        with connection.begin_nested():
            op.execute("CREATE EXTENSION pg_trgm")
    except sa.exc.DBAPIError as error:
        said = str(error.orig).splitlines()[0]
        raise SchemaError(
            f"Search needs PostgreSQL's extension pg_trgm ({said}). "
            "Have a superuser run CREATE EXTENSION pg_trgm in this database, and start again."
        ) from None
