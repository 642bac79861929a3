"""The border inside Reflex: who is asking, for each event, and whether they may.

Any public method of a State can be called by any browser with any arguments, so nothing runs unless it carries
a guard. Two parts work together:

* `Gatekeeper` stands before every event (Reflex calls it a middleware). It refuses handlers without a guard,
  resolves the `Identity` from the login row through the database, and empties the tab's whole State when that
  identity is another one than the State was filled for. From then on it refuses what the tab asks for until the tab
  has said that it shows the new one: what was on its way before that was meant as somebody else.
* The guard on the handler (`@public`, `@signed_in`, `@requires(permission)`) asks for the access it names, checks
  the arguments' types, hands the identity over, and turns a refusal into a message.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import logging
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any, TypeGuard, get_origin

import reflex as rx
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model
from reflex.app import App
from reflex.istate.proxy import StateProxy
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, OnLoadInternalState, StateUpdate
from reflex.utils.format import format_event_handler
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext
from reflex_base.utils.form import FORM_DATA_ENTRIES_KEY

from admin_proxy import words
from admin_proxy.access.permissions import Permission, refusal
from admin_proxy.audit import unwritten
from admin_proxy.identity import Forbidden, Identity, Invalid, NotFound, Refused
from admin_proxy.impersonation import looking
from admin_proxy.impersonation.resolving import resolve
from admin_proxy.live import About, News
from admin_proxy.threads import off_loop
from admin_proxy.ui.live import tabs
from admin_proxy.words import say

_log = logging.getLogger(__name__)

LOGIN_HEADER = "x-admin-proxy-login"
"""Set by the socket gate, which removes any that a client sends: the id of the login row, which is not a secret."""
ADDRESS_HEADER = "x-admin-proxy-address"

LONGEST_ARGUMENT = 4_096
"""Characters. What a person types into one field is shorter; longer texts go through an HTTP door."""


class _Nothing(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")


class _Hydration(_Nothing):
    vars: dict[str, str] | None = Field(default=None, max_length=0)
    """What the browser keeps for State: nothing, here."""
    hashes: list[str] | None = Field(default=None, max_length=500)
    """Of the State that a page is built with; they come with the first event of a page that was just loaded."""


class _Hydrated(_Nothing):
    value: bool


_REFLEX_OWN: dict[str, type[BaseModel]] = {
    format_event_handler(handler): arguments
    for handler, arguments in (
        (rx.State.event_handlers["hydrate_and_load"], _Hydration),
        (OnLoadInternalState.event_handlers["on_load_internal"], _Nothing),
        (OnLoadInternalState.event_handlers["set_is_hydrated"], _Hydrated),
    )
}
"""Reflex's own handlers that a browser needs to get and follow a page. All others of Reflex are refused."""


@dataclass(frozen=True, slots=True)
class Access:
    """The mark that a guard leaves on a handler."""

    kind: str
    permission: Permission | None = None
    before_privacy: bool = False
    """Also for people who have not accepted the privacy policy yet."""
    page: bool = False
    """Fills a page: its refusal is the page's 403 or 404, not a message."""
    follows: bool = False
    """Runs although the identity has changed since the page was shown: it is what shows the new one."""
    refreshes: bool = False
    """Reads the page again because there is news: where it may not, or no longer is the same tab, nothing happens."""

    @property
    def acts(self) -> bool:
        """Does something in somebody's name, so the page must be shown as that somebody by then."""
        return self.kind in ("signed_in", "requires") and not self.page and not self.refreshes


@dataclass(frozen=True, slots=True)
class _Asking:
    identity: Identity | None
    seen_as: str
    changed: bool


_asking: ContextVar[_Asking] = ContextVar("asking")


# ---------------------------------------------------------------------------------------------- the guards


def public(handler: Callable[..., Any]) -> Callable[..., Any]:
    """Anybody may call it. The handler gets `Identity | None`."""
    return _guarded(handler, Access("public", before_privacy=True))


def signed_in(handler: Callable[..., Any]) -> Callable[..., Any]:
    """Anybody who is signed in and has accepted the privacy policy."""
    return _guarded(handler, Access("signed_in"))


def before_privacy(handler: Callable[..., Any]) -> Callable[..., Any]:
    """Anybody who is signed in, the privacy policy accepted or not."""
    return _guarded(handler, Access("signed_in", before_privacy=True))


def following(handler: Callable[..., Any]) -> Callable[..., Any]:
    """Anybody who is signed in or no longer is: shows a tab who it is for now. Changes nothing."""
    return _guarded(handler, Access("public", before_privacy=True, follows=True))


