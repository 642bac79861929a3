"""Where somebody goes: every page there is, at what there is, in each of the views that its address knows."""

from __future__ import annotations

import re
from collections.abc import Callable

from reflex.utils.format import format_event_handler
from sqlmodel import Session, col, select

from admin_proxy.accounts.tables import Person, UserGroup
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.feedback.tables import FeedbackRequest
from admin_proxy.goals.tables import Goal
from admin_proxy.identity import Role
from admin_proxy.impersonation.tables import ImpersonationSession
from admin_proxy.ui.routes import PAGES
from admin_proxy.ui.shell import places
from admin_proxy.ui.shell.places import Place
from tests.serving import Product

VIEWS: dict[Place, tuple[str, ...]] = {
    places.GOALS: (
        "whose=team", "whose=everybody", "whose=everybody&view=tree", "whose=team&view=tree", "view=tree", "status=any",
        "whose=everybody&status=quiet", "ends=overdue", "text=e&status=any", "owner=1", "owner=1&new=1", "new=1",
    ),
    places.GOAL: ("do=edit", "do=check-in", "do=close"),
    places.TEAM: ("attention=1",),
    places.FEEDBACK: ("show=given", "show=requests"),
    places.USERS: (
        "text=an", "role=hr_admin", "status=deactivated", "never=1", "department=1", "sort=last_sign_in",
        "columns=none",
    ),
    places.ADMINISTRATORS: ("role=hr_admin", "text=an", "change=1"),
    places.GROUPS: ("text=e",),
    places.GROUP: ("text=e",),
    places.SCOPE: ("departments=1&groups=1&instead_of=",),
    places.AUDIT_LOGS: ("impersonated=1", "category=goals", "person=miguel", "since=2026-01-01&until=2026-12-31"),
    places.ADMIN_PROXY: ("after=stop",),
}  # fmt: skip
"""What stands behind the question mark. A page that reads its address in another way says so here."""


def addresses(product: Product, subject: str) -> list[str]:
    """Of all pages that one has to be signed in for."""
    return [
        address
        for page in PAGES
        if not page.public and not page.demonstration
        for address in _in_each_view(page.place, product, subject)
    ]


def page_of(handler: str, product: Product, subject: str) -> str:
    """Where the handler's State is filled, at something of the person's own; Home for what stands on every page."""
    state = handler.rsplit(".", 1)[0]
    paths = [page.place.path for page in PAGES if format_event_handler(page.load).rsplit(".", 1)[0] == state]
    return next(iter(_filled(paths[0], product, subject)), "/") if paths else "/"


def _in_each_view(place: Place, product: Product, subject: str) -> list[str]:
    """The plain page at all there is, and each view at the first of it."""
    plain = _filled(place.path, product, subject)
    return [*plain, *(f"{plain[0]}?{view}" for view in VIEWS.get(place, ()) if plain)]


def _filled(path: str, product: Product, subject: str) -> list[str]:
    """The page at what there is: the person's own and others'."""
    named = re.search(r"\[(\w+)\]", path)
    if named is None:
        return [path]
    with Session(product.engine) as tx:
        return [path.replace(named[0], str(id_)) for id_ in _IDS[named[1]](tx, product.cast[subject])]


def _goals(tx: Session, person: int) -> list[object]:
    hers = col(Goal.owner_id) == person
    kinds = (hers, ~hers & col(Goal.is_public), ~hers & ~col(Goal.is_public))
    return [id_ for kind in kinds for id_ in tx.exec(select(Goal.id).where(kind).order_by(col(Goal.id)).limit(2))]


def _requests(tx: Session, person: int) -> list[object]:
    hers = col(FeedbackRequest.asked_id) == person
    return [id_ for kind in (hers, ~hers) for id_ in tx.exec(select(FeedbackRequest.id).where(kind).limit(2))]


_IDS: dict[str, Callable[[Session, int], list[object]]] = {
    "goal_id": _goals,
    "person_id": lambda tx, person: [person, *tx.exec(select(Person.id).where(Person.role == Role.HR_ADMIN).limit(1))],
    "group_id": lambda tx, _: list(tx.exec(select(UserGroup.id).limit(1))),
    "request_id": _requests,
    "entry_id": lambda tx, _: list(tx.exec(select(AuditEntry.id).limit(1))),
    "session_id": lambda tx, _: list(tx.exec(select(ImpersonationSession.id).limit(1))),
}


def in_parts(paths: list[str], few: int) -> list[list[str]]:
    return [paths[start : start + few] for start in range(0, len(paths), few)]
