"""What is being typed survives a lost connection. See `assets/ui/draft.jsx`."""

from __future__ import annotations

import reflex as rx

from admin_proxy.ui.components.kinds import Text


class _Draft(rx.Component):
    library = "$/public/ui/draft.jsx"
    tag = "Draft"

    owner: rx.Var[str]
    name: rx.Var[str]


class _DraftDone(rx.Component):
    library = "$/public/ui/draft.jsx"
    tag = "DraftDone"

    owner: rx.Var[str]
    done: rx.Var[str]


def draft(owner: Text, name: Text) -> rx.Component:
    """Inside a form, first of all: keeps what is typed into it.

    Args:
        owner: who types, as whom. What anybody else has typed in the tab is thrown away.
        name: which form about which thing.
    """
    return _Draft.create(owner=owner, name=name)


def draft_done(owner: Text, done: Text) -> rx.Component:
    """Beside the form: forgets what was kept.

    Args:
        done: the draft's name, a blank, and a number that is another one each time.
    """
    return _DraftDone.create(owner=owner, done=done)
