"""A goal as a line of a list: the same words and the same look on Goals, on a goal's page, on Team and on Home."""

from __future__ import annotations

from dataclasses import dataclass

import reflex as rx

from admin_proxy.goals.checking_in import CONFIDENCES
from admin_proxy.goals.closing import OUTCOMES
from admin_proxy.goals.goal_list import GoalCard
from admin_proxy.goals.tables import Confidence, GoalState
from admin_proxy.identity import Identity
from admin_proxy.ui import amounts, when
from admin_proxy.ui.components.avatar import avatar
from admin_proxy.ui.components.badge import badge
from admin_proxy.ui.components.button import route_link
from admin_proxy.ui.components.icon import icon
from admin_proxy.ui.components.kinds import Row, Text
from admin_proxy.ui.components.words import t
from admin_proxy.ui.shell.places import GOALS
from admin_proxy.words import later, say

NO_CHECK_IN = later("No check-in yet")

_TONES = {
    Confidence.ON_TRACK: "good",
    Confidence.AT_RISK: "warn",
    Confidence.OFF_TRACK: "bad",
    GoalState.REACHED: "good",
    GoalState.NOT_REACHED: "bad",
    GoalState.DROPPED: "neutral",
}


@dataclass(frozen=True, slots=True)
class GoalRow:
    href: str
    title: str
    owner: str
    initials: str
    is_private: bool
    progress: int
    share: str
    standing: str
    tone: str
    is_quiet: bool
    ends: str
    is_late: bool
    depth: int = 0
    is_context: bool = False
    """It stands in the tree only because others are aligned to it."""
    aligned: str = ""
    """What it is aligned to, for those who do not see how far it is indented."""


def href(goal_id: int) -> str:
    return f"{GOALS.path}/{goal_id}"


def standing(state: GoalState, confidence: Confidence | None) -> tuple[str, str]:
    """How it stands, in words and as a badge's tone."""
    if state is not GoalState.OPEN:
        return say(OUTCOMES[state]), _TONES[state]
    return (say(CONFIDENCES[confidence]), _TONES[confidence]) if confidence else (say(NO_CHECK_IN), "neutral")


def row(identity: Identity, card: GoalCard, *, depth: int = 0, is_context: bool = False, aligned: str = "") -> GoalRow:
    words, tone = standing(card.state, card.confidence)
    return GoalRow(
        href=href(card.id),
        title=card.title,
        owner=card.owner,
        initials=card.owner_initials,
        is_private=not card.is_public,
        progress=card.progress,
        share=amounts.share(identity.subject, card.progress),
        standing=words,
        tone=tone,
        is_quiet=card.is_quiet,
        ends=when.day(identity.subject, card.ends_on),
        is_late=card.state is GoalState.OPEN and card.ends_on < identity.subject.today,
        depth=depth,
        is_context=is_context,
        aligned=aligned,
    )


def title(one: Row) -> rx.Component:
    """The way to its page, and a lock where it is private."""
    return rx.el.div(
        route_link(one.title, href=one.href, class_name="goal-link"),
        rx.cond(one.is_private, private()),
    )


def private() -> rx.Component:
    return rx.el.span(
        icon("lock", 14), rx.el.span(t("Private"), class_name="sr-only"), class_name="goal-private", title=t("Private")
    )


def owner(one: Row) -> rx.Component:
    return rx.el.div(
        avatar(one.owner, one.initials, "sm"), rx.el.span(one.owner, title=one.owner), class_name="goal-owner"
    )


def bar(progress: rx.Var[int], share: Text, label: Text) -> rx.Component:
    return rx.el.div(
        rx.el.progress(value=progress, max=100, aria_label=label, class_name="progress"),
        rx.el.span(share, class_name="numeric"),
        class_name="goal-bar",
    )


def how_it_stands(one: Row) -> rx.Component:
    return rx.el.div(
        badge(one.standing, one.tone),
        rx.cond(one.is_quiet, badge(t("Quiet for 30 days"), "warn")),
        class_name="goal-badges",
    )


def ends(one: Row) -> rx.Component:
    return rx.el.span(one.ends, rx.cond(one.is_late, rx.el.span(" ", badge(t("Overdue"), "bad"))))
