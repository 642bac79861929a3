"""News for open tabs. Says only *that* there is something new, and about what; each tab reads from the database what.

Every broadcast of the product is one of these:

* about a login: an impersonation on it began, was continued or ended; the login ended. Each of its tabs looks again.
* about a person: their role changed. Each of their tabs looks again: the menu is another one.
* about an organization: its rules changed. Each tab of its people looks again.
* about the sessions of an organization: an impersonation there began, was continued or ended, or something was changed
  in it. The tabs that list the organization's sessions read them again.
* about the visits to a person: the same, in that person's account. The tabs that list the visits read them again.
* about the administrators of an organization: somebody there has another role or another scope. The tabs that list
  them, or in which a scope is being chosen, read them again.
* about the departments of an organization: the tree, or who stands where in it, is another one. The tabs that show it
  read it again.
* about the groups of an organization: one of them was created, renamed, deleted, or has other members. The tabs that
  show them read them again.
* about the reports of a person: one was asked for, has got further, or is over. The tabs that list them read them
  again.
* about the record of an organization: something was written into it. The tabs that show it count what is new.
* about the notifications of a person: one came, or was read. Each of their tabs counts again; the inbox reads again.

Listeners are called in the thread that committed and must return at once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

_log = logging.getLogger(__name__)


class About(StrEnum):
    LOGIN = "login"
    PERSON = "person"
    ORGANIZATION = "organization"
    SESSIONS = "sessions"
    VISITS = "visits"
    NOTIFICATIONS = "notifications"
    ADMINISTRATORS = "administrators"
    DEPARTMENTS = "departments"
    GROUPS = "groups"
    RECORD = "record"
    REPORTS = "reports"


class News(NamedTuple):
    about: About
    id: str | int
    """Of the login; of the person; of the organization (for its sessions, people, record and so on, too)."""


Listener = Callable[[News], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> Callable[[], None]:
    """Have `listener` called with everything that is new; returns what ends that."""
    _listeners.append(listener)
    return lambda: _listeners.remove(listener) if listener in _listeners else None


def tell(news: News) -> None:
    for listener in list(_listeners):
        try:
            listener(news)
        except Exception:
            _log.exception("news about a %s could not be passed on", news.about)


def tell_login(login_id: str) -> None:
    tell(News(About.LOGIN, login_id))


def tell_person(person_id: int) -> None:
    tell(News(About.PERSON, person_id))


def tell_organization(organization_id: int) -> None:
    tell(News(About.ORGANIZATION, organization_id))


def tell_administrators(organization_id: int) -> None:
    tell(News(About.ADMINISTRATORS, organization_id))


def tell_departments(organization_id: int) -> None:
    tell(News(About.DEPARTMENTS, organization_id))


def tell_groups(organization_id: int) -> None:
    tell(News(About.GROUPS, organization_id))


def tell_record(organization_id: int) -> None:
    tell(News(About.RECORD, organization_id))


def tell_reports(person_id: int) -> None:
    tell(News(About.REPORTS, person_id))


def tell_sessions(organization_id: int, subject_id: int) -> None:
    """For those who watch over the organization's impersonations, and for the one whose account it is."""
    tell(News(About.SESSIONS, organization_id))
    tell(News(About.VISITS, subject_id))


def tell_notifications(person_id: int) -> None:
    tell(News(About.NOTIFICATIONS, person_id))
