"""Who hears of a recognition: each of those thanked, in its transaction.

The author is the subject, whoever is at the keyboard: the record alone says who that was.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from admin_proxy import mail
from admin_proxy.accounts.people import party
from admin_proxy.accounts.tables import Person
from admin_proxy.identity import Identity
from admin_proxy.organizations.tables import Organization
from admin_proxy.recognition import wording


def given(tx: Session, identity: Identity, receiver: Person, others: Sequence[str], value: str, message: str) -> None:
    """Somebody has been thanked, together with others or alone."""
    author = identity.subject.name
    mail.post(
        tx,
        organization_id=identity.organization_id,
        kind="recognition.received",
        to_person_id=receiver.id,
        to_name=receiver.name,
        to_email=receiver.email,
        subject=wording.SUBJECT.format(giver=author)[:254],
        body=wording.letter(
            first_name=party(receiver).first_name,
            giver=author,
            others=others,
            organization=tx.get_one(Organization, identity.organization_id).name,
            value=value,
            message=message,
        ),
        session_id=identity.session.id if identity.session else None,
    )
