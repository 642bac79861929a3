"""Which words the code says: found by reading it, so that the catalog can be held to it."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_ONE = {"say", "later", "t", "t_with"}
_ONE_OR_MANY = {"say_n", "tn"}
_IN_PARTS = re.compile(r"""\bt\(\s*("(?:[^"\\]|\\.)*")(?:\s*,\s*\{[^}]*\}(?:\s*,\s*("(?:[^"\\]|\\.)*"))?)?""")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def everywhere() -> dict[str, str]:
    """Each sentence that is said somewhere, with the words for many of it; empty where it counts nothing."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "admin_proxy").rglob("*.py")):
        for one, many in _in_module(ast.parse(path.read_text())):
            found[one] = many or found.get(one, "")
    return found | {one: many for one, many in in_parts().items() if many or one not in found}


def in_parts() -> dict[str, str]:
    """What the parts written for the browser say."""
    found: dict[str, str] = {}
    for part in sorted((ROOT / "assets" / "ui").glob("*.jsx")):
        for one, many in _IN_PARTS.findall(_COMMENT.sub("", part.read_text())):
            found[json.loads(one)] = json.loads(many) if many else ""
    return found


def _in_module(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        texts = [given.value if isinstance(given, ast.Constant) else None for given in node.args]
        if name in _ONE and texts and isinstance(texts[0], str):
            yield texts[0], ""
        elif name in _ONE_OR_MANY and len(texts) > 1 and isinstance(texts[0], str) and isinstance(texts[1], str):
            yield texts[0], texts[1]
