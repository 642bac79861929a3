"""What surrounds every page: who is seen as whom, what the menu offers, the banner, the pop-ups."""

from __future__ import annotations

import uuid
from typing import Any

import reflex as rx
from reflex.state import OnLoadInternalState

from admin_proxy import words
from admin_proxy.access.permissions import Permission, may, refusal
from admin_proxy.accounts import settings as own_settings
from admin_proxy.demo import running, stories
from admin_proxy.demo.stories import Story
from admin_proxy.identity import Identity
from admin_proxy.impersonation import renewing, stopping, viewing
from admin_proxy.impersonation.viewing import Overlay
from admin_proxy.impersonation.wording import AT_THE_LIMIT
from admin_proxy.notifications import inbox
from admin_proxy.threads import off_loop
from admin_proxy.ui.session import SessionState, following, signed_in, tab_was_for_somebody_else, unwatch
from admin_proxy.ui.shell import places
from admin_proxy.words import say


class ShellState(rx.State):
    """Filled by `arrive` before each page's own `load`, and again whenever the login has news."""

    arrived: bool = False
    """False until the server has said who the page is for; then it is shown, and not before."""
    name: str = ""
    email: str = ""
    initials: str = ""
    role: str = ""
    theme: str = "system"
    language: str = ""
    """Of the pages: the subject's."""
    own_language: str = ""
    """Of whoever sits before the screen."""
    _time_zone: str = ""
    permissions: list[str] = []
    """The subject's: what the menu offers."""
    in_demo: bool = False
    story: Story | None = None
    """Of the demonstration only: what is told in this browser."""
    unread: str = ""
    """How many notifications; empty where there are none."""

    impersonating: bool = False
    subject_name: str = ""
    subject_first_name: str = ""
    subject_email: str = ""
    session_key: str = ""
    remaining_ms: int = 0
    measurement: str = ""
    """Names the moment at which `remaining_ms` was measured: the countdown starts anew when it changes."""
    idle_prompt_at: list[int] = []
    """Milliseconds left at which the idle pop-up asks."""
    idle_asks: bool = False
    idle_note: str = ""
    can_renew: bool = False

    ended: bool = False
    ended_sentence: str = ""
    ended_subject_id: int = 0
    may_impersonate_again: bool = False

    confirmed: str = ""
    """The last question of this tab's veil that was answered."""

    @rx.event
    @following
    async def arrive(self, identity: Identity | None) -> None:
        session = await self.get_state(SessionState)
        session._begin_page()
        unwatch(self)
        await self._show(identity)

    @rx.event
    @following
    async def follow(self, identity: Identity | None) -> Any:
        """There is news: an impersonation began, was renewed or ended, here or in another tab; rights changed."""
        return await self._catch_up(identity)

    @rx.event
    @following
    async def confirm(self, identity: Identity | None, question: str) -> Any:
        """The tab was asleep or offline and shows nothing until it knows who it is for now."""
        events = await self._catch_up(identity)
        self.confirmed = question
        return events

    @rx.event
    @signed_in
    async def renew(self, identity: Identity) -> None:
        """'Continue'. Every tab, this one too, is told after the commit."""
        await off_loop(renewing.renew, identity)

    @rx.event
    @signed_in
    async def ask_idle(self, identity: Identity, remaining_ms: int) -> None:  # noqa: ARG002
        """The countdown passed the mark of the idle pop-up. What it shows is read anew: the tab may be mistaken."""
        await self._show(identity)

    @rx.event
    @signed_in
    async def put_idle_away(self, identity: Identity) -> None:  # noqa: ARG002
        """Escape is no answer: the session goes on to its end."""
        self.idle_asks = False

    @rx.event
    @signed_in
    async def stop(self, identity: Identity) -> Any:
        """Takes no argument: what is stopped is what runs on this login, and where it returns to is its owner."""
        await off_loop(stopping.stop, identity)
        return rx.redirect(f"{places.ADMIN_PROXY.path}?after=stop")

    @rx.event
    @signed_in
    async def done(self, identity: Identity) -> None:
        """'Done' in the pop-up that says a session has ended."""
        self.ended = False
        await off_loop(viewing.dismiss_ended, identity)

    @rx.event
    @signed_in
    async def impersonate_again(self, identity: Identity) -> Any:
        """Asks the prompt again; nothing starts from here."""
        again = self.ended_subject_id
        self.ended = False
        await off_loop(viewing.dismiss_ended, identity)
        return rx.redirect(f"{places.ADMIN_PROXY.path}?ask={again}")

    @rx.event
    @signed_in
    async def choose_theme(self, identity: Identity, theme: str) -> None:
        await off_loop(own_settings.change, identity, theme=theme)
        self.theme = theme

    @rx.event
    @signed_in
    async def close_story(self, identity: Identity) -> None:
        stories.put_away(identity)
        self.story = None

    async def _show(self, identity: Identity | None) -> None:
        self.in_demo = running.is_running()
        self.story = stories.told_to(identity) if identity else None
        self.arrived = True
        if identity is None or not identity.actor.privacy_accepted:
            return
        subject = identity.subject
        self.name, self.email, self.role = subject.name, subject.email, say(subject.role.label)
        self.initials = subject.initials
        self.permissions = [permission.value for permission in Permission if may(identity, permission)]
        self.theme = identity.actor.theme
        self.language, self._time_zone = words.language_of(subject.language), subject.time_zone
        self.own_language = words.language_of(identity.actor.language)
        self.unread = _counted(await off_loop(inbox.unread, identity))
        with words.speaking(self.own_language):
            self._show_overlay(identity, await off_loop(viewing.current, identity))

    def _show_overlay(self, identity: Identity, overlay: Overlay) -> None:
        self.impersonating = overlay.impersonating
        self.subject_name, self.subject_email = overlay.subject_name, overlay.subject_email
        self.subject_first_name = overlay.subject_first_name
        # One that ran when the event came may be over by now: what tells of it comes and goes together.
        self.session_key = identity.session.id if identity.session and overlay.impersonating else ""
        self.remaining_ms = overlay.remaining_ms
        self.measurement = uuid.uuid4().hex
        self.idle_prompt_at = [overlay.idle_prompt_ms]
        self.idle_asks = overlay.impersonating and overlay.remaining_ms <= overlay.idle_prompt_ms
        self.can_renew = overlay.can_renew
        self.idle_note = (
            say("‘Continue’ gives {renews_for} more.", renews_for=overlay.renews_for)
            if overlay.can_renew
            else AT_THE_LIMIT
        )
        ended = overlay.ended
        self.ended = ended is not None
        self.ended_sentence = ended.sentence if ended else ""
        self.ended_subject_id = ended.subject_id if ended else 0
        self.may_impersonate_again = ended is not None and ended.may_impersonate_again

    async def _catch_up(self, identity: Identity | None) -> Any:
        """Show who the tab is for now; its page is read again, or left if it may no longer be seen."""
        before = (self.language, self._time_zone)
        await self._show(identity)
        place = places.at(self.router.url.path)
        sentence = refusal(identity, place.permission) if identity and place and place.permission else ""
        if sentence:
            if not tab_was_for_somebody_else():
                session = await self.get_state(SessionState)
                session._say(sentence, on_next_page=True)
            return rx.redirect(places.HOME.path)
        is_told_anew = tab_was_for_somebody_else() or (self.language, self._time_zone) != before
        return OnLoadInternalState.on_load_internal if is_told_anew else None


def _counted(unread: int) -> str:
    return f"{inbox.MOST_COUNTED}+" if unread > inbox.MOST_COUNTED else str(unread or "")
