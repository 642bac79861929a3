"""The kinds of notifications that there are. Each feature offers its own, with a sample of what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from admin_proxy.identity import Party


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody is told, in their language and time zone."""

    title: str
    """In the inbox; of the letter, its subject."""
    text: str
    """Plain text; paragraphs apart by an empty line, what belongs to the line above it indented."""


Say = Callable[[Party], Words]
"""Words for that reader."""


@dataclass(frozen=True, slots=True)
class Kind:
    key: str
    """`feature.happened`."""
    label: str
    about: str
    """When somebody gets it, in a sentence."""
    sample: Say
    switch: str = ""
    """The organization's rule that turns it on and off as a whole. Its people have no choice, and get it both ways."""


_offered: dict[str, Kind] = {}


def offer(kind: Kind) -> Kind:
    """Say that there is that kind; returns it."""
    _offered[kind.key] = kind
    return kind


def offered() -> tuple[Kind, ...]:
    """Those that are switched as a whole first, then by their names."""
    return tuple(sorted(_offered.values(), key=lambda kind: (not kind.switch, kind.label)))


def known(key: str) -> Kind | None:
    return _offered.get(key)