def requires(permission: Permission) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Only somebody whose subject has the permission."""
    return lambda handler: _guarded(handler, Access("requires", permission=permission))


def refreshing(permission: Permission | None = None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """What reads a page again on news that it `watch`es, or because a part of it comes up by itself. Changes nothing,
    and says nothing where it is refused.

    A tab that has become somebody else's meanwhile leaves that to the handler that follows: the same news bring it.
    """
    access = Access("requires" if permission else "signed_in", permission=permission, refreshes=True)
    return lambda handler: _guarded(handler, access)


def access_of(handler: Callable[..., Any]) -> Access | None:
    return getattr(handler, "access", None)


def _guarded(handler: Callable[..., Any], access: Access) -> Callable[..., Any]:
    """Wrap `handler(self, identity, …)` into what Reflex sees: `handler(self, …)`."""
    signature = inspect.signature(handler, eval_str=True)
    parameters = list(signature.parameters.values())
    if [parameter.name for parameter in parameters[:2]] != ["self", "identity"]:
        raise TypeError(f"{handler.__qualname__}: a guarded handler begins with (self, identity, …)")
    arguments = _argument_model(handler.__qualname__, parameters[2:])
    access = replace(access, page=handler.__name__ == "load")

    if inspect.isasyncgenfunction(handler):

        @functools.wraps(handler)
        async def guarded(self: rx.State, /, **given: Any) -> Any:
            try:
                identity = _admit(access)
                await _look(self, access, identity)
                async for events in handler(self, identity, **_checked(arguments, given)):
                    yield events
            except _TurnedAway as away:
                if not access.refreshes:
                    yield away.events
            except Exception as error:
                await _answer(self, access, error)

    else:

        @functools.wraps(handler)
        async def guarded(self: rx.State, /, **given: Any) -> Any:
            try:
                identity = _admit(access)
                await _look(self, access, identity)
                return await handler(self, identity, **_checked(arguments, given))
            except _TurnedAway as away:
                return None if access.refreshes else away.events
            except Exception as error:
                await _answer(self, access, error)

    del guarded.__wrapped__
    shown = [parameters[0], *(_untyped(parameter) for parameter in parameters[2:])]
    guarded.__signature__ = signature.replace(parameters=shown)  # type: ignore[attr-defined]
    guarded.__annotations__ = {p.name: p.annotation for p in shown if p.annotation is not p.empty}
    guarded.access = access  # type: ignore[attr-defined]
    guarded.arguments = arguments  # type: ignore[attr-defined]
    return guarded


def _untyped(parameter: inspect.Parameter) -> inspect.Parameter:
    """As Reflex sees it: of any type, or it would convert what does not fit, and log what it can't, as it came.

    A form is told by its type, though: only so it comes as a dictionary.
    """
    is_form = get_origin(parameter.annotation) is dict
    return parameter if is_form else parameter.replace(annotation=Any)


class _TurnedAway(Exception):  # noqa: N818
    """Not signed in, or the privacy policy is not accepted: somewhere else comes first."""

    def __init__(self, events: Any) -> None:
        self.events = events


def _admit(access: Access) -> Identity | None:
    """The identity that may run the handler. Raises `Forbidden`, or `_TurnedAway` to the page that comes first."""
    identity = _asking.get().identity
    if access.kind == "public":
        return identity
    if identity is None:
        raise _TurnedAway(rx.redirect("/login"))
    if not access.before_privacy and not identity.actor.privacy_accepted:
        raise _TurnedAway(rx.redirect("/privacy-policy"))
    if access.permission is not None and (sentence := refusal(identity, access.permission)):
        raise Forbidden(sentence)
    return identity


_name_of: Callable[[str], str] = str


def name_pages(name_of: Callable[[str], str]) -> None:
    """Say by what name the record knows the page at a path."""
    global _name_of
    _name_of = name_of


async def _look(state: rx.State, access: Access, identity: Identity | None) -> None:
    """A page that is filled while somebody impersonates stands in the record before any of it is shown."""
    if access.page and identity is not None and identity.impersonating:
        path = state.router.url.path.rstrip("/") or "/"
        await off_loop(looking.note, identity, path, _name_of(path))


def _argument_model(name: str, parameters: list[inspect.Parameter]) -> type[BaseModel]:
    fields: dict[str, Any] = {}
    for parameter in parameters:
        if parameter.annotation is parameter.empty:
            raise TypeError(f"{name}: argument {parameter.name} needs a type")
        fields[parameter.name] = (
            parameter.annotation,
            ... if parameter.default is parameter.empty else parameter.default,
        )
    rules = ConfigDict(strict=True, extra="forbid", str_max_length=LONGEST_ARGUMENT)
    return create_model(name, __config__=rules, **fields)


def _checked(arguments: type[BaseModel], given: Mapping[str, Any]) -> dict[str, Any]:
    try:
        model = arguments.model_validate(dict(given))
    except ValidationError:
        raise Invalid("", say("That was not understood. Reload the page and try again.")) from None
    return {name: getattr(model, name) for name in arguments.model_fields}


async def _answer(state: rx.State, access: Access, error: Exception) -> None:
    """Turn a refusal, or an accident, into what the tab shows: the page's problem while it loads, else a message."""
    if access.refreshes and isinstance(error, Refused):
        return
    if not isinstance(error, Refused):
        error_id = log_error(error)
        said = unwritten.sentence(error) or say("Something went wrong. Nothing was changed halfway.")
        problem, sentence = 500, say("{said} Its number is {error_id}.", said=said, error_id=error_id)
    else:
        problem, sentence, error_id = {Forbidden: 403, NotFound: 404}.get(type(error), 0), error.sentence, ""
    # A background handler holds no lock on its State; an ordinary one already does.
    async with state if isinstance(state, StateProxy) else contextlib.nullcontext():
        session = await state.get_state(SessionState)
        if session._seen_as != _asking.get().seen_as:
            return  # a background handler has something to say to somebody who the tab is no longer for
        if access.page and problem:
            session.problem, session.problem_sentence, session.error_id = problem, sentence, error_id
        else:
            session._say(sentence)


