"""The nightly verification, and what the Audit Logs page says of the latest one.

An anchor that convicted once is looked at in every check that follows, whether that is given it or not: a check that
knows less never puts out what one found that knew more. And a check that could not be made is told of, not passed over.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain as joined

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlmodel import Session, col, select

from admin_proxy import clock, db
from admin_proxy.audit import anchors, canonical, naming, reading, verifying
from admin_proxy.audit.anchors import Anchor, AnchorError, Contradicted, ContradictedError
from admin_proxy.audit.tables import AuditCheck
from admin_proxy.audit.verifying import Anchored, Chain, Verdict
from admin_proxy.config import Settings
from admin_proxy.identity import Identity
from admin_proxy.words import later, retell

_log = logging.getLogger(__name__)

EVERY = timedelta(days=1)
STALE = timedelta(days=2)
"""It is verified every night; after so long, something keeps it from being."""

KEY_GONE = later("the key that signs its anchors is not there, or cannot be used")
ANCHORS_UNREADABLE = later("the anchors that are kept of it cannot be read")
NOT_ANCHORED = later("its anchors cannot be written")
DATABASE_FAILED = later("the database did not let all of it be read")
_FAILURES = (KEY_GONE, ANCHORS_UNREADABLE, NOT_ANCHORED, DATABASE_FAILED, naming.DROPPED_BY_ANOTHER_KEY)


@dataclass(frozen=True, slots=True)
class Soundness:
    """How the organization's record came out when it was verified last."""

    checked_at: datetime | None
    """When all of it was verified; None: it never was."""
    entries: int
    problem: str
    """What was wrong; empty: nothing."""
    elsewhere: str = ""
    """What was wrong with what concerns no organization."""
    failed_at: datetime | None = None
    """When it was to be verified since, and could not be."""
    failure: str = ""
    """Why not."""
    is_stale: bool = False
    """It should have been verified since."""

    @property
    def checked(self) -> str:
        """When, in words; empty: never."""
        return _said(self.checked_at)

    @property
    def failed(self) -> str:
        return _said(self.failed_at)


@dataclass(frozen=True, slots=True)
class Means:
    """What this server has to verify with."""

    keys: tuple[Ed25519PublicKey, ...] = ()
    anchored: Anchored = field(default_factory=dict)
    failure: str = ""
    """Why something of it cannot be used; empty: all of it can."""

    def and_also(self, anchored: Anchored, *keys: Ed25519PublicKey) -> Means:
        """With what was kept somewhere else."""
        return Means((*self.keys, *keys), _together(self.anchored, anchored), self.failure)


def means(settings: Settings) -> Means:
    """The server's own key and anchors, and those that convicted before. What cannot be read is named, and left out."""
    path = anchors.folder(settings) / anchors.FILE
    convicting = _convicting()
    try:
        key = anchors.known_public_key(settings.data_dir)
    except AnchorError as error:
        _log.error("the audit log is verified without its anchors: %s", error)
        return Means(anchored=convicting, failure=KEY_GONE)
    keys = (key,) if key else ()
    try:
        if not anchors.are_there(path):
            return Means(keys, convicting)
        if key is None:
            _log.error("the audit log is verified without its anchors: %s is gone", settings.data_dir / anchors.KEY)
            return Means(anchored=convicting, failure=KEY_GONE)
        return Means(keys, _together(anchors.read(path, key), convicting))
    except AnchorError as error:
        _log.error("the audit log is verified without its anchors: %s", error)
        return Means(keys, convicting, ANCHORS_UNREADABLE)


def check(settings: Settings) -> list[Verdict]:
    """Verify every chain, against the anchors that this server has written, and note how each came out.

    Where the anchors cannot be read, the chains are verified by themselves, and that it was no more is noted.
    """
    given = means(settings)
    try:
        verdicts = verifying.verify(anchored=given.anchored, keys=given.keys)
    except Exception:  # whatever it is that stands in the database now: nobody is to think that it was verified
        _note_failure(DATABASE_FAILED)
        raise
    note(verdicts, given.failure)
    for verdict in verdicts:
        _cry_out(verdict)
    return verdicts


