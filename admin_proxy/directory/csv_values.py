"""What the text of a cell means. Each function takes one cell and returns its value, or raises `Wrong` with a sentence.

Blanks around and inside a text are tidied up. A text that a spreadsheet would run as a formula is refused rather than
kept for the day somebody exports it again; Excel's way of keeping leading zeros, `="00123"`, is read as what it means.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from zoneinfo import available_timezones

from babel import Locale, parse_locale
from email_validator import EmailNotValidError, validate_email

from admin_proxy.directory.csv_problems import excerpt
from admin_proxy.words import say

Department = tuple[str, ...]
"""A path from the root; one name alone may be anywhere in the tree."""

MAX_DEPTH = 20

_ORDINARY = re.compile("[A-Za-z0-9][!-~\u00c0-\u024f]*(?: [!-~\u00c0-\u024f]+)*")
"""What most cells are, and what needs no tidying: letters of Latin scripts with single blanks between them."""
_FORMULA = re.compile(r"[=@]|[+-](?=\S)")
_KEPT_AS_TEXT = re.compile(r'="([^"]*)"')
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufff9-\uffff]")
_PLAIN_EMAIL = re.compile(
    r"(?=[^@]{1,64}@)[a-z0-9_'&+/-]+(?:\.[a-z0-9_'&+/-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z]",
    re.IGNORECASE | re.ASCII,
)
_WIDTHLESS = re.compile("[\u00ad\u200b\u2060\ufeff]")
_NOBODY = {"no_manager", "none", "n/a"}


class Wrong(ValueError):  # noqa: N818
    """A cell cannot be taken; the message says why."""


def tidy(cell: str) -> str:
    """The cell's text without blanks around it, and with single blanks inside."""
    if _ORDINARY.fullmatch(cell):
        return cell
    value = " ".join((cell if cell.isascii() else unicodedata.normalize("NFC", _WIDTHLESS.sub("", cell))).split())
    kept = _KEPT_AS_TEXT.fullmatch(value)
    if kept:
        value = kept.group(1).strip()
    found = _INVISIBLE.search(value)
    if found:
        raise Wrong(
            say(
                "The cell holds an invisible character ({character}). Type the text anew.",
                character=f"U+{ord(found.group()):04X}",
            )
        )
    if _FORMULA.match(value):
        raise Wrong(say("'{value}' looks like a spreadsheet formula. Write it as plain text.", value=excerpt(value)))
    return value


def text(longest: int) -> Callable[[str], str]:
    def short_enough(cell: str) -> str:
        value = tidy(cell)
        if len(value) > longest:
            raise Wrong(say("'{value}' is longer than {most} characters.", value=excerpt(value), most=longest))
        return value

    return short_enough


def email(cell: str) -> str:
    value = tidy(cell)
    if not value:
        raise Wrong(say("The e-mail is missing."))
    if len(value) > 254:
        raise Wrong(say("'{value}' is longer than {most} characters.", value=excerpt(value), most=254))
    if _PLAIN_EMAIL.fullmatch(value):
        return value
    try:
        found = validate_email(value, check_deliverability=False, test_environment=True, strict=True)
    except EmailNotValidError:
        raise Wrong(say("'{value}' is not an e-mail address.", value=excerpt(value))) from None
    return str(found.normalized)


def person_reference(cell: str) -> str:
    """An e-mail or an employee id of a manager, to be looked up; empty: nobody."""
    value = tidy(cell)
    return "" if value.casefold() in _NOBODY else value


def full_name(longest: int) -> Callable[[str], tuple[str, str]]:
    """`Jane van Doe` → `Jane van`, `Doe`; `van Doe, Jane` → `Jane`, `van Doe`."""
    checked = text(longest)

    def split(cell: str) -> tuple[str, str]:
        value = tidy(cell)
        if "," in value:
            last, first = value.split(",", 1)
        else:
            first, _, last = value.rpartition(" ")
            first, last = (first, last) if first else (last, "")
        return checked(first), checked(last)

    return split


def department(longest: int) -> Callable[[str], Department]:
    """`Sales > Field Sales` → a path; a name alone → a path of one; empty → no department."""
    checked = text(longest)

    def path(cell: str) -> Department:
        value = tidy(cell)
        names = tuple(checked(name) for name in re.split("[>›]", value)) if value else ()
        if "" in names:
            raise Wrong(say("In '{value}' a department between two '>' has no name.", value=excerpt(value)))
        if len(names) > MAX_DEPTH:
            raise Wrong(say("'{value}' goes deeper than {most} departments.", value=excerpt(value), most=MAX_DEPTH))
        return names

    return path


