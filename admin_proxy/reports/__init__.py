"""Reports: made in the background under the rights at that time, announced by e-mail to the subject, kept for a while.

Importing the package ties it to what lies below: a report that was asked for in somebody's name ends with the
impersonation, unless it is complete.
"""

from admin_proxy.impersonation import ending
from admin_proxy.reports import with_the_session

ending.when_ended(with_the_session.end)
