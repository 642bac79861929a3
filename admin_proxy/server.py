"""Starting the server: one process, one port, the production build.

There are two ASGI factories. `serve_app` is the product; `demo_app` is the same with the demonstration opened. Which
one runs is decided by the command that was typed, and by nothing else.
"""

from __future__ import annotations

import asyncio
import importlib
import os
import shutil
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server

from admin_proxy import build, config, jobs, opening
from admin_proxy.accounts import logins, passwords
from admin_proxy.demo import organization, running
from admin_proxy.impersonation import length
from admin_proxy.mail import carriers

_LOCK = "lock"
_TIMES_TO_TELL = 8

Scope = dict[str, Any]
Receive = Callable[[], Any]
Send = Callable[[Scope], Any]
AsgiApp = Callable[[Scope, Receive, Send], Any]


class StartError(Exception):
    """The server cannot start; the message is one line that says why."""


def serve_settings(settings: config.Settings) -> config.Settings:
    """Without what only a demonstration may have."""
    return settings.model_copy(update={"demo_session_seconds": 0})


def demo_settings(settings: config.Settings) -> config.Settings:
    """With a folder and an embedded database of the demonstration's own, so that real data are never touched."""
    own = {
        "data_dir": settings.data_dir / "demo",
        "database_url": "",
        "audit_anchors_dir": None,
        "audit_anchors_mail": (),
    }
    return settings.model_copy(update=own)


def serve_app() -> AsgiApp:
    """The product."""
    carriers.use(carriers.of(config.use(serve_settings(config.current()))))
    return _application()


def demo_app() -> AsgiApp:
    """The product with the demonstration opened: personas, a mailbox in the app, sessions as short as told."""
    running.begin()
    carriers.use(carriers.DemoMailbox())
    application = _application()
    organization.ensure()
    length.shorten(config.current().demo_session_seconds)  # not before: what is past took its own time
    return application


def run(factory: Callable[[], AsgiApp], *, start_over: bool = False, announce: Callable[[str], None]) -> None:
    """Serve until Ctrl-C or SIGTERM.

    Args:
        factory: `serve_app` or `demo_app`.
        start_over: empty the data folder first.
        announce: called with the address once it answers.

    Raises:
        StartError: the port or the data folder is taken by another server, or cannot be used.
    """
    settings = config.current()
    _refuse_a_taken_port(settings)
    with _data_folder(settings.data_dir, empty=start_over):
        asyncio.run(_serve(factory(), settings, announce))


def _application() -> AsgiApp:
    settings = config.current()
    opening.open_database(settings)
    jobs.close_overdue()
    logins.rules.use(settings)
    passwords.warm_up()
    _prepare_reflex(settings)
    module = importlib.import_module("admin_proxy.admin_proxy")
    application: AsgiApp = module.application()
    return application


@contextmanager
def _data_folder(folder: Path, *, empty: bool) -> Iterator[None]:
    """Hold the folder for this server alone: two on one embedded database would not hear of each other's news."""
    opening.make_folder(folder)
    with (folder / _LOCK).open("w") as lock:
        try:
            flock(lock, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            raise StartError(f"another server is using {folder}; ADMIN_PROXY_DATA_DIR names another folder") from None
        if empty:
            _empty(folder)
        yield


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != _LOCK:
            path.unlink()


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
    _stop_when_told(server)
    serving = asyncio.create_task(server.serve())
    starting = asyncio.create_task(ready.wait())
    await asyncio.wait((serving, starting), return_when=asyncio.FIRST_COMPLETED)
    if ready.is_set():
        announce(settings.origin)
    await serving
    await _let_go()
    if not ready.is_set() and not server.interrupt_signal:
        raise StartError("the application did not start; the log above says why")


def _stop_when_told(server: Server) -> None:
    """Ctrl-C or SIGTERM ends it; a second one does not wait for anything."""
    loop = asyncio.get_running_loop()

    def stop() -> None:
        for told in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(told)
        server.stop()  # type: ignore[no-untyped-call]

    for told in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(told, stop)


async def _let_go() -> None:
    """End the tasks of connections that are still open. An open socket wants to say goodbye first, to nobody by now,
    and lets go only when it is told once more."""
    for _ in range(_TIMES_TO_TELL):
        left = asyncio.all_tasks() - {asyncio.current_task()}
        if not left:
            return
        for task in left:
            task.cancel()
        await asyncio.wait(left, timeout=0.1)


def _telling_when_ready(application: AsgiApp, ready: asyncio.Event) -> AsgiApp:
    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            # Told by `_let_go` that it is over: nobody needs to read of that.
            with suppress(asyncio.CancelledError):
                await application(scope, receive, send)
            return

        async def watch(message: Scope) -> None:
            await send(message)
            if message["type"] == "lifespan.startup.complete":
                ready.set()

        await application(scope, receive, watch)

    return wrapped
