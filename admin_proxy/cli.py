"""The `admin-proxy` command."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from admin_proxy import build, config
from admin_proxy.identity import Refused, operator

app = typer.Typer(
    name="admin-proxy",
    help="Impersonate people of your organization, bounded by a policy, by time and by an audit log.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

audit = typer.Typer(help="The record of what was done, by whom, as whom.", no_args_is_help=True)
app.add_typer(audit, name="audit")

Organization = Annotated[str, typer.Option(help="Slug of the organization.")]
Port = Annotated[int | None, typer.Option(help="Port to listen on; takes the place of ADMIN_PROXY_PORT.")]


class CommandError(Exception):
    """The command cannot do what it was told; the message is one line that says why."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command; every failure that can be foreseen is one clear line and the exit code 2."""
    try:
        app(args=arguments, standalone_mode=True)
    except (CommandError, Refused, config.ConfigError, build.BuildError) as error:
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
    from admin_proxy import console

    typer.echo("\n".join(console.settings(config.load())))


@app.command("create-organization")
def create_organization(
    slug: Annotated[str, typer.Argument(help="Short name for commands, such as acme-europe.")],
    name: Annotated[str, typer.Argument(help="Name as people read it.")],
) -> None:
    """Create an organization."""
    from admin_proxy.organizations import creating

    _open_database()
    made = creating.create(operator(None), slug, name)
    typer.echo(f"{made.name} is there. Next: admin-proxy create-admin --organization {made.slug} --email … --name …")


