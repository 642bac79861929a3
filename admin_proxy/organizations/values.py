"""The company values of an organization: what its people thank each other for, in its own order."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from admin_proxy.organizations.tables import CompanyValue


@dataclass(frozen=True, slots=True)
class ValueCard:
    id: int
    name: str


def of(tx: Session, organization_id: int) -> list[ValueCard]:
    rows = tx.exec(
        select(CompanyValue)
        .where(CompanyValue.organization_id == organization_id)
        .order_by(col(CompanyValue.position), col(CompanyValue.id))
    )
    return [ValueCard(row.id, row.name) for row in rows if row.id is not None]
