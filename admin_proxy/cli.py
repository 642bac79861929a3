"""The `admin-proxy` command."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from admin_proxy import build, config

app = typer.Typer(
    name="admin-proxy",
    help="Impersonate people of your organization, bounded by a policy, by time and by an audit log.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Port = Annotated[int | None, typer.Option(help="Port to listen on; takes the place of ADMIN_PROXY_PORT.")]


class CommandError(Exception):
    """The command cannot do what it was told; the message is one line that says why."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command; every failure that can be foreseen is one clear line and the exit code 2."""
    try:
        app(args=arguments, standalone_mode=True)
    except (CommandError, config.ConfigError, build.BuildError) as error:
        print(f"admin-proxy: {error}", file=sys.stderr)  # noqa: T201
        return 2
    except KeyboardInterrupt:
        return 130
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 2
    return 0


@app.command()
def demo(
    *,
    port: Port = None,
    reset: Annotated[bool, typer.Option("--reset", help="Forget what was done in the demonstration before.")] = False,
) -> None:
    """Start the demonstration: an embedded database, a believable organization, one-click sign-ins."""
    from admin_proxy import server

    config.use(server.demo_settings(_settings(port)))
    _start(server.demo_app, start_over=reset)


@app.command()
def serve(*, port: Port = None) -> None:
    """Start the server."""
    from admin_proxy import server

    config.use(server.serve_settings(_settings(port)))
    _start(server.serve_app)


@app.command("config")
def list_settings() -> None:
    """List every setting, its value, where that comes from, and what it is for."""
    settings = config.load()
    given = {variable.upper() for variable in os.environ}
    for name, field in config.Settings.model_fields.items():
        variable = f"ADMIN_PROXY_{name.upper()}"
        source = "environment" if variable in given else "default"
        typer.echo(f"{variable}={_shown(name, getattr(settings, name))}  ({source})")
        typer.echo(f"    {field.description}")
        given.discard(variable)
    for variable in sorted(variable for variable in given if variable.startswith("ADMIN_PROXY_")):
        typer.echo(f"{variable} is set, but is no setting")


@app.command("build")
def build_pages() -> None:
    """Build the pages, unless that was done from the same sources."""
    _build()


def _build() -> None:
    if build.is_current():
        return
    typer.echo("Building the pages …")
    build.ensure()
    for page, weight in build.notes().weights.items():
        typer.echo(f"First load of {page}: {weight}")


def _settings(port: int | None) -> config.Settings:
    return config.load() if port is None else config.load(port=port)


def _start(factory: Callable[[], Any], *, start_over: bool = False) -> None:
    from admin_proxy import server

    settings = config.current()
    logging.basicConfig(level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    _build()
    try:
        server.run(
            factory, start_over=start_over, announce=lambda address: typer.echo(f"Admin Proxy is ready: {address}")
        )
    except server.StartError as error:
        raise CommandError(error) from None


def _shown(name: str, value: object) -> str:
    """A setting's value as it may be read over a shoulder: without the database's password."""
    if name == "database_url" and value:
        try:
            return make_url(str(value)).render_as_string(hide_password=True)
        except ArgumentError:
            return "…"
    if isinstance(value, tuple):
        return ",".join(str(part) for part in value)
    return str(value)
