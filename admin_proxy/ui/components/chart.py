"""How a figure has gone over time. A table with the same figures always stands beside it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from admin_proxy.ui.components.kinds import Text


class _Chart(rx.Component):
    library = "$/public/ui/chart.jsx"
    tag = "Chart"

    points: rx.Var[list[Any]]
    plan: rx.Var[list[Any]]
    label: rx.Var[str]
    top: rx.Var[str]
    bottom: rx.Var[str]
    begin: rx.Var[str]
    end: rx.Var[str]


def chart(
    points: rx.Var[Any], plan: rx.Var[Any], *, label: Text, top: Text, bottom: Text, begin: Text, end: Text
) -> rx.Component:
    """A line through `points`, before the way that was planned.

    Args:
        points: x, y, tone and label of each, in per cent of the picture from its top left.
        plan: the places of the planned way, x and y of each.
        label: what it shows, in one sentence.
        top: what the upper edge stands for; `bottom`, `begin` and `end` likewise.
    """
    return _Chart.create(points=points, plan=plan, label=label, top=top, bottom=bottom, begin=begin, end=end)
