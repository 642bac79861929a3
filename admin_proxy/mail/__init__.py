"""Letters: written down with their cause, sent by a relay afterwards, at least once."""

from admin_proxy.mail.posting import post
from admin_proxy.mail.tables import Letter

__all__ = ["Letter", "post"]
