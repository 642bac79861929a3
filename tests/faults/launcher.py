"""Starts servers fast: this process imports what a server is made of, once, and each server is a fork of it.

Told by lines on its standard input: `begin` forks a server, whose process is named (`pid 123`); once that has ended,
`ended STATUS` follows. The fork then does what `python -m admin_proxy serve` does after its imports: it reads the
settings, brings the database up to date, ends what is overdue, opens the port. Nothing was opened before the fork.

Two things only the tests may have: impersonations of some seconds, and a planted fault (`mutant.py`).
"""

from __future__ import annotations

import importlib
import os
import sys

from admin_proxy import cli
from admin_proxy.impersonation import length
from tests.faults import mutant

SECONDS, MUTANT = "FAULTS_SESSION_SECONDS", "FAULTS_MUTANT"

# Everything but `admin_proxy.admin_proxy`, which builds the application by the settings.
_LARGE = ("admin_proxy.server", "admin_proxy.ui.http", "admin_proxy.ui.session", "reflex.app", "granian", "socketio")


def main() -> None:
    for name in _LARGE:
        importlib.import_module(name)
    length.shorten(int(os.environ.get(SECONDS, "0")))
    if os.environ.get(MUTANT):
        mutant.plant()
    for line in sys.stdin:
        if line.strip() == "begin":
            pid = os.fork() or _serve()
            print(f"pid {pid}", flush=True)  # noqa: T201
            _, status = os.waitpid(pid, 0)
            print(f"ended {os.waitstatus_to_exitcode(status)}", flush=True)  # noqa: T201


def _serve() -> int:
    """Never returns: this is the server."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os._exit(cli.main(["serve"]))


if __name__ == "__main__":
    main()
