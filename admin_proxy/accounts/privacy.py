"""The privacy policy: its current version, its words, and accepting it.

A change of the words that people must know about is a new `VERSION`: everybody is asked again before anything else.
"""

from __future__ import annotations

from dataclasses import dataclass

from admin_proxy import clock, db
from admin_proxy.accounts.tables import Person
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Forbidden, Identity, NotFound
from admin_proxy.words import later, say

VERSION = "2026-01"


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    paragraphs: tuple[str, ...]


POLICY = (
    Section(
        later("What this is about"),
        (
            later(
                "You use this application at work, for goals and feedback. Your organization runs it and decides "
                "what is kept in it; the people who look after it there answer your questions about it."
            ),
            later(
                "This page says what is recorded about you, who can see it, and what you can ask for. You are "
                "asked to accept it once, and again when it changes in a way that matters to you."
            ),
        ),
    ),
    Section(
        later("What is kept about you"),
        (
            later(
                "Your name, work e-mail address, employee id, title, department, location, manager, hire date, "
                "language and time zone. Most of it comes from your organization's HR system."
            ),
            later("Your password only as a hash, from which it cannot be read back."),
            later(
                "Each browser you are signed in with: since when, when it was last used, its network address and "
                "what it says it is, such as ‘Chrome on Windows’. You see this list under My settings and can end "
                "each of them. One cookie keeps you signed in; there are no others, and nothing here follows you "
                "elsewhere."
            ),
        ),
    ),
    Section(
        later("What is recorded in the audit log"),
        (
            later(
                "Signing in and failing to, choosing a password, accepting this policy, and every change of "
                "settings, roles and people: who did it, when, from which network address, and what it was before "
                "and after. Super Admins of your organization can read it. Entries are not changed or deleted "
                "when somebody leaves."
            ),
        ),
    ),
    Section(
        later("Administrators may see the application as you"),
        (
            later(
                "To find out what is wrong or to fix what you report, certain administrators of your organization "
                "may impersonate you: they see the pages and the data that you see, and may do what you may do, "
                "for a limited time. That includes what otherwise only you can see here."
            ),
            later(
                "They cannot do so before you have accepted this policy. They never learn your password, and "
                "cannot change it, your e-mail address or how you sign in. You stay signed in and are not "
                "interrupted."
            ),
            later(
                "Each time is recorded: who it was, from when to when, and the reason if one was given. What they "
                "change is recorded under both names, theirs and yours, never as if you alone had done it."
            ),
        ),
    ),
    Section(
        later("What you can ask for"),
        (
            later(
                "You can ask your organization what is kept about you, have what is wrong put right, get a copy, "
                "object, and ask for what is no longer needed to be deleted, as far as the law where you work "
                "provides for it. You can also ask who has impersonated you, and complain to your data protection "
                "authority."
            ),
        ),
    ),
)


def has_accepted(person: Person) -> bool:
    return person.privacy_version == VERSION


def accept(identity: Identity) -> bool:
    """Accept the current version for oneself; says whether that was still to be done.

    Raises:
        Forbidden: while impersonating: nobody accepts for somebody else.
    """
    if identity.impersonating:
        raise Forbidden(say("Only the person can accept the privacy policy: you cannot do it while impersonating."))
    with db.writing(identity.subject.organization_id) as tx:
        person = tx.get(Person, identity.subject.id) if identity.subject.id is not None else None
        if person is None:
            raise NotFound(say("There is no such person."))
        if has_accepted(person):
            return False
        before = person.privacy_version
        person.privacy_version, person.privacy_accepted_at = VERSION, clock.now()
        trail.record(tx, identity, Tag.PRIVACY_ACCEPTED, before={"version": before or None}, after={"version": VERSION})
        if person.organization_id is not None:
            db.facts_changed(tx, person.organization_id)
        return True
