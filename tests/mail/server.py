"""A real SMTP server in a thread: it takes letters, or fails in a way that a test chooses."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from tests.serving import free_port

USER, PASSWORD = "people", "hush-hush"


@dataclass
class Accepting:
    """What the server does with a letter; `answer` is what it says to DATA, `to_rcpt` to RCPT."""

    answer: str = "250 Taken"
    to_rcpt: str = ""
    taken: list[EmailMessage] = field(default_factory=list)
    before_answering: Callable[[], None] = lambda: None
    credentials: list[tuple[str, str]] = field(default_factory=list)
    secured: list[bool] = field(default_factory=list)

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if self.to_rcpt:
            return self.to_rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.secured.append(session.ssl is not None)
        if self.answer.startswith("2"):
            self.taken.append(message_from_bytes(envelope.original_content, policy=policy.default))
        self.before_answering()
        return self.answer

    def authenticate(self, _server: Any, _session: Any, _envelope: Any, _how: str, given: LoginPassword) -> AuthResult:
        self.credentials.append((given.login.decode(), given.password.decode()))
        return AuthResult(success=self.credentials[-1] == (USER, PASSWORD), handled=False)


@contextmanager
def listening(handler: Accepting, certificate: Path | None = None, port: int = 0) -> Iterator[int]:
    """While the block runs, it listens on 127.0.0.1; yields the port.

    Args:
        certificate: with it, STARTTLS and a sign-in are asked for before anything else.
    """
    options: dict[str, Any] = {}
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        options = {
            "tls_context": context, "require_starttls": True, "auth_required": True,
            "authenticator": handler.authenticate,
        }  # fmt: skip
    controller = Controller(handler, hostname="127.0.0.1", port=port or free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@contextmanager
def silent() -> Iterator[int]:
    """Takes connections and says nothing, ever."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def certificate(folder: Path) -> Path:
    """A certificate of 127.0.0.1, with its key and the authority that vouches for it, in one file."""
    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1")
    path = folder / "certificate.pem"
    issued.private_key_and_cert_chain_pem.write_to_path(path)
    authority.cert_pem.write_to_path(path, append=True)
    return path
