"""What the repository promises about itself."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True)
    return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_no_file_names_a_package_registry_or_a_folder_of_some_machine():
    registry = re.compile(r"registry[.]npm|npm[m]irror|pyp[i][.]org|pythonhoste[d]|de[b][.]debian")
    folder = re.compile(r"(?:^|[^\w.-])/(?:work|farm|root|home|Users)/\w")
    for name in tracked():
        text = (ROOT / name).read_bytes().decode(errors="replace")
        assert not registry.search(text), name
        assert not folder.search(text) or name == "tests/test_repository.py", name


@pytest.mark.parametrize("name", ["uv", "build", "app", "dev"])
def test_every_requirement_is_pinned_with_hashes(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]
    assert lines
    for line in lines:
        assert re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==\S+", line), line
        assert "--hash=sha256:" in line, line


def test_what_is_asked_for_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = {_name(requirement) for requirement in project["dependencies"]}
    assert asked <= _pinned("app"), "`make lock` pins what is new"
    asked |= {_name(requirement) for requirement in project["optional-dependencies"]["dev"]}
    assert asked <= _pinned("dev"), "`make lock` pins what is new"


@pytest.mark.parametrize(
    ("folder", "requirements"),
    [("admin_proxy", "app"), ("alembic", "app"), ("tests", "dev"), ("benchmarks", "dev"), ("docs", "dev")],
)
def test_what_is_imported_comes_with_what_is_pinned(folder, requirements):
    ours = {"admin_proxy", "tests", "benchmarks", *sys.stdlib_module_names}
    providers = importlib.metadata.packages_distributions()
    for module in _imported(ROOT / folder) - ours:
        given_by = {_name(distribution) for distribution in providers.get(module, [])}
        assert given_by & _pinned(requirements), f"{module} comes with nothing in requirements/{requirements}.txt"


def _pinned(requirements: str) -> set[str]:
    text = (ROOT / "requirements" / f"{requirements}.txt").read_text()
    return set(re.findall(r"(?m)^([a-z0-9._-]+)", text))


def _name(requirement: str) -> str:
    return re.split(r"[\[<>=~! ]", requirement)[0].lower().replace("_", "-")


def _imported(package: Path) -> set[str]:
    trees = [ast.parse(path.read_text()) for path in package.rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return {name.split(".")[0] for name in plain | {node.module for node in nodes if isinstance(node, ast.ImportFrom)}}


def test_the_map_is_that_of_the_tree():
    drawn = runpy.run_path(str(ROOT / "docs" / "draw_map.py"))["draw"]()
    assert (ROOT / "docs" / "map.md").read_text() == drawn, "`make map` draws it anew"


def test_every_file_on_the_map_says_what_it_is():
    lines = (ROOT / "docs" / "map.md").read_text().splitlines()
    assert [line for line in lines if line.endswith("`: ")] == []


def test_the_readme_shows_the_two_commands_a_newcomer_types():
    text = (ROOT / "README.md").read_text()
    assert "\nmake demo\n" in text
    assert "\nmake test\n" in text


def test_make_help_lists_what_there_is():
    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("help", "install", "demo", "serve", "test", "check"):
        assert re.search(rf"(?m)^  make {target} ", said)
