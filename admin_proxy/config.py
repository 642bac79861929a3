"""Settings: environment variables with the prefix `ADMIN_PROXY_`, checked once, all at the start.

The demonstration is not a setting. It is a command (`admin-proxy demo`), and nothing that the environment holds
can turn a server started by `admin-proxy serve` into one.
"""

from __future__ import annotations

import ipaddress
import ssl
from email.headerregistry import Address
from email.utils import parseaddr
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

IpNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="ADMIN_PROXY_", extra="ignore", frozen=True)

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(3000, ge=1, le=65535, description="Port to listen on.")
    data_dir: Path = Field(Path(".data"), description="Folder for the embedded database and the server's key.")
    database_url: str = Field("", description="postgresql://… or sqlite:///…; empty: an embedded database in DATA_DIR.")
    public_url: str = Field(
        "", description="Address people type, such as https://people.example.org; empty: http://HOST:PORT."
    )
    trusted_proxies: Annotated[tuple[IpNetwork, ...], NoDecode] = Field(
        (), description="Networks (CIDR, comma-separated) whose X-Forwarded-For is believed."
    )
    login_idle_minutes: int = Field(12 * 60, ge=1, le=60 * 24 * 30, description="A login unused for so long is over.")
    login_hours: int = Field(24 * 7, ge=1, le=24 * 90, description="A login older than this is over.")
    mail_from: str = Field(
        "", description="Sender of letters: people@example.org, or Acme People <people@example.org>."
    )
    mail_folder: Path | None = Field(
        None, description="Folder that letters are written to as .eml files, where there is no mail server."
    )
    smtp_host: str = Field("", description="Mail server that sends the letters; empty: they wait in the outbox.")
    smtp_port: int = Field(587, ge=1, le=65535, description="Its port.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="How it is spoken to: starttls, tls (often on port 465), or none."
    )
    smtp_user: str = Field("", description="Name to sign in to it with; empty: without signing in.")
    smtp_password: SecretStr = Field(SecretStr(""), description="Password to sign in to it with.")
    smtp_ca_file: Path | None = Field(
        None, description="Certificates (PEM) by which it is known, where that is not one of the system's."
    )
    smtp_timeout_seconds: int = Field(20, ge=1, le=60, description="How long it may take for each answer.")
    audit_anchors_dir: Path | None = Field(
        None, description="Folder that signed anchors of the audit log are written to; empty: DATA_DIR/anchors."
    )
    audit_anchors_mail: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Addresses (comma-separated) that are sent the day's anchors every night."
    )
    audit_keep_days: int = Field(
        0, ge=0, le=36_500, description="After how many days entries of the audit log are dropped; 0: never."
    )
    report_days: int = Field(7, ge=1, le=90, description="Days that a report is kept and can be downloaded.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="What is logged.")
    demo_session_seconds: int = Field(
        0,
        ge=0,
        le=24 * 3600,
        description="Demo only: length of an impersonation, in seconds; 0: the organization's setting.",
    )

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _split_networks(cls, value: object) -> object:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator("audit_anchors_mail", mode="before")
    @classmethod
    def _split_addresses(cls, value: object) -> object:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator("audit_anchors_mail")
    @classmethod
    def _can_be_sent_to(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        try:
            for one in value:
                validate_email(one, check_deliverability=False)
        except EmailNotValidError:
            raise ValueError("must be e-mail addresses, with commas between them") from None
        return value

    @field_validator("data_dir", "mail_folder", "smtp_ca_file", "audit_anchors_dir")
    @classmethod
    def _stays_where_it_is(cls, value: Path | None) -> Path | None:
        return value.expanduser().absolute() if value else None  # the server changes its folder later on

    @field_validator("mail_folder", "smtp_ca_file", "audit_anchors_dir", mode="before")
    @classmethod
    def _may_be_empty(cls, value: object) -> object:
        return value or None

    @field_validator("smtp_ca_file")
    @classmethod
    def _holds_certificates(cls, value: Path | None) -> Path | None:
        try:
            ssl.create_default_context(cafile=value)
        except OSError:
            raise ValueError("is no file with certificates (PEM) that can be read") from None
        return value

    @field_validator("mail_from")
    @classmethod
    def _can_send(cls, value: str) -> str:
        try:
            if value:
                _address(value)
        except ValueError:
            raise ValueError("must be an e-mail address, or a name and an address: Acme <people@example.org>") from None
        return value

    @field_validator("database_url")
    @classmethod
    def _known_engine(cls, value: str) -> str:
        scheme = urlsplit(value).scheme
        if value and scheme not in ("postgresql", "postgresql+psycopg", "sqlite"):
            raise ValueError("must start with postgresql:// or sqlite:///")
        if scheme != "sqlite":
            return value
        path = value.removeprefix("sqlite:///")
        if path in (value, "", ":memory:"):
            raise ValueError("must name a file: sqlite:///PATH")
        return f"sqlite:///{Path(path).expanduser().absolute()}"

    @field_validator("public_url")
    @classmethod
    def _is_an_origin(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.netloc or parts.path not in ("", "/")):
            raise ValueError("must be http(s)://host[:port] without a path")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _has_an_address_to_type(self) -> Settings:
        if self.host in ("0.0.0.0", "::") and not self.public_url:  # noqa: S104 - it is refused
            raise _in_company("host", self.host, "needs ADMIN_PROXY_PUBLIC_URL, the address that people type")
        return self

    @model_validator(mode="after")
    def _knows_how_to_send(self) -> Settings:
        host, folder = self.smtp_host, self.mail_folder
        if host and folder:
            raise _in_company("mail_folder", str(folder), "cannot be set together with ADMIN_PROXY_SMTP_HOST")
        if host and not self.mail_from:
            raise _in_company("smtp_host", host, "needs ADMIN_PROXY_MAIL_FROM, the sender of its letters")
        if folder and not self.mail_from:
            raise _in_company("mail_folder", str(folder), "needs ADMIN_PROXY_MAIL_FROM, the sender of its letters")
        if bool(self.smtp_user) != bool(self.smtp_password.get_secret_value()):
            raise _in_company(
                "smtp_user", self.smtp_user, "goes with ADMIN_PROXY_SMTP_PASSWORD, one not without the other"
            )
        if self.smtp_user and self.smtp_security == "none":
            raise _in_company("smtp_security", "none", "would send ADMIN_PROXY_SMTP_PASSWORD for everybody to read")
        return self

    @property
    def origin(self) -> str:
        return self.public_url or f"http://{_bracketed(self.host)}:{self.port}"

    @property
    def sender(self) -> Address:
        """Whom letters are from."""
        return _address(self.mail_from) if self.mail_from else Address("Admin Proxy", "admin-proxy", "localhost")

    @property
    def is_https(self) -> bool:
        return self.origin.startswith("https://")

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'admin_proxy.db'}"


class ConfigError(Exception):
    """A setting is wrong; the message is one line that names it."""


def load(**overrides: object) -> Settings:
    """Read the settings.

    Args:
        overrides: values that take the place of the environment's (used by commands with options, and tests).

    Raises:
        ConfigError: a value is wrong.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        raise ConfigError(_in_one_line(error)) from None


def _in_one_line(error: ValidationError) -> str:
    first = error.errors()[0]
    said = first["msg"].removeprefix("Value error, ")
    if not first["loc"]:
        return f"ADMIN_PROXY_{first['ctx']['setting'].upper()}={first['ctx']['value']!r}: {said}"
    return f"ADMIN_PROXY_{str(first['loc'][0]).upper()}={first['input']!r}: {said}"


def _in_company(setting: str, value: str, said: str) -> PydanticCustomError:
    """A value is wrong beside that of another setting."""
    return PydanticCustomError("in_company", "{said}", {"setting": setting, "value": value, "said": said})


def _address(text: str) -> Address:
    name, address = parseaddr(text) if text.isprintable() else ("", "")
    try:
        return Address(name, addr_spec=validate_email(address, check_deliverability=False).ascii_email or "")
    except EmailNotValidError as error:
        raise ValueError(str(error)) from None


_current: Settings | None = None


def use(settings: Settings) -> Settings:
    """Make `settings` the ones that the whole process goes by; returns them."""
    global _current
    _current = settings
    return settings


def current() -> Settings:
    """The settings in force; read from the environment where nobody has said `use`."""
    return _current or use(load())


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
