"""No sentence that a person reads on a page is left in English only: outside of the pages, found by reading the code.

What pages say is held to it by `tests/ui/test_words.py`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from admin_proxy.words.used import ROOT

PACKAGE = ROOT / "admin_proxy"
ELSEWHERE = {"cli", "config", "console", "demo", "server", "ui"}
"""The command line, settings, the demonstration's people; and pages, which have a test of their own."""
OF_THE_OPERATOR = {
    "accounts/administrators.py",
    "accounts/finding.py",
    "audit/anchor_mail.py",
    "audit/anchors.py",
    "audit/dropping.py",
    "audit/erasing.py",
    "audit/restoring.py",
    "audit/proving.py",
    "audit/tombstones.py",
    "organizations/creating.py",
}
"""Commands, and the letter that anchors go out with."""
KEPT_IN_ENGLISH = {
    "By e-mail to ….",
    "For ….",
    "Only the operator of the server can export the whole record.",
    "Only the operator of the server can read the record there.",
    "This text held a link that works once, and was forgotten when the letter was sent.",
    "You stayed until it worked.",
    "… cannot be read: ….",
}
"""Notes of the record, which are said when they are read; the operator's; what stands in a letter; an example."""
SAID = {"say", "say_n", "later"}
NOT_SHOWN = {"Around", "Telling", "_Rule", "critical", "error", "exception", "info", "warning"}
"""Words of letters in both languages; rules of `docs/policy.md`; the log."""
_A_SENTENCE = re.compile(r"[A-ZÀ-Þ‘“'{…][^\\]* [^\\]*[.?]")


def modules() -> Iterator[Path]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.relative_to(PACKAGE).parts[0].removesuffix(".py") not in ELSEWHERE:
            yield path


def test_every_sentence_is_said_or_marked() -> None:
    unsaid = []
    for path in modules():
        name = path.relative_to(PACKAGE).as_posix()
        if name not in OF_THE_OPERATOR:
            unsaid += [f"{name}: {words}" for words in unmarked(path.read_text()) if words not in KEPT_IN_ENGLISH]
    assert unsaid == []


def test_every_refusal_is_said_or_marked() -> None:
    """Short ones too, which look like no sentence."""
    unsaid = []
    for path in modules():
        name = path.relative_to(PACKAGE).as_posix()
        if name not in OF_THE_OPERATOR:
            unsaid += [f"{name}: {words}" for words in refused(path.read_text()) if words not in KEPT_IN_ENGLISH]
    assert unsaid == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('NO = "There is no such goal."', ["There is no such goal."]),
        ('raise Refused(f"{name} is gone.")', ["… is gone."]),
        ('NO = later("There is no such goal.")', []),
        ('raise Refused(say("{name} is gone.", name=name))', []),
        ('"""A docstring is read by nobody."""', []),
        ('KEY = "a.key"', []),
    ],
)
def test_a_sentence_is_found_where_there_is_one(code: str, found: list[str]) -> None:
    assert list(unmarked(code)) == found


def unmarked(code: str) -> Iterator[str]:
    tree = ast.parse(code)
    said = set(_said(tree))
    for node in ast.walk(tree):
        if id(node) not in said and (words := _words(node)) and _A_SENTENCE.fullmatch(words):
            yield words


def refused(code: str) -> Iterator[str]:
    refusals = {"ChangedMeanwhile", "Forbidden", "Invalid", "NotFound", "Refused", "Wrong"}
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and _name(node.func) in refusals and node.args:
            words = _words(node.args[-1])
            if " " in words:
                yield words


def _said(tree: ast.Module) -> Iterator[int]:
    """What is handed to `say`, and what no page shows: docstrings, the policy's rules, log lines, letters."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            yield id(node.value)
        elif isinstance(node, ast.JoinedStr):
            yield from map(id, node.values)
        elif isinstance(node, ast.Call) and _name(node.func) in SAID | NOT_SHOWN:
            yield from map(id, [*node.args, *(given.value for given in node.keywords)])
        elif isinstance(node, ast.Dict) and _keys(node) == {"en", "de"}:
            yield from map(id, node.values)


def _keys(node: ast.Dict) -> set[object]:
    return {key.value for key in node.keys if isinstance(key, ast.Constant)}


def _name(called: ast.expr) -> str:
    return called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")


def _words(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "…" for part in node.values)
    return ""
