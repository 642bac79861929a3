"""The few plain HTTP doors: what sets or removes the login cookie, the file that comes in and the one that goes out.

Sign-in and sign-out are real form posts answered by a 303, because Reflex captures a socket's cookie once: only a
full page load gives the socket its new identity. Every door here is POST, so GET is a 405; the border has already
checked where the request comes from and put the login's id into `request.state`.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Generator
from urllib.parse import parse_qs, quote

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from admin_proxy import words
from admin_proxy.access.permissions import Permission, may
from admin_proxy.accounts import logins, password_links, passwords, privacy, settings, signing_in
from admin_proxy.audit import exporting, filters
from admin_proxy.config import Settings
from admin_proxy.demo import personas, running, stories
from admin_proxy.directory import uploads
from admin_proxy.directory.csv_reading import MAX_BYTES
from admin_proxy.identity import Identity, Invalid, NotFound, Refused
from admin_proxy.impersonation.resolving import resolve
from admin_proxy.reports import fetching
from admin_proxy.threads import off_loop
from admin_proxy.ui import said
from admin_proxy.ui.border import cookie
from admin_proxy.ui.border.frames import readable
from admin_proxy.words import say

LARGEST_FORM = 16 * 1024
"""Bytes of a form: an e-mail, a password, a path."""


def doors(rules: Settings) -> Starlette:
    """The Starlette app that Reflex is mounted into."""
    return Starlette(routes=_Doors(rules).routes())


class _Doors:
    def __init__(self, rules: Settings) -> None:
        self._rules = rules

    def routes(self) -> list[Route]:
        handlers: dict[str, Callable[[Request], Awaitable[Response]]] = {
            "/auth/sign-in": self.sign_in,
            "/auth/demo": self.sign_in_as_persona,
            "/auth/sign-out": self.sign_out,
            "/auth/privacy": self.accept_privacy,
            "/auth/password": self.choose_password,
            "/auth/change-password": self.change_password,
            "/uploads/csv": self.upload_csv,
            "/audit/export": self.export_audit_log,
            "/reports/download": self.download_report,
        }
        return [Route(path, _by_post_only(handler), methods=_ALL_METHODS) for path, handler in handlers.items()]

    async def sign_in(self, request: Request) -> Response:
        form = await _form(request)
        outcome = await passwords.off_loop(
            signing_in.sign_in,
            form.get("email", ""),
            form.get("password", ""),
            request.state.address,
            request.headers.get("user-agent", ""),
            replaces=request.state.login_id or None,
        )
        onwards = _local(form.get("next", ""))
        if isinstance(outcome, signing_in.Failed):
            return _back_to("/login", outcome.sentence, onwards)
        return self._signed_in(outcome, onwards)

    async def sign_in_as_persona(self, request: Request) -> Response:
        if not running.is_running():
            return PlainTextResponse(say("Not found"), status_code=404)
        form = await _form(request)
        story = stories.find(form.get("story", ""))
        person_id = await off_loop(personas.person_id, story.persona if story else form.get("persona", ""))
        if person_id is None:
            return _back_to("/login", say("There is no such persona."))
        outcome = await off_loop(
            signing_in.sign_in_as,
            person_id,
            request.state.address,
            request.headers.get("user-agent", ""),
            replaces=request.state.login_id or None,
        )
        if story:
            stories.begin(outcome.login_id, story)
        return self._signed_in(outcome, story.path if story else "/")

    def _signed_in(self, outcome: signing_in.SignedIn, onwards: str) -> Response:
        response = RedirectResponse(onwards if outcome.person.privacy_accepted else "/privacy-policy", status_code=303)
        cookie.give(response, outcome.token, self._rules)
        return response

    async def sign_out(self, request: Request) -> Response:
        if request.state.login_id:
            await off_loop(logins.sign_out, request.state.login_id, request.state.address)
        response = RedirectResponse("/login", status_code=303)
        cookie.take_back(response, self._rules)
        response.headers["clear-site-data"] = '"storage"'
        return response

    async def accept_privacy(self, request: Request) -> Response:
        identity = await _identity(request)
        if identity is None:
            return RedirectResponse("/login", status_code=303)
        form = await _form(request)
        if form.get("accept") != "on":  # what a browser sends of a ticked box
            return _back_to("/privacy-policy", say("Tick the box to accept the privacy policy."))
        try:
            await off_loop(privacy.accept, identity)
        except Refused as refusal:
            return _back_to("/privacy-policy", refusal.sentence)
        return RedirectResponse("/", status_code=303)

    async def choose_password(self, request: Request) -> Response:
        form = await _form(request)
        token = form.get("token", "")
        try:
            await passwords.off_loop(password_links.redeem, token, form.get("password", ""), request.state.address)
        except Refused as refusal:
            # The fragment is not sent to servers and not logged, so the link still works after a mistake.
            return RedirectResponse(
                f"/welcome?said={said.seal(refusal.sentence)}#{quote(token, safe='')}", status_code=303
            )
        return _back_to("/login", say("Your password is set. Sign in with it."))

    async def change_password(self, request: Request) -> Response:
        """A door and not an event, so that no password ever is in a State or a frame."""
        identity = await _identity(request)
        if identity is None:
            return RedirectResponse("/login", status_code=303)
        form = await _form(request)
        try:
            await passwords.off_loop(settings.change_password, identity, form.get("current", ""), form.get("new", ""))
        except Invalid as refusal:
            return _back_to("/settings", refusal.sentence, about=refusal.field)
        except Refused as refusal:
            return _back_to("/settings", refusal.sentence)
        return _back_to("/settings", say("Your password is changed. Your other sign-ins have ended."), about="done")

    async def upload_csv(self, request: Request) -> Response:
        identity = await _identity(request)
        if identity is None:
            return JSONResponse({"error": say("You are signed out. Sign in and try again.")}, status_code=401)
        if not identity.actor.privacy_accepted or not may(identity, Permission.UPLOAD_PEOPLE):
            return JSONResponse({"error": say("You are not allowed to do this.")}, status_code=403)
        file = await _file(request, MAX_BYTES)
        if file is None:
            return JSONResponse(
                {"error": say("A file can have {megabytes} MB at most.", megabytes=MAX_BYTES // 2**20)}, status_code=413
            )
        try:
            upload_id = await off_loop(uploads.stage, identity, *file)
        except Refused as refusal:
            return JSONResponse({"error": refusal.sentence}, status_code=422)
        return JSONResponse({"upload": upload_id})

    async def export_audit_log(self, request: Request) -> Response:
        """What the Audit Logs page shows, on all of its pages; the page sends its address's filters along."""
        identity = await _identity(request)
        if identity is None:
            return RedirectResponse("/login", status_code=303)
        if not _may_read_audit_log(identity):
            return PlainTextResponse(say("You are not allowed to do this."), status_code=403)
        form = await _form(request)
        try:
            made = await off_loop(exporting.export, identity, filters.in_words(form), form.get("format", ""))
        except Refused as refusal:
            return PlainTextResponse(refusal.sentence, status_code=422)
        named = {"content-disposition": f'attachment; filename="{made.name}"'}
        pieces = _as_long_as_allowed(request, made.pieces, _may_read_audit_log)
        return StreamingResponse(pieces, media_type=made.media_type, headers=named)

    async def download_report(self, request: Request) -> Response:
        """By a ticket of the Reports page. The ticket alone opens nothing: it is asked who the login is now."""
        identity = await _identity(request)
        if identity is None:
            return JSONResponse({"error": say("You are signed out. Sign in and try again.")}, status_code=401)
        if not identity.actor.privacy_accepted:
            return JSONResponse({"error": say("You are not allowed to do this.")}, status_code=403)
        form = await _form(request)
        try:
            file = await off_loop(fetching.fetch, identity, form.get("ticket", ""))
        except Refused as refusal:
            return JSONResponse({"error": refusal.sentence}, status_code=404 if isinstance(refusal, NotFound) else 403)
        named = {"content-disposition": f'attachment; filename="{file.name}"', "content-length": str(file.size)}
        pieces = _as_long_as_allowed(request, file.pieces, lambda now: fetching.may_go_on(identity, now, file))
        return StreamingResponse(pieces, media_type=file.media_type, headers=named)


