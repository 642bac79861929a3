"""The German words, as they stand in `de.po`: read once in a process."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

PATH = Path(__file__).with_name("de.po")


@cache
def german() -> Mapping[str, tuple[str, ...]]:
    """Each English sentence in German; where it counts something, for one and for many."""
    with PATH.open("rb") as file:
        catalog = read_po(file, locale="de")
    told: dict[str, tuple[str, ...]] = {}
    for message in catalog:
        if message.id:
            english = message.id if isinstance(message.id, str) else message.id[0]
            told[english] = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    return told
