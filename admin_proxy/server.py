"""Starting the server: one process, one port, the production build.

There are two ASGI factories. `serve_app` is the product; `demo_app` is the same with the demonstration opened. Which one
runs is decided by the command that was typed, and by nothing else.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server

from admin_proxy import build, config, db, jobs, schema
from admin_proxy.demo import organization, running

_log = logging.getLogger(__name__)

Scope = dict[str, Any]
Receive = Callable[[], Any]
Send = Callable[[Scope], Any]
AsgiApp = Callable[[Scope, Receive, Send], Any]


class StartError(Exception):
    """The server cannot start; the message is one line that says why."""


def serve_app() -> AsgiApp:
    """The product."""
    return _application(config.current())


def demo_app() -> AsgiApp:
    """The product with the demonstration opened: personas, a mailbox in the app, sessions as short as told."""
    running.begin()
    settings = config.current()
    application = _application(settings)
    organization.ensure()
    return application


def run(factory: Callable[[], AsgiApp], *, announce: Callable[[str], None]) -> None:
    """Serve until Ctrl-C or SIGTERM.

    Args:
        factory: `serve_app` or `demo_app`.
        announce: called with the address once it answers.

    Raises:
        StartError: the port is taken, or the folder for the data cannot be used.
    """
    settings = config.current()
    _refuse_a_taken_port(settings)
    asyncio.run(_serve(factory(), settings, announce))


def _application(settings: config.Settings) -> AsgiApp:
    _prepare_reflex(settings)
    _prepare_data(settings)
    module = importlib.import_module("admin_proxy.admin_proxy")
    application: AsgiApp = module.app()
    return application


def _prepare_data(settings: config.Settings) -> None:
    """All that must be true before anybody is let in."""
    try:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StartError(f"ADMIN_PROXY_DATA_DIR={settings.data_dir}: {error.strerror}") from None
    schema.upgrade(db.connect(settings.database))
    jobs.close_overdue()


def _prepare_reflex(settings: config.Settings) -> None:
    """Reflex reads `rxconfig.py` from the current folder only, and goes on with a permissive default without it."""
    os.environ.update(build.environment())
    os.environ.update(
        {
            "REFLEX_STATES_WORKDIR": str(settings.data_dir / "states"),
            "REFLEX_SOCKET_MAX_HTTP_BUFFER_SIZE": "65536",
            "__REFLEX_SKIP_COMPILE": "true",
            "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
        }
    )
    os.chdir(build.ROOT)
    if str(build.ROOT) not in sys.path:
        sys.path.insert(0, str(build.ROOT))
    from reflex_base.config import get_config

    if get_config().app_name != "admin_proxy":
        raise StartError(f"rxconfig.py was not read from {build.ROOT}")


def _refuse_a_taken_port(settings: config.Settings) -> None:
    """The server shares its port with whoever asks the same way, so two would take turns: ask the plain way first."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            where = f"{settings.host}, port {settings.port}"
            raise StartError(f"cannot listen on {where}: {error.strerror}; ADMIN_PROXY_PORT names another") from None


async def _serve(application: AsgiApp, settings: config.Settings, announce: Callable[[str], None]) -> None:
    ready = asyncio.Event()
    server = Server(
        _telling_when_ready(application, ready),
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        log_level=LogLevels.error,
    )
    loop = asyncio.get_running_loop()
    for stop in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(stop, server.stop)
    serving = asyncio.create_task(server.serve())
    starting = asyncio.create_task(ready.wait())
    await asyncio.wait((serving, starting), return_when=asyncio.FIRST_COMPLETED)
    if ready.is_set():
        announce(settings.origin)
    starting.cancel()
    await serving
    if not ready.is_set() and not server.interrupt_signal:
        raise StartError("the application did not start; the log above says why")


def _telling_when_ready(application: AsgiApp, ready: asyncio.Event) -> AsgiApp:
    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await application(scope, receive, send)
            return

        async def watch(message: Scope) -> None:
            await send(message)
            if message["type"] == "lifespan.startup.complete":
                ready.set()

        await application(scope, receive, watch)

    return wrapped
