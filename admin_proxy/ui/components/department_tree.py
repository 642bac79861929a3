"""The tree of departments, with what can be done to the chosen one. See `assets/ui/tree.jsx` for how it behaves."""

from __future__ import annotations

from typing import Any

import reflex as rx

from admin_proxy.ui.components.kinds import CalledWithTextAndNumber, Event, Number


class _DepartmentTree(rx.Component):
    library = "$/public/ui/tree.jsx"
    tag = "DepartmentTree"

    rows: rx.Var[list[Any]]
    wanted: rx.Var[int]
    wanted_count: rx.Var[int]
    people_href: rx.Var[str]

    on_act: CalledWithTextAndNumber


def department_tree(
    rows: rx.Var[Any], *, wanted: Number, wanted_count: Number, people_href: str, on_act: Event
) -> rx.Component:
    """Args:
    rows: `(id, depth, name, people, people with all below)` of each, in order.
    wanted: what to choose, as soon as it is among the rows; anew whenever `wanted_count` is another one.
    people_href: where the people of a department are listed; its id is put behind.
    on_act: gets 'add', 'rename', 'move', 'merge' or 'delete', and the id of the department.
    """
    return _DepartmentTree.create(
        rows=rows, wanted=wanted, wanted_count=wanted_count, people_href=people_href, on_act=on_act
    )
