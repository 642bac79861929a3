"""Choosing or dropping a file that is uploaded at once. See `assets/ui/filedrop.jsx`."""

from __future__ import annotations

import reflex as rx

from admin_proxy.ui.components.kinds import Called, CalledWithObject, Event, Flag, Text


class _FileDrop(rx.Component):
    library = "$/public/ui/filedrop.jsx"
    tag = "FileDrop"

    action: rx.Var[str]
    name: rx.Var[str]
    accept: rx.Var[str]
    max_bytes: rx.Var[int]
    label: rx.Var[str]
    hint: rx.Var[str]
    disabled: rx.Var[bool]

    on_start: Called
    on_done: CalledWithObject


def file_drop(
    *,
    action: str,
    on_done: Event,
    on_start: Event = None,
    name: str = "file",
    accept: str = ".csv,text/csv",
    max_bytes: int = 0,
    label: Text,
    hint: Text = "",
    disabled: Flag = False,
) -> rx.Component:
    """One file, posted as multipart/form-data to `action`, with progress.

    Args:
        action: an HTTP door of the product's own. It answers 2xx with a JSON object, or another status with
            `{"error": "a sentence"}`, which is shown here.
        on_done: gets that JSON object. It comes from the browser: the server believes only ids that it handed out
            and looks up.
        on_start: a file was chosen and is on its way.
        max_bytes: larger files are not even sent; 0 leaves it to the server.
        hint: formats and limits, until a file is chosen.
    """
    started = {} if on_start is None else {"on_start": on_start}
    return _FileDrop.create(
        action=action,
        name=name,
        accept=accept,
        max_bytes=max_bytes,
        label=label,
        hint=hint,
        disabled=disabled,
        on_done=on_done,
        **started,
    )
