"""Whom somebody on the command line means: by id, or by e-mail, of whatever organization."""

from __future__ import annotations

from sqlmodel import col, select

from admin_proxy import db
from admin_proxy.accounts.people import email_key
from admin_proxy.accounts.tables import Person
from admin_proxy.identity import Forbidden, Identity


def named(identity: Identity, said: str) -> tuple[int | None, str]:
    """Id and e-mail of a person. Somebody who is not there any more is known by what was said only.

    Raises:
        Forbidden: somebody else than the operator.
    """
    if not identity.actor.is_operator:
        raise Forbidden("Only the operator of the server can look people up in every organization.")
    by_id = said.isascii() and said.isdigit() and len(said) < 10
    where = col(Person.id) == int(said) if by_id else col(Person.email_key) == email_key(said)
    with db.reading() as tx:
        person = tx.exec(select(Person).where(where)).first()
    if person is not None:
        return person.id, person.email
    return (int(said), "") if by_id else (None, said)
