"""Doing with a handler what it is for, and what it has left behind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from admin_proxy.accounts.tables import Person
from admin_proxy.audit.tables import AuditEntry
from tests.border.client import Tab, Update, values
from tests.border.handlers import expected, guarded, python_name, right_typed
from tests.border.meant import Meant, meant
from tests.border.twins import opened, told
from tests.border.visits import page_of
from tests.serving import Product

WITHOUT_AN_ENTRY = {
    "CsvUploadState.map_column": ("csv_upload",),
    "GuideState.put_away": ("guide_put_away", "guide_hidden"),
    "NotificationsState.follow_link": ("notification",),
    "NotificationsState.mark_all_read": ("notification",),
    "NotificationsState.mark_read": ("notification",),
    "ReportsState.download": ("report_ticket",),
}
"""What is not in the record, and where it is seen instead."""
NOT_OF_IT = ("impersonation.page.opened", "reports.report.finished", "reports.report.sent")
"""The page was opened before; a report is made in its own time."""


@dataclass(frozen=True)
class Deed:
    told: dict[str, Any]
    left: list[str]
    """The tags of what it has left in the record; and a star for what it has left without an entry."""


def acting() -> dict[str, str]:
    """Each handler that acts: its name on the wire, by its State and name."""
    return {short(name): name for name, access in guarded().items() if access.acts}


def may_call(product: Product, subject: str) -> set[str]:
    """Those that the subject's rights allow."""
    with Session(product.engine) as tx:
        role = tx.get_one(Person, product.cast[subject]).role
    return {name for name, wire in acting().items() if expected(guarded()[wire], role, leads=True) == "passed"}


def short(wire: str) -> str:
    return ".".join(python_name(wire).rsplit(".", 2)[1:])


async def done(
    product: Product, names: Sequence[str], subject: str, address: str, administrator: str = ""
) -> dict[str, Deed]:
    """Do them in one tab, each as it is meant: as the person, or as an administrator in their name."""
    ways = {name: _way(name, product, subject) for name in names}
    as_whom = {"acting_as": subject} if administrator else {}
    tab = await opened(product, administrator or subject, address, path=ways[names[0]].path, **as_whom)
    before = _in_tables(product, names)
    said = {name: told(await _do(tab, acting()[name], how)) for name, how in ways.items()}
    await tab.close()
    after = _in_tables(product, names)
    left = [*_recorded(product, address), *("*" for table in before if before[table] != after[table])]
    return {name: Deed(said[name], left) for name in names}


def _way(name: str, product: Product, subject: str) -> Meant:
    wire = acting()[name]
    return meant(name, product, subject) or Meant(page_of(wire, product, subject), next(right_typed(wire)))


async def _do(tab: Tab, wire: str, how: Meant) -> list[Update]:
    start = len(tab.updates)
    for step, payload in how.first:
        await tab.ask(f"{wire.rpartition('.')[0]}.{step}", payload)
    quiet = len(tab.updates)
    await tab.ask(wire, how.payload)
    if how.until:
        variable, value = how.until
        await tab.until(lambda updates: values(updates[quiet:], variable)[-1:] == [value])
    await tab.settle()  # its own news come when it has been done
    return tab.updates[start:]


def _recorded(product: Product, address: str) -> Iterable[str]:
    with Session(product.engine) as tx:
        mine = select(AuditEntry.tag).where(AuditEntry.address == address, col(AuditEntry.tag).not_in(NOT_OF_IT))
        return tx.exec(mine.order_by(col(AuditEntry.id))).all()


def _in_tables(product: Product, names: Iterable[str]) -> dict[str, list[Any]]:
    with Session(product.engine) as tx:
        return {
            table: sorted(map(repr, tx.execute(select(SQLModel.metadata.tables[table]))))
            for name in names
            for table in WITHOUT_AN_ENTRY.get(name, ())
        }
