"""A real server for tests: the production build, a database of its own, a free port on 127.0.0.1."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from admin_proxy import build

START_SECONDS = 60


@dataclass
class Server:
    """`begin()` starts it, `stop()` ends it as Ctrl-C would, `kill()` as a power cut would; it can begin again."""

    command: str
    folder: Path
    port: int = 0
    settings: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[str] | None = None

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        return (self.folder / "server.log").read_text()

    def begin(self) -> Server:
        build.ensure()
        self.port = self.port or free_port()
        env = {
            **{name: value for name, value in os.environ.items() if not name.startswith("ADMIN_PROXY_")},
            "ADMIN_PROXY_DATA_DIR": str(self.folder),
            "ADMIN_PROXY_PORT": str(self.port),
            "PYTHONUNBUFFERED": "1",
            **self.settings,
        }
        with (self.folder / "server.log").open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "admin_proxy", *self.command.split()],
                cwd=build.ROOT, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True,
            )  # fmt: skip
        assert self.process.stdout is not None
        said = []
        for line in self.process.stdout:
            said.append(line)
            if self.origin in line:
                return self
        raise AssertionError(f"the server did not start: {''.join(said)}\n{self.log}")

    def stop(self) -> int:
        """Ask it to end, as Ctrl-C does; returns its exit status."""
        return self._end(signal.SIGINT)

    def kill(self) -> int:
        return self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> int:
        if self.process is None:
            return 0
        self.process.send_signal(how)
        status = self.process.wait(timeout=30)
        if self.process.stdout:
            self.process.stdout.close()
        self.process = None
        return status


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
