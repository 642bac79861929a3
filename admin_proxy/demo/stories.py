"""Three prepared stories: who plays them, where they begin, and what to do, in a few lines that stay in sight.

Which story is told in which browser is known to this process only, by the login: it is over with the demonstration,
and a tab can neither ask for one nor bring one along.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace

from admin_proxy.demo import running
from admin_proxy.identity import Identity
from admin_proxy.words import later, say, speaking

_MOST = 500
"""So many browsers are told a story at the same time; then the oldest one's is forgotten."""


@dataclass(frozen=True, slots=True)
class Story:
    key: str
    """What the button's form sends; stable."""
    title: str
    persona: str
    """The key of who plays it."""
    player: str
    """Who that is."""
    path: str
    """Where it begins."""
    about: str
    """What has happened."""
    steps: tuple[str, ...]


STORIES = (
    Story(
        "missing-goal", later("She cannot see her goal"), "super-admin", "Dana Whitfield",
        "/admin/program-management/impersonate",
        later("Jane Abernathy writes: ‘My goal about the field day in Lisbon is gone. I still work on it.’"),
        (
            later("Type ‘jane a’, choose Jane Abernathy, press Impersonate and Accept. You see what she sees."),
            later("In Goals set Status to ‘Any status’ and press Filter: the goal is there, but it was closed."),
            later("Open it and press Reopen."),
            later("Press Stop Impersonation: the summary. Jane’s letter is in the Demo mailbox, behind your name."),
        ),
    ),
    Story(
        "scope", later("An HR Admin and her scope"), "hr-admin-department", "Hannah Lindqvist",
        "/admin/program-management/impersonate",
        later("Hannah looks after Sales. Today people from everywhere ask her for help."),
        (
            later("Type ‘emma’: nobody. Emma Bergström is in Marketing, and Hannah finds only those in her scope."),
            later("Press ‘Why don't I see a person?’, type emma.bergstrom: ‘No such person in your scope’."),
            later("Type ‘jonas’ there, choose Jonas Aldenhoff: he has not accepted the privacy policy yet."),
            later("Press Done and type ‘zoe’: Zoë Marchand is in Sales, so Hannah can impersonate her."),
        ),
    ),
    Story(
        "who-changed-it", later("Who changed this target?"), "super-admin", "Dana Whitfield",
        "/admin/program-management/reporting/audit-logs",
        later("The target of the goal ‘Sign distributors in the Nordics’ was higher once. Who changed it, and why?"),
        (
            later("Under Action choose ‘Changed a goal’."),
            later("Press Filter."),
            later("Open the entry about that goal: who it was, as whom, before and after, and the reason."),
        ),
    ),
)  # fmt: skip

_told: OrderedDict[str, Story] = OrderedDict()


def offered() -> tuple[Story, ...]:
    """None outside a demonstration."""
    return tuple(map(_spoken, STORIES)) if running.is_running() else ()


def find(key: str) -> Story | None:
    """None where there is no such story, or no demonstration."""
    return next((story for story in STORIES if story.key == key), None) if running.is_running() else None


def begin(login_id: str, story: Story) -> None:
    """Tell it in that browser, on every page, until it is put away."""
    _told[login_id] = story
    if len(_told) > _MOST:
        _told.popitem(last=False)


def told_to(identity: Identity) -> Story | None:
    """The story of the browser that asks, whoever it impersonates meanwhile, in the language of who sits before it."""
    story = _told.get(identity.login_id or "") if running.is_running() else None
    with speaking(identity.actor.language):
        return _spoken(story) if story else None


def _spoken(story: Story) -> Story:
    steps = tuple(say(step) for step in story.steps)
    return replace(story, title=say(story.title), about=say(story.about), steps=steps)


def put_away(identity: Identity) -> None:
    _told.pop(identity.login_id or "", None)
