"""Folding text for search: case and accents away, other scripts to Latin letters."""

from __future__ import annotations

import string

from anyascii import anyascii

_CONTROLS = dict.fromkeys((*range(32), 127), " ")
_APOSTROPHES = str.maketrans("", "", "'`")
_SIGNS = {ord(sign): " " for sign in string.punctuation}


def fold(value: str) -> str:
    """`Žižková` → `zizkova`, `Straße` → `strasse`, `山田` → `shantian`; white space collapses to single blanks.

    What comes out is printable ASCII, without capitals, without control characters.
    """
    plain = value if value.isascii() else anyascii(value)
    return " ".join(plain.lower().translate(_CONTROLS).split())


def without_signs(folded: str) -> str:
    """`o'brien-smith jr.` → `obrien smith jr`."""
    return " ".join(folded.translate(_APOSTROPHES).translate(_SIGNS).split())
