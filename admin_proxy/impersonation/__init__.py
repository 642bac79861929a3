"""Acting as somebody else: asked → running → over.

Importing the package ties it to what lies below: the facts of the policy may not change, and nothing may be recorded
in a subject's name, without a look at the impersonations that it concerns; and who is erased from the record is from
these.
"""

from admin_proxy import db
from admin_proxy.access import noticing
from admin_proxy.audit import erasing, trail
from admin_proxy.impersonation import acting, forgetting, rechecking

noticing.begin()
db.before_commit(rechecking.recheck)
trail.before_recording(acting.must_run)
erasing.when_erased(forgetting.forget)
