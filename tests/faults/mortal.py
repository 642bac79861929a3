"""A server that is killed again and again, and begins again on the same data."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from queue import Queue

from admin_proxy import build
from tests.serving import free_port

PATIENCE = 60
"""Seconds. Nothing here waits for so long unless it fails."""


class Mortal:
    """`begin()` starts it, `wait()` returns once it answers, `kill()` is `kill -9` and returns once it is gone."""

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        build.ensure()
        self.port = free_port()
        self.pid = 0
        self._log = folder / "server.log"
        env = {
            **{name: value for name, value in os.environ.items() if not name.startswith("ADMIN_PROXY_")},
            "ADMIN_PROXY_DATA_DIR": str(folder),
            "ADMIN_PROXY_PORT": str(self.port),
            "PYTHONUNBUFFERED": "1",
            **settings,
        }
        with self._log.open("a") as log:
            self._launcher = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.launcher"],
                cwd=build.ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
            )  # fmt: skip
        self._said: Queue[str] = Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        return self._log.read_text()

    def begin(self) -> None:
        assert self._launcher.stdin is not None
        self._launcher.stdin.write("begin\n")
        self._launcher.stdin.flush()
        self.pid = int(self._until("pid ").split()[1])

    def wait(self) -> None:
        self._until("is ready: ")

    def strike(self, pid: int) -> None:
        """`kill -9`, from whichever thread, if that is the one which lives; once only."""
        if pid and pid == self.pid:
            self.pid = 0
            os.kill(pid, signal.SIGKILL)

    def kill(self) -> None:
        self.strike(self.pid)
        assert self._until("ended ") == f"ended {-signal.SIGKILL}", "it ended by itself"

    def end(self) -> None:
        """For good: the server, and what starts it."""
        self.strike(self.pid)
        self._launcher.kill()
        self._launcher.wait(PATIENCE)

    def _listen(self) -> None:
        assert self._launcher.stdout is not None
        for line in self._launcher.stdout:
            self._said.put(line.strip())
        self._said.put("")

    def _until(self, wanted: str) -> str:
        until = time.monotonic() + PATIENCE
        while True:
            line = self._said.get(timeout=max(until - time.monotonic(), 0.01))
            if wanted in line:
                return line
            if not line or line.startswith("ended "):
                raise AssertionError(f"the server ended ({line}) before it said {wanted!r}:\n{self.log[-4000:]}")
