"""Each form says what is wrong beside the field that it is wrong with, and loses nothing of what was typed."""

from __future__ import annotations

import ast
import functools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "admin_proxy/ui/pages").glob("*.py"))
ONLY_READ = {"narrow", "go_to_day"}
"""What they do is ask for another address of the same page, which has all that was typed."""
FIELDS = {"text_field", "text_area_field", "password_field", "select_field", "choose_colleagues"}


@dataclass(frozen=True)
class Form:
    page: str
    handler: str
    looks: str
    attributes: str
    opens: bool
    """Whether it stands in a dialog."""
    fields: dict[str, str]
    """The error of each, as it is written."""

    @property
    def writes(self) -> bool:
        return self.handler not in ONLY_READ

    @property
    def is_kept(self) -> bool:
        """As `unsaved.jsx` chooses what it keeps for copying."""
        return "form" in self.looks.split() or "data-keep" in self.attributes


def forms() -> list[Form]:
    return [form for page in PAGES for form in _forms(page)]


def test_what_is_typed_into_a_form_that_writes_is_kept_for_copying() -> None:
    assert 'const TEXTS = "form:is(.form, [data-keep]) :is(' in (ROOT / "assets/ui/unsaved.jsx").read_text()
    assert [(form.page, form.handler) for form in forms() if form.writes and not form.is_kept] == []


def test_each_field_of_a_form_that_writes_has_its_error_beside_it() -> None:
    silent = [(form.page, name) for form in forms() if form.writes for name, said in form.fields.items() if not said]
    assert silent == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_two_fields_that_stand_on_a_page_show_the_same_error(page: Path) -> None:
    """Of dialogs one is open at a time."""
    shown = Counter(said for form in _forms(page) if not form.opens for said in form.fields.values() if said)
    assert [said for said, times in shown.items() if times > 1] == []


def test_each_form_in_a_dialog_of_a_goal_is_drafted() -> None:
    """Nothing is lost by a line that breaks: `draft` stands first in them."""
    of_goals = [call for name in ("goal", "goal_form") for call in _calls(ROOT / f"admin_proxy/ui/pages/{name}.py")]
    dialogs = [call for call in of_goals if ast.unparse(call.func) == "dialog"]
    assert [ast.unparse(inside.args[0].func) for call in dialogs for inside in _forms_in(call)] == ["draft", "draft"]


def _forms(page: Path) -> Iterator[Form]:
    in_dialogs = {id(form) for call in _calls(page) if ast.unparse(call.func) == "dialog" for form in _forms_in(call)}
    for call in _calls(page):
        given = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
        if ast.unparse(call.func) == "rx.el.form":
            yield Form(
                page=page.stem,
                handler=given.get("on_submit", "").rpartition(".")[2],
                looks=given.get("class_name", "").strip("'"),
                attributes=given.get("custom_attrs", ""),
                opens=id(call) in in_dialogs,
                fields=dict(_fields(call)),
            )


def _fields(form: ast.Call) -> Iterator[tuple[str, str]]:
    for call in (node for node in ast.walk(form) if isinstance(node, ast.Call)):
        if ast.unparse(call.func) in FIELDS:
            error = next((keyword.value for keyword in call.keywords if keyword.arg == "error"), None)
            yield ast.unparse(call.args[1]).strip("'"), ast.unparse(error) if error else ""


def _forms_in(dialog: ast.Call) -> Iterator[ast.Call]:
    for node in ast.walk(dialog):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "rx.el.form":
            yield node


@functools.cache
def _calls(page: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(page.read_text())) if isinstance(node, ast.Call)]
