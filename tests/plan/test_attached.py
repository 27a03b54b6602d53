from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from hebei_gis.plan.text.attached import attach, attached_reading, attached_text, detach, quote
from hebei_gis.plan.text.document import read_plan_text

TEXT = """第一章 水
第一节 井
打井。 新打东井 3 座,<b>不是标签</b>。
节水。 少用水。
"""


def _attached(workspace_folder: Any) -> tuple[Path, Any]:
    folder = workspace_folder(plan=True)
    attach(folder.path, read_plan_text(TEXT.encode("gb18030"), "水.txt"))
    return folder.path, folder.open()


def test_the_text_comes_back_as_it_was_read(workspace_folder: Any) -> None:
    path, _ = _attached(workspace_folder)
    source = attached_text(path)
    assert source is not None
    assert (source.text, source.name, source.encoding) == (TEXT, "水.txt", "gb18030")


def test_git_never_sees_the_text(workspace_folder: Any) -> None:
    path, _ = _attached(workspace_folder)
    subprocess.run(["git", "init", "-q", str(path)], check=True)
    subprocess.run(["git", "-C", str(path), "add", "-A"], check=True)
    listed = subprocess.run(
        ["git", "-C", str(path), "ls-files"], check=True, capture_output=True, text=True
    ).stdout
    assert "plan_text" not in listed
    assert "workspace.toml" in listed


def test_quotes_mark_places_and_numbers(workspace_folder: Any) -> None:
    path, workspace = _attached(workspace_folder)
    reading = attached_reading(path, workspace.register)
    assert reading is not None
    pieces = quote(reading, "1.1.1")
    assert [(p.text, p.mark, p.name) for p in pieces if p.mark] == [
        ("打井。", "heading", ""),
        ("东井", "place", "east_well"),
        ("3 座", "number", "3座"),
    ]
    assert "".join(p.text for p in pieces).replace(" ", "") == "打井。新打东井3座,<b>不是标签</b>。"
    assert quote(reading, "9.9.9") == []


def test_detaching_leaves_nothing(workspace_folder: Any) -> None:
    path, workspace = _attached(workspace_folder)
    assert detach(path) is True
    assert attached_text(path) is None
    assert attached_reading(path, workspace.register) is None
    assert detach(path) is False


def test_a_later_text_replaces_the_earlier(workspace_folder: Any) -> None:
    path, _ = _attached(workspace_folder)
    attach(path, read_plan_text("第一章 火\n".encode(), "fire.txt"))
    source = attached_text(path)
    assert source is not None
    assert source.name == "fire.txt"
