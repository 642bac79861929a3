"""The guides that there are: each a few steps on one page, for those who can do there what it tells of."""

from __future__ import annotations

from dataclasses import dataclass

from admin_proxy.access.permissions import Permission
from admin_proxy.words import later


@dataclass(frozen=True, slots=True)
class Step:
    anchor: str
    """What on the page it speaks of, as a CSS selector; "" for the page as a whole."""
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Guide:
    id: str
    """Never used again for another guide: people have put it away under this name."""
    page: str
    title: str
    permission: Permission | None
    """For whom; None: for everybody."""
    steps: tuple[Step, ...]


GUIDES = (
    Guide(
        "around",
        "/",
        later("Find your way around"),
        None,
        (
            Step(
                "#main h1",
                later("This is Home"),
                later("What concerns you today is here. The menu leads to everything else that you can see and do."),
            ),
            Step(
                ".topbar-end .menu-button",
                later("Your account"),
                later("Your settings, the look of the screen, and the way out are behind your name."),
            ),
            Step(
                'a[href^="/settings"]',
                later("Who has been in your account"),
                later(
                    "My settings → Account activity lists every visit of an administrator: when, how long, and what "
                    "was changed."
                ),
            ),
        ),
    ),
    Guide(
        "impersonating",
        "/admin/program-management/impersonate",
        later("Impersonate somebody"),
        Permission.USE_ADMIN_PROXY,
        (
            Step(
                "#people",
                later("Find the person"),
                later(
                    "Any part of a name, e-mail, employee id, title or department will do. Only people whom you may "
                    "impersonate are listed."
                ),
            ),
            Step(
                "#why-not",
                later("If somebody is missing"),
                later("‘Why don't I see a person?’ tells you the reason in plain words."),
            ),
            Step(
                "",
                later("What happens then"),
                later(
                    "You see and may do what the person sees and may do, for a limited time. Everything is recorded "
                    "under both names, and the banner at the bottom ends it at any moment."
                ),
            ),
        ),
    ),
    Guide(
        "sessions",
        "/admin/program-management/impersonate/sessions",
        later("Watch over impersonations"),
        Permission.WATCH_SESSIONS,
        (
            Step(
                "#main h1",
                later("Who impersonates whom"),
                later("Running impersonations are listed here and this page keeps itself up to date."),
            ),
            Step(
                "#main .card",
                later("End one at once"),
                later("‘End now’ takes the access away in every tab within a second, and asks you for the reason."),
            ),
        ),
    ),
)
