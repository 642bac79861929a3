"""The nightly verification, and what the Audit Logs page says of the latest one."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from admin_proxy import clock, db
from admin_proxy.audit import anchors, naming, reading, verifying
from admin_proxy.audit.tables import AuditCheck
from admin_proxy.audit.verifying import Verdict
from admin_proxy.config import Settings
from admin_proxy.identity import Identity

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Soundness:
    """How the organization's record came out when it was verified last."""

    checked_at: datetime | None
    """None: it never was."""
    entries: int
    problem: str
    """What was wrong; empty: nothing."""

    @property
    def checked(self) -> str:
        """When, in words; empty: never."""
        return f"{self.checked_at:%Y-%m-%d %H:%M} UTC" if self.checked_at else ""


def check(settings: Settings) -> list[Verdict]:
    """Verify every chain, against the anchors that this server has written, and note how each came out.

    Raises:
        AnchorError: there are anchors, and they cannot be read or are not signed by this server.
    """
    path, key = anchors.folder(settings) / anchors.FILE, anchors.private_key(settings.data_dir).public_key()
    known = anchors.read(path, key) if path.exists() else {}
    verdicts = verifying.verify(anchored=known, key=key)
    note(verdicts)
    for verdict in verdicts:
        if verdict.problem is not None:
            _log.critical("the audit log of %s is broken: %s", verdict.chain.name or "no organization", verdict.problem)
    return verdicts


def note(verdicts: Sequence[Verdict]) -> None:
    """Keep how each chain came out, for the page."""
    with db.writing() as tx:
        for verdict in verdicts:
            said = str(verdict.problem)[:500] if verdict.problem else ""
            tx.merge(AuditCheck(chain=verdict.chain.chain, checked_at=clock.now(), seq=verdict.chain.seq, problem=said))


def soundness(identity: Identity) -> Soundness:
    """What is known of the organization's own record.

    Raises:
        Forbidden: only Super Admins read the record.
    """
    house = reading.permit(identity)
    with db.reading() as tx:
        row = tx.get(AuditCheck, house)
    return (
        Soundness(row.checked_at, row.seq, naming.retold(row.problem) if row.problem else "")
        if row
        else Soundness(None, 0, "")
    )
