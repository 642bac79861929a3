"""Saying something in the language that is being spoken, with names, numbers and counts in their places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from babel.lists import format_list
from babel.numbers import format_decimal

from admin_proxy.words.catalog import german

LANGUAGES = ("en", "de")
_LOCALES = {"en": "en_GB", "de": "de"}
_PLACE = re.compile(r"\{(\w+)\}")
_spoken: ContextVar[str] = ContextVar("spoken", default="en")


def spoken() -> str:
    """The language that is being spoken: English, unless somebody is spoken to who reads another one."""
    return _spoken.get()


def locale() -> str:
    """How dates, numbers and lists are written in it. English is British: a day stands before its month."""
    return _LOCALES[spoken()]


def locale_of(code: str) -> str:
    """How they are written for somebody with that language."""
    return _LOCALES[language_of(code)]


def speak(language: str) -> None:
    """Speak that language from now on, as far as this event or request goes."""
    _spoken.set(language_of(language))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak that language for a moment, to somebody else than the rest is said to."""
    before = _spoken.set(language_of(language))
    try:
        yield
    finally:
        _spoken.reset(before)


def language_of(code: str) -> str:
    """The one of the languages there are words in, for a person's: `de_AT` is German, what we do not speak English."""
    code = code.replace("-", "_").partition("_")[0].lower()
    return code if code in LANGUAGES else LANGUAGES[0]


def preferred(accepted: str) -> str:
    """The first of the languages of an `Accept-Language` that there are words in."""
    for one in accepted.split(","):
        code = one.partition(";")[0].strip().replace("-", "_").partition("_")[0].lower()
        if code in LANGUAGES:
            return code
    return LANGUAGES[0]


def later(words: str) -> str:
    """Marks words that stand in a table, for the catalog; `say` or `t` puts them into a language when they are read."""
    return words


def say(words: str, /, **values: Any) -> str:
    """`words` in the language that is being spoken, with each `{name}` replaced by its value.

    Args:
        words: a literal, or what `later` has marked: the catalog is checked against the code. What follows `||` is not
            said; it tells two meanings of an English word apart that are two words in German.
        values: numbers are written as the language writes them.
    """
    told = german().get(words)
    if told is None:  # said already, or somebody's own words
        return _filled(words, values)
    return _filled(told[0] if spoken() == "de" else words.partition("||")[0], values)


def say_n(one: str, many: str, /, count: int, **values: Any) -> str:
    """`one` or `many`, by `count`, which is the value of `{count}` as well."""
    told: tuple[str, ...] = (one, many)
    if spoken() == "de":
        told = german().get(one, told)
    return _filled(told[0 if count == 1 else -1], {"count": count, **values})


def number(count: int) -> str:
    """`1,204`."""
    return format_decimal(count, locale=locale())


def names(several: Iterable[str]) -> str:
    """`Ana, Ben and Chloé`."""
    return format_list(list(several), locale=locale())


def _filled(told: str, values: dict[str, Any]) -> str:
    return _PLACE.sub(lambda place: _written(values[place[1]]) if place[1] in values else place[0], told)


def _written(value: Any) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return format_decimal(value, locale=locale())
    return str(value)
