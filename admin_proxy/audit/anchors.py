"""Anchors: how far each chain had got at some moment, signed, and kept where whoever writes the database cannot write.

A chain proves that nothing in its middle was changed. That its end was not cut off, or the whole of it made anew, only
somebody can prove who noted the end elsewhere: that is an anchor. One JSON object a line, signed with Ed25519.
"""

from __future__ import annotations

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from sqlalchemy import Connection, text

from admin_proxy import clock, db
from admin_proxy.audit import anchor_file, canonical
from admin_proxy.config import Settings
from admin_proxy.identity import Refused

FILE = "anchors.ndjson"
KEY = "audit_key.pem"
VERSION = "admin-proxy-anchor/1"


class AnchorError(Refused):
    """Anchors, or the key that signs them, cannot be read or written."""


@dataclass(frozen=True, slots=True)
class Anchor:
    chain: int
    name: str
    """Slug of the organization; empty for the chain of what concerns none."""
    seq: int
    digest: str
    at: str
    key: str
    """Names the key that signed it: the beginning of its digest."""
    signature: str = ""

    @property
    def signed(self) -> bytes:
        said = {"version": VERSION, **asdict(self)}
        del said["signature"]
        return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    @property
    def line(self) -> str:
        said = {"version": VERSION, **asdict(self)}
        return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


class _End(NamedTuple):
    chain: int
    name: str
    seq: int
    digest: str


@dataclass(frozen=True, slots=True)
class Contradicted:
    """An anchor that its chain is at odds with."""

    anchor: Anchor
    end: int
    """Where the chain ends now; 0: it is gone."""


class ContradictedError(AnchorError):
    """Chains are not what was signed before, so they were not signed again."""

    def __init__(self, made: list[Anchor], contradicted: list[Contradicted]) -> None:
        self.made, self.contradicted = made, contradicted
        which = ", ".join(f"{one.anchor.name or 'no organization'} at {one.anchor.seq}" for one in contradicted)
        super().__init__(f"Not signed, because it is not what was signed before: the audit log of {which}.")


def write(settings: Settings) -> list[Anchor]:
    """Sign where each chain ends now, and add those to the file that have moved on since; returns them.

    A chain that is not any more what was signed before is not signed again: that would vouch for what was bent.

    Raises:
        AnchorError: key or file cannot be read or written.
        ContradictedError: some chains were not signed; the others were.
    """
    path = folder(settings) / FILE
    try:
        with anchor_file.adding(path) as opened:
            key = signing_key(settings)
            known = _latest(path, key.public_key())
            made, contradicted = _signed(key, known)
            if made:
                anchor_file.add(opened, [anchor.line for anchor in made])
    except OSError as error:
        raise AnchorError(f"Anchors cannot be written to {path}: {error.strerror}") from None
    if contradicted:
        raise ContradictedError(made, contradicted)
    return made


def latest(settings: Settings) -> list[Anchor]:
    """The last anchor of each chain.

    Raises:
        AnchorError: the file cannot be read.
    """
    found = _latest(folder(settings) / FILE)
    return [found[chain] for chain in sorted(found)]


def set_aside(settings: Settings, chains: set[int], at: datetime) -> None:
    """Go on without the anchors of some chains; the file with all of them stays, under another name.

    Raises:
        AnchorError: the files cannot be read or written.
    """
    path = folder(settings) / FILE
    if not are_there(path):
        return
    anew, kept = path.with_name(f"{FILE}.new"), path.with_name(f"anchors-until-{at:%Y%m%dT%H%M%SZ}.ndjson")
    try:
        with anchor_file.adding(path):
            anew.unlink(missing_ok=True)
            with anchor_file.adding(anew) as opened:
                anchor_file.add(opened, [anchor.line for _, anchor in _lines(path) if anchor.chain not in chains])
            if kept.exists():
                raise AnchorError(f"There is a {kept} already.")
            path.rename(kept)
            anew.rename(path)
    except OSError as error:
        raise AnchorError(f"The anchors in {path} cannot be set aside: {error.strerror}") from None


def folder(settings: Settings) -> Path:
    return settings.audit_anchors_dir or settings.data_dir / "anchors"


def private_key(data_dir: Path) -> Ed25519PrivateKey:
    """The key that signs; made when it is first asked for, and only its owner's to read.

    Raises:
        AnchorError: it cannot be read or made, or is no such key.
    """
    path = data_dir / KEY
    try:
        if not path.exists():
            _make_key(path)
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise AnchorError(f"The key in {path} cannot be used: {error}") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise AnchorError(f"The key in {path} is no Ed25519 key.")
    return key


def signing_key(settings: Settings) -> Ed25519PrivateKey:
    """The key to sign on with. Another one in its place would end every comparison with what it has signed.

    Raises:
        AnchorError: it cannot be read or made, or there are anchors and it is gone.
    """
    path = folder(settings) / FILE
    if not (settings.data_dir / KEY).exists() and are_there(path):
        raise AnchorError(f"The key that signed the anchors in {path} is not in {settings.data_dir} any more.")
    return private_key(settings.data_dir)


def known_public_key(data_dir: Path) -> Ed25519PublicKey | None:
    """The key that this server signs with, if it ever has.

    Raises:
        AnchorError: it cannot be read.
    """
    return private_key(data_dir).public_key() if (data_dir / KEY).exists() else None