def language(cell: str) -> str | None:
    """A language by its code, with or without a region (`de`, `pt-BR`), or by its name in English or its own words."""
    value = tidy(cell)
    if not value:
        return None
    code = _languages_by_name().get(value.casefold(), value)
    english = Locale("en")
    try:
        known, territory, script = parse_locale(code.replace("_", "-"), sep="-")[:3]
    except ValueError:
        known, territory, script = "", None, None
    if (
        known not in english.languages
        or (territory and territory not in english.territories)
        or (script and script not in english.scripts)
    ):
        raise Wrong(say("'{value}' is not a language. Write its code, such as 'en' or 'pt-BR'.", value=excerpt(value)))
    return "-".join(part for part in (known, script, territory) if part)


@lru_cache(maxsize=1)
def _languages_by_name() -> dict[str, str]:
    english = Locale("en").languages
    names = {name.casefold(): code for code, name in english.items() if "_" not in code}
    for code in ("de", "fr", "es", "it", "pt", "nl", "pl", "cs", "sk", "sv", "da", "fi", "nb", "hu", "ro", "tr", "uk"):
        names[str(Locale(code).get_display_name()).casefold()] = code
    return names


def time_zone(cell: str) -> str | None:
    value = tidy(cell)
    if not value:
        return None
    known = _time_zones().get(value.casefold())
    if known is None:
        raise Wrong(say("'{value}' is not a time zone. Write it as 'Europe/Berlin'.", value=excerpt(value)))
    return known


@lru_cache(maxsize=1)
def _time_zones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones() if name not in ("Factory", "localtime")}


_ISO_DATE = re.compile(
    r"(\d{4})([-/.]?)(\d{2})\2(\d{2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
)
_DOTTED_DATE = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?: 0?0:00(?::00)?)?")
_SLASHED_DATE = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?: 0?0:00(?::00)?| 12:00(?::00)? AM)?")
_NAMED_DATE = re.compile(
    r"(\d{1,2})[- ]([a-z]{3})[a-z]*\.?[- ](\d{4})|([a-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})", re.IGNORECASE
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ALWAYS = 9999
"""The year that some systems write for 'no end'."""


class Dates:
    """Reads the dates of one file.

    `2024-05-31`, `31.05.2024`, `31-May-2024` say what they mean. `5/31/2024` and `31/5/2024` do too, but `5/6/2024`
    only together with the others: some date of the file must tell the order, and none may contradict it.
    """

    def __init__(self, cells: Iterable[str]) -> None:
        found = (_SLASHED_DATE.fullmatch(cell.strip()) for cell in cells)
        pairs = [(int(match[1]), int(match[3])) for match in found if match]
        self._day_first = any(first > 12 >= second for first, second in pairs)
        self._month_first = any(second > 12 >= first for first, second in pairs)

    def read(self, cell: str) -> date | None:
        value = tidy(cell)
        if not value:
            return None
        year, month, day = self._parts(value)
        if year == _ALWAYS:
            return None
        if not 1900 <= year <= 2200:
            raise Wrong(say("'{value}': the year must lie between 1900 and 2200.", value=excerpt(value)))
        try:
            return date(year, month, day)
        except ValueError:
            raise Wrong(say("'{value}' is a date that does not exist.", value=excerpt(value))) from None

    def _parts(self, value: str) -> tuple[int, int, int]:
        if match := _ISO_DATE.fullmatch(value):
            return int(match[1]), int(match[3]), int(match[4])
        if match := _DOTTED_DATE.fullmatch(value):
            return int(match[3]), int(match[2]), int(match[1])
        if match := _SLASHED_DATE.fullmatch(value):
            return self._ordered(value, int(match[1]), int(match[3]), int(match[4]))
        match = _NAMED_DATE.fullmatch(value)
        month = (match[2] or match[4]).lower() if match else ""
        if match and month in _MONTHS:
            return int(match[3] or match[6]), _MONTHS.index(month) + 1, int(match[1] or match[5])
        if value.isdecimal() and len(value) == 5:
            raise Wrong(
                say(
                    "'{value}' is Excel's number for a date. Format the column as a date, such as 2024-05-31.",
                    value=value,
                )
            )
        raise Wrong(say("'{value}' is not a date that can be read. Write it as 2024-05-31.", value=excerpt(value)))

    def _ordered(self, value: str, first: int, second: int, year: int) -> tuple[int, int, int]:
        if first == second:
            return year, first, second
        if self._day_first and self._month_first:
            raise Wrong(
                say(
                    "'{value}': some dates begin with the day, others with the month. Write them all as 2024-05-31.",
                    value=value,
                )
            )
        if not (self._day_first or self._month_first):
            raise Wrong(
                say(
                    "'{value}' may begin with the day or with the month; no date of the file tells which. "
                    "Write them as 2024-05-31.",
                    value=value,
                )
            )
        return (year, second, first) if self._day_first else (year, first, second)
