"""Adding people to a group, or removing them, by pasting e-mails: each line is answered before anything is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import reflex as rx

from admin_proxy.access.permissions import Permission
from admin_proxy.directory import group_pasting
from admin_proxy.directory.group_pasting import LONGEST, MOST, Answer, Pasted, Way
from admin_proxy.identity import Identity, Invalid
from admin_proxy.impersonation import rehearsing
from admin_proxy.threads import off_loop
from admin_proxy.ui.components.badge import badge
from admin_proxy.ui.components.button import button
from admin_proxy.ui.components.dialog import dialog, dialog_footer
from admin_proxy.ui.components.field import text_area_field
from admin_proxy.ui.components.kinds import Row, vars_of
from admin_proxy.ui.components.notice import notice
from admin_proxy.ui.components.table import Column, table
from admin_proxy.ui.components.words import t
from admin_proxy.ui.pages.groups import group_id_in
from admin_proxy.ui.session import requires
from admin_proxy.words import later, number, say

_FORESEEN = {Answer.ADDED: later("will be added"), Answer.REMOVED: later("will be removed")}
_TONES = {
    Answer.ADDED: "good",
    Answer.REMOVED: "good",
    Answer.ALREADY_IN_IT: "neutral",
    Answer.NOT_IN_IT: "neutral",
    Answer.WRITTEN_TWICE: "neutral",
    Answer.NO_SUCH_PERSON: "warn",
    Answer.NOT_AN_EMAIL: "warn",
}


@dataclass(frozen=True, slots=True)
class LineRow:
    number: int
    text: str
    name: str
    answer: str
    tone: str


@dataclass(frozen=True, slots=True)
class Count:
    words: str
    tone: str


class GroupPasteState(rx.State):
    way: str = ""
    """`add` or `remove` while the dialog is open."""
    stage: str = ""
    """`foreseen` when it is said what would happen, `done` when it has."""
    error: str = ""
    lines: list[LineRow] = []
    counts: list[Count] = []
    changed: int = 0
    sessions: int = 0

    _text: str = ""

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def open(self, identity: Identity, way: Literal["add", "remove"]) -> None:  # noqa: ARG002
        self._close()
        self.way = way

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def check(self, identity: Identity, form: dict[str, Any]) -> None:
        """What it would do. Nothing is changed yet."""
        if self.way == "":
            return
        self.stage, self.error, self._text = "", "", str(form.get("emails", ""))
        try:
            foreseen, sessions = await off_loop(
                rehearsing.pasted, identity, self._group_id(), self._text, Way(self.way)
            )
        except Invalid as refusal:
            self.error = refusal.sentence
            return
        self.sessions = sessions
        self._show(foreseen, "foreseen")

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def forget(self, identity: Identity) -> None:  # noqa: ARG002
        """Something else is typed: what was foreseen was foreseen for the text before."""
        self.stage = ""

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def apply(self, identity: Identity) -> None:
        if self.way == "" or self.stage != "foreseen":
            raise Invalid("", say("Check the e-mails first."))
        self._show(
            await off_loop(group_pasting.apply, identity, self._group_id(), self._text, Way(self.way)), "done"
        )  # fmt: skip

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def close(self, identity: Identity) -> None:  # noqa: ARG002
        self._close()

    def _close(self) -> None:
        self.way, self.stage, self.error, self._text = "", "", "", ""
        self.lines, self.counts, self.changed, self.sessions = [], [], 0, 0

    def _show(self, pasted: Pasted, stage: str) -> None:
        def words(answer: Answer) -> str:
            return say(_FORESEEN.get(answer, answer.value) if stage == "foreseen" else answer.value)

        self.stage, self.changed = stage, pasted.changed
        self.counts = [
            Count(f"{number(count)} {words(answer)}", _TONES[answer]) for answer, count in pasted.counts.items()
        ]
        self.lines = [
            LineRow(
                number=line.number,
                text=line.text,
                name=say("{name} (deactivated)", name=line.name) if line.is_deactivated else line.name,
                answer=words(line.answer).capitalize(),
                tone=_TONES[line.answer],
            )
            for line in pasted.lines
        ]

    def _group_id(self) -> int:
        return group_id_in(self.router.url.path)


seen = vars_of(GroupPasteState)


def paste() -> rx.Component:
    """The dialog."""
    adding = seen.way == "add"
    return dialog(
        rx.cond(
            seen.stage == "done",
            rx.fragment(_outcome(), dialog_footer(button(t("Done"), closes=True, kind="primary"))),
            rx.el.form(
                text_area_field(
                    t("E-mails"),
                    "emails",
                    placeholder="Jane Doe <jane@example.org>\njohn@example.org",
                    hint=t("One a line, or between commas, semicolons or blanks. At most {most} at once.", most=MOST),
                    error=seen.error,
                    max_length=LONGEST + 1_000,  # what is longer is refused, and not cut off by the browser unseen
                    rows=6,
                    autofocus=True,
                    on_change=rx.cond(seen.stage == "foreseen", seen.forget, rx.noop()),
                ),
                rx.cond(seen.stage == "foreseen", _outcome()),
                dialog_footer(
                    button(t("Cancel"), closes=True),
                    rx.cond(
                        seen.stage == "foreseen",
                        button(_do_it(adding), seen.apply, kind="primary", disabled=seen.changed == 0),
                        button(t("Check"), kind="primary", submit=True),
                    ),
                ),
                on_submit=seen.check,
                class_name="form pasting",
            ),
        ),
        open=seen.way != "",
        title=rx.cond(adding, t("Add by pasting e-mails"), t("Remove by pasting e-mails")),
        on_close=seen.close,
        size="lg",
    )


def _do_it(adding: Any) -> rx.Var[str]:
    people = rx.match(seen.changed, (0, ""), (1, t("1 person")), t("{changed} people", changed=seen.changed))
    nobody = rx.cond(adding, t("Nobody to add"), t("Nobody to remove"))
    return rx.cond(
        seen.changed == 0,
        nobody,
        rx.cond(adding, t("Add {people}", people=people), t("Remove {people}", people=people)),
    )


def _outcome() -> rx.Component:
    return rx.el.div(
        rx.el.p(rx.foreach(seen.counts, lambda count: badge(count.words, count.tone)), class_name="row", role="status"),
        rx.cond(
            (seen.way == "remove") & (seen.stage == "foreseen") & (seen.sessions > 0),
            notice(
                rx.cond(
                    seen.sessions == 1,
                    t("1 running impersonation ends at once."),
                    t("{sessions} running impersonations end at once.", sessions=seen.sessions),
                ),
                tone="warn",
            ),
        ),
        rx.el.div(
            table(
                t("Each e-mail"),
                (
                    Column(t("Line"), lambda line: line.number, width="4rem"),
                    Column(t("E-mail"), _text, lead=True),
                    Column(t("Person"), lambda line: rx.cond(line.name != "", line.name, "—")),
                    Column(t("Result"), lambda line: badge(line.answer, line.tone), width="9.5rem"),
                ),
                seen.lines,
            ),
            class_name="pasted-lines",
            tab_index=0,
            role="region",
            aria_label=t("Each e-mail"),
        ),
        class_name="stack",
    )


def _text(line: Row) -> rx.Component:
    return rx.el.span(line.text, class_name="truncate", title=line.text)
