"""Telling somebody something, in the transaction of what they are told of: in the application, by e-mail, or both."""

from __future__ import annotations

from functools import partial

from sqlmodel import Session
from uuid_utils import uuid7

from admin_proxy import clock, config, db, live, mail
from admin_proxy.accounts.people import party
from admin_proxy.accounts.tables import Person
from admin_proxy.identity import Identity, Party
from admin_proxy.notifications import moments, rules, wording
from admin_proxy.notifications.kinds import Kind, Say, Words
from admin_proxy.notifications.tables import Notification


def tell(
    tx: Session,
    identity: Identity | None,
    to_person_id: int,
    kind: Kind,
    say: Say,
    *,
    link: str = "",
    about: str = "",
    about_actor_id: int | None = None,
    session_id: str | None = None,
    anyway: bool = False,
) -> None:
    """Tell them, the ways that the organization and they themselves want it.

    Args:
        identity: who did what they are told of; None for what nobody did.
        say: words for them, in their language and time zone.
        link: page of the application where it can be looked at.
        about: what it is about, where nobody may be told twice of the same.
        about_actor_id: who acted in their name; it is not there for that one while they impersonate them.
        session_id: the impersonation it belongs to, where `identity` does not say.
        anyway: whatever is decided about the kind; it was promised when it was still on.
    """
    person = tx.get_one(Person, to_person_id)
    reader, ways = party(person), rules.ways(tx, person, kind)
    words = say(reader)
    if ways.in_app or anyway:
        put(tx, person, kind, words, link=link, about=about, about_actor_id=about_actor_id)
    if ways.by_email or anyway:
        own_words = own_words_for(tx, reader, kind)
        session = session_id or (identity.session.id if identity and identity.session else None)
        write(
            tx, reader, kind, words, own_words=own_words, link=link, session_id=session, has_choice=ways.has_choice
        )  # fmt: skip


def put(
    tx: Session,
    person: Person,
    kind: Kind,
    words: Words,
    *,
    link: str = "",
    about: str = "",
    about_actor_id: int | None = None,
) -> None:
    """Into the person's inbox."""
    if person.id is None:
        raise ValueError("a notification is for somebody who is stored")
    tx.add(
        Notification(
            id=str(uuid7()),
            organization_id=person.organization_id,
            person_id=person.id,
            kind=kind.key,
            about=about,
            about_actor_id=about_actor_id,
            title=words.title[:254],
            text=words.text,
            link=link,
            at=clock.now(),
        )
    )
    db.after_commit(tx, partial(live.tell_notifications, person.id))


def write(
    tx: Session,
    reader: Party,
    kind: Kind,
    words: Words,
    *,
    own_words: str = "",
    link: str = "",
    session_id: str | None = None,
    has_choice: bool = False,
) -> None:
    """A letter with the same words."""
    where = f"{config.current().origin}{link}" if link else ""
    mail.post(
        tx,
        organization_id=reader.organization_id,
        kind=kind.key,
        to_person_id=reader.id,
        to_name=reader.name,
        to_email=reader.email,
        subject=words.title,
        body=wording.letter(reader, words, own_words=own_words, link=where, has_choice=has_choice),
        language=moments.language(reader),
        session_id=session_id,
    )


def own_words_for(tx: Session, reader: Party, kind: Kind) -> str:
    """What the organization adds, in the reader's language, or else in the other one."""
    rule = rules.of_organization(tx, reader.organization_id, kind)
    words = {"en": rule.words_en, "de": rule.words_de}
    return words[moments.language(reader)] or words["en"] or words["de"]
