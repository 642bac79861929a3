"""Telling people: in the application and by e-mail, as they and their organization want it."""

from admin_proxy.notifications.telling import tell

__all__ = ["tell"]
