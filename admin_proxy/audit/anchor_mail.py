"""Sends the latest anchors to addresses outside: what somebody else has in their mailbox, nobody here can change."""

from __future__ import annotations

from admin_proxy import db, mail
from admin_proxy.audit import anchors
from admin_proxy.config import Settings

KIND = "audit.anchors"
_BODY = """\
This is how far each audit log had got. Keep this letter: with it anybody can show later that nothing was cut off \
or made anew since.

To verify against it, put the lines below into a file and run: admin-proxy audit verify --against FILE

{lines}
"""


def post(settings: Settings) -> int:
    """Put a letter for each address into the outbox; returns how many.

    Raises:
        AnchorError: the anchors cannot be read.
    """
    latest = anchors.latest(settings)
    if not latest:
        return 0
    lines = "\n".join(anchor.line for anchor in latest)
    with db.writing() as tx:
        for address in settings.audit_anchors_mail:
            mail.post(
                tx,
                organization_id=None,
                kind=KIND,
                to_person_id=None,
                to_name="",
                to_email=address,
                subject=f"Anchors of the audit log, {latest[0].at[:10]}",
                body=_BODY.format(lines=lines),
            )
    return len(settings.audit_anchors_mail)
