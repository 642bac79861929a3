"""The planted fault: the record is written after the commit, in a transaction of its own, as it must never be.

It exists so that the harness can be seen to find it. Nothing of it is in `admin_proxy/`.
"""

from __future__ import annotations

import time
from functools import partial
from types import SimpleNamespace
from typing import Any

from admin_proxy import db
from admin_proxy.audit import trail

GAP_SECONDS = 0.05
"""Between the two commits: the fault is the same with none, and only takes longer to find."""

_record = trail.record


def plant() -> None:
    trail.record = _record_later


def _record_later(tx: Any, identity: Any, tag: Any, **what: Any) -> Any:
    trail._check(tx, identity)
    db.after_commit(tx, partial(_write, identity, tag, what))
    return SimpleNamespace(id="", at=None)


def _write(identity: Any, tag: Any, what: dict[str, Any]) -> None:
    time.sleep(GAP_SECONDS)
    with db.writing(identity.subject.organization_id) as tx:
        _record(tx, identity, tag, **what)
