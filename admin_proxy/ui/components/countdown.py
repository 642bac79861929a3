"""The time left, ticking in the browser. See `assets/ui/countdown.jsx`."""

from __future__ import annotations

import reflex as rx

from admin_proxy.ui.components.kinds import Called, CalledWithNumber, Event, Number, Text


class _Countdown(rx.Component):
    library = "$/public/ui/countdown.jsx"
    tag = "Countdown"

    remaining_ms: rx.Var[int]
    nonce: rx.Var[str]
    warn_ms: rx.Var[int]
    thresholds: rx.Var[list[int]]
    doubt_at_zero: rx.Var[bool]
    spoken_suffix: rx.Var[str]

    on_threshold: CalledWithNumber
    on_zero: Called


def countdown(
    remaining_ms: Number,
    nonce: Text,
    *,
    urgent_below_ms: int = 0,
    thresholds: tuple[int, ...] | rx.Var[list[int]] = (),
    on_threshold: Event = None,
    on_zero: Event = None,
    doubt_at_zero: bool = False,
    spoken_suffix: Text = "",
) -> rx.Component:
    """`1:59:59` or `1:59`, counted from what the server said is left.

    Args:
        remaining_ms: milliseconds left when the server measured.
        nonce: names that measurement. The same nonce goes on counting, also on another page of this tab and however
            often State is sent again; a new one starts anew. The session's id with its end does well.
        thresholds: milliseconds left at which `on_threshold` is called, with that number.
        on_zero: it is over. The server decides whether that is so.
        doubt_at_zero: at zero the veil comes down until the server has said what is so.
        spoken_suffix: after the words for assistive technology ('59 minutes' + ' left').
    """
    calls = {
        name: handler for name, handler in (("on_threshold", on_threshold), ("on_zero", on_zero)) if handler is not None
    }
    return _Countdown.create(
        remaining_ms=remaining_ms,
        nonce=nonce,
        warn_ms=urgent_below_ms,
        thresholds=thresholds if isinstance(thresholds, rx.Var) else list(thresholds),
        doubt_at_zero=doubt_at_zero,
        spoken_suffix=spoken_suffix,
        **calls,
    )