class _NoLongerAllowed(Exception):  # noqa: N818
    """Whoever a file is on its way to may not have the rest of it: the download breaks off."""


class _FormTooLarge(Exception):  # noqa: N818
    pass


_ALL_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"]
"""Named, or Starlette would hand the others on to the pages, which answer 404 where 405 is the truth."""


def _by_post_only(handler: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    async def answered(request: Request) -> Response:
        if request.method != "POST":
            return PlainTextResponse(say("This needs a POST."), status_code=405, headers={"allow": "POST"})
        words.speak(words.preferred(request.headers.get("accept-language", "")))
        try:
            return await handler(request)
        except _FormTooLarge:
            return PlainTextResponse(say("This form is too large."), status_code=413)

    return answered


async def _identity(request: Request) -> Identity | None:
    if not request.state.login_id:
        return None
    identity = await off_loop(resolve, request.state.login_id, request.state.address)
    if identity is not None:
        words.speak(identity.subject.language)
    return identity


def _may_read_audit_log(identity: Identity) -> bool:
    return identity.actor.privacy_accepted and may(identity, Permission.READ_AUDIT_LOGS)


async def _as_long_as_allowed(
    request: Request, pieces: Generator[bytes], may: Callable[[Identity], bool]
) -> AsyncIterator[bytes]:
    """One piece after the other, each made only while the login still has the right to it."""
    try:
        while (piece := await off_loop(next, pieces, None)) is not None:
            identity = await _identity(request)
            if identity is None or not may(identity):
                raise _NoLongerAllowed
            if piece:
                yield piece
    finally:
        await off_loop(pieces.close)


async def _form(request: Request) -> dict[str, str]:
    """The fields of a url-encoded form, fit to be stored; of a repeated one the last. Other encodings have no fields.

    Raises:
        _FormTooLarge: more than `LARGEST_FORM` bytes.
    """
    body = await _body(request, LARGEST_FORM)
    if body is None:
        raise _FormTooLarge
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return {}
    try:
        fields = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=20)
    except ValueError:
        return {}
    return {name: readable(values[-1]) for name, values in fields.items()}


