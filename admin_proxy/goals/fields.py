"""What can be typed of a goal: what each field holds, what is wrong with it, and how it stands in the record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from admin_proxy.accounts.tables import Person
from admin_proxy.directory import person_fields
from admin_proxy.folding import fold
from admin_proxy.goals import aligning, amounts
from admin_proxy.goals.amounts import NotAnAmount
from admin_proxy.goals.tables import Goal, Unit
from admin_proxy.identity import Identity, Invalid
from admin_proxy.words import say

FIELDS = (
    "title", "description", "starts_on", "ends_on", "visibility", "weight", "unit", "currency", "start", "target",
    "supports",
)  # fmt: skip
LONGEST_TITLE, LONGEST_TEXT = 200, 2_000
MOST_WEIGHT = 100

_CALLED = {"visibility": "is_public", "supports": "supports_id"}


def column(field: str) -> str:
    return _CALLED.get(field, field)


def typed(tx: Session, identity: Identity, goal: Goal, field: str) -> str:
    """The present value, as it stands in the form of somebody who may edit the goal."""
    if field == "visibility":
        return "public" if goal.is_public else "private"
    if field == "supports":
        supported = aligning.supported(tx, identity, goal)
        return str(supported.id) if supported else ""
    value = getattr(goal, column(field))
    if field in ("start", "target"):
        return "" if goal.unit is Unit.DONE else amounts.typed(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def readable(tx: Session, identity: Identity, goal: Goal, field: str) -> str | None:
    """The present value as it stands in the record: in words that stay true when ids are gone.

    Others than who makes the change will read it, so that no private goal is named by one that supports it.
    """
    if field == "supports":
        supported = aligning.supported(tx, identity, goal)
        if supported and supported.is_public:
            return supported.title
        return "a private goal" if goal.supports_id else None
    if field in ("start", "target"):
        return None if goal.unit is Unit.DONE else amounts.of(goal, getattr(goal, field))
    return typed(tx, identity, goal, field) or None


def read(
    tx: Session, identity: Identity, owner: Person, given: Mapping[str, str], *, before: Goal | None = None
) -> dict[str, Any]:
    """The values of all fields, by column; of `supports` only if it is given.

    Args:
        owner: whose goal it is.
        given: every field, as typed.
        before: the goal as it is, where it is there already.

    Raises:
        Invalid: beside the first field that cannot be taken.
    """
    values: dict[str, Any] = {
        "title": _line(given.get("title", "")),
        "description": text(given.get("description", ""), "description"),
        "starts_on": person_fields.day(given.get("starts_on", ""), "starts_on"),
        "ends_on": person_fields.day(given.get("ends_on", ""), "ends_on"),
        "is_public": _visibility(given.get("visibility", "")),
        "weight": _weight(given.get("weight", "")),
        "unit": _unit(given.get("unit", ""), before),
    }
    if values["ends_on"] < values["starts_on"]:
        raise Invalid("ends_on", say("It ends before it begins. Choose a later day."))
    values |= _amounts(values["unit"], given, before)
    if "supports" in given:
        values["supports_id"] = aligning.read(tx, identity, owner, given["supports"], before)
    values["search_text"] = searched(values["title"])
    return values


def searched(title: str) -> str:
    return f" {fold(title)} "


def text(said: str, field: str) -> str:
    """Some lines of text.

    Raises:
        Invalid: beside `field`.
    """
    value = "\n".join(line.rstrip() for line in said.replace("\r", "").strip().split("\n"))
    if len(value) > LONGEST_TEXT:
        raise Invalid(field, say("This may have at most {count} characters.", count=LONGEST_TEXT))
    if not value.replace("\n", "").replace("\t", "").isprintable():
        raise Invalid(field, say("There is an invisible character in it. Type the text anew."))
    return value


def line(said: str, field: str, missing: str) -> str:
    """One line of text that must not be empty.

    Raises:
        Invalid: beside `field`.
    """
    value = " ".join(said.split())
    if not value:
        raise Invalid(field, missing)
    if len(value) > LONGEST_TITLE:
        raise Invalid(field, say("This may have at most {count} characters.", count=LONGEST_TITLE))
    if not value.isprintable():
        raise Invalid(field, say("There is an invisible character in it. Type the text anew."))
    return value


def _line(said: str) -> str:
    return line(said, "title", say("Say in a few words what is to be reached."))


def _visibility(said: str) -> bool:
    if said not in ("public", "private"):
        raise Invalid("visibility", say("Choose who may see it."))
    return said == "public"


def _weight(said: str) -> int:
    plain = said.strip()
    number = int(plain) if plain.isascii() and plain.isdecimal() and len(plain) <= 3 else 0
    if not 1 <= number <= MOST_WEIGHT:
        raise Invalid("weight", say("Write a whole number from 1 to {most}.", most=MOST_WEIGHT))
    return number


def _unit(said: str, before: Goal | None) -> Unit:
    if said not in set(Unit):
        raise Invalid("unit", say("Choose what it is measured in."))
    unit = Unit(said)
    if before is not None and before.checked_in_at is not None and unit is not before.unit:
        raise Invalid("unit", say("Progress has been checked in, so the unit stays as it is."))
    return unit


def _amounts(unit: Unit, given: Mapping[str, str], before: Goal | None) -> dict[str, Any]:
    if unit is Unit.DONE:
        return {"currency": "", "start": amounts.NOT_DONE, "target": amounts.DONE}
    values: dict[str, Any] = {"currency": _currency(given.get("currency", ""), before) if unit is Unit.MONEY else ""}
    for field in ("start", "target"):
        try:
            values[field] = amounts.read(given.get(field, ""))
        except NotAnAmount as wrong:
            raise Invalid(field, str(wrong)) from None
    if values["start"] == values["target"]:
        raise Invalid("target", say("Start and target are the same: there would be nothing to reach."))
    return values


def _currency(said: str, before: Goal | None) -> str:
    if said not in amounts.CURRENCIES:
        raise Invalid("currency", say("Choose a currency."))
    if before is not None and before.checked_in_at is not None and said != before.currency:
        raise Invalid("currency", say("Progress has been checked in, so the currency stays as it is."))
    return said
