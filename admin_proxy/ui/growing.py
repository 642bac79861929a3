"""Lists that grow at their end when somebody asks for more: what is loaded stays in State, so none grows for ever."""

from __future__ import annotations

from collections.abc import Sized

MOST = 1_000


def leading_on(rows: Sized, cursor: str) -> str:
    """Where to read on after these rows; empty where there is nothing more, or where there are enough of them.

    Args:
        cursor: where the product would read on; empty at the end.
    """
    return cursor if len(rows) < MOST else ""
