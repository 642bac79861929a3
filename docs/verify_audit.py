#!/usr/bin/env python3
"""Verify an export of Admin Proxy's audit log without Admin Proxy.

    python verify_audit.py EXPORT.ndjson [--anchors ANCHORS.ndjson] [--public-key KEY.pem] [--organization SLUG]

Needs Python 3.9 or newer; for anchors, and where old entries were dropped, also the key that signs, and the package
`cryptography`. Every chain that was anchored has to be there, or with --organization just that one. docs/audit.md says
what is verified, and what that proves.
Exit code: 0 sound, 1 broken, 2 could not be checked.
"""

import argparse
import hashlib
import json
import sys
from base64 import b64decode
from datetime import datetime, timedelta

CLOCKS_DIFFER = timedelta(minutes=10)


class Broken(Exception):  # noqa: N818
    pass


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("export")
    parser.add_argument("--anchors")
    parser.add_argument("--public-key")
    parser.add_argument("--organization")
    given = parser.parse_args()
    if given.anchors and not given.public_key:
        parser.error("--anchors needs --public-key")
    try:
        key = read_key(given.public_key) if given.public_key else None
        anchors = read_anchors(given.anchors, key) if given.anchors else {}
        with open(given.export, encoding="utf-8") as lines:
            verify(lines, anchors, key, given.organization)
    except Broken as problem:
        print(f"BROKEN: {problem}")  # noqa: T201
        return 1
    except (OSError, ValueError, KeyError, TypeError, ImportError) as error:
        print(f"could not be checked: {type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
        return 2
    return 0


def verify(lines, anchors, key=None, only=None):
    chain, names = None, set()
    for line in lines:
        said = json.loads(line)
        if "version" in said:
            if said["version"] != "admin-proxy-export/1":
                raise ValueError(f"unknown version {said['version']}")
            if chain:
                chain.end()
            chain = Chain(said, anchors.pop(said["chain"], []), key)
            names.add(said["organization"])
        elif chain is None:
            raise ValueError("the export does not begin with the line that names its version")
        else:
            chain.add(said)
    if chain is None:
        raise ValueError("the export is empty")
    chain.end()
    if only and only not in names:
        raise Broken(f"{only}: it is not in the export")
    for number, left in sorted(anchors.items()) if not only else ():
        last = max(left, key=lambda anchor: anchor["seq"])
        name = last["name"] or f"chain {number}"
        raise Broken(f"{name}, sequence 1: missing: it was anchored up to {last['seq']}, and is not in the export")


class Chain:
    def __init__(self, head, anchors, key):
        self.head, self.signed, self.anchors = head, anchors, {}
        for anchor in anchors:
            self.anchors.setdefault(anchor["seq"], set()).add(anchor["digest"])
        self.name = head["organization"] or f"chain {head['chain']}"
        self.seq, self.digest = 0, "0" * 64
        self.erased, self.covered, self.telling = {}, {}, {}
        for stone in head.get("tombstones", ()):
            self.skip(stone, key)
        self.begin = self.seq
        self.anchors = {seq: digests for seq, digests in self.anchors.items() if seq > self.begin}

    def skip(self, stone, key):
        """What was dropped: a signed tombstone says how far that went, and from which digest the rest follows."""
        if key is None:
            raise ValueError("the beginning of a chain was dropped; --public-key names the key that vouches for that")
        if (stone["chain"], stone["after"], stone["previous"]) != (self.head["chain"], self.seq, self.digest):
            self.broken("missing: its tombstone does not follow from what was dropped before")
        if not is_known(stone, key):
            raise ValueError(f"the beginning of a chain was dropped by another key ({stone['key']})")
        if not holds(stone, key):
            self.broken("missing: the signature of its tombstone does not hold")
        self.seq, self.digest, self.stone = stone["until"], stone["digest"], stone
        if self.anchors.get(self.seq, {self.digest}) != {self.digest}:
            self.broken("anchor mismatch: it was another one when it was anchored")

    def add(self, link):
        self.seq += 1
        if link["seq"] != self.seq:
            self.broken("missing: there is no such link")
        if "entry" not in link:
            self.broken("missing: its entry is gone")
        entry = link["entry"]
        if entry["id"] != link["id"] or (entry["organization_id"] or 0) != self.head["chain"]:
            self.broken("edited: its entry is another one")
        said = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        content = hashlib.sha256(bytes.fromhex(link["key"]) + said.encode()).hexdigest()
        if content != (link["remains"] if "erased_by" in link else link["content"]):
            self.broken("edited: its entry does not say what it said")
        parts = [self.head["chain"], self.seq, self.digest, entry["id"], entry["at"], entry["tag"], link["content"]]
        listed = json.dumps(["admin-proxy-audit/1", *parts], separators=(",", ":"))
        self.digest = hashlib.sha256(listed.encode()).hexdigest()
        if self.digest != link["digest"]:
            self.broken("its link does not follow from the one before (edited, inserted, or reordered)")
        if self.anchors.pop(self.seq, {self.digest}) != {self.digest}:
            self.broken("anchor mismatch: it was another one when it was anchored")
        if "erased_by" in link:
            self.erased.setdefault(link["erased_by"], []).append((entry["id"], link["remains"]))
        if entry["tag"] == "audit.person.erased":
            self.cover(entry, link["covers"])
        if entry["tag"] == "audit.log.dropped":
            self.telling[entry["id"]] = json.loads(entry["after"])

    def cover(self, entry, covers):
        """An erasure stands in the chain itself, with a digest over what it left of each entry."""
        lines = "".join(f'["{entry_id}","{remains}"]\n' for entry_id, remains in sorted(covers))
        promised = json.loads(entry["after"])
        if (promised["entries"], promised["digest"]) != (len(covers), hashlib.sha256(lines.encode()).hexdigest()):
            self.broken("edited: what was erased is not what this entry tells of")
        self.covered[entry["id"]] = {tuple(one) for one in covers}

    def end(self):
        if (self.seq, self.digest) != (self.head["seq"], self.head["digest"]):
            self.seq += 1
            self.broken(f"tail cut: the chain ends before it, and its head says {self.head['seq']}")
        if self.anchors:
            self.seq += 1
            self.broken(f"tail cut: the chain ends before it, and was anchored at {max(self.anchors)}")
        self.contradictory()
        if self.begin:
            said = {"dropped": f"{self.stone['after'] + 1} to {self.begin}", "digest": self.stone["digest"]}
            if self.telling.get(self.stone["told_by"]) != said:
                self.seq = self.stone["after"] + 1
                self.broken("missing: it was dropped, and no entry tells of that")
        for erasure, entries in self.erased.items():
            if not set(entries) <= self.covered.get(erasure, set()):
                self.broken(f"edited: what was erased by {erasure} is not told of by an entry of that name")
        before = f" ({self.begin} dropped before)" if self.begin else ""
        print(f"{self.name}: sound, {self.seq - self.begin} entries{before}, ends in {self.digest[:16]}")  # noqa: T201

    def contradictory(self):
        """Anchors that cannot all be of one chain that was only added to; clocks of servers may differ a little."""
        digests, furthest = {}, None
        for anchor in self.signed:
            if digests.setdefault(anchor["seq"], anchor["digest"]) != anchor["digest"]:
                self.seq = anchor["seq"]
                self.broken("anchor mismatch: it was anchored twice, as different things")
            if furthest and anchor["seq"] < furthest["seq"] and moment(anchor) - moment(furthest) > CLOCKS_DIFFER:
                self.seq = anchor["seq"] + 1
                self.broken(f"anchor mismatch: anchored up to {furthest['seq']}, and later only up to {anchor['seq']}")
            if not furthest or anchor["seq"] > furthest["seq"]:
                furthest = anchor

    def broken(self, what):
        raise Broken(f"{self.name}, sequence {self.seq}: {what}")


def read_key(path):
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    with open(path, "rb") as file:
        return load_pem_public_key(file.read())


def moment(anchor):
    return datetime.fromisoformat(anchor["at"].replace("Z", "+00:00"))


def is_known(signed, key):
    """Whether it names this key as the one that signed it; what names none was signed by nobody."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    name = hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]
    return not signed["key"] or signed["key"] == name


def holds(signed, key):
    """Whether the `signature` of an anchor or a tombstone is one over all the rest of it."""
    from cryptography.exceptions import InvalidSignature

    rest = {name: value for name, value in signed.items() if name != "signature"}
    form = json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    try:
        key.verify(b64decode(signed["signature"]), form.encode())
    except InvalidSignature:
        return False
    return True


def read_anchors(path, key):
    """By chain, in the order in which they were written; half a line, left by a full disk or a crash, is none."""
    anchors = {}
    with open(path, encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            said = line.rstrip("\n")
            if "\0" in said or (said.startswith("{") and not said.endswith("}")):
                continue
            anchor = json.loads(said)
            if not is_known(anchor, key):
                raise ValueError(f"{path}, line {number}: signed by another key ({anchor['key']})")
            if not holds(anchor, key):
                raise ValueError(f"{path}, line {number}: the signature does not hold")
            anchors.setdefault(anchor["chain"], []).append(anchor)
    return anchors


if __name__ == "__main__":
    sys.exit(main())