def log_error(error: Exception) -> str:
    """Log an unexpected error under an id, which is all of it that reaches the browser."""
    error_id = secrets.token_hex(4)
    _log.error("error %s in an event handler", error_id, exc_info=error)
    return error_id


# ---------------------------------------------------------------------------------- what pages show of it


class SessionState(rx.State):
    """What every page shows of the session itself: a refusal or message, and which identity the State is for."""

    problem: int = 0
    """0, or the status that the page shows in place of its content."""
    problem_sentence: str = ""
    error_id: str = ""
    notice: str = ""
    notice_kind: str = "info"
    notice_count: int = 0
    """Counts messages, so that the same one twice is announced twice."""

    view: str = ""
    """Names what the tab was last filled as. A page says it back once it shows it: see `shows`."""
    unsaved_as: str = ""
    """Whom the page was opened as, where a form that it sent was refused because it is now somebody else's."""

    _seen_as: str = ""
    _seen_name: str = ""
    _opened_as: str = ""
    _shown: str = ""
    _notice_is_for_next_page: bool = False

    def _say(self, sentence: str, kind: str = "refused", *, on_next_page: bool = False) -> None:
        self.notice, self.notice_kind = sentence, kind
        self.notice_count += 1
        self._notice_is_for_next_page = on_next_page

    def _begin_page(self) -> None:
        """Problems and messages belong to the page they came up on."""
        self.problem, self.problem_sentence, self.error_id = 0, "", ""
        if not self._notice_is_for_next_page:
            self.notice, self.notice_kind, self.unsaved_as = "", "info", ""
        self._notice_is_for_next_page = False

    def _turn_into(self, seen_as: str, name: str) -> None:
        """The tab is filled for somebody else from now on; what it shows until then it was opened as."""
        self._opened_as, self._seen_as, self._seen_name = self._seen_name, seen_as, name
        self.view = secrets.token_hex(8)

    def _refuse_what_was_meant_as_somebody_else(self, event: Event) -> None:
        if any(_is_form(argument) for argument in event.payload.values()):
            self.unsaved_as = self._opened_as
        sentence = (
            say("This page was opened as {name}. Nothing was saved.", name=self._opened_as)
            if self._opened_as
            else say("This page showed what is no longer so. Nothing was saved.")
        )
        self._say(sentence, on_next_page=True)

    @rx.event
    @following
    async def shows(self, identity: Identity | None, view: str) -> None:  # noqa: ARG002
        """The page says what it shows by now. Only from then on does it act: see `Gatekeeper`."""
        self._shown = view


# ------------------------------------------------------------------------------------ before every event


