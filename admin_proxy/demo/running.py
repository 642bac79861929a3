"""Whether this process is a demonstration.

Only the server's factory `demo_app` says that it is, which is what `admin-proxy demo` starts. It is no setting and no
variable of the environment, so nothing can turn a server started by `admin-proxy serve` into a demonstration.
Personas, the mailbox that can be read in the app and short sessions ask here, each time.
"""

from __future__ import annotations

_running = False


def begin() -> None:
    global _running
    _running = True


def is_running() -> bool:
    return _running
