"""Whether the record is what was written, and all of it: every link of every chain computed anew.

The chains are cut into stretches, which are verified one after the other or, where there are many entries, by several
processes at once; each stretch begins with the digest that the one before it must end with. Memory stays flat however
long a chain is. The first thing wrong in each chain is named: see `naming.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from hashlib import sha256
from multiprocessing import get_context
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from admin_proxy import db
from admin_proxy.audit import canonical, erasures, guards, naming, tombstones
from admin_proxy.audit.anchors import Anchor
from admin_proxy.audit.naming import Kind, Problem

STRETCH = 25_000
"""Links that one process verifies in one go."""

Progress = Callable[[int, int], None]
Anchored = Mapping[int, Sequence[Anchor]]


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain as it stood when verifying began; what is added meanwhile is for the next time."""

    chain: int
    name: str
    """Slug of the organization; empty where entries concern none."""
    seq: int
    digest: str
    entries: int
    """How many entries there are that belong into it."""
    begin: int = 0
    """So many from the first one on were dropped."""


@dataclass(frozen=True, slots=True)
class Verdict:
    chain: Chain
    problem: Problem | None = None
    doubt: str = ""
    """What could not be verified, and why; empty: everything was."""

    @property
    def is_sound(self) -> bool:
        return self.problem is None and not self.doubt


class _Stretch(NamedTuple):
    chain: int
    after: int
    until: int
    anchored: Mapping[int, frozenset[str]]


class _Found(NamedTuple):
    verified: int
    last: str
    """The digest that the stretch ends with."""
    suspect: int | None
    """Where it is not as it should be."""
    mismatch: bool
    """What is wrong there is that it was anchored otherwise."""
    told: dict[str, str]
    """Entries that tell of an erasure, each with what it says."""
    telling: dict[str, str]
    """Entries that tell of what was dropped, likewise."""
    erased: dict[str, int]
    """Erasures that entries here point to, each with the first of those."""


def verify(
    chain: int | None = None,
    *,
    anchored: Anchored | None = None,
    keys: Sequence[Ed25519PublicKey] = (),
    processes: int = 1,
    progress: Progress = lambda _done, _total: None,
) -> list[Verdict]:
    """Verify one chain, or all of them, in their order; then those that were anchored and are gone.

    Args:
        chain: an organization's id, or 0; None for all.
        anchored: anchors whose signatures hold, by chain, in the order in which they were written.
        keys: what tombstones may be signed with; needed only where the beginning of a chain was dropped.
        processes: how many may work at once, where it is worth their while.
        progress: told how many links are done, of how many.
    """
    with db.reading() as tx:
        with db.reading_any_bytes(tx.connection()):
            chains = _chains(tx.connection(), chain)
        unguarded = guards.missing(tx.connection())
    given = anchored or {}
    found = _verify_all(chains, given, processes, progress)
    verdicts = []
    for one in chains:
        with db.reading() as tx, db.reading_any_bytes(tx.connection()):
            verdict = _judge(tx.connection(), one, found[one.chain], given.get(one.chain, ()), keys)
            moved = not verdict.is_sound and _chains(tx.connection(), one.chain)[0].begin > one.begin
        if moved:  # something was dropped meanwhile
            verdicts += verify(one.chain, anchored=anchored, keys=keys)
            continue
        if verdict.problem is None and unguarded:
            said = naming.UNGUARDED.format(which=", ".join(unguarded))
            verdict = replace(verdict, problem=Problem(Kind.UNGUARDED, 0, said))
        verdicts.append(verdict)
    return verdicts + _gone(chains, chain, given)


def _gone(chains: list[Chain], only: int | None, anchored: Anchored) -> list[Verdict]:
    """Organizations whose rows are away, all of them: nothing in the database tells of their chains any more."""
    left = anchored.keys() - {one.chain for one in chains}
    return [
        Verdict(Chain(gone, anchored[gone][-1].name, 0, canonical.BEGINNING, 0), naming.gone(anchored[gone]))
        for gone in sorted(left)
        if only is None or gone == only
    ]


def _verify_all(chains: list[Chain], anchored: Anchored, processes: int, progress: Progress) -> dict[int, list[_Found]]:
    stretches = [
        _Stretch(one.chain, after, until, _within(anchored.get(one.chain, ()), after, until))
        for one in chains
        for after in range(one.begin, one.seq, STRETCH)
        for until in [min(after + STRETCH, one.seq)]
    ]
    found: dict[int, list[_Found]] = {one.chain: [] for one in chains}
    done, total = 0, sum(one.seq - one.begin for one in chains)
    progress(done, total)
    for stretch, result in zip(stretches, _results(stretches, processes), strict=True):
        found[stretch.chain].append(result)
        done += stretch.until - stretch.after
        progress(done, total)
    return found


def _within(anchored: Sequence[Anchor], after: int, until: int) -> dict[int, frozenset[str]]:
    found: dict[int, frozenset[str]] = {}
    for anchor in anchored:
        if after < anchor.seq <= until:
            found[anchor.seq] = found.get(anchor.seq, frozenset()) | {anchor.digest}
    return found


def _results(stretches: list[_Stretch], processes: int) -> Iterator[_Found]:
    if processes == 1 or len(stretches) < 2 * processes:
        yield from map(_verify, stretches)
        return
    url = db.engine().url.render_as_string(hide_password=False)
    with ProcessPoolExecutor(processes, get_context("spawn"), initializer=db.connect, initargs=(url,)) as pool:
        yield from pool.map(_verify, stretches)


def _verify(stretch: _Stretch) -> _Found:
    with db.reading() as tx:
        connection = tx.connection()
        try:
            return _walk(connection, stretch)
        except OperationalError:
            if not db.is_sqlite(tx):
                raise
            with db.reading_any_bytes(connection):
                return _walk(connection, stretch)


