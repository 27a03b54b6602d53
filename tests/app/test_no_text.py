"""Neither the pages nor the map hold a text of their own: words stand in words/."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import hebei_gis

PACKAGE = Path(hebei_gis.__file__).parent
ROOMS = ("app", "map")
#: Chinese, or English of three words and more that begins as a sentence does.
TEXT = re.compile(r"[\u3400-\u9fff]|^[A-Z][a-z]+( [A-Za-z]+){2,}")


def literals(path: Path) -> Iterator[str]:
    """Texts of a module, without its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    written = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            continue
        if id(node) not in written:
            yield node.value


@pytest.mark.parametrize("room", ROOMS)
def test_no_text_for_people(room: str) -> None:
    found = {
        path.relative_to(PACKAGE).as_posix(): text
        for path in (PACKAGE / room).rglob("*.py")
        for text in literals(path)
        if TEXT.search(text)
    }
    assert found == {}


def test_the_workspace_holds_none_either() -> None:
    assert [text for text in literals(PACKAGE / "workspace.py") if TEXT.search(text)] == []
