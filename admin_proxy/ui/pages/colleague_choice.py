"""Choosing colleagues, in whichever form asks for some: the search behind the field, and what the form says of it."""

from __future__ import annotations

from collections.abc import Mapping

import reflex as rx

from admin_proxy.access.permissions import Permission
from admin_proxy.directory import colleagues
from admin_proxy.directory.colleagues import ColleagueCard
from admin_proxy.identity import Identity
from admin_proxy.threads import off_loop
from admin_proxy.ui.components.colleagues import colleagues_field
from admin_proxy.ui.components.form import anew
from admin_proxy.ui.components.kinds import Text, vars_of
from admin_proxy.ui.components.words import t
from admin_proxy.ui.growing import leading_on
from admin_proxy.ui.session import requires
from admin_proxy.ui.shell.state import ShellState
from admin_proxy.words import say

_LARGEST = 10
"""Digits of a number in a form."""


class ColleagueChoiceState(rx.State):
    people: list[ColleagueCard] = []
    answers: str = ""
    has_more: bool = False

    _more: str = ""
    _text: str = ""

    @rx.event(supersedes=True)
    @requires(Permission.TAKE_PART)
    async def find(self, identity: Identity, text: str) -> None:
        self._text = text
        page = await off_loop(colleagues.search, identity, text)
        self.people, self._more, self.has_more = list(page.cards), page.more, bool(page.more)
        self.answers = text

    @rx.event
    @requires(Permission.TAKE_PART)
    async def find_more(self, identity: Identity) -> None:
        if self._more:
            page = await off_loop(colleagues.search, identity, self._text, self._more)
            self.people = [*self.people, *page.cards]
            self._more = leading_on(self.people, page.more)
            self.has_more = bool(self._more)


seen, shell = vars_of(ColleagueChoiceState), vars_of(ShellState)


def choose_colleagues(label: Text, name: str, *, error: Text, note: Text) -> rx.Component:
    """The field. `note` is what `sent_as` makes."""
    return colleagues_field(
        label,
        name,
        results=seen.people,
        answers=seen.answers,
        has_more=seen.has_more,
        on_search=seen.find,
        on_more=seen.find_more,
        hint=t("One or several, {count} at most.", count=colleagues.MOST_CHOSEN),
        error=error,
        note=note,
    )


def typed_as(form: rx.Component) -> rx.Component:
    """A form in which nothing of what was typed as somebody is there any more once the page is somebody else's."""
    return anew(form, of=shell.name + shell.session_key)


def ids_in(form: Mapping[str, str], name: str) -> list[int]:
    """What the field says. A part that is no number is nobody's."""
    return [number_in(part) or 0 for part in form.get(name, "").split(",") if part]


def number_in(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= _LARGEST else None


def sent_as(identity: Identity, to: str = "{to}") -> str:
    """While impersonating: what will be sent to whom, and in whose name; otherwise nothing needs to be said."""
    return (
        say("This will be sent to {to} as {name}.", to=to, name=identity.subject.name) if identity.impersonating else ""
    )


def whose(identity: Identity) -> str:
    """The subject's first name where 'you' would be read as the administrator; otherwise empty."""
    return identity.subject.first_name if identity.impersonating else ""
