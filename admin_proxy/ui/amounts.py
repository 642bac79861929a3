"""Amounts in words, as the reader's language writes them: `12.5%`, `€1,200`, `Done`."""

from __future__ import annotations

from babel.numbers import format_currency, format_decimal, format_percent

from admin_proxy.goals import amounts
from admin_proxy.goals.tables import Unit
from admin_proxy.identity import Party
from admin_proxy.ui.when import locale
from admin_proxy.words import say


def amount(reader: Party, unit: Unit, currency: str, value: int) -> str:
    """Hundredths of a unit, as a goal keeps them."""
    number = amounts.decimal(value)
    if unit is Unit.DONE:
        return say("Done") if value >= amounts.DONE else say("Not done")
    if unit is Unit.PERCENT:
        return format_percent(number / 100, format=None, locale=locale(reader), decimal_quantization=False)
    if unit is Unit.MONEY:
        whole = number == number.to_integral_value()
        return format_currency(
            number, currency, "¤#,##0" if whole else None, locale=locale(reader), currency_digits=not whole
        )
    return format_decimal(number, locale=locale(reader))


def share(reader: Party, progress: int) -> str:
    return format_percent(progress / 100, locale=locale(reader))
