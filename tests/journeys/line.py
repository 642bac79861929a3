"""The line between a browser and the server, which can be cut and mended as a network does it: without a word."""

from __future__ import annotations

import contextlib
import socket
import threading

from tests.serving import Server, free_port


class Line:
    """Passes everything on, from a port of its own to the server's."""

    server: Server

    def __init__(self) -> None:
        self.port = free_port()
        self._ends: set[socket.socket] = set()
        self._listener: socket.socket | None = None

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def mend(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", self.port), backlog=64)
        threading.Thread(target=self._answer, args=[self._listener], daemon=True).start()

    def cut(self) -> None:
        """Every connection breaks, and no new one comes about."""
        ends, self._ends = self._ends, set()
        for end in (self._listener, *ends):
            if end is not None:
                _hang_up(end)

    def _answer(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.create_connection(("127.0.0.1", self.server.port))
                self._ends |= {near, far}
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=_pass_on, args=[one, other], daemon=True).start()


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while said := one.recv(65_536):
            other.sendall(said)
    _hang_up(other)


def _hang_up(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
