"""Adding people to a group, or removing them, by pasting their e-mails: each one has its own answer.

All of it is one transaction. What does not fit (nobody has that e-mail, it stands there twice) is said and left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlmodel import Session, col

from admin_proxy import bulk, clock, db
from admin_proxy.accounts import reach
from admin_proxy.accounts.people import email_key
from admin_proxy.accounts.tables import Person
from admin_proxy.directory import bulk_edit, csv_values, groups
from admin_proxy.directory.bulk_edit import Chosen, Join, Leave
from admin_proxy.directory.csv_values import Wrong
from admin_proxy.directory.pasted_emails import Written, written
from admin_proxy.identity import Identity, Invalid
from admin_proxy.words import later, say

FIELD = "emails"
MOST = 500
"""E-mails in one text."""
LONGEST = 30_000
"""Characters of the text: what a page may send at once, however much of it has to be written in another way there."""
_LONGEST_SHOWN = 254


class Way(StrEnum):
    ADD = "add"
    REMOVE = "remove"


class Answer(StrEnum):
    ADDED = later("added")
    ALREADY_IN_IT = later("already in it")
    REMOVED = later("removed")
    NOT_IN_IT = later("not in it")
    NO_SUCH_PERSON = later("no such person")
    WRITTEN_TWICE = later("written twice")
    NOT_AN_EMAIL = later("not an e-mail")


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    """The line of the text that it stands in."""
    text: str
    answer: Answer
    name: str = ""
    """Of the person with that e-mail."""
    is_deactivated: bool = False


@dataclass(frozen=True, slots=True)
class Pasted:
    lines: tuple[Line, ...]
    """In the order of the text."""

    @property
    def counts(self) -> dict[Answer, int]:
        """Of the answers that there are, in the order of `Answer`."""
        counted = Counter(line.answer for line in self.lines)
        return {answer: counted[answer] for answer in Answer if answer in counted}

    @property
    def changed(self) -> int:
        return sum(line.answer in (Answer.ADDED, Answer.REMOVED) for line in self.lines)


def apply(identity: Identity, group_id: int, text: str, way: Way) -> Pasted:
    """Add or remove everybody whose e-mail stands in the text.

    Raises:
        Forbidden: the subject is no Super Admin.
        NotFound: no such group in one's own organization.
        Invalid: there is nothing in it, or too much.
    """
    with db.writing(reach.organization(identity)) as tx:
        return apply_in(tx, identity, group_id, text, way)


def apply_in(tx: Session, identity: Identity, group_id: int, text: str, way: Way) -> Pasted:
    """The same within another's transaction."""
    groups.own(tx, identity, group_id)
    found = _checked(text)
    people = _people(tx, identity, found)
    members = groups.members_among(tx, group_id, [one.id for one in people.values() if one.id is not None])
    lines = _answered(found, people, members, way)
    moved = [people[email_key(line.text)].id for line in lines if line.answer in (Answer.ADDED, Answer.REMOVED)]
    if moved:
        chosen = Chosen(ids=tuple(person_id for person_id in moved if person_id is not None))
        bulk_edit.apply_in(tx, identity, chosen, Join(group_id) if way is Way.ADD else Leave(group_id))
    return Pasted(tuple(lines))


def _checked(text: str) -> list[Written]:
    if len(text.encode("utf-16-le", "replace")) > 2 * LONGEST:  # as browsers count
        raise Invalid(
            FIELD, say("At most {count} characters can be pasted at once. Paste the rest afterwards.", count=LONGEST)
        )
    found = written(text)
    if not found:
        raise Invalid(FIELD, say("Paste at least one e-mail."))
    if len(found) > MOST:
        raise Invalid(
            FIELD,
            say(
                "At most {most} e-mails can be pasted at once; these are {count}. Paste the rest afterwards.",
                most=MOST, count=len(found),
            ),
        )  # fmt: skip
    return found


def _people(tx: Session, identity: Identity, found: Sequence[Written]) -> dict[str, Person]:
    """Those of one's own organization who have one of these e-mails, by its key."""
    keys = sorted({email_key(one.text) for one in found if "@" in one.text})
    theirs = bulk.among(tx, col(Person.email_key), keys)
    own = col(Person.organization_id) == reach.organization(identity)
    return {person.email_key: person for person in tx.execute(select(Person).where(theirs, own)).scalars()}


def _answered(found: Sequence[Written], people: dict[str, Person], members: set[int], way: Way) -> list[Line]:
    today, seen, lines = clock.now().date(), set[str](), []
    for number, text in found:
        key = email_key(text)
        person = people.get(key)
        if person is None and not _is_email(text):
            answer = Answer.NOT_AN_EMAIL
        elif key in seen:
            answer = Answer.WRITTEN_TWICE
        elif person is None:
            answer = Answer.NO_SUCH_PERSON
        elif way is Way.ADD:
            answer = Answer.ALREADY_IN_IT if person.id in members else Answer.ADDED
        else:
            answer = Answer.REMOVED if person.id in members else Answer.NOT_IN_IT
        seen.add(key)
        name, gone = (person.name, person.is_deactivated(today)) if person else ("", False)
        lines.append(Line(number, text[:_LONGEST_SHOWN], answer, name, gone))
    return lines


def _is_email(text: str) -> bool:
    try:
        return bool(csv_values.email(text))
    except Wrong:
        return False
