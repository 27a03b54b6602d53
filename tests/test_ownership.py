"""Each job has one owner: what import-linter's contracts cannot see."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

import hebei_gis

PACKAGE = Path(hebei_gis.__file__).parent
CHINESE = re.compile("[\u4e00-\u9fff]")
EPSG = re.compile(r"EPSG:\d+$")
#: Chinese words that files and texts are read by: they are data, and shown to nobody.
READ_BY = (
    "plan/", "files/angles.py", "formats/table_columns.py", "formats/table_headings.py",
    "formats/survey/", "geo/cgcs2000.py", "geo/shifted_datums.py", "intake/columns.py",
    "sites/measuring/cell_numbers.py", "sites/parcels.py",
)  # fmt: skip


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def texts(tree: ast.Module) -> Iterator[str]:
    """Every text of a module but its docstrings."""
    told = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


def outside(room: str) -> Iterator[tuple[str, ast.Module]]:
    return ((name, tree) for name, tree in modules() if not name.startswith(f"{room}/"))


def test_only_words_holds_text_shown_to_people() -> None:
    found = {name for name, tree in outside("words") if any(map(CHINESE.search, texts(tree)))}
    assert {name for name in found if not name.startswith(READ_BY)} == set()


def test_only_geo_reprojects() -> None:
    found = {
        name
        for name, tree in outside("geo")
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr in ("to_crs", "Transformer"))
        or (isinstance(node, ast.alias) and node.name.endswith("Transformer"))
    }
    assert found == set()


def test_only_geo_names_codes_of_reference_systems() -> None:
    rooms = ((name, tree) for name, tree in outside("geo") if not name.startswith("words/"))
    found = {name for name, tree in rooms if any(map(EPSG.match, texts(tree)))}
    assert found == set()


@pytest.fixture(scope="module")
def imports() -> dict[str, set[str]]:
    """Module → the modules it imports."""
    graph = grimp.build_graph("hebei_gis", cache_dir=None)
    return {
        module: set(graph.find_modules_directly_imported_by(module)) for module in graph.modules
    }


def circles(imports: dict[str, set[str]]) -> list[list[str]]:
    """Names that import each other, however long the way."""
    reached: dict[str, set[str]] = {}
    for start in imports:
        seen: set[str] = set()
        ahead = [start]
        while ahead:
            new = imports.get(ahead.pop(), set()) - seen
            seen |= new
            ahead += new
        reached[start] = seen
    together = {
        tuple(sorted(o for o in reached[one] if one in reached[o])): None
        for one in imports
        if one in reached[one]
    }
    return [list(circle) for circle in together]


def test_no_modules_import_each_other(imports: dict[str, set[str]]) -> None:
    assert circles(imports) == []


def test_no_rooms_import_each_other(imports: dict[str, set[str]]) -> None:
    rooms: dict[str, set[str]] = {}
    for module, imported in imports.items():
        room = module.split(".")[1] if "." in module else ""
        inner = {name.split(".")[1] for name in imported if "." in name} - {room}
        rooms.setdefault(room, set()).update(inner)
    assert circles(rooms) == []


def test_only_files_of_our_own_reach_the_older_gdal_of_fiona() -> None:
    """fiona brings a GDAL and an SQLite of its own: it writes what we made, and reads nothing."""
    users = {
        name
        for name, tree in modules()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Import) and any(a.name.startswith("fiona") for a in node.names))
        or (isinstance(node, ast.ImportFrom) and str(node.module).startswith("fiona"))
    }
    assert users == {"formats/data_files.py"}
    (tree,) = (tree for name, tree in modules() if name == "formats/data_files.py")
    opened = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("fiona.")
    ]
    modes = [
        ast.literal_eval(node.args[1]) for node in opened
        if ast.unparse(node.func) == "fiona.open" and len(node.args) > 1
    ]  # fmt: skip
    assert modes and set(modes) == {"w"} and len(modes) == len(opened)


def test_only_the_store_and_whole_files_write_in_a_workspace() -> None:
    """Whoever wrote past the store would write past its lock, journal and history."""
    may = {
        "files/changes.py", "files/change_records.py", "files/whole_files.py",
        # Folders of their own, which nobody else knows yet.
        "backup.py", "history.py", "new_workspace.py", "intake/keeping.py",
        "plan/register/changes.py",
    }  # fmt: skip
    writers = {
        name
        for name, tree in modules()
        if not name.startswith(("formats/", "app/"))
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("write_bytes", "write_text")
    }
    assert writers <= {*may, "files/apart.py"}
