"""What somebody does before a handler has anything to do: on which page, after which steps, with what typed.

A handler that is not named here is called on its own page with arguments of the right types.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, SQLModel, col, select
from uuid_utils import uuid7

from admin_proxy import clock
from admin_proxy.accounts.tables import Department, GroupMember, Login, Person, ScopeGroup, UserGroup
from admin_proxy.directory.tables import CsvUpload
from admin_proxy.feedback.tables import FeedbackRequest
from admin_proxy.goals.tables import Goal, GoalState, Milestone
from admin_proxy.guides.tables import GuidePutAway
from admin_proxy.identity import Role
from admin_proxy.impersonation.tables import ImpersonationSession
from admin_proxy.mail.tables import Letter
from admin_proxy.notifications.tables import Notification
from admin_proxy.reports.tables import Format, Kind, Report, Stage
from admin_proxy.ui.shell import places
from tests.border.handlers import FORMS
from tests.serving import Product

Steps = tuple[tuple[str, dict[str, Any]], ...]


@dataclass(frozen=True)
class Meant:
    path: str
    payload: Mapping[str, Any]
    first: Steps = ()
    """Handlers of the same State, with what they are called with."""
    until: tuple[str, Any] | None = None
    """Of what goes on in the background: the variable, and its value when that is over."""


def meant(name: str, product: Product, subject: str) -> Meant | None:
    """How it is meant, where that has to be said.

    Args:
        name: the handler's, as `handler_name` gives it.
    """
    if name not in _MEANT:
        return None
    with product.writing() as tx:
        return _MEANT[name](_Before(tx, product.cast[subject], product.cast.acme, name))


class _Before:
    """What has to be there: found, or made in the database; in twins it is the same in both."""

    def __init__(self, tx: Session, person: int, house: int, name: str) -> None:
        self._tx, self.person, self._house = tx, person, house
        self._uuid = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{name} {person}"))

    def _add(self, row: Any) -> Any:
        self._tx.add(row)
        self._tx.flush()
        return row

    def _first(self, table: type[SQLModel], *where: Any, order: Any = None) -> Any:
        return self._tx.exec(select(table).where(*where).order_by(table.id if order is None else order)).first()

    def goal(self, state: GoalState = GoalState.OPEN) -> str:
        """The address of one of their own."""
        today = clock.now().date()
        goal = Goal(
            organization_id=self._house, owner_id=self.person, title="Answer within a day", starts_on=today,
            ends_on=today + timedelta(days=30), state=state, created_at=clock.now(),
            closed_at=None if state is GoalState.OPEN else clock.now(),
        )  # fmt: skip
        self._goal_id = self._add(goal).id
        return f"/goals/{self._goal_id}"

    def milestone(self) -> int:
        """Of the goal that was made last."""
        return int(self._add(Milestone(goal_id=self._goal_id, owner_id=self.person, name="Half of them")).id)

    def request(self) -> str:
        """The address of one that waits for their answer."""
        row = FeedbackRequest(
            organization_id=self._house, requester_id=self.employee(), about_id=self.employee(), asked_id=self.person,
            question="How was it?", asked_at=clock.now(), once=self._uuid,
        )  # fmt: skip
        return f"/feedback/requests/{self._add(row).id}"

    def notification(self) -> str:
        row = Notification(
            id=self._uuid, organization_id=self._house, person_id=self.person, kind="feedback.received",
            title="There is something", at=clock.now(),
        )  # fmt: skip
        return str(self._add(row).id)

    def guides_come_again(self) -> None:
        self._tx.execute(delete(GuidePutAway).where(col(GuidePutAway.person_id) == self.person))

    def login(self) -> str:
        return str(self._first(Login, Login.person_id == self.person, col(Login.ended_at).is_(None)).id)

    def report(self, stage: Stage) -> str:
        now = clock.now()
        waits = stage is Stage.WAITING
        row = Report(
            id=self._uuid, organization_id=self._house, subject_id=self.person, actor_id=self.person, login_id="",
            kind=Kind.MY_GOALS, format=Format.CSV, once=self._uuid[:32], asked_at=now, stage=stage,
            due_at=now + timedelta(days=1) if waits else None, kept_until=None if waits else now + timedelta(days=1),
        )  # fmt: skip
        return str(self._add(row).id)

    def letter(self) -> str:
        """One that was given up."""
        row = Letter(
            id=self._uuid, organization_id=self._house, kind="test", to_name="Somebody", to_email="x@nowhere.example",
            subject="Hello", body="Hello.", created_at=clock.now(), dead_at=clock.now(),
        )  # fmt: skip
        return str(self._add(row).id)

    def upload(self) -> str:
        content = f"email,first_name,last_name\n{self._uuid}@kestrel.example,New,Person\n".encode()
        row = CsvUpload(
            id=self._uuid, organization_id=self._house, uploaded_by=self.person, uploaded_at=clock.now(),
            file_name="new.csv", content=content,
        )  # fmt: skip
        return str(self._add(row).id)

    def session(self) -> str:
        """Somebody else impersonates somebody else, and may."""
        others = (Person.role == Role.SUPER_ADMIN, col(Person.privacy_version) != "", col(Person.id) != self.person)
        actor = self._first(Person, *others)
        login = Login(
            id=self._uuid, person_id=actor.id, token_sha256=self._uuid, created_at=clock.now(),
            last_seen_at=clock.now(), expires_at=clock.now() + timedelta(days=1),
        )  # fmt: skip
        self._add(login)
        row = ImpersonationSession(
            id=str(uuid7()), organization_id=self._house, login_id=self._uuid, actor_id=actor.id,
            subject_id=self.somebody_known(), started_at=clock.now(), expires_at=clock.now() + timedelta(hours=1),
            latest_end=clock.now() + timedelta(hours=24),
        )  # fmt: skip
        return str(self._add(row).id)

    def department(self) -> int:
        """An empty one at the top."""
        return int(self._add(Department(organization_id=self._house, name=f"New {self._uuid}")).id)

    def group(self, *members: int) -> int:
        group = self._add(UserGroup(organization_id=self._house, name=f"New {self._uuid}"))
        for member in members:
            self._add(GroupMember(group_id=group.id, person_id=member))
        return int(group.id)

    def employee(self) -> int:
        """Who has no password yet, and reports to somebody else."""
        active = col(Person.deactivated_on).is_(None)
        return int(
            self._first(
                Person, Person.role == Role.EMPLOYEE, active, col(Person.password_hash).is_(None),
                col(Person.manager_id) != self.person, order=col(Person.id).desc(),
            ).id
        )  # fmt: skip

    def somebody_known(self) -> int:
        """Who has been here, so that they can be impersonated."""
        known = (Person.role == Role.EMPLOYEE, col(Person.privacy_version) != "", col(Person.id) != self.person)
        return int(self._first(Person, *known).id)

    def deactivated(self) -> int:
        return int(self._first(Person, col(Person.deactivated_on).is_not(None)).id)

    def hr_admin(self) -> int:
        return int(self._first(Person, col(Person.id).in_(select(ScopeGroup.person_id))).id)

    def email(self, person: int) -> str:
        return self._tx.get_one(Person, person).email


FORM = {**FORMS[0], "supports": ""}


def _form(**typed: str) -> dict[str, Any]:
    return {"form": {**FORM, **typed}}


def _at_milestone(before: _Before, payload: Mapping[str, Any]) -> Meant:
    goal = before.goal()
    return Meant(goal, payload, (("open_milestone", {"milestone_id": before.milestone()}),))


def _open_milestone(before: _Before) -> Meant:
    goal = before.goal()
    return Meant(goal, {"milestone_id": before.milestone()})


def _tick(before: _Before) -> Meant:
    goal = before.goal()
    return Meant(goal, {"milestone_id": before.milestone(), "done": True})


def _end_session(before: _Before) -> Meant:
    asked = (("ask_to_end", {"session_id": before.session()}),)
    return Meant(places.SESSIONS.path, _form(), asked)


def _csv(before: _Before, payload: Mapping[str, Any], until: tuple[str, Any] | None = None) -> Meant:
    uploaded = (("uploaded", {"answer": {"upload": before.upload()}}),)
    return Meant(places.CSV_UPLOAD.path, payload, uploaded, until)


def _department(before: _Before, kind: str, payload: Mapping[str, Any], *more: tuple[str, Any]) -> Meant:
    asked = ("ask", {"kind": kind, "department_id": before.department()})
    return Meant(places.DEPARTMENTS.path, payload, (asked, *more))


def _group(
    before: _Before, payload: Mapping[str, Any], *first: tuple[str, Any], members: tuple[int, ...] = ()
) -> Meant:
    return Meant(f"{places.GROUPS.path}/{before.group(*members)}", payload, first)


def _add_to_group(before: _Before) -> Meant:
    who = before.employee()
    return _group(before, {}, ("find", {"text": before.email(who)}), ("choose", {"person_id": who}))


def _remove_from_group(before: _Before) -> Meant:
    who = before.employee()
    return _group(before, {}, ("ask_to_remove", {"person_id": who}), members=(who,))


def _paste_into_group(before: _Before) -> Meant:
    typed = {"form": {"emails": before.email(before.employee())}}
    return _group(before, {}, ("open", {"way": "add"}), ("check", typed))


def _change_role(before: _Before) -> Meant:
    asked = (("open_change", {"person_id": before.employee()}), ("review", {"form": {"role": Role.ADMIN.value}}))
    return Meant(places.ADMINISTRATORS.path, {}, asked)


def _change_scope(before: _Before) -> Meant:
    chosen = (("turn_group", {"group_id": before.group()}), ("review", {}))
    return Meant(f"{places.ADMINISTRATORS.path}/{before.hr_admin()}/scope", {}, chosen)


def _join(before: _Before) -> Meant:
    who, group = before.employee(), before.group()
    chosen = (
        ("select", {"person_id": who}),
        ("open_bulk", {"kind": "join"}),
        ("see_preview", {"form": {"value": str(group)}}),
    )
    return Meant(f"{places.USERS.path}?text={before.email(who)}", {}, chosen)


def _user(person: int, payload: Mapping[str, Any], *first: tuple[str, Any]) -> Meant:
    return Meant(f"{places.USERS.path}/{person}", payload, first)


def _ask_to_impersonate(before: _Before) -> Meant:
    who = before.somebody_known()
    chosen = (("find", {"text": before.email(who)}), ("choose", {"subject_id": who}))
    return Meant(places.ADMIN_PROXY.path, {}, chosen)


def _put_guide_away(before: _Before) -> Meant:
    before.guides_come_again()
    return Meant("/", {"how": "finished"})


def _mark_all_read(before: _Before) -> Meant:
    before.notification()
    return Meant(places.NOTIFICATIONS.path, {})


def _send_all_again(before: _Before) -> Meant:
    before.letter()
    return Meant(places.SYSTEM_NOTIFICATIONS.path, {})


def _end_all_sessions(before: _Before) -> Meant:
    before.session()
    return Meant(places.SESSIONS.path, _form(), (("ask_to_end_all", {}),))


KIND = {"kind": "recognition.received"}

_MEANT: dict[str, Callable[[_Before], Meant]] = {
    "AdministratorsState.apply": _change_role,
    "AdminProxyState.accept": lambda before: Meant(
        f"{places.ADMIN_PROXY.path}?ask={before.somebody_known()}", {"form": {"reason": "e"}}
    ),
    "AdminProxyState.ask": _ask_to_impersonate,
    "AnswerRequestState.decline": lambda before: Meant(before.request(), {"form": {"why": "e"}}),
    "AnswerRequestState.send": lambda before: Meant(before.request(), {"form": {"text": "e"}}),
    "CsvUploadState.apply": lambda before: _csv(before, {}, until=("applying", False)),
    "CsvUploadState.map_column": lambda before: _csv(before, {"heading": "last_name", "field": "title"}),
    "CsvUploadState.uploaded": lambda before: Meant(places.CSV_UPLOAD.path, {"answer": {"upload": before.upload()}}),
    "DepartmentsState.apply": lambda before: _department(before, "move", {}, ("review", {"form": {"to": "1"}})),
    "DepartmentsState.create": lambda _: Meant(places.DEPARTMENTS.path, _form(), (("add_at_top", {}),)),
    "DepartmentsState.delete": lambda before: _department(before, "delete", {}),
    "DepartmentsState.rename": lambda before: _department(before, "rename", _form(name="Renamed")),
    "GoalState.add_milestone": lambda before: Meant(before.goal(), _form()),
    "GoalState.check_in": lambda before: Meant(f"{before.goal()}?do=check-in", _form()),
    "GoalState.close_goal": lambda before: Meant(f"{before.goal()}?do=close", _form()),
    "GoalState.open_milestone": _open_milestone,
    "GoalState.remove_milestone": lambda before: _at_milestone(before, {}),
    "GoalState.reopen": lambda before: Meant(before.goal(GoalState.REACHED), {}),
    "GoalState.save": lambda before: Meant(f"{before.goal()}?do=edit", {"form": {"title": "Within two days"}}),
    "GoalState.save_milestone": lambda before: _at_milestone(before, {"form": {"name": "All of them"}}),
    "GoalState.tick": _tick,
    "GoalsState.create": lambda _: Meant("/goals?new=1", _form()),
    "GroupPasteState.apply": _paste_into_group,
    "GroupState.add": _add_to_group,
    "GroupState.delete": lambda before: _group(before, {}, ("ask_to_delete", {})),
    "GroupState.remove": _remove_from_group,
    "GroupState.rename": lambda before: _group(before, _form(name="Renamed"), ("open_rename", {})),
    "GuideState.put_away": _put_guide_away,
    "MySettingsState.end_login": lambda before: Meant("/settings", {"login_id": before.login()}),
    "NotificationChoicesState.choose_by_email": lambda _: Meant("/settings/notifications", {**KIND, "wanted": False}),
    "NotificationChoicesState.choose_in_app": lambda _: Meant("/settings/notifications", {**KIND, "wanted": False}),
    "NotificationsState.follow_link": lambda before: Meant(
        "/notifications", {"notification_id": before.notification()}
    ),
    "NotificationsState.mark_all_read": _mark_all_read,
    "NotificationsState.mark_read": lambda before: Meant("/notifications", {"notification_id": before.notification()}),
    "ReportsState.cancel": lambda before: Meant("/reports", {"report_id": before.report(Stage.WAITING)}),
    "ReportsState.download": lambda before: Meant("/reports", {"report_id": before.report(Stage.READY)}),
    "ScopeState.save": _change_scope,
    "SessionsState.end": _end_session,
    "SessionsState.end_all": _end_all_sessions,
    "SystemNotificationsState.save": lambda _: Meant(
        places.SYSTEM_NOTIFICATIONS.path, {"form": {"words_en": "e"}}, (("ask_to_change", KIND),)
    ),
    "SystemNotificationsState.send_again": lambda before: Meant(
        places.SYSTEM_NOTIFICATIONS.path, {"letter_id": before.letter()}
    ),
    "SystemNotificationsState.send_all_again": _send_all_again,
    "SystemNotificationsState.send_test": lambda _: Meant(places.SYSTEM_NOTIFICATIONS.path, {}, (("look_at", KIND),)),
    "UserState.deactivate": lambda before: _user(
        before.employee(), {"form": {"from_date": "2100-01-01"}}, ("open_deactivate", {})
    ),
    "UserState.invite": lambda before: _user(before.employee(), {}),
    "UserState.reactivate": lambda before: _user(before.deactivated(), {}),
    "UserState.save": lambda before: _user(before.employee(), {"form": {"title": "e"}}, ("open_edit", {})),
    "UsersState.apply_bulk": _join,
    "UsersState.create": lambda _: Meant(
        places.USERS.path,
        {"form": {"first_name": "New", "last_name": "Here", "email": "new.here@kestrel.example"}},
        (("open_new", {}),),
    ),
}
