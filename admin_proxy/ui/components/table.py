"""Rows that are compared with each other. On a phone each row becomes a card with the column's name at each value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import reflex as rx

from admin_proxy.ui.components.button import route_link
from admin_proxy.ui.components.icon import icon
from admin_proxy.ui.components.kinds import Flag, Node, Text, said


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        title: its heading; none for a column of buttons.
        cell: what to show of a row, which is a Var.
        width: as CSS has it; columns without one share what is left.
        align: `end` for numbers.
        lead: what the row is about; on a phone it is the card's head, without the column's name.
        nowrap: it stays on one line, and is cut.
        shown: whether it is there at present.
        href: where to read the table in this column's order, for a heading that sorts.
        head: what stands in the heading instead of its words.
        order: `ascending` or `descending` where the table is in this column's order.
    """

    title: Text
    cell: Callable[[Any], Node]
    width: str = ""
    align: Literal["start", "end"] = "start"
    lead: bool = False
    nowrap: bool = False
    shown: Flag = True
    href: Text = ""
    head: Node | None = None
    order: Text = ""


def table(caption: Text, columns: tuple[Column, ...], rows: rx.Var[Any]) -> rx.Component:
    """A table with a heading that stays in sight.

    Args:
        caption: what it lists; for assistive technology, since a card's title says it to the eyes.
        rows: a list in State.
    """
    return rx.el.div(
        rx.el.table(
            rx.el.caption(caption, class_name="sr-only"),
            rx.el.thead(rx.el.tr(*[_head(column) for column in columns], role="row"), role="rowgroup"),
            rx.el.tbody(
                rx.foreach(rows, lambda row: rx.el.tr(*[_cell(column, row) for column in columns], role="row")),
                role="rowgroup",
            ),
            class_name="table",
            role="table",  # said once more, because the cards' layout takes the meaning from the elements
        ),
        class_name="table-place",
    )


def table_footer(*content: Node) -> rx.Component:
    """Below a table: how many, and 'Load more'."""
    return rx.el.div(*content, class_name="table-foot")


def _head(column: Column) -> rx.Component:
    width = {"style": {"width": column.width}} if column.width else {}
    if (
        isinstance(column.title, str) and not column.title
    ):  # a heading without words is read out as one; an empty cell is not
        return rx.el.td(role="cell", custom_attrs=_marks(column), **width)
    words: Node = column.title if column.head is None else column.head
    marks: dict[str, Any] = {**_marks(column)}
    if isinstance(column.href, rx.Var) or column.href:
        words = route_link(column.title, icon("chevron-down", 12), href=column.href, class_name="table-sort")
        marks["aria-sort"] = rx.cond(said(column.order), column.order, "none")
    head = rx.el.th(words, scope="col", role="columnheader", custom_attrs=marks, **width)
    return _where_shown(column, head)


def _cell(column: Column, row: Any) -> rx.Component:
    # One child, so that the card's two columns hold the name and all of the value.
    cell = rx.el.td(
        rx.el.div(column.cell(row)),
        role="cell",
        custom_attrs={"data-label": column.title, **_marks(column)},
    )
    return _where_shown(column, cell)


def _where_shown(column: Column, part: rx.Component) -> rx.Component:
    return rx.cond(column.shown, part) if isinstance(column.shown, rx.Var) else part


def _marks(column: Column) -> dict[str, str]:
    marks = {"data-align": "end"} if column.align == "end" else {}
    if column.lead:
        marks["data-lead"] = ""
    if column.nowrap:
        marks["data-nowrap"] = ""
    return marks
