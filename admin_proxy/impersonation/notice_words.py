"""What a person is told of an impersonation, in English and German: around the changes, and each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from babel import Locale, UnknownLocaleError

from admin_proxy import words
from admin_proxy.audit import said
from admin_proxy.audit.tags import Tag


@dataclass(frozen=True, slots=True)
class Around:
    title: str
    worked: str
    questions: str


IN = {
    "en": Around(
        title="{actor} changed something in your name",
        worked="{actor} ({actor_email}) worked in your name on {organization} from {start} to {end} ({zone}) and "
        "changed this:",
        questions="If you have questions about it, write to {actor_email} or ask your HR department.",
    ),
    "de": Around(
        title="{actor} hat in Ihrem Namen etwas geändert",
        worked="{actor} ({actor_email}) hat vom {start} bis zum {end} ({zone}) in Ihrem Namen bei {organization} "
        "gearbeitet und Folgendes geändert:",
        questions="Wenn Sie dazu Fragen haben, schreiben Sie an {actor_email} oder fragen Sie Ihre Personalabteilung.",
    ),
}


def action(language: str, tag: Tag) -> str:
    with words.speaking(language):
        return words.say(tag.sentence)


def thing(language: str, kind: str, called: str) -> str:
    """What something was done to, by name."""
    with words.speaking(language):
        return said.thing(kind, called)


def field(language: str, name: str) -> str:
    with words.speaking(language):
        return said.field(name)


def value(language: str, name: str, kept: Any) -> str:
    """A value of the record, as it is said in that language; languages by their names."""
    nothing, yes, no = ("nichts", "ja", "nein") if language == "de" else ("nothing", "yes", "no")
    if kept is None or kept == "" or kept == []:
        return nothing
    if isinstance(kept, bool):
        return yes if kept else no
    if isinstance(kept, list):
        return ", ".join(value(language, name, one) for one in kept)
    with words.speaking(language):
        return _language(language, str(kept)) if name == "language" else said.value(name, str(kept))


def and_more(language: str, changes: int) -> str:
    with words.speaking(language):
        return words.say_n("… and one more change.", "… and {count} more changes.", changes)


def _language(language: str, code: str) -> str:
    try:
        return Locale.parse(code).get_display_name(language) or code
    except (UnknownLocaleError, ValueError):
        return code
