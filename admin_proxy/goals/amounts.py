"""Amounts: what was typed, how it stands in a form and in the record, and how far along the way it is."""

from __future__ import annotations

import re
from decimal import Decimal

from admin_proxy.goals.tables import Goal, Unit
from admin_proxy.words import say

CURRENCIES = (
    "EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "CZK", "PLN", "HUF", "UAH", "TRY", "ILS", "INR", "JPY", "CNY",
    "SGD", "KRW", "AUD", "CAD", "MXN", "BRL", "ZAR", "NGN",
)  # fmt: skip
LARGEST = 10**14
"""A million millions, in hundredths."""
NOT_DONE, DONE = 0, 100

_NUMBER = re.compile(r"[-−]?\d{1,13}(?:[.,]\d{1,2})?")
_BLANKS = re.compile(r"[\s\u00a0\u202f'’]")


class NotAnAmount(ValueError):  # noqa: N818
    """What was typed is no amount; the message says what is."""


def read(said: str) -> int:
    """`12.5` or `12,5` → 1250 hundredths.

    Raises:
        NotAnAmount: anything else.
    """
    plain = _BLANKS.sub("", said).replace("−", "-")
    if not plain.isascii() or not _NUMBER.fullmatch(plain):
        raise NotAnAmount(say("Write a number such as 1200 or 12.5, with no sign between thousands."))
    value = int(Decimal(plain.replace(",", ".")) * 100)
    if abs(value) > LARGEST:
        raise NotAnAmount(say("That is more than can be kept: at most a million millions."))
    return value


def typed(value: int) -> str:
    """As it stands in a form: `1200`, `12.5`."""
    return f"{decimal(value).normalize():f}"


def decimal(value: int) -> Decimal:
    return Decimal(value) / 100


def plain(unit: Unit, currency: str, value: int) -> str:
    """As it stands in the record, in nobody's language: `12.5 %`, `1200 EUR`, `done`."""
    if unit is Unit.DONE:
        return "done" if value >= DONE else "not done"
    ending = {Unit.PERCENT: " %", Unit.MONEY: f" {currency}"}.get(unit, "")
    return typed(value) + ending


def of(goal: Goal, value: int) -> str:
    return plain(goal.unit, goal.currency, value)


def progress(start: int, target: int, current: int) -> int:
    """From 0 to 100; 100 only where the target is reached."""
    if start == target:
        return 100
    way = (current - start) * 100 // (target - start)
    return max(0, min(100, way))
