"""System Notifications: which kinds an organization sends, which ways, in which words. Super Admins decide."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlmodel import Session

from admin_proxy import config, db, live
from admin_proxy.accounts import reach
from admin_proxy.accounts.people import party
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import ChangedMeanwhile, Identity, Invalid, NotFound, Party
from admin_proxy.notifications import kinds, moments, rules, telling, wording
from admin_proxy.notifications.kinds import Kind
from admin_proxy.notifications.tables import LONGEST_WORDS, NotificationRule
from admin_proxy.organizations.tables import Organization
from admin_proxy.words import later, say

CHANGED_MEANWHILE = later("Somebody else has changed this meanwhile. Nothing of yours is saved yet.")
_WAYS = ("in_app", "by_email", "is_forced")
_WORDS = ("words_en", "words_de")


@dataclass(frozen=True, slots=True)
class RuleCard:
    kind: str
    label: str
    about: str
    is_switch: bool
    """It is on or off as a whole, both ways and for everybody."""
    is_on: bool
    """Of a switch. Of any other: it goes some way."""
    in_app: bool
    by_email: bool
    is_forced: bool
    words_en: str
    words_de: str


@dataclass(frozen=True, slots=True)
class Preview:
    title: str
    text: str
    """As in the inbox."""
    letter: str
    """As in the e-mail."""


def listing(identity: Identity) -> tuple[RuleCard, ...]:
    """Every kind, as it is in the Super Admin's own organization.

    Raises:
        Forbidden: the subject is no Super Admin.
    """
    with db.reading() as tx:
        reach.super_admin(tx, identity)
        return tuple(_card(tx, identity.organization_id, kind) for kind in kinds.offered())


def switch(identity: Identity, kind_key: str, *, on: bool) -> RuleCard:
    """Turn a kind on or off that is switched as a whole.

    Raises:
        Forbidden: the subject is no Super Admin.
        NotFound: no such kind, or it is not switched that way.
    """
    kind = _kind(kind_key)
    with db.writing(reach.organization(identity)) as tx:
        reach.super_admin(tx, identity)
        if not kind.switch:
            raise NotFound(wording.NO_SUCH_KIND)
        house = tx.get_one(Organization, identity.organization_id)
        if getattr(house, kind.switch) is not on:
            trail.record(
                tx, identity, Tag.ORGANIZATION_CHANGED, done_to=trail.Thing("organization", str(house.id), house.name),
                before={kind.switch: not on}, after={kind.switch: on},
            )  # fmt: skip
            setattr(house, kind.switch, on)
            db.after_commit(tx, partial(live.tell_organization, identity.organization_id))
        return _card(tx, identity.organization_id, kind)


def change(
    identity: Identity,
    kind_key: str,
    *,
    in_app: bool | None = None,
    by_email: bool | None = None,
    is_forced: bool | None = None,
    words_en: str | None = None,
    words_de: str | None = None,
    seen: RuleCard | None = None,
) -> RuleCard:
    """Change what is given, and nothing else. It is in the record.

    Args:
        seen: the rule as it was when it was decided to change it; None: whatever it is.

    Raises:
        Forbidden: the subject is no Super Admin.
        NotFound: no such kind.
        Invalid: ways that do not go together, or for a kind that has none of its own; words that are too long.
        ChangedMeanwhile: it is no longer as it was `seen`.
    """
    kind = _kind(kind_key)
    given = {
        "in_app": in_app, "by_email": by_email, "is_forced": is_forced, "words_en": words_en, "words_de": words_de
    }  # fmt: skip
    wanted = {field: _words(field, value) for field, value in given.items() if value is not None}
    if kind.switch and any(way in wanted for way in _WAYS):
        raise Invalid("in_app", wording.SWITCHED_AS_A_WHOLE)
    with db.writing(reach.organization(identity)) as tx:
        reach.super_admin(tx, identity)
        before = _card(tx, identity.organization_id, kind)
        if seen is not None and replace(seen, label=before.label, about=before.about) != before:
            raise ChangedMeanwhile(CHANGED_MEANWHILE)
        changed = {field: value for field, value in wanted.items() if value != getattr(before, field)}
        if changed:
            _store(tx, identity, kind, changed)
            trail.record(
                tx, identity, Tag.NOTIFICATION_RULE_CHANGED, done_to=_thing(kind),
                before={field: getattr(before, field) for field in changed}, after=dict(changed),
            )  # fmt: skip
            db.after_commit(tx, partial(live.tell_organization, identity.organization_id))
        return _card(tx, identity.organization_id, kind)


def preview(identity: Identity, kind_key: str, language: str) -> Preview:
    """What somebody would read, in that language, in the reader's own time zone, with the organization's words.

    Raises:
        Forbidden: the subject is no Super Admin.
        NotFound: no such kind.
    """
    kind = _kind(kind_key)
    with db.reading() as tx:
        reach.super_admin(tx, identity)
        reader = _reader(tx, identity, language)
        words = kind.sample(reader)
        letter = wording.letter(
            reader, words, own_words=telling.own_words_for(tx, reader, kind), link=f"{config.current().origin}/…",
            has_choice=not kind.switch,
        )  # fmt: skip
        return Preview(words.title, words.text, letter)


def send_test(identity: Identity, kind_key: str, language: str) -> str:
    """'Send me a test': one in the subject's inbox, and one to their e-mail address, which is returned. Recorded.

    Raises:
        Forbidden: the subject is no Super Admin.
        NotFound: no such kind.
    """
    kind = _kind(kind_key)
    with db.writing(reach.organization(identity)) as tx:
        reach.super_admin(tx, identity)
        person, reader = reach.own(tx, identity), _reader(tx, identity, language)
        words = wording.as_test(reader, kind.sample(reader))
        telling.put(tx, person, kind, words)
        telling.write(tx, reader, kind, words, own_words=telling.own_words_for(tx, reader, kind))
        trail.record(tx, identity, Tag.NOTIFICATION_TESTED, done_to=_thing(kind), note=f"By e-mail to {person.email}.")
        return person.email


def _reader(tx: Session, identity: Identity, language: str) -> Party:
    return replace(party(reach.own(tx, identity)), language=language if language in moments.LANGUAGES else "en")


def _kind(key: str) -> Kind:
    kind = kinds.known(key)
    if kind is None:
        raise NotFound(wording.NO_SUCH_KIND)
    return kind


def _words(field: str, value: Any) -> Any:
    if field not in _WORDS:
        return value
    words = "\n".join(_printable(line) for line in str(value).splitlines()).strip()
    if len(words) > LONGEST_WORDS:
        raise Invalid(field, say(wording.WORDS_TOO_LONG, longest=LONGEST_WORDS, length=len(words)))
    return words


def _printable(line: str) -> str:
    """Anything may be sent; a database takes no NUL, and a letter no half of a character."""
    return "".join(one if one.isprintable() else " " for one in line).strip()


def _store(tx: Session, identity: Identity, kind: Kind, changed: dict[str, Any]) -> None:
    rule = rules.of_organization(tx, identity.organization_id, kind)
    for field, value in changed.items():
        setattr(rule, field, value)
    if rule.is_forced and not (rule.in_app or rule.by_email):
        raise Invalid("is_forced", wording.FORCED_AND_OFF)
    tx.add(rule)
    tx.flush()


def _card(tx: Session, organization_id: int, kind: Kind) -> RuleCard:
    rule: NotificationRule = rules.of_organization(tx, organization_id, kind)
    is_on = rules.is_on(tx, organization_id, kind) if kind.switch else rule.in_app or rule.by_email
    return RuleCard(
        kind=kind.key,
        label=say(kind.label),
        about=say(kind.about),
        is_switch=bool(kind.switch),
        is_on=is_on,
        in_app=is_on if kind.switch else rule.in_app,
        by_email=is_on if kind.switch else rule.by_email,
        is_forced=bool(kind.switch) or rule.is_forced,
        words_en=rule.words_en,
        words_de=rule.words_de,
    )


def _thing(kind: Kind) -> trail.Thing:
    return trail.Thing("notification", kind.key, kind.label)
