"""Who takes letters away: a mail server, a folder, the demonstration's mailbox, or nobody. One interface for all four.

A carrier returns once the letter is out of our hands, and raises otherwise. It says whether to try that letter again.
"""

from __future__ import annotations

import os
import smtplib
import ssl
from abc import ABC, abstractmethod
from contextlib import suppress
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path
from socket import SHUT_RDWR
from typing import Literal
from urllib.parse import urlsplit

from admin_proxy.config import Settings
from admin_proxy.words import later

_FIRST_PERMANENT = 500

_NO_SERVER = later("No mail server is set.")
_NO_ANSWER = later("The mail server does not answer in time.")
_UNREACHABLE = later("The mail server cannot be reached: {why}")
_ASCII_ONLY = later("The mail server cannot take addresses with letters outside of ASCII.")
_UNWRITABLE = later("The letter cannot be written as an e-mail: {why}")
UNFORESEEN = later("Something went wrong here ({what}). Whoever runs the server finds it in its log.")
TROUBLES = (_NO_SERVER, _NO_ANSWER, _UNREACHABLE, _ASCII_ONLY, _UNWRITABLE, UNFORESEEN)
"""What is noted of a letter in our own words, and not in the mail server's."""


class NotNow(Exception):  # noqa: N818
    """It could not be handed over. The reason may pass: try again later."""


class Unreachable(NotNow):
    """Nor could any other letter at present."""


class Undeliverable(Exception):  # noqa: N818
    """It cannot be handed over, however often one tries."""


class Carrier(ABC):
    is_there: bool = True
    """False where letters stay in the outbox."""
    keeps_text: bool = False
    """The outbox is where its letters are read."""
    sender: Address = Address("Admin Proxy", "admin-proxy", "localhost")

    @abstractmethod
    def carry(self, letter_id: str, message: EmailMessage) -> None:
        """Hand the letter over.

        Raises:
            NotNow: try again later.
            Unreachable: and let the others wait as well.
            Undeliverable: do not try again.
        """

    def rest(self) -> None:  # noqa: B027 - most have nothing to do then
        """There are no more letters for the moment."""

    def let_go(self) -> None:  # noqa: B027
        """From another thread: give up what is being done, the process is ending."""


class Nobody(Carrier):
    """Neither a mail server nor a folder is set: letters wait in the outbox."""

    is_there = False

    def carry(self, letter_id: str, message: EmailMessage) -> None:  # noqa: ARG002
        raise Unreachable(_NO_SERVER)


class DemoMailbox(Carrier):
    """The demonstration: nothing leaves the machine, the outbox is the mailbox."""

    keeps_text = True

    def carry(self, letter_id: str, message: EmailMessage) -> None:
        """It is where it belongs."""


class Folder(Carrier):
    """Each letter becomes a file `ID.eml`, which any mail program opens. Written again, it is the same file."""

    def __init__(self, folder: Path, sender: Address) -> None:
        self._folder = folder
        self.sender = sender

    def carry(self, letter_id: str, message: EmailMessage) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            unfinished = self._folder / f".{letter_id}.unfinished"
            with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(message.as_bytes())
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(self._folder / f"{letter_id}.eml")
        except OSError as error:
            raise Unreachable(f"{self._folder}: {error.strerror}") from error


class MailServer(Carrier):
    """SMTP by the standard library. One connection for as many letters as there are at the moment."""

    def __init__(
        self,
        host: str,
        port: int,
        sender: Address,
        *,
        security: Literal["starttls", "tls", "none"] = "starttls",
        user: str = "",
        password: str = "",
        ca_file: Path | None = None,
        timeout: float = 20,
        own_name: str = "localhost",
    ) -> None:
        self.sender = sender
        self._host, self._port, self._security, self._timeout = host, port, security, timeout
        self._user, self._password = user, password
        self._ca_file = ca_file
        self._own_name = own_name
        self._connection: smtplib.SMTP | None = None

    def carry(self, letter_id: str, message: EmailMessage) -> None:  # noqa: ARG002
        server = self._connection or self._connect()
        try:
            server.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            (answer,) = refused.recipients.values()
            raise _for_good_or_not(*answer) from refused
        except smtplib.SMTPDataError as refused:
            raise _for_good_or_not(refused.smtp_code, refused.smtp_error) from refused
        except smtplib.SMTPNotSupportedError as error:
            raise Undeliverable(_ASCII_ONLY) from error
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise Unreachable(_said(error)) from error
        except UnicodeError as error:
            raise Undeliverable(_UNWRITABLE.format(why=error)) from error

    def rest(self) -> None:
        if self._connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._connection.quit()
            self._connection = None

    def let_go(self) -> None:
        server = self._connection
        if server is not None and server.sock is not None:
            with suppress(OSError):
                server.sock.shutdown(SHUT_RDWR)

    def _connect(self) -> smtplib.SMTP:
        try:
            self._connection = server = self._reach()
            if self._security == "starttls":
                server.starttls(context=self._tls())
            if self._user:
                server.login(self._user, self._password)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise Unreachable(_said(error)) from error
        return server

    def _reach(self) -> smtplib.SMTP:
        host, port, own_name, timeout = self._host, self._port, self._own_name, self._timeout
        if self._security == "tls":
            return smtplib.SMTP_SSL(host, port, own_name, timeout=timeout, context=self._tls())
        return smtplib.SMTP(host, port, own_name, timeout)

    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._ca_file)

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def of(settings: Settings) -> Carrier:
    """The one that the settings name."""
    if settings.smtp_host:
        return MailServer(
            settings.smtp_host,
            settings.smtp_port,
            settings.sender,
            security=settings.smtp_security,
            user=settings.smtp_user,
            password=settings.smtp_password.get_secret_value(),
            ca_file=settings.smtp_ca_file,
            timeout=settings.smtp_timeout_seconds,
            own_name=urlsplit(settings.origin).hostname or "localhost",
        )
    return Folder(settings.mail_folder, settings.sender) if settings.mail_folder else Nobody()


_current: Carrier = Nobody()


def use(carrier: Carrier) -> Carrier:
    """Make `carrier` the one that the whole process hands its letters to; returns it."""
    global _current
    _current = carrier
    return carrier


def current() -> Carrier:
    return _current


def _for_good_or_not(code: int, said: bytes | str) -> NotNow | Undeliverable:
    """RFC 5321: what begins with 4 may pass, what begins with 5 will not."""
    return (Undeliverable if code >= _FIRST_PERMANENT else NotNow)(f"{code} {_text(said)}")


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return _NO_ANSWER
    if isinstance(error, OSError) and error.strerror:
        return _UNREACHABLE.format(why=error.strerror)
    return _UNREACHABLE.format(why=error)


def _text(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said