async def _body(request: Request, limit: int) -> bytes | None:
    """The request's body, or None as soon as it exceeds `limit` bytes, whatever its Content-Length said."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            return None
        parts.append(part)
    return b"".join(parts)


async def _file(request: Request, limit: int) -> tuple[str, bytes] | None:
    """Name and content of the one file of a multipart form; None for one with more than `limit` bytes.

    The body is counted while it comes in: Content-Length is only what the client says.
    """
    body = await _body(request, limit + LARGEST_FORM)
    if body is None:
        return None

    async def once() -> AsyncGenerator[bytes, None]:
        yield body

    try:
        fields = await MultiPartParser(request.headers, once(), max_files=1, max_fields=1).parse()
    except (MultiPartException, KeyError):
        return "", b""
    async with contextlib.AsyncExitStack() as stack:
        for _, value in fields.multi_items():
            if isinstance(value, UploadFile):
                stack.push_async_callback(value.close)
                content = await value.read()
                return (value.filename or "", content) if len(content) <= limit else None
    return "", b""


def _back_to(page: str, sentence: str, onwards: str = "/", about: str = "") -> Response:
    query = f"said={said.seal(sentence)}"
    query += f"&next={quote(onwards, safe='')}" if onwards != "/" else ""
    query += f"&about={about}" if about else ""
    return RedirectResponse(f"{page}?{query}", status_code=303)


def _local(path: str) -> str:
    """A path on this site, and nothing that a browser would take for another one."""
    is_local = path.startswith("/") and not path.startswith(("//", "/\\", "/auth/")) and path.isprintable()
    return path if is_local and "\\" not in path else "/"
