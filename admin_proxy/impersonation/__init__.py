"""Acting as somebody else: asked → running → over.

Importing the package ties it to what lies below: the facts of the policy may not change, and nothing may be recorded
in a subject's name, without a look at the impersonations that it concerns.
"""

from admin_proxy import db
from admin_proxy.access import noticing
from admin_proxy.audit import trail
from admin_proxy.impersonation import acting, rechecking

noticing.begin()
db.before_commit(rechecking.recheck)
trail.before_recording(acting.must_run)
