"""Whoever impersonates somebody reads 'you' as themselves: what is said to the person has words for them as well."""

from __future__ import annotations

import ast
import functools
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from admin_proxy.accounts import privacy
from admin_proxy.ui import routes
from admin_proxy.ui.components import words
from admin_proxy.ui.shell import places
from admin_proxy.words.used import everywhere

UI = Path(__file__).parents[2] / "admin_proxy" / "ui"
NOT_THE_PERSONS = ("/admin", places.VENDOR.path, places.MAILBOX.path)
"""Administrators' pages speak of others by name; vendor staff are impersonated by nobody."""
SAID_TO_WHOEVER_SITS_THERE = {
    "Generated in the background. You can leave this page meanwhile.": "so can an administrator",
    "It goes to you at {email}: you get an e-mail when it is ready.": "said where nobody impersonates",
    "It goes to {name} at {email}, not to you: they get an e-mail that says who asked for it.": "to the administrator",
    "No organization is assigned to you": "vendor staff, whom nobody impersonates",
    "Quote this when you ask for help: ": "whoever met the error asks",
    "What did you see, and what did it lead to?": "asks whoever writes; the form says in whose name it is sent",
    "What do you want to know?": "asks whoever writes; the form says in whose name it is sent",
    "You are impersonating": "the banner",
    "You are impersonating {name} ({email}).": "the banner",
    "You are yourself again. What was done is in the audit log.": "the pop-up after the end",
    **dict.fromkeys((sentence for part in privacy.POLICY for sentence in part.paragraphs), "the policy, word for word"),
    **dict.fromkeys((part.heading for part in privacy.POLICY), "the policy, word for word"),
}
_YOU = re.compile(r"\byou(r|rs|rself)?\b", re.IGNORECASE)
_MEANT_FOR_EITHER = re.compile(r"your organization|thank you|\|\|.*", re.IGNORECASE)
_MEANT_FOR_A_VISITOR = re.compile(r"\bimpersonat(e|ing|ion)\b")
_ASKS_WHOSE_IT_IS = re.compile(r"\b(impersonating|whose|for_whom|them)\b")
_SAYING = {"t", "tn", "t_with", "say", "say_n"}


def of_the_person() -> list[routes.Page]:
    return [page for page in routes.PAGES if not (page.public or page.place.path.startswith(NOT_THE_PERSONS))]


@pytest.mark.parametrize("page", of_the_person(), ids=lambda page: page.place.path)
def test_what_a_picture_says_to_the_person_it_says_of_them_to_whoever_impersonates(page: routes.Page) -> None:
    routes.titled(page)()
    said = words.in_pictures[page.place.path]
    assert sorted({*filter(speaks_to_the_reader, said)} - said_to_either()) == []


@pytest.mark.parametrize("page", of_the_person(), ids=lambda page: page.place.path)
def test_so_does_what_its_handlers_say(page: routes.Page) -> None:
    module = ast.parse(Path(inspect.getfile(page.picture)).read_text())
    assert [said for said, in_either in sentences(module) if speaks_to_the_reader(said) and not in_either] == []


def test_every_exception_is_said_somewhere() -> None:
    said = {one for page in words.in_pictures.values() for one in page} | set(everywhere())
    assert sorted(set(SAID_TO_WHOEVER_SITS_THERE) - said) == []


@pytest.mark.parametrize(
    ("code", "is_said_to_either"),
    [
        ('t("Nobody reports to you")', False),
        ('mine(t("Nobody reports to you"), t("Nobody reports to {name}", name=them))', True),
        ('rx.cond(seen.impersonating, t("Not now"), t("Your own"))', True),
        ('rx.cond(seen.ready, t("Not now"), t("Your own"))', False),
        ('whose(identity) or say("you")', True),
        ('say("{name}’s", name=name) if identity.impersonating else say("Yours")', True),
    ],
)
def test_words_for_both_are_told_from_words_for_one(code: str, is_said_to_either: bool) -> None:
    assert {in_either for said, in_either in sentences(ast.parse(code))} == {is_said_to_either}


def speaks_to_the_reader(sentence: str) -> bool:
    if sentence in SAID_TO_WHOEVER_SITS_THERE or _MEANT_FOR_A_VISITOR.search(sentence):
        return False
    return _YOU.search(_MEANT_FOR_EITHER.sub("", sentence)) is not None


@functools.cache
def said_to_either() -> set[str]:
    """What has a counterpart wherever the screen says it."""
    found = [one for path in UI.rglob("*.py") for one in sentences(ast.parse(path.read_text()))]
    return {said for said, in_either in found if in_either} - {said for said, in_either in found if not in_either}


def sentences(node: ast.AST, in_either: bool = False) -> Iterator[tuple[str, bool]]:
    """What is said there, and whether it is chosen by whom it is said to."""
    in_either = in_either or _chooses(node)
    if isinstance(node, ast.Call) and _name(node) in _SAYING and node.args and isinstance(node.args[0], ast.Constant):
        yield str(node.args[0].value), in_either
    for child in ast.iter_child_nodes(node):
        yield from sentences(child, in_either)


def _chooses(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        asks = node.args[:1] if _name(node) == "cond" else []
        return _name(node) in ("mine", "_mine") or any(map(_asks_whose_it_is, asks))
    if isinstance(node, ast.IfExp):
        return _asks_whose_it_is(node.test)
    return isinstance(node, ast.BoolOp) and _asks_whose_it_is(node.values[0])


def _asks_whose_it_is(node: ast.AST) -> bool:
    return _ASKS_WHOSE_IT_IS.search(ast.unparse(node)) is not None


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
