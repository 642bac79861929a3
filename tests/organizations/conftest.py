from tests.accounts.conftest import facts

__all__ = ["facts"]