def _walk(connection: Connection, stretch: _Stretch) -> _Found:
    chain, seq, until, anchored = stretch
    previous, sha, version = naming.digest_at(connection, chain, seq), sha256, canonical.VERSION
    id_column, at_column, tag_column, house_column = canonical.ID, canonical.AT, canonical.TAG, canonical.HOUSE
    erasing, dropping = erasures.TAG, tombstones.TAG
    told: dict[str, str] = {}
    telling: dict[str, str] = {}
    erased: dict[str, int] = {}
    suspect, mismatch = None, False
    rows = connection.execute(
        _LINKS[connection.dialect.name],
        {"chain": chain, "after": seq, "until": until},
        execution_options={"yield_per": 500},
    )
    for at_seq, link_content, digest, key, erased_by, remains, *said in rows:
        entry_id, at, tag = said[id_column], said[at_column], said[tag_column]
        link = f'["{version}",{chain},{seq + 1},"{previous}","{entry_id}","{at}","{tag}","{link_content}"]'
        if (
            at_seq != seq + 1
            or at is None
            or (said[house_column] or 0) != chain
            or sha(link.encode("utf-8", "surrogateescape")).hexdigest() != digest
            or _content(key, said) != (remains if erased_by else link_content)
        ):
            suspect = seq + 1
            break
        if seq + 1 in anchored and anchored[seq + 1] != {digest}:
            suspect, mismatch = seq + 1, True
            break
        seq, previous = seq + 1, digest
        if erased_by:
            erased.setdefault(erased_by, seq)
        if tag == erasing:
            told[entry_id] = said[canonical.AFTER]
        elif tag == dropping:
            telling[entry_id] = said[canonical.AFTER]
    rows.close()
    if suspect is None and seq < until:
        suspect = seq + 1
    return _Found(seq, previous, suspect, mismatch, told, telling, erased)


def _content(key: str, said: list[Any]) -> str:
    """What is no key any more, or nothing an entry can say, has a digest that fits nothing."""
    try:
        return canonical.content(key, canonical.of_row(said))
    except (ValueError, TypeError):
        return ""


def _judge(
    connection: Connection, chain: Chain, found: list[_Found], anchored: Sequence[Anchor],
    keys: Sequence[Ed25519PublicKey],
) -> Verdict:  # fmt: skip
    doubt = ""
    try:
        problem = tombstones.problem(connection, chain.chain, anchored, keys)
    except tombstones.UnknownKeyError as error:
        problem, doubt = None, str(error)
    return Verdict(chain, problem or _problem(connection, chain, found, anchored), doubt)


def _problem(connection: Connection, chain: Chain, found: list[_Found], anchored: Sequence[Anchor]) -> Problem | None:
    before = naming.digest_at(connection, chain.chain, chain.begin)
    for stretch in found:
        if stretch.suspect is not None:
            if stretch.mismatch:
                return naming.otherwise_anchored(connection, chain.chain, stretch.suspect, anchored)
            return naming.name(connection, chain.chain, stretch.suspect, stretch.last, chain.seq)
        before = stretch.last
    return (
        naming.end(
            connection, chain.chain, chain.seq, chain.digest, before, more=chain.entries > chain.seq - chain.begin
        )
        or naming.cut_since(chain.seq, anchored)
        or naming.contradictory(anchored)
        or tombstones.untold(
            connection, chain.chain, {entry: said for stretch in found for entry, said in stretch.telling.items()}
        )
        or erasures.uncovered(
            connection,
            {entry: said for stretch in found for entry, said in stretch.told.items()},
            {entry: seq for stretch in reversed(found) for entry, seq in stretch.erased.items()},
        )
    )


def _chains(connection: Connection, only: int | None) -> list[Chain]:
    """Each chain as one statement sees it, so that nothing is added between its head and the count of its entries."""
    found = [Chain(*row) for row in connection.execute(_CHAINS)]
    return [one for one in found if only is None or one.chain == only]


_CHAINS = text(
    """
    SELECT known.chain, coalesce(organization.slug, ''), CAST(coalesce(head.seq, 0) AS int),
        coalesce(head.digest, :beginning),
        (SELECT count(*) FROM audit_entry AS e WHERE e.organization_id = known.chain)
        + CASE known.chain
            WHEN 0 THEN (SELECT count(*) FROM audit_entry AS e WHERE e.organization_id IS NULL) ELSE 0
        END,
        coalesce((SELECT max(until) FROM audit_tombstone AS t WHERE t.chain = known.chain), 0)
    FROM (
        SELECT 0 AS chain UNION SELECT chain FROM audit_head UNION SELECT id FROM organization
        UNION SELECT organization_id FROM audit_entry WHERE organization_id IS NOT NULL
    ) AS known
    LEFT JOIN audit_head AS head ON head.chain = known.chain
    LEFT JOIN organization ON organization.id = known.chain
    ORDER BY known.chain
    """
).bindparams(beginning=canonical.BEGINNING)
_LINKS = {
    dialect: text(
        f"""
        SELECT l.seq, l.content, l.digest, e.key, e.erased_by, r.content, {canonical.columns(dialect)}
        FROM audit_link AS l
        LEFT JOIN audit_entry AS e ON e.id = l.entry_id
        LEFT JOIN audit_erased AS r ON r.erasure_id = e.erased_by AND r.entry_id = e.id
        WHERE l.chain = :chain AND l.seq > :after AND l.seq <= :until
        ORDER BY l.seq
        """  # noqa: S608
    )
    for dialect in ("sqlite", "postgresql")
}
