"""Every table, imported once, for alembic and for a fresh database."""

from admin_proxy.accounts import tables as accounts
from admin_proxy.audit import tables as audit
from admin_proxy.directory import tables as directory
from admin_proxy.feedback import tables as feedback
from admin_proxy.goals import tables as goals
from admin_proxy.guides import tables as guides
from admin_proxy.impersonation import tables as impersonation
from admin_proxy.mail import Letter
from admin_proxy.notifications import tables as notifications
from admin_proxy.organizations import tables as organizations
from admin_proxy.recognition import tables as recognition
from admin_proxy.reports import tables as reports

__all__ = [
    "Letter",
    "accounts",
    "audit",
    "directory",
    "feedback",
    "goals",
    "guides",
    "impersonation",
    "notifications",
    "organizations",
    "recognition",
    "reports",
]