def public_key_pem(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def read_public_key(path: Path) -> Ed25519PublicKey:
    """Raises:
    AnchorError: there is no such key.
    """
    try:
        key = load_pem_public_key(path.read_bytes())
    except (OSError, ValueError) as error:
        raise AnchorError(f"The public key {path} cannot be read: {error}") from None
    if not isinstance(key, Ed25519PublicKey):
        raise AnchorError(f"{path} is no Ed25519 key.")
    return key


def read(path: Path, key: Ed25519PublicKey) -> dict[int, list[Anchor]]:
    """The anchors of a file by chain, in the order in which they were written, each one's signature verified.

    Raises:
        AnchorError: the file cannot be read, or a line of it is no anchor signed by that key.
    """
    found: dict[int, list[Anchor]] = {}
    for number, anchor in _lines(path):
        _verify(path, number, anchor, key)
        found.setdefault(anchor.chain, []).append(anchor)
    return found


def are_there(path: Path) -> bool:
    """Whether any anchors were kept.

    Raises:
        AnchorError: nobody can say.
    """
    try:
        return path.stat().st_size > 0
    except FileNotFoundError:
        return False
    except OSError as error:
        raise AnchorError(f"The anchors in {path} cannot be read: {error.strerror}") from None


def of_line(line: str) -> Anchor:
    """What an anchor's line says.

    Raises:
        ValueError, TypeError, KeyError, AttributeError: it is none.
    """
    said = json.loads(line)
    if said.pop("version") != VERSION:
        raise ValueError
    anchor = Anchor(**said)
    for name, value in asdict(anchor).items():
        if type(value) is not (int if name in ("chain", "seq") else str):
            raise TypeError
    return anchor


def key_name(key: Ed25519PublicKey) -> str:
    return sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]


def _verify(path: Path, number: int, anchor: Anchor, key: Ed25519PublicKey) -> None:
    if anchor.key != key_name(key):
        raise AnchorError(f"{path}, line {number}: signed by another key ({anchor.key}); --public-key names it.")
    try:
        key.verify(b64decode(anchor.signature, validate=True), anchor.signed)
    except (InvalidSignature, ValueError):
        raise AnchorError(f"{path}, line {number}: the signature does not hold.") from None


def _signed(key: Ed25519PrivateKey, known: Mapping[int, Anchor]) -> tuple[list[Anchor], list[Contradicted]]:
    with db.reading() as tx:
        ends = {end.chain: _End(*end) for end in tx.execute(_ENDS)}
        contradicted = [
            Contradicted(anchor, ends[chain].seq if chain in ends else 0)
            for chain, anchor in known.items()
            if chain not in ends or not _holds(tx.connection(), anchor, ends[chain])
        ]
    _settle()
    bent = {one.anchor.chain for one in contradicted}
    moved_on = [end for chain, end in ends.items() if chain not in bent and not _is_known(end, known.get(chain))]
    return [_sign(key, end) for end in moved_on], contradicted


def _holds(connection: Connection, anchor: Anchor, end: _End) -> bool:
    """Whether the chain still has what was anchored. What was dropped has its tombstone, which is signed, too."""
    if anchor.seq == end.seq:
        return anchor.digest == end.digest
    there = connection.execute(_THERE, {"chain": anchor.chain, "seq": anchor.seq}).one()
    return anchor.seq < end.seq and (there.digest == anchor.digest or anchor.seq < there.dropped)


def _settle() -> None:
    """What is anchored must not be lost with the power: SQLite leaves the latest commits to the system for a while."""
    url = db.engine().url
    log = Path(f"{url.database}-wal")
    if url.get_backend_name() == "sqlite" and log.exists():
        with log.open("rb") as file:
            os.fsync(file.fileno())


def _sign(key: Ed25519PrivateKey, end: _End) -> Anchor:
    unsigned = Anchor(*end, canonical.moment(clock.now()), key_name(key.public_key()))
    return replace(unsigned, signature=b64encode(key.sign(unsigned.signed)).decode())


def _is_known(end: _End, last: Anchor | None) -> bool:
    return last is not None and (last.seq, last.digest) == (end.seq, end.digest)


def _latest(path: Path, key: Ed25519PublicKey | None = None) -> dict[int, Anchor]:
    """The furthest of each chain; of two that say different things, the first. Verified, where there is a key to."""
    found: dict[int, tuple[int, Anchor]] = {}
    for number, anchor in _lines(path) if are_there(path) else ():
        if anchor.chain not in found or anchor.seq > found[anchor.chain][1].seq:
            found[anchor.chain] = number, anchor
    if key is not None:
        for number, anchor in found.values():
            _verify(path, number, anchor, key)
    return {chain: anchor for chain, (_, anchor) in found.items()}


def _lines(path: Path) -> Iterator[tuple[int, Anchor]]:
    number = 0
    try:
        for number, line in anchor_file.lines(path):
            yield number, of_line(line)
    except OSError as error:
        raise AnchorError(f"The anchors in {path} cannot be read: {error.strerror}") from None
    except (ValueError, TypeError, KeyError, AttributeError):
        raise AnchorError(f"{path}, line {number}: this is no anchor.") from None


def _make_key(path: Path) -> None:
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())


_ENDS = text(
    "SELECT head.chain, coalesce(organization.slug, ''), CAST(head.seq AS int), head.digest FROM audit_head AS head "
    "LEFT JOIN organization ON organization.id = head.chain WHERE CAST(head.seq AS int) > 0 ORDER BY head.chain"
)
_THERE = text(
    """
    SELECT (
            SELECT digest FROM audit_link WHERE chain = :chain AND seq = :seq
            UNION ALL SELECT digest FROM audit_tombstone WHERE chain = :chain AND until = :seq LIMIT 1
        ) AS digest,
        (SELECT coalesce(max(until), 0) FROM audit_tombstone WHERE chain = :chain) AS dropped
    """
)
