"""What the tests of recognition have people do, in words."""

from __future__ import annotations

from sqlmodel import col, select

from admin_proxy import db
from admin_proxy.identity import Identity
from admin_proxy.recognition import thanking
from admin_proxy.recognition.tables import Reaction, Recognition
from tests.feedback.acts import new_form


def thank(identity: Identity, *to: int, message: str = "You helped us out.", value: str = "", once: str = "") -> int:
    values = thanking.company_values(identity)
    value_id = next(one.id for one in values if value in ("", one.name))
    return thanking.thank(identity, to, value_id, message, once or new_form())


def thanked(identity: Identity, *to: int) -> int:
    """The id of the recognition."""
    thank(identity, *to)
    return rows()[-1].id or 0


def rows() -> list[Recognition]:
    with db.reading() as tx:
        return list(tx.exec(select(Recognition).order_by(col(Recognition.id))))


def reactions() -> list[Reaction]:
    with db.reading() as tx:
        return list(tx.exec(select(Reaction)))
