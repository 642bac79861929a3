"""Draws `docs/map.md` from the code: the layers of `pyproject.toml` from top to bottom, each file in its own words.

`make map` writes it; a test holds the map to the tree.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAP = ROOT / "docs" / "map.md"

_HEAD = """# What is where

Top to bottom: a line may use what stands below it, and never what stands above it (`lint-imports` holds it to that).
Each line is the first sentence of the file itself; `make map` draws this page anew.
"""


def draw() -> str:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = {contract["containers"][0]: _split(contract["layers"]) for contract in contracts if "layers" in contract}
    return "\n".join([_HEAD, *_folder(ROOT / "admin_proxy", "admin_proxy", layers), ""])


def _split(layers: list[str]) -> list[str]:
    return [name for layer in layers for name in layer.split(" | ")]


def _folder(folder: Path, package: str, layers: dict[str, list[str]], depth: int = 0) -> Iterator[str]:
    for path in sorted(_inside(folder), key=lambda path: (_place(path, layers.get(package, [])), path.name)):
        name = f"{path.relative_to(ROOT)}{'/' if path.is_dir() else ''}"
        said = _first_sentence(path / "__init__.py" if path.is_dir() else path)
        yield f"{'  ' * depth}- `{name}`: {said}"
        if path.is_dir():
            yield from _folder(path, f"{package}.{path.name}", layers, depth + 1)


def _inside(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if (path.is_dir() and (path / "__init__.py").exists()) or (path.suffix == ".py" and path.name != "__init__.py"):
            yield path


def _place(path: Path, order: list[str]) -> int:
    return order.index(path.stem) if path.stem in order else len(order)


def _first_sentence(module: Path) -> str:
    """Up to the first full stop; what does not end in one is a sentence all the same."""
    paragraph = " ".join((ast.get_docstring(ast.parse(module.read_text())) or "").split("\n\n")[0].split())
    return paragraph.partition(". ")[0].rstrip(".:")


if __name__ == "__main__":
    MAP.write_text(draw())
