"""What the people of Kestrel Works have said to each other: feedback, requests for it, and thanks in public.

Like the people it comes from one fixed seed, and a stream of chance of its own; the days are counted back from the one
on which the demonstration is made. It is written in bulk and without a record: so many entries would take longer to
make than anybody waits for a demonstration.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from admin_proxy import bulk, clock
from admin_proxy.accounts.people import party
from admin_proxy.accounts.tables import Person
from admin_proxy.audit.tags import Tag
from admin_proxy.audit.trail import Thing
from admin_proxy.demo import company
from admin_proxy.demo.past import Past
from admin_proxy.feedback import telling, wording
from admin_proxy.feedback.openness import Standing
from admin_proxy.feedback.tables import Feedback, FeedbackRequest
from admin_proxy.notifications import moments
from admin_proxy.notifications.kinds import Kind as Notified
from admin_proxy.notifications.kinds import Words
from admin_proxy.organizations import values
from admin_proxy.recognition import telling as thanks_telling
from admin_proxy.recognition import wording as thanks_wording
from admin_proxy.recognition.tables import Kind, Reaction, Recognition, RecognitionReceiver

_SEED = 2028
_DAYS = 180
_SINCE = timedelta(minutes=90)
"""Nothing is so recent that it would not be past when somebody reads it."""
_THANKS_FOR_A_HUNDRED = 30
_FEEDBACK_FOR_A_HUNDRED = 45
_REQUESTS_FOR_A_HUNDRED = 14

_THANKS = {
    "Customers first": (
        "Thank you for staying on the phone with the harbour in Rotterdam until their masts sent data again.",
        "The way you took the complaint about the late anemometers and turned it into an order: well done.",
        "You drove out to the test field on a Sunday so that the customer could measure on Monday. Thank you.",
        "Our oldest customer wrote that nobody has ever explained a calibration report to them like this.",
        "You asked the one question in the demonstration that made the whole room sit up.",
    ),
    "Own it": (
        "You saw that the price list was wrong, said so, and had it corrected the same afternoon.",
        "The release went wrong at six and was right again at eight, because you did not wait for anybody.",
        "You took over the audit when nobody knew whose it was, and brought it home.",
        "Thank you for saying early that the date could not be kept. It saved us the embarrassment.",
        "The onboarding of the new colleagues ran like clockwork. That was your list, and your patience.",
    ),
    "Better together": (
        "Sales, Support and Engineering in one room, and nobody went home angry: your work.",
        "Thank you for covering for half of the team during the flu, without ever mentioning it.",
        "You made the new colleagues feel at home on their first day. They still speak of it.",
        "Your notes from the workshop are the reason why Bengaluru and Gothenburg now do this the same way.",
        "Danke für die Hilfe beim Umzug nach Berlin: ohne euch stünden die Kisten noch in Prag.",
    ),
    "Stay curious": (
        "Your talk about lightning detection was the best hour of the month.",
        "You took the old sensor apart to see why it drifts, and now we know.",
        "Thank you for asking ‘why do we do it like this?’ until somebody had an answer.",
        "The small tool you wrote on a Friday afternoon now saves us two days a month.",
        "Merci pour l’atelier sur les données météo : tout le monde a appris quelque chose.",
    ),
    "Keep it simple": (
        "Eleven forms became one. I hope everybody knows whom to thank.",
        "Your one page says more than the forty that were there before.",
        "You left out half of the features, and customers love the other half.",
        "Thank you for the checklist. Nobody has forgotten a cable since.",
        "The meeting that you turned into an e-mail gave forty people an hour back.",
    ),
}
_FEEDBACK = (
    "In the review you let everybody finish before you answered. That made it easy to say what I really thought.",
    "Your summary after each meeting saves me an hour a week. Please keep writing it.",
    "You know the product inside out. In front of customers I would show less of it and ask more.",
    "When the plan changed you told us why, and not only that it had. I wish more people did that.",
    "I noticed that you take on much at the end of the quarter. Say when it is too much; we can share it.",
    "The handover was complete, in order and early. It is the first one that I did not have to ask about.",
    "In our last two projects decisions were made in the corridor. I would like to be there when they are.",
    "You gave the new colleagues real work from the first day, and time to do it. It shows.",
    "Your questions in code reviews are kind and precise. I learn from each of them.",
    "The slides were good. I would have liked to hear earlier what you need from us.",
    "You stayed calm when the customer was not, and in the end they apologised to you.",
    "I would trust you with a larger territory. What is missing, to my mind, is only that you ask for it.",
    "Deine Rückmeldung zum Entwurf war ehrlich und freundlich. Genau so hilft sie.",
    "You explain things so that Sales understands them, and without making us feel slow.",
)
_QUESTIONS = (
    "How did you find the handover?",
    "What should I do more of, and what less?",
    "How was it to work together on the Rotterdam project?",
    "Was the workshop worth your time? What would you leave out?",
    "What could I have done earlier in the last quarter?",
    "",
)
_WHY_NOT = ("We have hardly worked together so far.", "I gave you mine in the review last week.", "")

_KNOWN = ("emma.bergstrom", "miguel.santos", "zoe.marchand", "dana.whitfield", "hannah.lindqvist", "anneliese.zoeller")
"""Those whom a demonstration shows: none of them has an empty page."""


class _Said(NamedTuple):
    giver: Person
    receiver: Person
    about: Person
    text: str
    at: datetime
    request: int | None = None


_UNREAD_DAYS, _TOLD_DAYS = 4, 30
"""What was said longer ago has been read; longer still, and the inbox has forgotten it."""


def say(tx: Session, past: Past) -> None:
    """Fill the pages of an organization whose people are there; `past` gets who said what, and who was told."""
    _Saying(tx, past).say()


@dataclass
class _Saying:
    tx: Session
    past: Past
    random: Random = field(default_factory=lambda: Random(_SEED))  # noqa: S311 - the same words each time

    def say(self) -> None:
        self.now = clock.now()
        today = self.now.date()
        people = self.tx.exec(
            select(Person)
            .where(col(Person.organization_id).is_not(None), col(Person.privacy_version) != "")
            .order_by(col(Person.id))
        )
        self.people = [one for one in people if not one.is_deactivated(today)]
        self.house = _number(self.people[0].organization_id)
        self.beside: dict[int | None, list[Person]] = defaultdict(list)
        for one in self.people:
            self.beside[one.manager_id].append(one)
        self.by_id = {one.id: one for one in self.people}
        by_local = {one.email.removesuffix(f"@{company.MAIL_DOMAIN}"): one for one in self.people}
        self.known = [by_local[local] for local in _KNOWN if local in by_local]
        self._thank()
        self._speak()

    def _thank(self) -> None:
        offered = {one.name: one.id for one in values.of(self.tx, self.house)}
        moments = self._moments(_THANKS_FOR_A_HUNDRED)
        ids = bulk.reserve_ids(self.tx, Recognition, len(moments))
        thanks, receivers, reactions = [], [], []
        for number, (at, giver) in zip(ids, moments, strict=True):
            value = self.random.choice(sorted(_THANKS))
            thanked = self._some_beside(giver, self.random.choice((1, 1, 1, 2, 3)))
            thanks.append(
                (number, self.house, giver.id, offered[value], self.random.choice(_THANKS[value]), at, _once(number))
            )
            receivers += [(number, one.id) for one in thanked]
            self._remember_thanks(number, at, giver, thanked, value, thanks[-1][4])
            for one in self.random.sample(self.people, self.random.choice((0, 0, 1, 2, 3, 5, 8))):
                when = min(self.now, at + timedelta(hours=self.random.randrange(1, 60)))
                reactions.append((number, self.random.choice(list(Kind)), one.id, when))
        _write(self.tx, Recognition, "id organization_id giver_id value_id message given_at once", thanks)
        _write(self.tx, RecognitionReceiver, "recognition_id person_id", receivers)
        _write(self.tx, Reaction, "recognition_id kind person_id at", reactions)

    def _speak(self) -> None:
        said = list(self._requests())
        for at, giver in self._moments(_FEEDBACK_FOR_A_HUNDRED):
            (receiver,) = self._some_beside(giver, 1)
            said.append(_Said(giver, receiver, receiver, self.random.choice(_FEEDBACK), at))
        for one in self.known:
            (giver, other) = self._some_beside(one, 2)
            said.append(_Said(giver, one, one, self.random.choice(_FEEDBACK), self._lately()))
            said.append(_Said(one, other, other, self.random.choice(_FEEDBACK), self._lately()))
        said.sort(key=lambda one: one.at)
        columns = "id organization_id giver_id receiver_id about_id request_id text given_at once"
        rows = [
            (
                number, self.house, one.giver.id, one.receiver.id, one.about.id, one.request, one.text, one.at,
                _once(number),
            )
            for number, one in zip(bulk.reserve_ids(self.tx, Feedback, len(said)), said, strict=True)
        ]  # fmt: skip
        _write(self.tx, Feedback, columns, rows)
        for row, given in zip(rows, said, strict=True):
            self._remember_feedback(row[0], given)

    def _remember_thanks(
        self, number: int, at: datetime, giver: Person, thanked: list[Person], value: str, message: str
    ) -> None:
        every = [one.name for one in thanked]
        thing = Thing("recognition", str(number), thanks_wording.GIVEN.format(receivers=thanks_wording.names(every)))
        after = {"to": thanks_wording.names(every), "company_value": value, "message": message}
        self.past.did(at, giver, Tag.RECOGNITION_GIVEN, thing, None, after)
        for one in thanked:
            others = [other.name for other in thanked if other is not one]
            words = thanks_wording.TOLD[_language(one)].of(giver.name, others, value, message)
            self._tell(at, one, thanks_telling.RECEIVED, words, "/recognition")

    def _remember_feedback(self, number: int, one: _Said) -> None:
        if one.request is not None:
            return  # the request's own entry tells of it
        thing = Thing("feedback", str(number), wording.GIVEN.format(receiver=one.receiver.name))
        after = {"to": one.receiver.name, "length": f"{len(one.text)} characters"}
        self.past.did(one.at, one.giver, Tag.FEEDBACK_GIVEN, thing, None, after)
        self._tell_of_feedback(one)

    def _remember_request(self, number: int, at: datetime, requester: Person, about: Person, asked: Person) -> Thing:
        thing = Thing("feedback_request", str(number), wording.REQUEST.format(asked=asked.name, about=about.name))
        self.past.did(at, requester, Tag.FEEDBACK_REQUESTED, thing, None, {"of": asked.name, "about": about.name})
        of = about.name if about is not requester else ""
        words = wording.REQUESTED[_language(asked)].of(requester.name, of)
        self._tell(at, asked, telling.REQUESTED, words, f"/feedback/requests/{number}")
        return thing

    def _tell_of_feedback(self, one: _Said) -> None:
        about = one.about.name if one.about is not one.receiver else ""
        words = wording.RECEIVED[_language(one.receiver)].of(one.giver.name, about)
        self._tell(one.at, one.receiver, telling.RECEIVED, words, "/feedback")

    def _tell(self, at: datetime, person: Person, kind: Notified, words: Words, link: str) -> None:
        if at < self.now - timedelta(days=_TOLD_DAYS):
            return
        is_read = at < self.now - timedelta(days=_UNREAD_DAYS) or self.random.random() < 0.3
        read_at = min(self.now, at + timedelta(minutes=self.random.randrange(5, 2_000))) if is_read else None
        self.past.was_told(at, person, kind, words, link, read_at)

    def _requests(self) -> Iterator[_Said]:
        """The requests, and what some of them were answered with."""
        asked = [(at, one, self._some_beside(one, 1)[0]) for at, one in self._moments(_REQUESTS_FOR_A_HUNDRED)]
        for one in self.known:
            (first, second) = self._some_beside(one, 2)
            asked += [(self._lately(), first, one), (self._lately(), one, second)]
        asked.sort(key=lambda wish: wish[0])
        ids = bulk.reserve_ids(self.tx, FeedbackRequest, len(asked))
        rows, answers = [], []
        for number, (at, requester, of) in zip(ids, asked, strict=True):
            reports = [one for one in self.beside[requester.id] if one.id != of.id]
            about = self.random.choice(reports) if reports and self.random.random() < 0.5 else requester
            done = min(self.now - _SINCE, at + timedelta(hours=self.random.randrange(2, 90)))
            waits = at > self.now - timedelta(days=7)
            end = "" if waits else self.random.choices(("answered", "declined", ""), weights=(70, 15, 15))[0]
            answered, declined = (done if end == "answered" else None), (done if end == "declined" else None)
            why = self.random.choice(_WHY_NOT) if end == "declined" else ""
            question = self.random.choice(_QUESTIONS)
            rows.append(
                (
                    number,
                    self.house,
                    requester.id,
                    about.id,
                    of.id,
                    question,
                    at,
                    answered,
                    declined,
                    why,
                    _once(number),
                )
            )
            thing = self._remember_request(number, at, requester, about, of)
            if declined:
                after = {"state": Standing.DECLINED.value}
                self.past.did(declined, of, Tag.FEEDBACK_DECLINED, thing, {"state": Standing.WAITING.value}, after)
                whom = about.name if about is not requester else ""
                words = wording.DECLINED[_language(requester)].of(of.name, whom)
                self._tell(declined, requester, telling.DECLINED, words, "/feedback?show=requests")
            if answered:
                answers.append(_Said(of, requester, about, self.random.choice(_FEEDBACK), answered, number))
                after = {
                    "state": Standing.ANSWERED.value, "to": requester.name,
                    "length": f"{len(answers[-1].text)} characters",
                }  # fmt: skip
                self.past.did(answered, of, Tag.FEEDBACK_ANSWERED, thing, {"state": Standing.WAITING.value}, after)
                self._tell_of_feedback(answers[-1])
        columns = (
            "id organization_id requester_id about_id asked_id question asked_at answered_at declined_at decline_words "
            "once"
        )
        _write(self.tx, FeedbackRequest, columns, rows)
        yield from answers

    def _moments(self, for_a_hundred: int) -> list[tuple[datetime, Person]]:
        """When somebody says something, and who: oldest first, up to yesterday."""
        count = max(1, len(self.people) * for_a_hundred // 100)
        moments = sorted(self.random.randrange(150, _DAYS * 24 * 60) for _ in range(count))
        return [(self.now - timedelta(minutes=ago), self.random.choice(self.people)) for ago in reversed(moments)]

    def _lately(self) -> datetime:
        return self.now - timedelta(minutes=self.random.randrange(150, 5 * 24 * 60))

    def _some_beside(self, one: Person, count: int) -> list[Person]:
        """Others whom somebody works with: of their team, their manager, and else anybody."""
        near = [other for other in self.beside[one.manager_id] if other.id != one.id]
        if (manager := self.by_id.get(one.manager_id)) is not None:
            near.append(manager)
        if len(near) < count or self.random.random() < 0.2:
            near = [other for other in self.random.sample(self.people, count + 1) if other.id != one.id]
        return self.random.sample(near, count)


def _write(tx: Session, model: type[Any], columns: str, rows: Sequence[Sequence[Any]]) -> None:
    bulk.insert(tx, model, columns.split(), rows)


def _language(person: Person) -> str:
    return moments.language(party(person))


def _once(number: int) -> str:
    return f"{number:032x}"


def _number(number: int | None) -> int:
    if number is None:
        raise LookupError("an organization of the demonstration has not been stored yet")
    return number
