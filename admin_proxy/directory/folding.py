"""What search looks at, folded."""

from __future__ import annotations

from admin_proxy.accounts.people import search_text, searched
from admin_proxy.folding import fold

__all__ = ["fold", "search_text", "searched"]
