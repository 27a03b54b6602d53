"""LibreOffice opens exported tables; saving one there is no change of what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hebei_gis.export.selection import export_layers
from hebei_gis.export.verify import verify_content
from tests.papers.paper_cases import converted, soffice


@pytest.fixture(scope="module")
def saved(default_workspace: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path]:
    """An exported workbook, and the same as LibreOffice saves it."""
    soffice()
    folder = tmp_path_factory.mktemp("office")
    file = export_layers(default_workspace, ["heritage", "park"], "xlsx", "CGCS2000")
    path = folder / "layers.xlsx"
    path.write_bytes(file.content)
    return file, converted([path], "xlsx", folder)[0]


def test_all_rows_and_chinese_are_there(saved: Any, default_workspace: Any) -> None:
    _, path = saved
    book = openpyxl.load_workbook(path, read_only=True)
    sheet = book[default_workspace.layer("heritage").declaration.title_zh]
    rows = list(sheet.iter_rows(values_only=True))
    column = rows[0].index("name_zh")
    names = list(default_workspace.layer("heritage").features["name_zh"])
    assert [row[column] for row in rows[1:]] == names


def test_saving_is_no_change(saved: Any) -> None:
    file, path = saved
    sidecar, faults = verify_content(path.read_bytes(), path.name)
    assert faults == ()
    assert sidecar["rows"] == file.sidecar["rows"]


def test_an_edit_in_libreoffice_is_found(saved: Any, tmp_path: Path) -> None:
    _, path = saved
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["C2"] = "改动"
    book.save(tmp_path / "edited.xlsx")
    _, faults = verify_content((tmp_path / "edited.xlsx").read_bytes(), "edited.xlsx")
    assert "changed_content" in {fault.kind for fault in faults}
