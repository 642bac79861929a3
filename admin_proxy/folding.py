"""Folding text for search: case and accents away, other scripts to Latin letters."""

from __future__ import annotations

from anyascii import anyascii


def fold(value: str) -> str:
    """`Žižková` → `zizkova`, `Straße` → `strasse`, `山田` → `shantian`; white space collapses to single blanks."""
    plain = value if value.isascii() else anyascii(value)
    return " ".join(plain.lower().split())
