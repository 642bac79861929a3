"""Every word that feedback says to people, in one place."""

from __future__ import annotations

from dataclasses import dataclass

from admin_proxy.notifications.kinds import Words
from admin_proxy.words import later

# What is wrong beside a field
TEXT_MISSING = later("Write what you want to say.")
NOT_A_REPORT = later("You can request feedback about yourself and about your direct reports. Choose again.")
ASKED_ABOUT_THEMSELVES = later("{name} is whom it is about. Ask somebody else.")

# A request that cannot be answered
NO_SUCH_REQUEST = later("There is no such request, or it is no longer open.")
ANSWERED_ALREADY = later("You have answered this request already. Nothing more was sent.")
DECLINED_ALREADY = later("You have declined this request already. Nothing was sent.")
DECLINED_OTHERWISE = later("You have declined this request already: “{words}” Nothing more was sent.")

# What the record calls it
GIVEN = "Feedback to {receiver}"
GIVEN_ABOUT = "Feedback to {receiver} about {about}"
REQUEST = "Request to {asked} about {about}"


@dataclass(frozen=True, slots=True)
class Telling:
    """What somebody is told, in one language."""

    title: str
    title_about: str
    """Where it is about another one than usual."""
    text: str

    def of(self, author: str, about: str) -> Words:
        title = self.title_about if about else self.title
        return Words(title.format(author=author, about=about), self.text.format(author=author))


RECEIVED = {
    "en": Telling(
        title="{author} gave you feedback",
        title_about="{author} gave you feedback about {about}",
        text="Only {author} and you can read it.",
    ),
    "de": Telling(
        title="{author} hat Ihnen Feedback gegeben",
        title_about="{author} hat Ihnen Feedback zu {about} gegeben",
        text="Nur {author} und Sie können es lesen.",
    ),
}
DECLINED = {
    "en": Telling(
        title="{author} declined your request for feedback",
        title_about="{author} declined your request for feedback about {about}",
        text="If {author} said why, you can read it under Requests.",
    ),
    "de": Telling(
        title="{author} hat Ihre Bitte um Feedback abgelehnt",
        title_about="{author} hat Ihre Bitte um Feedback zu {about} abgelehnt",
        text="Falls {author} einen Grund genannt hat, steht er unter den Anfragen.",
    ),
}
REQUESTED = {
    "en": Telling(
        title="{author} asks you for feedback",
        title_about="{author} asks you for feedback about {about}",
        text="You can answer or decline. Only {author} and you will read the answer.",
    ),
    "de": Telling(
        title="{author} bittet Sie um Feedback",
        title_about="{author} bittet Sie um Feedback zu {about}",
        text="Sie können antworten oder ablehnen. Nur {author} und Sie werden die Antwort lesen.",
    ),
}
