"""Opening the database that the settings name, for the server and for every command alike."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from sqlalchemy.exc import ArgumentError, DBAPIError

import admin_proxy.impersonation  # noqa: F401 - no command may change facts without its look at what runs
from admin_proxy import db, schema
from admin_proxy.config import ConfigError, Settings


def open_database(settings: Settings) -> None:
    """Make the data folder and bring the tables up to date.

    Raises:
        ConfigError: the folder or the database cannot be used.
    """
    make_folder(settings.data_dir)
    try:
        schema.upgrade(db.connect(settings.database))
    except (ArgumentError, DBAPIError) as error:
        raise ConfigError(f"ADMIN_PROXY_DATABASE_URL: the database cannot be used: {_first_line(error)}") from None
    except schema.SchemaError as error:
        raise ConfigError(f"ADMIN_PROXY_DATABASE_URL: {error}") from None


def make_folder(folder: Path) -> None:
    """Make the data folder. From then on, what this process writes is nobody else's to read.

    Raises:
        ConfigError: it cannot be made, or not be written to.
    """
    os.umask(0o077)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        raise ConfigError(f"ADMIN_PROXY_DATA_DIR={folder}: {error.strerror}") from None


def _first_line(error: Exception) -> str:
    """The driver's own words, without the address, which may hold a password."""
    cause = getattr(error, "orig", None) or error
    return str(cause).strip().splitlines()[0]
