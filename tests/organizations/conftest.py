from tests.accounts.conftest import facts, impersonating

__all__ = ["facts", "impersonating"]
