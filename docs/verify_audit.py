#!/usr/bin/env python3
"""Verify an export of Admin Proxy's audit log without Admin Proxy.

    python verify_audit.py EXPORT.ndjson [--anchors ANCHORS.ndjson --public-key KEY.pem]

Needs Python 3.9 or newer; for anchors also the package `cryptography`. docs/audit.md says what is verified, and what
that proves. Exit code: 0 sound, 1 broken, 2 could not be checked.
"""

import argparse
import hashlib
import json
import sys
from base64 import b64decode


class Broken(Exception):  # noqa: N818
    pass


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("export")
    parser.add_argument("--anchors")
    parser.add_argument("--public-key")
    given = parser.parse_args()
    if bool(given.anchors) != bool(given.public_key):
        parser.error("--anchors and --public-key go together")
    try:
        anchors = read_anchors(given.anchors, given.public_key) if given.anchors else {}
        with open(given.export, encoding="utf-8") as lines:
            verify(lines, anchors)
    except Broken as problem:
        print(f"BROKEN: {problem}")  # noqa: T201
        return 1
    except (OSError, ValueError, KeyError, TypeError, ImportError) as error:
        print(f"could not be checked: {type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
        return 2
    return 0


def verify(lines, anchors):
    chain = None
    for line in lines:
        said = json.loads(line)
        if "version" in said:
            if said["version"] != "admin-proxy-export/1":
                raise ValueError(f"unknown version {said['version']}")
            if chain:
                chain.end()
            chain = Chain(said, anchors.pop(said["chain"], {}))
        elif chain is None:
            raise ValueError("the export does not begin with the line that names its version")
        else:
            chain.add(said)
    if chain is None:
        raise ValueError("the export is empty")
    chain.end()


class Chain:
    def __init__(self, head, anchors):
        self.head, self.anchors = head, anchors
        self.name = head["organization"] or f"chain {head['chain']}"
        self.seq, self.digest = 0, "0" * 64
        self.erased, self.covered = {}, {}

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
        if self.seq in self.anchors and self.anchors.pop(self.seq)["digest"] != self.digest:
            self.broken("anchor mismatch: it was another one when it was anchored")
        if "erased_by" in link:
            self.erased.setdefault(link["erased_by"], []).append((entry["id"], link["remains"]))
        if entry["tag"] == "audit.person.erased":
            self.cover(entry, link["covers"])

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
        for erasure, entries in self.erased.items():
            if not set(entries) <= self.covered.get(erasure, set()):
                self.broken(f"edited: what was erased by {erasure} is not told of by an entry of that name")
        print(f"{self.name}: sound, {self.seq} entries, ends in {self.digest[:16]}")  # noqa: T201

    def broken(self, what):
        raise Broken(f"{self.name}, sequence {self.seq}: {what}")


def read_anchors(path, key_path):
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    with open(key_path, "rb") as file:
        key = load_pem_public_key(file.read())
    anchors = {}
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            anchor = json.loads(line)
            signature = b64decode(anchor["signature"])
            signed = {name: value for name, value in anchor.items() if name != "signature"}
            form = json.dumps(signed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            try:
                key.verify(signature, form.encode())
            except InvalidSignature:
                raise ValueError(f"{path}, line {number}: the signature does not hold") from None
            anchors.setdefault(anchor["chain"], {})[anchor["seq"]] = anchor
    return anchors


if __name__ == "__main__":
    sys.exit(main())
