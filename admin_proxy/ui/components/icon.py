"""Icons, drawn as lucide draws them. An icon never speaks: the words beside it, or the button's label, do."""

from __future__ import annotations

from typing import Literal

import reflex as rx

Name = Literal[
    "arrow-left",
    "arrow-right",
    "arrow-up-right",
    "award",
    "bell",
    "briefcase",
    "building-2",
    "calendar",
    "check",
    "chevron-down",
    "chevron-right",
    "chevrons-up-down",
    "circle-alert",
    "circle-check",
    "circle-stop",
    "clock",
    "download",
    "ellipsis",
    "eye",
    "eye-off",
    "file-spreadsheet",
    "file-text",
    "globe",
    "heart",
    "history",
    "hourglass",
    "house",
    "inbox",
    "info",
    "key-round",
    "laptop",
    "lightbulb",
    "list-filter",
    "lock",
    "log-out",
    "mail",
    "map-pin",
    "menu",
    "message-square",
    "monitor",
    "moon",
    "network",
    "plus",
    "refresh-cw",
    "scroll-text",
    "search",
    "settings",
    "shield-check",
    "smartphone",
    "sun",
    "target",
    "thumbs-up",
    "trash-2",
    "triangle-alert",
    "upload",
    "user",
    "user-search",
    "users",
    "users-round",
    "venetian-mask",
    "wifi-off",
    "x",
]


class _Icon(rx.Component):
    library = "$/public/ui/icon.jsx"
    tag = "Icon"

    name: rx.Var[str]
    size: rx.Var[int]


def icon(name: Name, size: int = 16) -> rx.Component:
    """One of the icons of `assets/ui/icon.jsx`, in the colour of the text around it.

    Args:
        size: in pixels. 14 in small text, 16 in lists and buttons, 18 in the top bar, 20 in an empty state.
    """
    return _Icon.create(name=name, size=size)
