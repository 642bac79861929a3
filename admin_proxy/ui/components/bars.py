"""How many there were on each of a row of days. A table with the same figures always stands beside it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from admin_proxy.ui.components.kinds import Text


class _Bars(rx.Component):
    library = "$/public/ui/bars.jsx"
    tag = "Bars"

    bars: rx.Var[list[Any]]
    label: rx.Var[str]
    top: rx.Var[str]
    begin: rx.Var[str]
    end: rx.Var[str]


def bars(days: rx.Var[Any], *, label: Text, top: Text, begin: Text, end: Text) -> rx.Component:
    """A bar for each day.

    Args:
        days: label and height of each, in per cent of the picture.
        label: what it shows, in one sentence.
        top: what the upper edge stands for; `begin` and `end` are the first day and the last.
    """
    return _Bars.create(bars=days, label=label, top=top, begin=begin, end=end)
