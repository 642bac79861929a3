"""The impersonation banner: whom, how long still, and the way out. On every page, and nothing closes it."""

from __future__ import annotations

import reflex as rx

from admin_proxy.ui.components.announce import announce
from admin_proxy.ui.components.button import button
from admin_proxy.ui.components.countdown import countdown
from admin_proxy.ui.components.icon import icon
from admin_proxy.ui.components.kinds import Event, Flag, Number, Text
from admin_proxy.ui.components.words import t

URGENT_BELOW_MS = 5 * 60 * 1000


def banner(
    *,
    running: rx.Var[bool],
    name: rx.Var[str],
    email: rx.Var[str],
    remaining_ms: Number,
    nonce: Text,
    session_key: Text,
    on_stop: Event,
    on_zero: Event,
    stopping: Flag = False,
    thresholds: tuple[int, ...] | rx.Var[list[int]] = (),
    on_threshold: Event = None,
    language: Text = "en",
) -> rx.Component:
    """The banner while `running`, and the one polite announcement of it.

    Args:
        nonce: names the measurement of `remaining_ms`; see `countdown`.
        session_key: the same for all of one session and no secret; what was announced is remembered under it.
        language: of whoever sits before the screen, which need not be the page's.
        on_zero: the time is up as this tab counts. The veil asks as well.
    """
    return rx.fragment(
        announce(
            rx.cond(running, t("You are impersonating {name} ({email}).", name=name, email=email), ""), session_key
        ),
        rx.cond(
            running,
            rx.el.section(
                rx.el.div(
                    icon("venetian-mask", 18),
                    _words(name, email),
                    class_name="banner-text",
                ),
                rx.el.p(
                    countdown(
                        remaining_ms,
                        nonce,
                        urgent_below_ms=URGENT_BELOW_MS,
                        thresholds=thresholds,
                        on_threshold=on_threshold,
                        on_zero=on_zero,
                        doubt_at_zero=True,
                    ),
                    rx.el.span(t("left")),
                    class_name="banner-time",
                ),
                button(t("Stop Impersonation"), on_stop, kind="stop", busy=stopping),
                class_name="banner",
                lang=language,
                aria_label=t("Impersonation"),
            ),
        ),
    )


def _words(name: rx.Var[str], email: rx.Var[str]) -> rx.Component:
    # Cut where there is no room; whole in the tooltip and for assistive technology.
    return rx.el.p(
        rx.el.span(t("You are impersonating"), " ", class_name="banner-lead"),
        rx.el.span(
            rx.el.strong(name),
            rx.el.span(f" ({email})", class_name="banner-mail"),
        ),
        class_name="banner-words",
        title=f"{name} ({email})",
    )
