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
        "goals",
        "/goals",
        later("Set goals and follow them"),
        Permission.HAVE_GOALS,
        (
            Step(
                "#main .goal-views .tabs",
                later("Whose goals"),
                later(
                    "Yours stand here first. Everybody’s are those that are public; a private one is seen by its owner "
                    "and their manager only."
                ),
            ),
            Step(
                '#main a[href*="new=1"]',
                later("A goal of your own"),
                later("Say what is to be reached, and by when. It can support a goal of your manager."),
            ),
            Step(
                "#main .goal-link",
                later("Say how it goes"),
                later("Open a goal to check in: how far it is, and how sure you are. At its end, close it there."),
            ),
            Step(
                '#main select[name="with_status"]',
                later("Goals that are closed"),
                later("Only open goals are listed. Choose ‘Any status’ to see the others as well."),
            ),
        ),
    ),
    Guide(
        "feedback",
        "/feedback",
        later("Give feedback, and ask for it"),
        Permission.TAKE_PART,
        (
            Step(
                "#main .tabs",
                later("What was said"),
                later(
                    "What you received and what you gave is read by you and the other person, and by nobody else. "
                    "Under Requests you see who waits for an answer."
                ),
            ),
            Step(
                '#main a[href^="/feedback/give"]',
                later("Tell a colleague"),
                later("You can choose several people at once: each of them gets your words alone."),
            ),
            Step(
                '#main a[href^="/feedback/request"]',
                later("Ask for some"),
                later("About yourself; or, if people report to you, about one of them. Whoever you ask may decline."),
            ),
        ),
    ),
    Guide(
        "team",
        "/team",
        later("Look after your team"),
        Permission.LEAD_TEAM,
        (
            Step(
                "#main h1",
                later("Those who report to you"),
                later("Each with how far their open goals are. A name leads to that person’s goals, private ones too."),
            ),
            Step(
                '#main a[href*="attention=1"]',
                later("Who needs attention"),
                later("Goals that are off track, or that nobody has checked in on for 30 days, come first."),
            ),
            Step(
                '#main a[href*="new=1"]',
                later("Set a goal for somebody"),
                later("You can both change it and check in. Its page says who has checked in."),
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
