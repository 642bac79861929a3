"""After a backup was put back on purpose: taking the record for what it is now, in the open.

What was anchored since the backup is at odds with the record for good, so it would be called broken and not be signed
any more. The operator says why; that stands in each chain that it concerns. The anchors are kept beside the others, and
whoever has them elsewhere goes on seeing what is missing.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session

from admin_proxy import clock, db
from admin_proxy.audit import anchors, checking, trail, verifying
from admin_proxy.audit.anchors import AnchorError
from admin_proxy.audit.dropping import BrokenRecord
from admin_proxy.audit.tables import AuditCheck
from admin_proxy.audit.tags import Tag
from admin_proxy.audit.trail import Thing
from admin_proxy.audit.verifying import Verdict
from admin_proxy.config import Settings
from admin_proxy.identity import Forbidden, Identity, operator


@dataclass(frozen=True, slots=True)
class Restored:
    name: str
    """Slug of the organization; empty where entries concern none."""
    anchored: int
    """How far the chain had gone when it was signed."""
    seq: int
    """How far it goes now."""


def accept(identity: Identity, settings: Settings, why: str) -> list[Restored]:
    """Take each chain that only its anchors are at odds with for what it is; then verify and sign anew.

    Raises:
        AnchorError: the anchors cannot be read or set aside.
        BrokenRecord: a chain is broken in itself, which no backup explains.
        Forbidden: somebody else than the operator.
    """
    if not identity.actor.is_operator:
        raise Forbidden("Only the operator of the server can say that a backup was put back.")
    given = checking.means(settings)
    if given.failure:
        raise AnchorError(f"Nothing is taken for what it is: {given.failure}.")
    bent = [one for one in verifying.verify(anchored=given.anchored, keys=given.keys) if one.problem]
    for one in bent:
        if one.problem and one.problem.anchor is None:
            raise BrokenRecord(f"No backup explains this: {one.chain.name or 'no organization'}: {one.problem}.")
    if bent:
        _tell(bent, why)
        anchors.set_aside(settings, {one.chain.chain for one in bent}, clock.now())
        checking.check(settings)
        checking.anchor(settings)
    return [Restored(one.chain.name, _anchored(one), one.chain.seq) for one in bent]


def _tell(bent: list[Verdict], why: str) -> None:
    """In the chain itself; of one that is gone with its organization, where entries concern none."""
    with db.writing() as tx:
        for one in bent:
            chain = one.chain.chain
            trail.record(
                tx, operator(chain if _is_there(tx, chain) else None), Tag.RECORD_RESTORED,
                done_to=Thing("audit_log", "", one.chain.name or "Audit log"), before={"entries": _anchored(one)},
                after={"entries": one.chain.seq}, note=why,
            )  # fmt: skip
            if row := tx.get(AuditCheck, chain):
                tx.delete(row)


def _is_there(tx: Session, chain: int) -> bool:
    found = text("SELECT 1 FROM organization WHERE id = :chain")
    return tx.execute(found, {"chain": chain}).first() is not None


def _anchored(one: Verdict) -> int:
    return one.problem.anchor.seq if one.problem and one.problem.anchor else 0
