"""The history of the workspace on the register's page, and taking a change back there."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from hebei_gis.plan.places.placing import Position, place_at
from hebei_gis.workspace import open_workspace


@pytest.fixture
def folder(default_copy: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "workspace"
    shutil.copytree(default_copy, copy)
    return copy


def test_an_empty_history_says_so(folder: Path, open_page: Any) -> None:
    at = open_page(folder, "register")
    assert not at.exception
    assert any("还没有修改记录" in info.value for info in at.info)


@pytest.mark.parametrize(("language", "words"), [("zh", "落图"), ("en", "placed")])
def test_changes_are_listed(folder: Path, open_page: Any, language: str, words: str) -> None:
    workspace = open_workspace(folder)
    place = next(p for p in workspace.register.places if not workspace.located(p))
    west, south, east, north = workspace.settings.bounds
    spot = Position((west + east) / 2, (south + north) / 2, 300.0, "approximate", "a test")
    place_at(folder, place, spot)
    at = open_page(folder, "register", language)
    assert not at.exception
    tables = [frame.value.astype(str).to_string() for frame in at.dataframe]
    assert any(
        words in text and workspace.register.place(place).name(language) in text for text in tables
    )
    (undo,) = (button for button in at.button if button.key == "undo")
    assert undo.disabled, "nothing is chosen yet"
