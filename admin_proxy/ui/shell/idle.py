"""The two pop-ups at the end of an impersonation: still there? and: it has ended."""

from __future__ import annotations

import reflex as rx

from admin_proxy.ui.components.button import button
from admin_proxy.ui.components.countdown import countdown
from admin_proxy.ui.components.dialog import dialog
from admin_proxy.ui.components.kinds import Event, Flag, Number, Text
from admin_proxy.ui.components.words import t, t_with


def idle_dialog(
    *,
    open: Flag,  # noqa: A002
    name: rx.Var[str],
    remaining_ms: Number,
    nonce: Text,
    on_continue: Event,
    on_stop: Event,
    on_dismiss: Event = None,
    continuing: Flag = False,
    stopping: Flag = False,
    note: Text = "",
) -> rx.Component:
    """'Still impersonating Jane Doe? The session ends in 1:59.'

    Escape only puts it away, which is no answer: the session goes on to its end, the banner stays urgent.

    Args:
        note: what 'Continue' does, or why it can't ('It has run for 24 hours, which is the most.').
    """
    about = [rx.el.p(note, class_name="soft small")] if not isinstance(note, str) or note else []
    return dialog(
        rx.el.p(t_with("The session ends in {time}.", time=countdown(remaining_ms, nonce))),
        *about,
        open=open,
        title=t("Still impersonating {name}?", name=name),
        footer=(
            button(t("Stop Impersonation"), on_stop, busy=stopping),
            button(t("Continue"), on_continue, kind="primary", busy=continuing),
        ),
        on_close=on_dismiss,
        size="sm",
        alert=True,
        close_button=False,
    )


def ended_dialog(
    *,
    open: Flag,  # noqa: A002
    sentence: Text,
    on_again: Event,
    on_done: Event,
    can_again: Flag = True,
) -> rx.Component:
    """It has ended by itself: says why, and offers to ask again or to leave it.

    Args:
        sentence: the cause's sentence ('Your impersonation of Jane Doe has ended: the time was up.').
        on_done: 'Done', and also Escape.
        can_again: the same person may be asked for again.
    """
    return dialog(
        rx.el.p(sentence),
        rx.el.p(t("You are yourself again. What was done is in the audit log."), class_name="soft small"),
        open=open,
        title=t("Impersonation ended"),
        footer=(
            rx.cond(can_again, button(t("Impersonate again"), on_again)),
            button(t("Done"), closes=True, kind="primary"),
        ),
        on_close=on_done,
        size="sm",
        alert=True,
        close_button=False,
    )
