"""Migrations run the same way on SQLite and PostgreSQL, on the connection that `admin_proxy.schema` hands over."""

from sqlmodel import SQLModel

import admin_proxy.tables  # noqa: F401
from admin_proxy import config, db, schema
from alembic import context

OWN_DDL = (*schema.OWN_DDL, "pg_trgm")


def include_name(name, type_, _parents):
    return not (name and name.startswith(OWN_DDL))


def render_item(type_, item, autogen_context):
    if type_ == "type" and isinstance(item, db.UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if type_ == "type" and type(item).__name__ == "AutoString":
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False


def run(connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        include_name=include_name,
        render_item=render_item,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with db.create(config.load().database).connect() as opened:
        run(opened.execution_options(writing=True))
        opened.commit()
