"""Who hears of feedback: each of the two is told in the transaction of what they are told of.

The author is the subject, whoever is at the keyboard: the record alone says who that was.
"""

from __future__ import annotations

from sqlmodel import Session

from admin_proxy import mail
from admin_proxy.accounts.people import party
from admin_proxy.accounts.tables import Person
from admin_proxy.feedback import wording
from admin_proxy.identity import Identity
from admin_proxy.organizations.tables import Organization


def received(tx: Session, identity: Identity, receiver: Person, about: Person) -> None:
    """Somebody has been given feedback, asked for or not."""
    author = identity.subject.name
    _write(
        tx,
        identity,
        receiver,
        "feedback.received",
        wording.RECEIVED_SUBJECT.format(giver=author),
        wording.received(
            first_name=party(receiver).first_name,
            giver=author,
            organization=_organization(tx, identity),
            about=about.name if about.id != receiver.id else "",
        ),
    )


def requested(tx: Session, identity: Identity, asked: Person, about: Person) -> None:
    """Somebody is asked for feedback."""
    author = identity.subject.name
    _write(
        tx,
        identity,
        asked,
        "feedback.requested",
        wording.REQUESTED_SUBJECT.format(requester=author),
        wording.requested(
            first_name=party(asked).first_name,
            requester=author,
            organization=_organization(tx, identity),
            about=about.name if about.id != identity.subject.id else "",
        ),
    )


def _write(tx: Session, identity: Identity, to: Person, kind: str, subject: str, body: str) -> None:
    mail.post(
        tx,
        organization_id=identity.organization_id,
        kind=kind,
        to_person_id=to.id,
        to_name=to.name,
        to_email=to.email,
        subject=subject[:254],
        body=body,
        session_id=identity.session.id if identity.session else None,
    )


def _organization(tx: Session, identity: Identity) -> str:
    return tx.get_one(Organization, identity.organization_id).name
