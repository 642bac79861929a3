"""Anchors: how far each chain had got at some moment, signed, and kept where whoever writes the database cannot write.

A chain proves that nothing in its middle was changed. That its end was not cut off, or the whole of it made anew, only
somebody can prove who noted the end elsewhere: that is an anchor. One JSON object a line, signed with Ed25519.
"""

from __future__ import annotations

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path

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
from sqlalchemy import text

from admin_proxy import clock, db
from admin_proxy.audit import canonical
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


def write(settings: Settings) -> list[Anchor]:
    """Sign where each chain ends now, and add those to the file that have moved on since; returns them.

    Raises:
        AnchorError: key or file cannot be read or written.
    """
    key = private_key(settings.data_dir)
    path = folder(settings) / FILE
    known = _latest(path)
    made = [anchor for anchor in _ends(key) if not _is_known(anchor, known)]
    if made:
        _add(path, made)
    return made


def latest(settings: Settings) -> list[Anchor]:
    """The last anchor of each chain.

    Raises:
        AnchorError: the file cannot be read.
    """
    found = _latest(folder(settings) / FILE)
    return [found[chain] for chain in sorted(found)]


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


def read(path: Path, key: Ed25519PublicKey) -> dict[int, dict[int, Anchor]]:
    """The anchors of a file by chain and sequence, each one's signature verified.

    Raises:
        AnchorError: the file cannot be read, or a line of it is no anchor signed by that key.
    """
    found: dict[int, dict[int, Anchor]] = {}
    for number, anchor in _lines(path):
        if anchor.key != key_name(key):
            raise AnchorError(f"{path}, line {number}: signed by another key ({anchor.key}); --public-key names it.")
        try:
            key.verify(b64decode(anchor.signature, validate=True), anchor.signed)
        except (InvalidSignature, ValueError):
            raise AnchorError(f"{path}, line {number}: the signature does not hold.") from None
        found.setdefault(anchor.chain, {})[anchor.seq] = anchor
    return found


def key_name(key: Ed25519PublicKey) -> str:
    return sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]


def _ends(key: Ed25519PrivateKey) -> Iterator[Anchor]:
    heads = text(
        "SELECT head.chain, coalesce(organization.slug, ''), head.seq, head.digest FROM audit_head AS head "
        "LEFT JOIN organization ON organization.id = head.chain WHERE head.seq > 0 ORDER BY head.chain"
    )
    with db.reading() as tx:
        found = tx.execute(heads).all()
    at, name = canonical.moment(clock.now()), key_name(key.public_key())
    for chain, slug, seq, digest in found:
        unsigned = Anchor(chain, slug, seq, digest, at, name)
        yield replace(unsigned, signature=b64encode(key.sign(unsigned.signed)).decode())


def _is_known(anchor: Anchor, known: dict[int, Anchor]) -> bool:
    one = known.get(anchor.chain)
    return one is not None and (one.seq, one.digest) == (anchor.seq, anchor.digest)


def _latest(path: Path) -> dict[int, Anchor]:
    return {anchor.chain: anchor for _, anchor in _lines(path)} if path.exists() else {}


def _lines(path: Path) -> Iterator[tuple[int, Anchor]]:
    number = 0
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                said = json.loads(line)
                if said.pop("version") != VERSION:
                    raise ValueError
                yield number, Anchor(**said)
    except OSError as error:
        raise AnchorError(f"The anchors in {path} cannot be read: {error.strerror}") from None
    except (ValueError, TypeError, KeyError, AttributeError):
        raise AnchorError(f"{path}, line {number}: this is no anchor.") from None


def _add(path: Path, made: Iterable[Anchor]) -> None:
    """All of them in one write at the end of the file, on the disk before anybody counts on it."""
    lines = "".join(f"{anchor.line}\n" for anchor in made)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        opened = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(opened, lines.encode())
            os.fsync(opened)
        finally:
            os.close(opened)
    except OSError as error:
        raise AnchorError(f"Anchors cannot be written to {path}: {error.strerror}") from None


def _make_key(path: Path) -> None:
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
