"""Every word around a notification, in one place. What a notification says stands with the feature that it is of."""

from __future__ import annotations

from admin_proxy.identity import Party
from admin_proxy.notifications import moments
from admin_proxy.notifications.kinds import Words
from admin_proxy.words import later

NOT_YOURS_TO_DISMISS = later("Notifications belong to the person: you cannot mark them as read while impersonating.")
NO_SUCH_NOTIFICATION = later("There is no such notification.")
NO_SUCH_KIND = later("There is no such kind of notification.")
NO_SUCH_LETTER = later("There is no such letter, or it is being sent already.")
FORCED = later("Your organization decides that everybody gets this.")
OFF = later("Your organization does not send this.")
SWITCHED_AS_A_WHOLE = later("This is on or off for everybody, and goes both ways when it is on.")
FORCED_AND_OFF = later("Turn on at least one way for what everybody must get.")
WORDS_TOO_LONG = later("Your own words can have {longest} characters; these have {length}. Shorten them.")

_GREETING = {"en": "Hello {first_name},", "de": "Hallo {first_name},"}
_LOOK = {"en": "Look at it here: {link}", "de": "Hier ansehen: {link}"}
_CHOICE = {
    "en": "You can choose what you are told by e-mail under My settings → Notifications.",
    "de": "Unter Meine Einstellungen → Benachrichtigungen wählen Sie, worüber Sie per E-Mail benachrichtigt werden.",
}
_TEST = {"en": "Test: {title}", "de": "Test: {title}"}
_TESTING = {
    "en": "This is a test that you sent to yourself. Nothing of it has happened.",
    "de": "Dies ist ein Test, den Sie sich selbst geschickt haben. Nichts davon ist geschehen.",
}


def letter(reader: Party, words: Words, *, own_words: str = "", link: str = "", has_choice: bool = False) -> str:
    """The text of the e-mail.

    Args:
        own_words: what the organization adds.
        link: the whole address of the page where it is seen.
        has_choice: the reader may choose not to get it.
    """
    language = moments.language(reader)
    parts = [
        _GREETING[language].format(first_name=reader.first_name),
        words.text,
        own_words,
        _LOOK[language].format(link=link) if link else "",
        _CHOICE[language] if has_choice else "",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def as_test(reader: Party, words: Words) -> Words:
    """The same, saying that it is none."""
    language = moments.language(reader)
    return Words(_TEST[language].format(title=words.title), f"{_TESTING[language]}\n\n{words.text}")
