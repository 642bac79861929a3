"""Builds the Reflex app: pages, guards, HTTP doors, the border, jobs. Nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import reflex as rx
from reflex.utils.format import format_event_handler
from reflex_base.registry import RegistrationContext
from starlette.types import ASGIApp

from admin_proxy import build, config
from admin_proxy.jobs import Jobs
from admin_proxy.ui import border, routes
from admin_proxy.ui.border.headers import inline_script_hashes
from admin_proxy.ui.http import doors
from admin_proxy.ui.live import tabs
from admin_proxy.ui.session import Gatekeeper, access_to, report_backend_error
from admin_proxy.ui.shell.head import head
from admin_proxy.ui.shell.state import ShellState

_settings = config.current()

app = rx.App(
    theme=None,
    toaster=None,
    stylesheets=["/tokens.css", "/app.css", "/pages.css"],
    html_lang="en",
    head_components=head(),
    backend_exception_handler=report_backend_error,
    api_transformer=doors(_settings),
)
app.app_wraps.pop((5, "Overlay"))  # Reflex's own picture of a lost connection; ours stands in every page's frame
app.add_middleware(Gatekeeper())
routes.lay_out(app)


@asynccontextmanager
async def _jobs() -> AsyncIterator[None]:
    """While the server runs: sessions end at their time, and open tabs are told."""
    tabs.open_for(app, format_event_handler(ShellState.event_handlers["follow"]))
    tending = asyncio.create_task(tabs.tend())
    jobs = Jobs()
    jobs.start()
    try:
        yield
    finally:
        jobs.stop()
        tending.cancel()


app.register_lifespan_task(_jobs)


def application() -> ASGIApp:
    """The whole product: Reflex with its doors, and the border around all of it."""
    inside = app()
    handlers = RegistrationContext.get().event_handlers
    guarded = frozenset(name for name in handlers if access_to(name) is not None)
    return border.around(_settings, routes.page_at, inline_script_hashes(build.CLIENT), guarded)(inside)