@app.command("create-admin")
def create_admin(
    *,
    organization: Organization,
    email: Annotated[str, typer.Option(help="Their e-mail address, to sign in with.")],
    name: Annotated[str, typer.Option(help="First and last name.")],
) -> None:
    """Make somebody a Super Admin, and print a one-time link to choose a password with."""
    from admin_proxy.accounts import administrators, password_links

    settings = _open_database()
    identity = operator(_organization(organization))
    token = administrators.create_admin(identity, identity.organization_id, email, name)
    hours = int(password_links.LASTS.total_seconds() // 3600)
    typer.echo(f"Give this link to {name}. It can be used once, within {hours} hours:")
    typer.echo(f"{settings.origin}/welcome#{token}")


@app.command("import")
def import_people(
    file: Annotated[Path, typer.Argument(help="CSV export of an HR system, UTF-8.")],
    *,
    organization: Organization,
    check: Annotated[bool, typer.Option("--check", help="Say what would happen, and change nothing.")] = False,
) -> None:
    """Check a CSV file of people as a whole and, if nothing is wrong with it, apply it."""
    from admin_proxy import console
    from admin_proxy.directory import uploads

    _open_database()
    identity = operator(_organization(organization))
    done = uploads.import_file(identity, file, check_only=check)
    typer.echo("\n".join(console.upload(done)))
    if not done.check.ok:
        raise CommandError(f"{file} has errors; nothing was changed")


@audit.command("list")
def list_audit(
    *,
    organization: Annotated[str, typer.Option(help="Slug of an organization; without it: all of them.")] = "",
    person: Annotated[str, typer.Option(help="Part of the name or e-mail of somebody involved.")] = "",
    session: Annotated[str, typer.Option(help="Id of an impersonation.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Read the record, newest first."""
    from admin_proxy import console
    from admin_proxy.audit import reading

    _open_database()
    identity = operator(_organization(organization) if organization else None)
    for entry in reading.listing(identity, person, session=session):
        typer.echo(json.dumps(reading.as_json(entry), ensure_ascii=False) if as_json else console.entry(entry))


@audit.command("verify")
def verify_audit(
    *,
    organization: Annotated[str, typer.Option(help="Slug of an organization; without it: all of them.")] = "",
    against: Annotated[Path | None, typer.Option(help="File of anchors that were kept somewhere else.")] = None,
    public_key: Annotated[Path | None, typer.Option(help="Key that signed them; without it: this server's.")] = None,
) -> None:
    """Verify that nothing of the record was changed, taken away or added: 0 sound, 1 broken, 2 could not be checked."""
    from sqlalchemy.exc import SQLAlchemyError

    from admin_proxy import console
    from admin_proxy.audit import anchors, checking, verifying

    settings = _open_database()
    chain = _organization(organization) if organization else None
    try:
        given = checking.means(settings)
        if public_key:
            given = given.and_also({}, anchors.read_public_key(public_key))
        if against is not None and not given.keys:
            raise CommandError(f"there is no {settings.data_dir / anchors.KEY}; --public-key names the key that signed")
        if against is not None:
            given = given.and_also(anchors.read(against, given.keys[-1]))
        verdicts = verifying.verify(
            chain, anchored=given.anchored, keys=given.keys, processes=os.cpu_count() or 1,
            progress=console.progress("links verified"),
        )  # fmt: skip
    except SQLAlchemyError as error:
        raise CommandError(f"the record could not be verified: {error}") from None
    for verdict in verdicts:
        typer.echo(console.verdict(verdict))
    try:
        checking.note(verdicts, given.failure)
    except SQLAlchemyError as error:
        typer.echo(f"This could not be noted for the Audit Logs page: {error}", err=True)
    if any(verdict.problem for verdict in verdicts):
        raise typer.Exit(1)
    if given.failure:
        raise CommandError(f"the record was verified without its anchors: {given.failure}")
    if not all(verdict.is_sound for verdict in verdicts):
        raise typer.Exit(2)


@audit.command("anchor")
def anchor_audit(
    *,
    public_key: Annotated[bool, typer.Option("--public-key", help="Print the key that anchors are known by.")] = False,
) -> None:
    """Sign how far the record has got, and write that outside of the database."""
    from admin_proxy.audit import anchors, checking

    settings = _open_database()
    if public_key:
        typer.echo(anchors.public_key_pem(anchors.signing_key(settings)), nl=False)
        return
    refused: anchors.ContradictedError | None = None
    try:
        made = checking.anchor(settings)
    except anchors.ContradictedError as error:
        made, refused = error.made, error
    for anchor in made:
        typer.echo(anchor.line)
    typer.echo(f"{len(made)} new in {anchors.folder(settings) / anchors.FILE}", err=True)
    if refused:
        typer.echo(f"admin-proxy: {refused}", err=True)
        raise typer.Exit(1)


@audit.command("export")
def export_audit(
    *,
    organization: Annotated[str, typer.Option(help="Slug of an organization; without it: all of them.")] = "",
    form: Annotated[str, typer.Option("--format", help="ndjson: one JSON object a line.")] = "ndjson",
) -> None:
    """Write out the record with all that proves it, for docs/verify_audit.py."""
    from admin_proxy.audit import proving

    if form != "ndjson":
        raise CommandError(f"--format can be ndjson, not {form!r}")
    _open_database()
    try:
        for line in proving.lines(operator(_organization(organization) if organization else None)):
            typer.echo(line)
    except proving.UnreadableError as error:
        raise CommandError(str(error)) from None


@audit.command("drop")
def drop_from_audit(
    *,
    before: Annotated[str, typer.Option(help="A day (UTC); what is of that day or later is kept.")],
    organization: Annotated[str, typer.Option(help="Slug of an organization; without it: all of them.")] = "",
) -> None:
    """Drop old entries of the record, in whole segments, with a signed tombstone. This cannot be undone."""
    from datetime import UTC, datetime, time

    from admin_proxy.audit import dropping, filters

    day = filters.day(before)
    if day is None:
        raise CommandError(f"--before is a day like 2026-03-02, not {before!r}")
    settings = _open_database()
    chosen = operator(_organization(organization) if organization else None)
    done = dropping.drop(chosen, settings, datetime.combine(day, time.min, UTC))
    for one in done:
        typer.echo(f"{one.name or 'What concerns no organization'}: {one.entries} entries dropped, up to {one.until}")
    if not done:
        typer.echo(f"No whole segment of {dropping.SEGMENT:,} entries is older than that. Nothing was dropped.")


@audit.command("restored")
def take_restored_audit(
    *,
    why: Annotated[str, typer.Option(help="What happened; it stands in the record.")],
) -> None:
    """After a backup was put back on purpose: take the record for what it is now, and sign on from there. Recorded."""
    from admin_proxy.audit import restoring

    settings = _open_database()
    if not why.strip():
        raise CommandError("--why says what happened")
    done = restoring.accept(operator(None), settings, why.strip())
    for one in done:
        name = one.name or "What concerns no organization"
        typer.echo(f"{name}: was signed up to {one.anchored}, goes on from {one.seq}")
    if not done:
        typer.echo("The record is at odds with no anchor. Nothing was done.")


@audit.command("erase")
def erase_from_audit(
    *,
    person: Annotated[str, typer.Option(help="Id or e-mail of the person.")],
) -> None:
    """Empty what the record says of a person; that it was done is recorded. This cannot be undone."""
    from admin_proxy.accounts import finding
    from admin_proxy.audit import erasing

    _open_database()
    person_id, email = finding.named(operator(None), person)
    count = erasing.erase(operator(None), person_id, email)
    typer.echo(f"{count} entries no longer say anything of {person}. What other entries quote stays as it is.")


@app.command("build")
def build_pages() -> None:
    """Build the pages, unless that was done from the same sources."""
    _build()


def _open_database() -> config.Settings:
    """The database that a server with the same settings uses; the server may be running meanwhile."""
    from admin_proxy import opening

    settings = config.use(config.load())
    logging.basicConfig(level=logging.WARNING)
    opening.open_database(settings)
    return settings


def _organization(slug: str) -> int:
    from admin_proxy.organizations import finding

    found = finding.by_slug(slug)
    if found is None:
        known = ", ".join(card.slug for card in finding.everyone())
        raise CommandError(f"there is no organization {slug!r}; there is: {known or 'none yet'}")
    return found.id


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
    logging.getLogger("alembic").setLevel(logging.WARNING)
    _build()
    try:
        server.run(factory, start_over=start_over, announce=_say_where)
    except server.StartError as error:
        raise CommandError(error) from None


def _say_where(address: str) -> None:
    typer.echo(f"Admin Proxy is ready: {address}   (Ctrl-C ends it)")
