"""What the commands print: one thing a line, and nothing that a terminal would take for more than text."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from admin_proxy.audit.reading import EntryCard
from admin_proxy.audit.verifying import Verdict
from admin_proxy.config import Settings
from admin_proxy.directory.upload_cards import Check, Preview
from admin_proxy.directory.uploads import Imported


def settings(values: Settings) -> Iterator[str]:
    """Each setting with its value and where that comes from, then what it is for."""
    given = {variable.upper() for variable in os.environ if variable.upper().startswith("ADMIN_PROXY_")}
    for name, field in Settings.model_fields.items():
        variable = f"ADMIN_PROXY_{name.upper()}"
        source = "environment" if variable in given else "default"
        given.discard(variable)
        yield f"{variable}={_value(name, getattr(values, name))}  ({source})"
        yield f"    {field.description}"
    yield from (f"{variable} is set, but is no setting" for variable in sorted(given))


def _value(name: str, value: object) -> str:
    """As it may be read over a shoulder: without the database's password, or the mail server's."""
    if value is None:
        return ""
    if name == "database_url" and value:
        try:
            return make_url(str(value)).render_as_string(hide_password=True)
        except ArgumentError:
            return "…"
    return ",".join(str(part) for part in value) if isinstance(value, tuple) else str(value)


def upload(done: Imported) -> Iterator[str]:
    """What is wrong with a file, or what applying it does or did."""
    check = done.check
    yield from (f"{problem.where}: {_plain(problem.sentence)}" for problem in check.errors)
    if check.error_count > len(check.errors):
        yield f"… and {check.error_count - len(check.errors)} more"
    yield from _columns(check)
    if done.applied is not None:
        made = done.applied
        yield (
            f"Done: {made.new} new, {made.changed} changed, {made.unchanged} unchanged, "
            f"{made.left_out} not in the file (they stay as they are)."
        )
    elif check.preview is not None:
        yield from _preview(check.preview)


def _columns(check: Check) -> Iterator[str]:
    ignored = ", ".join(_plain(column.heading) or f"column {column.number}" for column in check.ignored)
    if ignored:
        yield f"Ignored columns: {ignored}"


def _preview(preview: Preview) -> Iterator[str]:
    yield (
        f"Would be: {preview.new} new, {preview.changed} changed, {preview.unchanged} unchanged, "
        f"{preview.left_out} not in the file (they stay as they are)."
    )
    if preview.new_departments:
        yield f"New departments: {', '.join(_plain(name) for name in preview.new_departments)}"


def entry(card: EntryCard) -> str:
    """A line of the record."""
    by = f" (impersonated by {card.impersonated_by_name})" if card.impersonated_by_name else ""
    changes = "; ".join(f"{change.field}: {change.before} → {change.after}" for change in card.changes)
    parts = (
        card.timestamp,
        f"{card.user_name} <{card.user_email}>{by}",
        card.action,
        card.object,
        changes,
        card.note and f"“{card.note}”",
        card.session_id and f"session {card.session_id}",
    )
    return _plain("  ".join(part for part in parts if part))


def verdict(found: Verdict) -> str:
    """How a chain came out."""
    chain = found.chain
    name = f"Organization {chain.name or chain.chain}" if chain.chain else "What concerns no organization"
    if found.problem is None and found.doubt:
        return _plain(f"{name}: could not be checked: {found.doubt}")
    if found.problem is None:
        before = f" ({chain.begin} dropped before)" if chain.begin else ""
        return f"{name}: sound, {chain.seq - chain.begin} entries{before}, ends in {chain.digest[:16]}"
    return _plain(f"{name}: BROKEN, {found.problem}")


def progress(what: str) -> Callable[[int, int], None]:
    """Shows how far something has got, on a terminal only."""
    if not sys.stderr.isatty():
        return lambda _done, _total: None

    def show(done: int, total: int) -> None:
        print(f"\r{done:,} of {total:,} {what}", end="\n" if done == total else "", file=sys.stderr, flush=True)  # noqa: T201

    return show


def _plain(text: str) -> str:
    return "".join(letter if letter.isprintable() else "�" for letter in text)
