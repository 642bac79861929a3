"""CSV upload: a file is checked as a whole, shown as what it would do, and then applied in one transaction.

Between the two it waits in the database, for its organization alone, for a day at most. When it is applied it is
compared with the organization once more, since people may have changed in between. Super Admins only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select
from uuid_utils import uuid7

from admin_proxy import clock, db
from admin_proxy.access.permissions import Permission, may
from admin_proxy.accounts.tables import Person
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.audit.trail import Thing
from admin_proxy.directory import csv_check, csv_plan, csv_preview, csv_writing
from admin_proxy.directory.csv_check import Sheet
from admin_proxy.directory.csv_plan import Plan
from admin_proxy.directory.csv_problems import excerpt
from admin_proxy.directory.csv_reading import MAX_BYTES
from admin_proxy.directory.csv_writing import Progress
from admin_proxy.directory.tables import CsvUpload
from admin_proxy.directory.upload_cards import Applied, Check
from admin_proxy.identity import Forbidden, Identity, Invalid, NotFound, Refused, Role
from admin_proxy.words import later, say

KEPT_FOR = timedelta(days=1)

_ID = re.compile("[0-9a-f-]{36}")

NOT_YOURS = later("Only Super Admins can upload people.")
GONE = later("This upload is no longer there. Upload the file again.")
APPLIED_ALREADY = later("This upload was applied already.")
OUTDATED = later(
    "The organization has changed since the file was checked, and now there are errors. Nothing was applied."
)
MEANWHILE = later("People were changed by somebody else at the same moment. Nothing was applied; try again.")


class Outdated(Refused):
    """The file could be applied when it was checked, and cannot any more."""

    def __init__(self, check: Check) -> None:
        super().__init__(OUTDATED)
        self.check = check


def _tell_nobody(done: int, total: int) -> None:
    """The progress of who does not want to know of any."""


@dataclass(frozen=True, slots=True)
class Imported:
    check: Check
    applied: Applied | None
    """None: there were errors, or it was only to be checked."""


def check(identity: Identity, file_name: str, content: bytes, mapping: Mapping[str, str] | None = None) -> Check:
    """Check a file and keep it, so that it can be applied or, with other columns, checked again.

    Args:
        mapping: what a column is, by hand: heading → value of a `csv_columns.Field`, or '' to ignore it.

    Returns:
        what is wrong, or a preview. A file of which not even the headings can be read is not kept.

    Raises:
        Forbidden: `identity` is no Super Admin.
        Invalid: the mapping is none.
    """
    _require_permission(identity)
    chosen, name = _mapping(mapping), _file_name(file_name)
    sheet = csv_check.read(content, chosen)
    upload_id = str(uuid7()) if sheet.table.headings else ""
    with db.reading() as tx:
        _require_right(tx, identity)
        checked, _ = _compare(tx, identity, sheet, name, upload_id)
    if upload_id:
        _keep(identity, upload_id, name, content, chosen)
    return checked


def stage(identity: Identity, file_name: str, content: bytes) -> str:
    """Keep a file to be checked with `check_again`, in place of an earlier one; returns the upload's id.

    Raises:
        Forbidden: `identity` is no Super Admin.
    """
    _require_permission(identity)
    with db.reading() as tx:
        _require_right(tx, identity)
    upload_id = str(uuid7())
    _keep(identity, upload_id, _file_name(file_name), content, {})
    return upload_id


def check_again(identity: Identity, upload_id: str, mapping: Mapping[str, str] | None = None) -> Check:
    """Check an upload that is waiting, with its columns mapped by hand. What is no CSV file waits no longer.

    Raises:
        Forbidden: `identity` is no Super Admin.
        Invalid: the mapping is none.
        NotFound: there is no such upload, or it was applied.
    """
    _require_permission(identity)
    chosen = _mapping(mapping)
    with db.reading() as tx:
        _require_right(tx, identity)
        upload = _waiting(tx, identity, upload_id)
        sheet = csv_check.read(upload.content, chosen)
        kept = upload_id if sheet.table.headings else ""
        checked, _ = _compare(tx, identity, sheet, upload.file_name, kept)
    with db.writing(identity.organization_id) as tx:
        if kept:
            _set(tx, identity, upload_id, mapping=chosen)
        else:
            _forget_waiting(tx, identity)
    return checked


def apply(identity: Identity, upload_id: str, progress: Progress = _tell_nobody) -> Applied:
    """Apply an upload that was checked. All of it happens, or nothing.

    Args:
        progress: called with how many people are done and how many the file has, from the thread that applies it.

    Raises:
        Forbidden: `identity` is no Super Admin, or not any more.
        NotFound: there is no such upload, or it was applied.
        Outdated: the organization has changed so that there are errors now.
        ImpersonationOver: `identity` impersonates, and the impersonation no longer runs.
    """
    _require_permission(identity)
    with db.reading() as tx:
        upload = _waiting(tx, identity, upload_id)
        file_name = upload.file_name
        sheet = csv_check.read(upload.content, upload.mapping)
        del upload  # and with it the content, which would be in memory twice
    with _alone(), db.writing(identity.organization_id) as tx:
        _require_right(tx, identity)
        _set(tx, identity, upload_id, applied_at=clock.now(), content=b"")
        checked, plan = _compare(tx, identity, sheet, file_name, upload_id)
        if plan is None:
            raise Outdated(checked)
        applied = _carry_out(tx, identity, plan, Thing("upload", upload_id, file_name), progress)
    progress(len(sheet), len(sheet))
    return applied


def import_file(
    identity: Identity,
    path: Path,
    *,
    check_only: bool = False,
    mapping: Mapping[str, str] | None = None,
    progress: Progress = _tell_nobody,
) -> Imported:
    """Check a file on the server's disk and, unless there are errors or it is only to be checked, apply it.

    Raises:
        Forbidden: `identity` is no Super Admin.
        Invalid: the file cannot be opened, or the mapping is none.
    """
    _require_permission(identity)
    chosen, name = _mapping(mapping), _file_name(path.name)
    sheet = csv_check.read(_content(path), chosen)
    with _alone(), db.reading() if check_only else db.writing(identity.organization_id) as tx:
        _require_right(tx, identity)
        checked, plan = _compare(tx, identity, sheet, name, "")
        if check_only or plan is None:
            return Imported(checked, None)
        applied = _carry_out(tx, identity, plan, Thing("upload", "", name), progress)
    progress(len(sheet), len(sheet))
    return Imported(checked, applied)


def forget_old() -> int:
    """Remove the uploads that nobody applied within a day, and what is left of those that were; returns how many."""
    with db.writing() as tx:
        gone = tx.execute(delete(CsvUpload).where(col(CsvUpload.uploaded_at) <= clock.now() - KEPT_FOR))
        return int(gone.rowcount)  # type: ignore[attr-defined]


@contextmanager
def _alone() -> Iterator[None]:
    """E-mails are unique across organizations, and another one may have taken one since we looked."""
    try:
        yield
    except IntegrityError:
        raise Refused(MEANWHILE) from None


def _require_permission(identity: Identity) -> None:
    if not may(identity, Permission.UPLOAD_PEOPLE):
        raise Forbidden(NOT_YOURS)


def _require_right(tx: Session, identity: Identity) -> None:
    """Ask the database whether the right still stands: reading a large file takes time in which it may go."""
    if identity.subject.is_operator:
        return
    person = tx.get(Person, identity.subject.id)
    if person is None or person.role is not Role.SUPER_ADMIN or person.is_deactivated(clock.now().date()):
        raise Forbidden(NOT_YOURS)


def _mapping(mapping: Mapping[str, str] | None) -> dict[str, str]:
    chosen = dict(mapping or {})
    if not all(isinstance(heading, str) and isinstance(field, str) for heading, field in chosen.items()):
        raise Invalid("mapping", say("Choose a field for each column, or 'Ignore'."))
    return chosen


def _file_name(given: str) -> str:
    """The last part of the name that a browser or a shell gave, fit to be shown and kept."""
    return excerpt(given.replace("\\", "/").rsplit("/", 1)[-1].strip(), 254) or "upload.csv"


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Invalid("path", f"{path} cannot be read: {error.strerror or error}.") from None


def _compare(
    tx: Session, identity: Identity, sheet: Sheet, file_name: str, upload_id: str
) -> tuple[Check, Plan | None]:
    """What is wrong, or what would be done. There is a plan only if nothing is wrong."""
    plan = csv_plan.plan(tx, identity, sheet) if len(sheet) else None
    if sheet.problems:
        plan = None
    checked = Check(
        upload_id=upload_id,
        file_name=file_name,
        rows=len(sheet.table),
        errors=sheet.problems.shown(),
        error_count=sheet.problems.count,
        recognised=sheet.columns.recognised,
        ignored=sheet.columns.ignored,
        missing=sheet.columns.missing if sheet.table.headings else (),
        preview=csv_preview.preview(plan) if plan else None,
    )
    return checked, plan


def _keep(identity: Identity, upload_id: str, file_name: str, content: bytes, mapping: dict[str, str]) -> None:
    """Keep the file in place of an earlier one of the same person that was not applied."""
    with db.writing(identity.organization_id) as tx:
        _forget_waiting(tx, identity)
        tx.add(
            CsvUpload(
                id=upload_id,
                organization_id=identity.organization_id,
                uploaded_by=identity.subject.id,
                uploaded_at=clock.now(),
                file_name=file_name,
                content=content,
                mapping=mapping,
            )
        )


def _forget_waiting(tx: Session, identity: Identity) -> None:
    tx.execute(
        delete(CsvUpload).where(
            CsvUpload.organization_id == identity.organization_id,  # type: ignore[arg-type]
            col(CsvUpload.uploaded_by).is_not_distinct_from(identity.subject.id),
            col(CsvUpload.applied_at).is_(None),
        )
    )


def _waiting(tx: Session, identity: Identity, upload_id: str) -> CsvUpload:
    if not (isinstance(upload_id, str) and _ID.fullmatch(upload_id)):
        raise NotFound(GONE)
    upload = tx.exec(
        select(CsvUpload).where(
            CsvUpload.id == upload_id,
            CsvUpload.organization_id == identity.organization_id,
            CsvUpload.uploaded_at > clock.now() - KEPT_FOR,
        )
    ).first()
    if upload is None:
        raise NotFound(GONE)
    if upload.applied_at is not None:
        raise NotFound(APPLIED_ALREADY)
    return upload


def _set(tx: Session, identity: Identity, upload_id: str, **values: Any) -> None:
    """Change an upload that is still waiting; only one of two who try to apply it at once gets through."""
    changed = tx.execute(
        update(CsvUpload)
        .where(
            CsvUpload.id == upload_id,  # type: ignore[arg-type]
            CsvUpload.organization_id == identity.organization_id,  # type: ignore[arg-type]
            col(CsvUpload.applied_at).is_(None),
        )
        .values(**values)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise NotFound(GONE)


def _carry_out(tx: Session, identity: Identity, plan: Plan, upload: Thing, progress: Progress) -> Applied:
    departments = csv_writing.write(tx, identity, plan, progress)
    applied = Applied(
        file_name=upload.name,
        new=len(plan.new),
        changed=len(plan.changed),
        unchanged=plan.unchanged,
        left_out=len(plan.left_out),
        deactivated=plan.deactivated,
        reactivated=plan.reactivated,
        departments=departments,
    )
    if plan.new or plan.changed:
        counts = {name: value for name, value in asdict(applied).items() if name != "file_name"}
        trail.record(tx, identity, Tag.UPLOAD_APPLIED, done_to=upload, after=counts)
    return applied
