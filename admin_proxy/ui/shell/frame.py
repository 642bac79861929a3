"""Every page of the application stands in this frame, which shows what the session asks for around it."""

from __future__ import annotations

import reflex as rx

from admin_proxy.ui.components.button import link_button
from admin_proxy.ui.components.kinds import Node, Text, vars_of
from admin_proxy.ui.components.notice import notice
from admin_proxy.ui.components.problem import problem
from admin_proxy.ui.components.shown import shown
from admin_proxy.ui.components.states import loading
from admin_proxy.ui.components.unsaved import unsaved
from admin_proxy.ui.components.veil import veil
from admin_proxy.ui.components.words import own_words, speak, t
from admin_proxy.ui.session import SessionState
from admin_proxy.ui.shell.banner import banner
from admin_proxy.ui.shell.guide import guide
from admin_proxy.ui.shell.idle import ended_dialog, idle_dialog
from admin_proxy.ui.shell.layout import Viewer, layout
from admin_proxy.ui.shell.state import ShellState
from admin_proxy.ui.shell.story import story
from admin_proxy.ui.shell.whose import mine, them

session, shell = vars_of(SessionState), vars_of(ShellState)


def frame(*content: Node) -> rx.Component:
    """The page's content, or in its place the problem that kept it from loading."""
    return layout(
        story(shell.story, on_close=shell.close_story),
        _messages(),
        rx.cond(shell.arrived, rx.fragment(), loading(label=t("Loading the page…"))),
        rx.el.div(
            rx.cond(
                session.problem == 0, rx.fragment(rx.cond(shell.story, rx.fragment(), guide()), *content), _problem()
            ),
            # Hidden and not left out: what was typed is still there when a lost connection is back.
            hidden=~shell.arrived,
            class_name="page",
        ),
        may=lambda permission: shell.permissions.contains(permission.value),
        in_demo=shell.in_demo,
        unread=shell.unread,
        viewer=Viewer(shell.name, shell.initials, shell.email, shell.role),
        impersonating=shell.impersonating,
        banner=own_words(_banner()),
        overlays=(
            _unsaved(),
            own_words(_idle(), _ended()),
            _veil(),
            speak(shell.language, shell.own_language),
            shown(session.view, on_shown=session.shows),
        ),
        saved_theme=shell.theme,
        on_theme=shell.choose_theme,
    )


def _messages() -> rx.Component:
    return rx.el.div(
        rx.match(
            session.notice_kind,
            ("good", notice(session.notice, tone="good", announced=True)),
            ("refused", notice(session.notice, tone="bad", announced=True)),
            rx.fragment(),
        ),
        key=session.notice_count,
    )


def _problem() -> rx.Component:
    home = link_button(t("Back to Home"), "/", kind="primary")
    return rx.match(
        session.problem,
        (403, problem("403", _not_allowed(), session.problem_sentence, actions=(home,))),
        (404, problem("404", t("This page does not exist"), session.problem_sentence, actions=(home,))),
        problem(
            "500",
            t("Something went wrong"),
            session.problem_sentence,
            error_id=session.error_id,
            actions=(home,),
        ),
    )


def _not_allowed() -> Text:
    return mine(t("You are not allowed to see this page"), t("{name} is not allowed to see this page", name=them))


def _banner() -> rx.Component:
    return banner(
        running=shell.impersonating,
        name=shell.subject_name,
        email=shell.subject_email,
        remaining_ms=shell.remaining_ms,
        nonce=shell.measurement,
        session_key=shell.session_key,
        on_stop=shell.stop,
        on_zero=shell.follow,
        thresholds=shell.idle_prompt_at,
        on_threshold=shell.ask_idle,
        language=shell.own_language,
    )


def _unsaved() -> rx.Component:
    return unsaved(
        view=session.view,
        name=rx.cond(shell.arrived, shell.name, ""),
        refused_as=session.unsaved_as,
        refusals=session.notice_count,
    )


def _idle() -> rx.Component:
    return idle_dialog(
        open=shell.idle_asks,
        name=shell.subject_name,
        remaining_ms=shell.remaining_ms,
        nonce=shell.measurement,
        on_continue=shell.renew,
        on_stop=shell.stop,
        on_dismiss=shell.put_idle_away,
        note=shell.idle_note,
    )


def _ended() -> rx.Component:
    return ended_dialog(
        open=shell.ended,
        sentence=shell.ended_sentence,
        on_again=shell.impersonate_again,
        on_done=shell.done,
        can_again=shell.may_impersonate_again,
    )


def _veil() -> rx.Component:
    return veil(active=shell.impersonating, confirmed=shell.confirmed, on_ask=shell.confirm)
