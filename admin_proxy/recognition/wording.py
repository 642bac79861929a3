"""Every word that recognition says to people, in one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from admin_proxy.notifications.kinds import Words
from admin_proxy.words import later

MESSAGE_MISSING = later("Write what you thank them for.")
VALUE_MISSING = later("Choose one of your company’s values.")
NO_SUCH_RECOGNITION = later("There is no such recognition.")

# What the record calls it
GIVEN = "Recognition of {receivers}"


@dataclass(frozen=True, slots=True)
class Telling:
    """What those who are thanked are told, in one language."""

    title: str
    alone: str
    together: str
    joint: str
    public: str

    def of(self, giver: str, others: Sequence[str], value: str, message: str) -> Words:
        thanked = self.together if others else self.alone
        line = thanked.format(others=names(others, self.joint) if others else "", value=value)
        return Words(self.title.format(giver=giver), f"{line}\n\n{message}\n\n{self.public}")


TOLD = {
    "en": Telling(
        title="{giver} thanked you in public",
        alone="For “{value}”:",
        together="Together with {others}, for “{value}”:",
        joint="and",
        public="Everybody in your organization can read it.",
    ),
    "de": Telling(
        title="{giver} hat Ihnen öffentlich gedankt",
        alone="Für „{value}“:",
        together="Zusammen mit {others}, für „{value}“:",
        joint="und",
        public="Alle in Ihrer Organisation können es lesen.",
    ),
}


def names(several: Sequence[str], joint: str = "and") -> str:
    """`Fay Dorn`, `Fay Dorn and Ben Becker`, `Fay Dorn, Ben Becker and Ina Iversen`."""
    *first, last = several
    return f"{', '.join(first)} {joint} {last}" if first else last
