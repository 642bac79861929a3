"""No picture shows words that its reader's language was not asked for: what is said goes through `t`."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from admin_proxy.accounts import settings
from admin_proxy.demo.personas import PERSONAS
from admin_proxy.goals.amounts import CURRENCIES
from admin_proxy.ui import routes, words_of_pages
from admin_proxy.words import german

ROOT = Path(__file__).parents[2]
NEITHER_LANGUAGE = {
    "Admin Proxy",
    "CSV",
    "Deutsch",
    "E-Mail",
    "English",
    "Not found · Admin Proxy",
    "Jane Doe <jane@example.org>\njohn@example.org",
    "NDJSON",
    "XLSX (Excel)",
    "admin-proxy audit verify",
}
"""Names of products, formats and languages, a command, an example, and the title until the page has its words."""
NAMES = {persona.name for persona in PERSONAS} | {zone.replace("_", " ") for zone in settings.time_zones()}
NAMES |= set(CURRENCIES)
_NEVER_SAID = re.compile(
    r'^"?(className|class|id|name|type|href|to|src|style|css|key|ref|role|method|action|accept|autoComplete|value|library|'
    r"rel|content|d|viewBox|htmlFor|form|lang|media|tone|size|kind|align|side|owner|done|of|field|remember|names|anchor|"
    r"aria-(current|live|sort|describedby|labelledby|expanded|pressed|controls)|data-[a-z-]+(?<!label)|on[A-Z]\w*|"
    r"words|colSpan|scope|width|dangerouslySetInnerHTML|target|download|peopleHref)\"?:"
)
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
_NOT_SHOWN = re.compile(
    r'className"?\]?\s*:\s*\(?"[^"]*"|(===?|!==?|case|includes\(|stringify\(|\[|\?\.\[)\s*"(?:[^"\\]|\\.)*"|'
    r'"(?:[^"\\]|\\.)*"\s*(===?|!==?)'
)
"""Classes, and what something is only compared with."""
_MARK = "‡"
_GLUED = re.compile(r"‡\s*\+|\+\s*\(?‡|\$\{\s*\(?‡")
_NO_WORDS = re.compile(r"[a-z0-9_\-/.:?=&#@+%]*|[A-Z][A-Z_0-9]*|/.*|\?.*|.*[\w-]+/[\w-]+", re.DOTALL)


def pictures() -> list[Any]:
    return [pytest.param(routes.titled(page), id=page.place.path) for page in routes.PAGES] + [
        pytest.param(routes.nowhere, id="missing")
    ]


@pytest.mark.parametrize("picture", pictures())
def test_whatever_a_picture_says_it_says_in_its_readers_language(picture: Any) -> None:
    assert sorted(set(_said_in_english_only(picture().render()))) == []


@pytest.mark.parametrize("picture", pictures())
def test_no_sentence_is_put_together_from_words_and_other_text(picture: Any) -> None:
    """A `T` is an element until it is drawn: glued to text it would be `[object Object]`."""
    assert [part for part in _strings(picture().render()) if _GLUED.search(_without_words(part))] == []


def test_every_sentence_has_a_name_of_its_own() -> None:
    for picture in pictures():
        picture.values[0]()
    names = words_of_pages.names()
    assert len(set(names.values())) == len(names)


def test_the_browser_and_the_server_name_a_sentence_alike() -> None:
    """Figures from `nameOf` of `words.jsx`, in a browser."""
    assert words_of_pages.name_of("Goals") == "1xybhq7"
    assert words_of_pages.name_of("‘Continue’ gives {renews_for} more.") == "1i94y2e"


def test_the_german_of_pages_has_what_pictures_and_parts_say() -> None:
    for picture in pictures():
        picture.values[0]()
    assert sorted(one for one in words_of_pages.said() if one not in german()) == []


def _said_in_english_only(rendered: Any) -> Iterator[str]:
    for part, shown in _strings_and_whether_shown(rendered):
        if _NEVER_SAID.match(part):
            continue
        for text in _TEXT.finditer(_NOT_SHOWN.sub("", _without_words(part))):
            words = json.loads(f'"{text[1]}"')
            is_said = re.search(r"[A-Za-z]{2}", words) and (shown or not _NO_WORDS.fullmatch(words))
            if is_said and words not in NEITHER_LANGUAGE | NAMES:
                yield words


def _strings(rendered: Any) -> Iterator[str]:
    return (part for part, _ in _strings_and_whether_shown(rendered))


def _strings_and_whether_shown(rendered: Any, shown: bool = False) -> Iterator[tuple[str, bool]]:
    """Every expression of a picture, and whether it is text between elements, which is always seen."""
    if isinstance(rendered, dict):
        for key, value in rendered.items():
            if key not in ("name", "iterable_type", "arg_var_name", "index_var_name", "special_props"):
                yield from _strings_and_whether_shown(value, key == "contents")
    elif isinstance(rendered, list | tuple):
        for value in rendered:
            yield from _strings_and_whether_shown(value)
    elif isinstance(rendered, str):
        yield rendered, shown
    elif rendered is not None and hasattr(rendered, "_js_expr"):
        yield rendered._js_expr, shown


def _without_words(expression: str) -> str:
    """With a mark in place of each `T`, its values included."""
    out, at = [], 0
    for call in re.finditer(r"(?<![\w.])T\(", expression):
        if call.start() < at:
            continue
        out += [expression[at : call.start()], _MARK]
        at = _end_of_call(expression, call.end())
    out.append(expression[at:])
    return "".join(out)


def _end_of_call(expression: str, at: int) -> int:
    depth, quoted = 1, False
    while at < len(expression) and depth:
        letter = expression[at]
        if quoted:
            at += letter == "\\"
            quoted = letter != '"'
        elif letter == '"':
            quoted = True
        else:
            depth += (letter in "([{") - (letter in ")]}")
        at += 1
    return at


SAYING = {"t", "tn", "t_with", "say", "say_n", "later"}
SAYS_TO_NOBODY = {"TypeError", "LookupError", "ValueError", "RuntimeError", "error", "exception", "warning", "compile"}
MODULES = sorted(path for path in (ROOT / "admin_proxy" / "ui").rglob("*.py") if path.parent.name != "border")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_sentence_in_a_handler_is_said_in_its_readers_language(path: Path) -> None:
    assert [text for text in _unsaid(ast.parse(path.read_text())) if text not in NEITHER_LANGUAGE] == []


@pytest.mark.parametrize("path", sorted((ROOT / "assets" / "ui").glob("*.jsx")), ids=lambda path: path.stem)
def test_a_part_of_the_browsers_says_nothing_in_english_only(path: Path) -> None:
    source = re.sub(r"(?<!:)//.*", "", re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL))
    attributes = re.findall(r'(?:aria-label|placeholder|title|alt|label)="([A-Za-z][^"]*)"', source)
    texts = re.findall(r"""(?<=[\w"}/])>\s*([A-Za-z][^<>{}=;()]*[a-z.…])\s*(?:<|\{)""", source)
    assert (attributes, texts) == ([], [])


def _unsaid(tree: ast.AST) -> Iterator[str]:
    """Text that reads like a sentence or a heading and is handed to nothing that would put it into a language."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in SAYING | SAYS_TO_NOBODY:
                continue
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue  # a docstring
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and re.match(r"[A-Z‘“][\w’'-]*[ .…]", node.value)
        ):
            yield node.value
        yield from _unsaid(node)
