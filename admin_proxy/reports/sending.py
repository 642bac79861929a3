"""The letter that says that a report is ready. It goes to its subject, whoever asked for it, and says who that was.

The file is not in it: what a letter holds is read by whoever gets at the mailbox, and by every server on the way.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from admin_proxy import config, mail
from admin_proxy.identity import Identity
from admin_proxy.notifications import moments
from admin_proxy.notifications import wording as around
from admin_proxy.notifications.kinds import Words
from admin_proxy.reports import wording
from admin_proxy.reports.tables import Report
from admin_proxy.words import say, speaking

PAGE = "/reports"


def post(tx: Session, identity: Identity, report: Report, size: int, kept_until: datetime) -> None:
    """Put it into the outbox, in the transaction in which the report is complete: once, under one Message-ID."""
    reader = identity.subject
    language = moments.language(reader)
    with speaking(language):
        label, how_large = say(wording.LABELS[report.kind]), wording.size(size)
    ready = wording.READY[language].format(
        report=label,
        asked_at=moments.moment(reader, report.asked_at),
        format=report.format.value.upper(),
        size=how_large,
    )
    asked_by = wording.ASKED_BY[language].format(actor=identity.actor.name, actor_email=identity.actor.email)
    where = wording.WHERE[language].format(kept_until=moments.moment(reader, kept_until))
    parts = [ready, asked_by if identity.impersonating else "", f"{where}\n{config.current().origin}{PAGE}"]
    words = Words(wording.SUBJECT[language].format(report=label), "\n\n".join(part for part in parts if part))
    mail.post(
        tx,
        organization_id=reader.organization_id,
        kind="reports.ready",
        to_person_id=reader.id,
        to_name=reader.name,
        to_email=reader.email,
        subject=words.title,
        body=around.letter(reader, words),
        language=language,
        session_id=report.session_id,
    )
