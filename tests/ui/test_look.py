"""The design language: colours that can be read, in one place; parts that stay light."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import get_args

import pytest

from admin_proxy.ui.components import icon

ROOT = Path(__file__).parents[2]
TOKENS = (ROOT / "assets/tokens.css").read_text()
APP = (ROOT / "assets/app.css").read_text()
PARTS = sorted((ROOT / "assets/ui").glob("*.jsx"))
MODULES = sorted([*(ROOT / "admin_proxy/ui/components").glob("*.py"), *(ROOT / "admin_proxy/ui/shell").glob("*.py")])

GROUNDS = ("canvas", "chrome", "surface", "raised", "sunken", "hover")
READ = [
    *[(text, ground) for text in ("text", "text-soft", "text-faint") for ground in GROUNDS],
    *[("accent", ground) for ground in ("canvas", "surface", "raised", "accent-soft")],
    *[(text, "pressed") for text in ("text", "text-soft")],
    *[(tone, f"{tone}-soft") for tone in ("good", "warn", "bad")],
    *[("text", f"{tone}-soft") for tone in ("good", "warn", "bad")],
    *[("accent", f"{tone}-soft") for tone in ("good", "warn", "bad")],
    ("bad", "surface"),
    ("bad", "raised"),
    ("bad", "canvas"),
    ("guise-text", "guise-soft"),
    ("on-ink", "ink"),
    ("on-ink", "ink-hover"),
    ("on-fill", "bad-fill"),
    ("on-fill", "bad-fill-hover"),
    ("on-fill", "guise"),
    ("on-fill", "urgent"),
    ("on-guise-soft", "guise"),
    ("on-urgent-soft", "urgent"),
    ("guise-ink", "on-fill"),
    ("guise-ink", "guise-ink-hover"),
    ("urgent-ink", "on-fill"),
    ("urgent-ink", "urgent-ink-hover"),
]
SEEN = [
    *[("line-control", ground) for ground in ("canvas", "surface", "raised")],
    *[("focus", ground) for ground in GROUNDS],
]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), READ)
def test_text_can_be_read_on_every_ground_it_stands_on(theme: str, text: str, ground: str) -> None:
    assert contrast(colour(text, theme), colour(ground, theme)) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), SEEN)
def test_what_is_typed_into_and_what_has_the_focus_can_be_made_out(theme: str, line: str, ground: str) -> None:
    assert contrast(colour(line, theme), colour(ground, theme)) >= 3


def test_only_the_tokens_name_a_colour() -> None:
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(", APP.replace("#000 58%", "")) == []


def test_every_token_that_is_used_exists() -> None:
    defined = set(re.findall(r"(--[\w-]+):", TOKENS + APP))
    assert set(re.findall(r"var\((--[\w-]+)", TOKENS + APP)) - defined == set()


def test_every_colour_is_used() -> None:
    used = set(re.findall(r"var\((--[\w-]+)", TOKENS + APP))
    assert set(re.findall(r"^  (--[\w-]+): (?:light-dark|#)", TOKENS, re.MULTILINE)) - used == set()


def test_an_icon_that_can_be_named_is_drawn() -> None:
    drawn = re.findall(r'^  "([\w-]+)": \[', (ROOT / "assets/ui/icon.jsx").read_text(), re.MULTILINE)
    assert sorted(get_args(icon.Name)) == sorted(drawn)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_no_part_runs_text_as_code(part: Path) -> None:
    assert re.findall(r"\beval\b|new Function|dangerouslySetInnerHTML|innerHTML", part.read_text()) == []


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_no_part_brings_a_component_library(module: Path) -> None:
    """One of these anywhere, and every page pays 200 KB for it."""
    heavy = {"button", "text", "heading", "input", "dialog", "box", "flex", "icon", "link", "toast", "select", "upload"}
    used = {
        node.attr
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "rx"
    }
    assert used & heavy == set()


def colour(token: str, theme: str) -> tuple[float, float, float]:
    found = re.search(rf"--{token}: (?:light-dark\((#\w{{6}}), (#\w{{6}})\)|(#\w{{6}}));", TOKENS)
    assert found, f"--{token} is not a colour"
    light, dark, both = found.groups()
    written = both or (light if theme == "light" else dark)
    return tuple(int(written[at : at + 2], 16) / 255 for at in (1, 3, 5))  # type: ignore[return-value]


def contrast(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """WCAG 2.2, relative luminance."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(rgb: tuple[float, float, float]) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
