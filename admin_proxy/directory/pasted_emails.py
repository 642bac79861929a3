"""Which e-mails stand in a text that was pasted: one a line, or between commas, semicolons and blanks; `Name <mail>`.

Nothing that could have been meant as an e-mail is passed over in silence. What is no e-mail stands in the answer too,
but for the names in front of one in angle brackets, also `Doe, Jane <jane@x.example>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_BRACKETED = re.compile(r"<([^<>]*)>")
_SEPARATORS = re.compile("[,;]")
_AROUND = "<>()[]{}\"'“”„‘’«»"
_HALF_AN_ADDRESS = re.compile(r"[\w.-]{2,}\.[a-z]{2,}$", re.IGNORECASE)
_ZERO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


class Written(NamedTuple):
    line: int
    """In the text, from 1."""
    text: str
    """An e-mail, or what stands in place of one."""


def written(text: str) -> list[Written]:
    """In the order of the text."""
    lines = _ZERO_WIDTH.sub("", text).splitlines()
    return [Written(number, found) for number, line in enumerate(lines, 1) for found in _of_line(line)]


def _of_line(line: str) -> Iterator[str]:
    at = 0
    for bracketed in _BRACKETED.finditer(line):
        address = _bare(bracketed[1])
        yield from _before_brackets(line[at : bracketed.start()], address)
        if address:
            yield address
        at = bracketed.end()
    for piece in _SEPARATORS.split(line[at:]):
        yield from _of_piece(piece)


def _before_brackets(text: str, address: str) -> Iterator[str]:
    """What stands there is the name, which may have a comma in it or repeat the address; any other e-mail counts."""
    for piece in _SEPARATORS.split(text):
        for word in map(_bare, piece.split()):
            is_meant = "@" in word or _HALF_AN_ADDRESS.search(word)
            if is_meant and word.casefold() != address.casefold():
                yield word


def _of_piece(piece: str) -> Iterator[str]:
    """E-mails one by one, and whatever stands between two of them as one thing that is none."""
    words: list[str] = []
    for word in map(_bare, piece.split()):
        if "@" not in word:
            words.append(word)
            continue
        yield from _joined(words)
        words = []
        yield word
    yield from _joined(words)


def _joined(words: list[str]) -> Iterator[str]:
    if text := " ".join(word for word in words if word):
        yield text


def _bare(word: str) -> str:
    """`"<mailto:jane@x.example>."` → `jane@x.example`"""
    bare = word.strip().strip(_AROUND).rstrip(".:").strip(_AROUND)
    return bare[7:] if bare[:7].casefold() == "mailto:" else bare
