"""`python -m admin_proxy` is the `admin-proxy` command."""

import sys

from admin_proxy.cli import main

sys.exit(main())
