"""Who there is: people, where they stand (departments, groups), whom they look after (scopes), and their logins."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, Enum, ForeignKey, Index, Text, text
from sqlmodel import Field, SQLModel

from admin_proxy.db import UtcDateTime
from admin_proxy.identity import Role


def _choice(enum: type, name: str) -> Enum:
    """Store an enum by its value, as text with a check: readable in both engines, and extendable."""
    return Enum(
        enum, name=name, native_enum=False, create_constraint=True, length=40,
        values_callable=lambda members: [member.value for member in members],
    )  # fmt: skip


class Department(SQLModel, table=True):
    __table_args__ = (
        Index("ix_department_parent", "organization_id", "parent_id"),
        Index(
            "uq_department_name_under_parent",
            "organization_id", text("coalesce(parent_id, 0)"), "name", unique=True,
        ),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id")
    parent_id: int | None = Field(default=None, foreign_key="department.id")
    name: str = Field(max_length=200)


class Person(SQLModel, table=True):
    __table_args__ = (
        CheckConstraint(
            "(organization_id IS NULL) = (role IN ('customer_success_manager', 'program_architect'))",
            name="vendor_staff_stand_outside",
        ),
        Index("ix_person_department", "organization_id", "department_id"),
        Index("ix_person_role", "organization_id", "role"),
        Index("ix_person_name", "organization_id", "last_name", "first_name", "id"),
        Index(
            "uq_person_employee_id", "organization_id", "employee_id", unique=True,
            sqlite_where=text("employee_id <> ''"), postgresql_where=text("employee_id <> ''"),
        ),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int | None = Field(default=None, foreign_key="organization.id")
    role: Role = Field(default=Role.EMPLOYEE, sa_column=Column(_choice(Role, "role"), nullable=False))
    email: str = Field(max_length=254)
    email_key: str = Field(max_length=254, unique=True)
    """The e-mail case-folded: what sign-in and uniqueness go by."""
    employee_id: str = Field(default="", max_length=64)
    first_name: str = Field(default="", max_length=100)
    last_name: str = Field(default="", max_length=100)
    title: str = Field(default="", max_length=200)
    department_id: int | None = Field(default=None, foreign_key="department.id")
    location: str = Field(default="", max_length=200)
    manager_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    language: str = Field(default="en", max_length=16)
    time_zone: str = Field(default="UTC", max_length=64)
    theme: str = Field(default="system", max_length=8)
    hire_date: date | None = None
    deactivated_on: date | None = None
    """The first day (UTC) on which the person is no longer active."""
    password_hash: str | None = Field(default=None, max_length=200)
    privacy_version: str = Field(default="", max_length=20)
    """The version of the privacy policy that was accepted; empty: none, so never signed in."""
    privacy_accepted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_login_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    search_text: str = Field(default="", sa_type=Text)
    """Folded name, e-mail, employee id, title, department (see `people.searched`); kept by whoever changes one.

    On PostgreSQL its collation is "C", so that it sorts the same whatever the database's language is.
    """

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.email

    def is_deactivated(self, today: date) -> bool:
        return self.deactivated_on is not None and self.deactivated_on <= today


class UserGroup(SQLModel, table=True):
    __tablename__ = "user_group"
    __table_args__ = (Index("uq_user_group_name", "organization_id", "name", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id")
    name: str = Field(max_length=200)


class GroupMember(SQLModel, table=True):
    __tablename__ = "group_member"

    group_id: int = Field(foreign_key="user_group.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)


class ScopeDepartment(SQLModel, table=True):
    """An HR Admin looks after this department and everything below it."""

    __tablename__ = "scope_department"

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    department_id: int = Field(foreign_key="department.id", primary_key=True, index=True)


class ScopeGroup(SQLModel, table=True):
    __tablename__ = "scope_group"

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    group_id: int = Field(foreign_key="user_group.id", primary_key=True, index=True)


class VendorAssignment(SQLModel, table=True):
    """Vendor staff look after these organizations."""

    __tablename__ = "vendor_assignment"

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", primary_key=True, index=True)


class Login(SQLModel, table=True):
    """One browser that is signed in. The token itself is only in that browser's cookie."""

    __table_args__ = (
        Index(
            "ix_login_open", "person_id",
            sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL"),
        ),
    )  # fmt: skip

    id: str = Field(primary_key=True, max_length=36)
    person_id: int = Field(sa_column=Column(ForeignKey("person.id"), nullable=False))
    token_sha256: str = Field(max_length=64, unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    last_seen_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    """The absolute end; an idle one may come earlier."""
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    end_cause: str = Field(default="", max_length=40)
    address: str = Field(default="", max_length=64)
    user_agent: str = Field(default="", max_length=400)


class PasswordLink(SQLModel, table=True):
    """A one-time link to choose a password with."""

    __tablename__ = "password_link"

    id: str = Field(primary_key=True, max_length=36)
    person_id: int = Field(foreign_key="person.id", index=True)
    token_sha256: str = Field(max_length=64, unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignInFailure(SQLModel, table=True):
    """A failed attempt, by account and by address: what the throttle counts. Keys are digests, not names."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (
        Index("ix_sign_in_failure_account", "account_key", "at"),
        Index("ix_sign_in_failure_address", "address_key", "at"),
    )

    id: str = Field(primary_key=True, max_length=36)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    account_key: str = Field(max_length=64)
    address_key: str = Field(max_length=64)
