"""What is wrong with an upload: each problem with the line and column of the file that it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from admin_proxy.words import say

SHOWN = 500
"""As many problems are handed out, the first ones of the file; all of them are counted."""
_KEPT = 20 * SHOWN


@dataclass(frozen=True, slots=True)
class Problem:
    sentence: str
    line: int = 0
    """Counted as a text editor does; 0: it is about the whole file."""
    column: int = 0
    """Counted from 1; 0: it is about the whole line."""
    heading: str = ""
    where: str = field(init=False)
    """'Line 12, column 3 (Email)'"""

    def __post_init__(self) -> None:
        object.__setattr__(self, "where", self._place())

    def _place(self) -> str:
        if not self.line:
            return say("The file")
        if not self.column:
            return say("Line {line}", line=str(self.line))
        line, column = str(self.line), str(self.column)
        if not self.heading:
            return say("Line {line}, column {column}", line=line, column=column)
        return say("Line {line}, column {column} ({heading})", line=line, column=column, heading=excerpt(self.heading))


class Problems:
    """Collects them, in any order. Counts all and keeps so many that a hostile file cannot fill the memory."""

    def __init__(self, found: Iterable[Problem] = ()) -> None:
        self.count = 0
        self._kept: list[Problem] = []
        for problem in found:
            self.add(problem)

    def add(self, problem: Problem) -> None:
        self.count += 1
        if len(self._kept) < _KEPT:
            self._kept.append(problem)

    def shown(self) -> tuple[Problem, ...]:
        """The first ones, in the order of the file."""
        ordered = sorted(self._kept, key=lambda problem: (problem.line, problem.column))
        return tuple(ordered[:SHOWN])

    def __bool__(self) -> bool:
        return self.count > 0


def excerpt(value: str, length: int = 60) -> str:
    """A cell as it can be shown inside a sentence: on one line, not too long, nothing invisible in it."""
    shown = "".join(letter if letter.isprintable() else "�" for letter in value[: length + 1])
    return shown if len(shown) <= length else shown[: length - 1] + "…"
