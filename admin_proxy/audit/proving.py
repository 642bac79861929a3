"""The record with all that proves it, a JSON object a line: what `docs/verify_audit.py` verifies by itself."""

from __future__ import annotations

from collections.abc import Iterator

import orjson
from sqlalchemy import text

from admin_proxy import clock, db
from admin_proxy.audit import canonical, erasures, tombstones
from admin_proxy.identity import Forbidden, Identity

VERSION = "admin-proxy-export/1"


class UnreadableError(Exception):
    """Something stands in the record that no export can hold; the message says where."""


def lines(identity: Identity) -> Iterator[str]:
    """The chain of the operator's organization, or every chain, each after a line that says where it ends.

    Raises:
        Forbidden: somebody else than the operator.
        UnreadableError: on the way, where something is no text; what comes before it is exported.
    """
    if not identity.actor.is_operator:
        raise Forbidden("Only the operator of the server can export the whole record.")
    only = identity.subject.organization_id
    with db.reading() as tx, db.reading_any_bytes(tx.connection()):
        heads = tx.execute(_HEADS, {"only": only}).all()
    return (line for head in heads for line in _chain(*head))


def _chain(chain: int, name: str, seq: int, digest: str) -> Iterator[str]:
    at = canonical.moment(clock.now())
    head = {"version": VERSION, "chain": chain, "organization": name, "seq": seq, "digest": digest, "at": at}
    with db.reading() as tx, db.reading_any_bytes(tx.connection()):
        connection = tx.connection()
        stones = [tombstones.told(stone) for stone in tombstones.of(connection, chain)]
        yield _line(name, "its end", **head, **({"tombstones": stones} if stones else {}))
        rows = connection.execute(
            _LINKS[connection.dialect.name], {"chain": chain, "until": seq}, execution_options={"yield_per": 1_000}
        )
        for at_seq, entry_id, content, link_digest, is_there, key, erased_by, remains, *said in rows:
            proof = {"seq": at_seq, "id": entry_id, "content": content, "digest": link_digest}
            if is_there:
                proof |= {"key": key, "entry": dict(zip(canonical.COLUMNS, said, strict=True))}
            if erased_by:
                proof |= {"erased_by": erased_by, "remains": remains}
            if said[canonical.TAG] == erasures.TAG:
                proof["covers"] = [list(one) for one in erasures.covers(connection, entry_id)]
            yield _line(name, f"what stands at {at_seq}", **proof)


def _line(house: object, where: str, /, **said: object) -> str:
    try:
        return orjson.dumps(said).decode()
    except TypeError:  # bytes, or text that is none, which only SQLite keeps
        raise UnreadableError(
            f"{house or 'what concerns no organization'!s}: {where} holds bytes that are no text, so the export ends "
            "there. Run 'admin-proxy audit verify', which tells what is wrong."
        ) from None


_HEADS = text(
    """
    SELECT head.chain, coalesce(organization.slug, ''), head.seq, head.digest FROM audit_head AS head
    LEFT JOIN organization ON organization.id = head.chain
    WHERE head.chain = coalesce(:only, head.chain) ORDER BY head.chain
    """
)
_LINKS = {
    dialect: text(
        f"""
        SELECT l.seq, l.entry_id, l.content, l.digest, e.id IS NOT NULL, e.key, e.erased_by, r.content,
            {canonical.columns(dialect)}
        FROM audit_link AS l
        LEFT JOIN audit_entry AS e ON e.id = l.entry_id
        LEFT JOIN audit_erased AS r ON r.erasure_id = e.erased_by AND r.entry_id = e.id
        WHERE l.chain = :chain AND l.seq <= :until
        ORDER BY l.seq
        """  # noqa: S608
    )
    for dialect in ("sqlite", "postgresql")
}
