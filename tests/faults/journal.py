"""What was asked of the server, and what it answered: kept by those who asked, who outlive it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Asked:
    what: str
    """`start`, `change`, `continue` or `stop`."""
    actor: int
    subject: int
    session: str
    """Of the impersonation; empty at its start, which is found by its reason."""
    mark: str
    """What it is found by in the database: a reason, a goal's title, a time zone."""
    acknowledged: bool = False


@dataclass
class Journal:
    asked: list[Asked] = field(default_factory=list)

    def ask(self, what: str, actor: int, subject: int, *, session: str = "", mark: str = "") -> Asked:
        one = Asked(what, actor, subject, session, mark)
        self.asked.append(one)
        return one
