"""Inviting somebody who has no password yet: a letter with a one-time link to choose one."""

from __future__ import annotations

from dataclasses import dataclass

from admin_proxy import clock, config, db, mail, words
from admin_proxy.accounts import password_links, reach
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Forbidden, Identity, Refused
from admin_proxy.organizations.tables import Organization
from admin_proxy.words import later, say

NOT_WHILE_IMPERSONATING = later("An invitation opens an account: you cannot send one while impersonating.")

_SUBJECT = later("{organization}: choose your password")
_BODY = later("""Hello {name},

{by} invites you to Admin Proxy of {organization}. Choose a password here:

{link}

The link works once, for {hours} hours. If it has run out, ask {by} for a new one.
""")


@dataclass(frozen=True, slots=True)
class Invitation:
    name: str
    email: str
    link: str
    """Shown once, for where letters do not leave the outbox; it is nowhere else but in the letter."""
    hours: int


def invite(identity: Identity, person_id: int) -> Invitation:
    """Give somebody a one-time link to choose a password with; links given out earlier are dead.

    Raises:
        Forbidden: the subject is no Super Admin, or impersonates.
        NotFound: no such person in one's own organization.
        Refused: the person is deactivated, or has a password.
    """
    if identity.impersonating:
        raise Forbidden(NOT_WHILE_IMPERSONATING)
    organization_id = reach.organization(identity)
    with db.writing(organization_id) as tx:
        person = reach.person_to_manage(tx, identity, person_id)
        if person.is_deactivated(clock.now().date()):
            raise Refused(say("{name} is deactivated. Reactivate them first.", name=person.name))
        if person.password_hash is not None:
            raise Refused(say("{name} has chosen a password already.", name=person.name))
        link = f"{config.current().origin}/welcome#{password_links.issue(tx, person)}"
        hours = int(password_links.LASTS.total_seconds() // 3600)
        house = tx.get_one(Organization, organization_id).name
        first_name, by = person.first_name or person.name, identity.actor.name
        with words.speaking(person.language):
            mail.post(
                tx,
                organization_id=organization_id,
                kind="invitation",
                to_person_id=person.id,
                to_name=person.name,
                to_email=person.email,
                subject=say(_SUBJECT, organization=house),
                body=say(_BODY, name=first_name, by=by, organization=house, link=link, hours=hours),
                language=words.spoken(),
                is_secret=True,
            )
        trail.record(
            tx, identity, Tag.PERSON_INVITED, done_to=reach.thing(person), note=f"By e-mail to {person.email}."
        )
        return Invitation(person.name, person.email, link, hours)
