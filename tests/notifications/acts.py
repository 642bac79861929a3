"""What the tests of notifications have happen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from admin_proxy import db
from admin_proxy.identity import Identity
from admin_proxy.notifications import kinds, tell
from admin_proxy.notifications.kinds import Kind, Words
from tests.people import Cast


def say(reader) -> Words:
    return Words(f"For {reader.first_name}", f"In {reader.language} at {reader.time_zone}")


@contextmanager
def a_kind(key: str = "tests.happened", label: str = "Something happened") -> Iterator[Kind]:
    """While the block runs there is one more kind, which people have a choice about."""
    kind = kinds.offer(Kind(key, label, "When something happens.", say))
    try:
        yield kind
    finally:
        del kinds._offered[key]


def told(cast: Cast, who: str, kind: Kind, identity: Identity | None = None, **more) -> None:
    with db.writing(cast.acme) as tx:
        tell(tx, identity, cast[who], kind, say, **more)
