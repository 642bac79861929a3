"""Two demonstrations that are alike to the last row: in one a person does something, in the other an administrator as
that person. What the screen is told can then be laid side by side."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from admin_proxy import db
from admin_proxy.accounts.tables import Login, Person
from admin_proxy.audit.tables import AuditEntry
from tests.border.client import Tab, Update
from tests.people import Cast
from tests.serving import Product, Server, tables

ADMINISTRATOR = "dana.whitfield"
"""A Super Admin, who may impersonate each of the others."""

_MADE_ANEW = re.compile(
    r"http://127\.0\.0\.1:\d+|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b[0-9a-f]{32}\b"
)


@dataclass(frozen=True)
class Twins:
    herself: Product
    on_behalf: Product

    def stop(self) -> None:
        for product in (self.herself, self.on_behalf):
            product.server.stop()
            product.engine.dispose()


def twins(folder: Path, *names: str) -> Twins:
    """Start them, each with its own copy of the same demonstration.

    Args:
        names: the front parts of the e-mail addresses of whoever will sign in.
    """
    pattern = folder / "pattern"
    pattern.mkdir()
    Server("demo", pattern).begin().stop()
    return Twins(*(_copy(pattern, folder / name, names) for name in ("herself", "on_behalf")))


def _copy(pattern: Path, folder: Path, names: tuple[str, ...]) -> Product:
    shutil.copytree(pattern, folder)
    server = Server("demo", folder, settings={"ADMIN_PROXY_TRUSTED_PROXIES": "127.0.0.1/32"}).begin()
    engine = db.create(f"sqlite:///{folder / 'demo' / 'admin_proxy.db'}")
    addresses = {f"{name}@kestrel.example" for name in (ADMINISTRATOR, *names)}
    with Session(engine) as tx:
        people = tx.exec(select(Person).where(col(Person.email_key).in_(addresses))).all()
    assert len(people) == len(addresses)
    ids = {person.email_key.partition("@")[0]: person.id or 0 for person in people}
    house = next(person.organization_id for person in people if person.organization_id)
    return Product(server, Cast(acme=house, globex=0, ids=ids, departments={}, groups={}), engine)


def told(updates: list[Update]) -> dict[str, Any]:
    """What the page shows in the end: the last value of each variable, without made-up identifiers."""
    last: dict[str, Any] = {}
    for update in updates:
        for state, variables in (update.get("delta") or {}).items():
            for name, value in variables.items():
                short = state.rsplit("____", 1)[-1]
                last[f"{short}.{name.removesuffix('_rx_state_')}"] = _plain(value)
    return last


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return _MADE_ANEW.sub("…", value)
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return value


def rows(product: Product, *apart: str) -> dict[str, list[str]]:
    """Each table's rows without the moments at which they were written and without made-up identifiers.

    Args:
        apart: columns that are left out.
    """
    with Session(product.engine) as tx:
        return {
            table.name: sorted(
                repr(
                    {
                        name: _plain(row[name])
                        for name in row
                        if name not in apart and not isinstance(row[name], datetime)
                    }
                )
                for row in tx.execute(select(table)).mappings()
            )
            for table in tables()
        }


def changed(before: dict[str, list[str]], after: dict[str, list[str]]) -> dict[str, tuple[list[str], list[str]]]:
    """Which rows have come and which have gone, by table."""
    counted = {table: (Counter(old), Counter(after[table])) for table, old in before.items()}
    return {
        table: (sorted((new - old).elements()), sorted((old - new).elements()))
        for table, (old, new) in counted.items()
        if old != new
    }


def logins(product: Product) -> dict[str, str]:
    """Each login's row, by its id."""
    with Session(product.engine) as tx:
        return {row.id: repr(row) for row in tx.execute(select(Login.__table__))}


def entries(product: Product, after: int = 0) -> list[AuditEntry]:
    """The record, from the entry of that number on."""
    with Session(product.engine) as tx:
        return list(tx.exec(select(AuditEntry).order_by(col(AuditEntry.id)).offset(after)))


async def opened(
    product: Product, who: str, address: str, *, acting_as: str = "", path: str = "/no/such/page", token: str = ""
) -> Tab:
    """A tab of theirs.

    Args:
        token: of the login that it belongs to; empty for a new one.
    """
    token = token or product.sign_in(who)
    if acting_as:
        product.impersonate(token, acting_as)
    return await Tab.open(product.origin, cookie=token, address=address, path=path)