class Gatekeeper(Middleware):
    """Denies by default; resolves who is asking; empties a State that was filled for somebody else."""

    async def preprocess(self, app: App, state: BaseState, event: Event) -> StateUpdate | None:  # noqa: ARG002
        access = access_to(event.name)
        if access is None or not _is_understood(access, event):
            _log.warning("refused an event: %.120r", event.name)
            return StateUpdate()
        headers = state.router_data.get("headers", {})
        login_id = headers.get(LOGIN_HEADER, "")
        identity = await off_loop(resolve, login_id, headers.get(ADDRESS_HEADER, "")) if login_id else None
        if login_id and (token := state.router_data.get("token", "")):
            tabs.note(token, dict(state.router_data), _news_for(login_id, identity))
        session = await state.get_state(SessionState)
        seen_as = _seen_as(login_id, identity)
        changed = session._seen_as != seen_as
        _asking.set(_Asking(identity, seen_as, changed))
        words.speak(identity.subject.language if identity else words.preferred(headers.get("accept-language", "")))
        if changed and access.refreshes:
            return StateUpdate()
        if changed:
            name = session._seen_name
            state._get_root_state().reset()  # type: ignore[no-untyped-call]
            session._seen_name = name
            session._turn_into(seen_as, identity.subject.name if identity else "")
        if event.payload.get("hashes"):
            session._shown = session.view  # the page was just loaded, and shows nothing yet that could be wrong
        if access.acts and session._shown != session.view:
            session._refuse_what_was_meant_as_somebody_else(event)
        elif not changed or access.follows:
            return None
        return StateUpdate(events=Event.from_event_type(OnLoadInternalState.on_load_internal))


def _news_for(login_id: str, identity: Identity | None) -> Iterator[News]:
    """What concerns whoever sits at that login, on whichever page: the rights in view are the subject's."""
    yield News(About.LOGIN, login_id)
    if identity is None:
        return
    if identity.subject.id is not None:
        yield News(About.PERSON, identity.subject.id)
        yield News(About.NOTIFICATIONS, identity.subject.id)
    if identity.subject.organization_id is not None:
        yield News(About.ORGANIZATION, identity.subject.organization_id)


def watch(state: rx.State, about: News, refresh: Any, *, at_most_every: float = 0) -> None:
    """From a page's `load`: while the tab shows the page, read it again by `refresh` whenever there is news.

    Args:
        refresh: a `refreshing` handler.
        at_most_every: seconds that pass in any case before it is read once more.
    """
    tabs.watch(state.router_data.get("token", ""), about, format_event_handler(refresh), at_most_every)


def unwatch(state: rx.State) -> None:
    tabs.unwatch(state.router_data.get("token", ""))


def _seen_as(login_id: str, identity: Identity | None) -> str:
    if identity is None:
        return f"nobody:{login_id}"
    who = identity.session.id if identity.session else identity.actor.id
    return f"{identity.login_id}:{who}:{identity.subject.role}"


def _is_understood(access: Access, event: Event) -> bool:
    """Whether Reflex can unpack the payload, and its own handlers get what pages send them; guards look at the rest."""
    payload: object = event.payload
    if not isinstance(payload, dict) or not all(_is_form_or_none(value) for value in payload.values()):
        return False
    if access.kind != "reflex":
        return True
    try:
        _REFLEX_OWN[event.name].model_validate(payload)
    except ValidationError:
        return False
    return True


def _is_form(argument: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(argument, dict) and FORM_DATA_ENTRIES_KEY in argument


def _is_form_or_none(argument: object) -> bool:
    """A form comes as `[name, value]` pairs, from which Reflex makes the dictionary that the handler gets."""
    if not _is_form(argument):
        return True
    entries = argument[FORM_DATA_ENTRIES_KEY]
    return isinstance(entries, list) and all(
        isinstance(entry, list) and len(entry) == 2 and isinstance(entry[0], str) for entry in entries
    )


def access_to(event_name: str) -> Access | None:
    """The mark of the handler of that name; None where there is none, or it has none: nobody may call that."""
    registered = RegistrationContext.get().event_handlers.get(event_name)
    if registered is None:
        return None
    if event_name in _REFLEX_OWN:
        return Access("reflex", before_privacy=True, follows=True)
    return access_of(registered.handler.fn)


async def again(identity: Identity) -> Identity:
    """The identity as it is now, after a change of what it says.

    Raises:
        Forbidden: the login is over.
    """
    fresh = await off_loop(resolve, identity.login_id or "", identity.address)
    if fresh is None:
        raise Forbidden(say("Your sign-in has ended. Sign in again."))
    return fresh


async def is_still(state: rx.State, identity: Identity) -> bool:
    """Whether the tab's State is still the one of that identity, for a background handler about to write into it."""
    session = await state.get_state(SessionState)
    return session._seen_as == _seen_as(identity.login_id or "", identity)


def report_backend_error(exception: Exception) -> None:
    """What Reflex calls for an error outside of the guards; there is no page to show it on."""
    log_error(exception)


def tab_was_for_somebody_else() -> bool:
    """Whether the event found the tab's State filled for another identity, and emptied it."""
    return _asking.get().changed
