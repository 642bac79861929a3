"""What a picture says: looked up in the browser, because one picture is drawn for readers of every language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import reflex as rx
from reflex_base.utils.imports import ImportVar
from reflex_base.vars import VarData

from admin_proxy.ui.components.kinds import Node

_LIBRARY = "$/public/ui/words.jsx"
_HERE = VarData(imports={_LIBRARY: [ImportVar(tag="T")]})

in_pictures: dict[str, dict[str, str]] = {}
"""What the pictures of each page said so far, with the words for many of it: the browser's part of the catalog."""
_page: ContextVar[str] = ContextVar("page", default="")


@contextmanager
def saying(page: str) -> Iterator[None]:
    """What is said meanwhile is said on that page, an address as the router has it."""
    before = _page.set(page)
    try:
        yield
    finally:
        _page.reset(before)


def t(words: str, /, **values: Any) -> rx.Var[str]:
    """`words` in the reader's language, with each `{name}` replaced by its value.

    It may stand wherever a text or an attribute may, also inside `rx.cond`, and nowhere inside an f-string: a sentence
    is one call, whatever is in it. Numbers are written as the language writes them.

    Args:
        words: a literal, or what `words.later` has marked.
        values: Vars, or another `t`.
    """
    return _words(words, "", values)


def tn(one: str, many: str, /, count: Any, **values: Any) -> rx.Var[str]:
    """`one` or `many`, by `count`, which is the value of `{count}` as well."""
    return _words(one, many, {"count": count, **values})


def t_each(choices: Iterable[tuple[str, str]]) -> tuple[tuple[str, rx.Var[str]], ...]:
    """The words of a table, such as the choices of a field, in the reader's language."""
    return tuple((value, t(words)) for value, words in choices)


class _Rich(rx.Component):
    library = _LIBRARY
    tag = "Rich"

    words: rx.Var[str]
    names: rx.Var[list[str]]


def t_with(words: str, /, **parts: Node) -> rx.Component:
    """A sentence with parts of the page in it, such as a countdown or a link, each where its `{name}` stands."""
    _note(words, "")
    return _Rich.create(*parts.values(), words=words, names=list(parts))


class _Speak(rx.Component):
    library = _LIBRARY
    tag = "Speak"

    language: rx.Var[str]
    own: rx.Var[str]


def speak(language: rx.Var[str], own: rx.Var[str]) -> rx.Component:
    """Once on each page: which language it is in, and which one whoever sits before it reads."""
    return _Speak.create(language=language, own=own)


class _Door(rx.Component):
    library = _LIBRARY
    tag = "SpeakToTheDoor"


def speak_as_the_browser() -> rx.Component:
    """Before anybody is known the browser's language is spoken."""
    return _Door.create()


class _OwnWords(rx.Component):
    library = _LIBRARY
    tag = "OwnWords"


def own_words(*content: Node) -> rx.Component:
    """What speaks to whoever sits before the screen, in their language: the banner, the pop-ups of an impersonation."""
    return _OwnWords.create(*content)


class _Title(rx.Component):
    library = _LIBRARY
    tag = "Title"

    words: rx.Var[str]
    page: rx.Var[str]


def page_title(words: rx.Var[str]) -> rx.Component:
    """The page's name in the browser's tab, and which page's words are needed besides those of every page."""
    return _Title.create(words=words, page=_page.get())


def _words(one: str, many: str, values: dict[str, Any]) -> rx.Var[str]:
    _note(one, many)
    given = [rx.Var.create(value) for value in values.values()]
    filled = ", ".join(f"{name}: {var!s}" for name, var in zip(values, given, strict=True))
    arguments = [
        str(rx.Var.create(one)),
        f"{{{filled}}}" if filled or many else "",
        str(rx.Var.create(many)) if many else "",
    ]
    known = [_HERE, *(var._get_all_var_data() for var in given)]
    return rx.Var(
        f"T({', '.join(part for part in arguments if part)})", _var_type=str, _var_data=VarData.merge(*known)
    ).guess_type()


def _note(one: str, many: str) -> None:
    said = in_pictures.setdefault(_page.get(), {})
    said[one] = many or said.get(one, "")