def anchor(settings: Settings) -> list[Anchor]:
    """Sign how far each chain has got. One that is not what was signed before is noted as broken at once.

    Raises:
        AnchorError: some or all of them were not signed.
    """
    try:
        return anchors.write(settings)
    except ContradictedError as error:
        verdicts = [_verdict(one) for one in error.contradicted]
        known = _known_as_broken()  # perhaps at an earlier place than where it was signed
        note([verdict for verdict in verdicts if verdict.chain.chain not in known])
        for verdict in verdicts:
            _cry_out(verdict)
        raise
    except AnchorError:
        _note_failure(NOT_ANCHORED)
        raise


def note(verdicts: Sequence[Verdict], failure: str = "") -> None:
    """Keep how each chain came out, for the page.

    Args:
        failure: why all of them were verified with less than there should be.
    """
    with db.writing() as tx:
        for verdict in verdicts:
            row = tx.get(AuditCheck, verdict.chain.chain) or AuditCheck(chain=verdict.chain.chain, seq=0)
            _note(row, verdict, failure or verdict.doubt)
            tx.add(row)


def is_due() -> bool:
    """Whether something of the record was not verified for a day: the server was not running at night."""
    with db.reading() as tx:
        row = _row(tx, 0)
    tried = max((at for at in (row.checked_at, row.failed_at) if at), default=None)
    return tried is None or clock.now() - tried > EVERY


def soundness(identity: Identity) -> Soundness:
    """What is known of the organization's own record, and of what concerns none.

    Raises:
        Forbidden: only Super Admins read the record.
    """
    house = reading.permit(identity)
    with db.reading() as tx:
        own, none = _row(tx, house), _row(tx, 0)
    failed = own if own.failure else none
    return Soundness(
        checked_at=own.checked_at,
        entries=own.seq,
        problem=naming.retold(own.problem) if own.problem else "",
        elsewhere=naming.retold(none.problem) if none.problem else "",
        failed_at=failed.failed_at,
        failure=retell(failed.failure, *_FAILURES),
        is_stale=any(row.checked_at and clock.now() - row.checked_at > STALE for row in (own, none)),
    )


def _note(row: AuditCheck, verdict: Verdict, failure: str) -> None:
    row.failed_at, row.failure = (clock.now(), failure[:500]) if failure else (None, "")
    if verdict.problem is not None:
        row.problem = str(verdict.problem)[:500]
        row.anchor = verdict.problem.anchor.line if verdict.problem.anchor else ""
    elif failure:
        return  # what an earlier and better check found is not put out
    else:
        row.problem = row.anchor = ""
    row.checked_at, row.seq = clock.now(), verdict.chain.seq


def _verdict(contradicted: Contradicted) -> Verdict:
    one, end = contradicted.anchor, contradicted.end
    chain = Chain(one.chain, one.name, end, "", 0)
    if end == 0:
        return Verdict(chain, naming.gone([one]))
    return Verdict(chain, naming.cut_since(end, [one]) or naming.another_then(one))


def _cry_out(verdict: Verdict) -> None:
    name = verdict.chain.name or "no organization"
    if verdict.problem is not None:
        _log.critical("the audit log of %s is broken: %s", name, verdict.problem)
    elif verdict.doubt:
        _log.error("the audit log of %s could not be verified: %s", name, verdict.doubt)


def _convicting() -> dict[int, list[Anchor]]:
    with db.reading() as tx:
        lines = tx.exec(select(AuditCheck.anchor).where(col(AuditCheck.anchor) != "")).all()
    found: list[Anchored] = []
    for line in lines:
        with suppress(ValueError, TypeError, KeyError, AttributeError):  # a table that anybody may have written into
            one = anchors.of_line(line)
            if canonical.moment(datetime.fromisoformat(one.at)) == one.at:
                found.append({one.chain: [one]})
    return _together(*found)


def _together(*several: Anchored) -> dict[int, list[Anchor]]:
    chains = {chain for anchored in several for chain in anchored}
    return {chain: list(joined(*(anchored.get(chain, ()) for anchored in several))) for chain in chains}


def _note_failure(failure: str) -> None:
    """Of every chain that is known and has no other trouble."""
    with db.reading() as tx:
        chains = tx.exec(select(AuditCheck.chain).where(AuditCheck.failure == "")).all()
    note([Verdict(Chain(chain, "", 0, "", 0), doubt=failure) for chain in chains])


def _known_as_broken() -> set[int]:
    with db.reading() as tx:
        return set(tx.exec(select(AuditCheck.chain).where(col(AuditCheck.problem) != "")))


def _row(tx: Session, chain: int) -> AuditCheck:
    return tx.get(AuditCheck, chain) or AuditCheck(chain=chain, seq=0)


def _said(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else ""
