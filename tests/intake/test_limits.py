from __future__ import annotations

from typing import Any

import pytest

from hebei_gis.files.limits import limits_of
from hebei_gis.layers.catalog import read_settings
from hebei_gis.words.errors import LayerError, WorkspaceError


def _with(workspace_folder: Any, text: str) -> Any:
    folder = workspace_folder()
    path = folder.path / "workspace.toml"
    # Before the first table of groups: a table after them would be one of theirs.
    before, group, rest = path.read_text(encoding="utf-8").partition("[[groups]]")
    path.write_text(f"{before}{text}\n{group}{rest}", encoding="utf-8")
    return folder


def test_a_workspace_sets_its_limits(workspace_folder: Any) -> None:
    folder = _with(workspace_folder, "[limits]\nupload_mb = 7\nrows = 1000\n")
    limits = limits_of(read_settings(folder.path).limits)
    assert (limits.upload_mb, limits.rows, limits.depth) == (7, 1000, 100)
    assert folder.open().faults == ()


def test_an_unknown_limit_is_told(workspace_folder: Any) -> None:
    folder = _with(workspace_folder, "[limits]\nuploads = 7\n")
    with pytest.raises(LayerError, match="uploads"):
        limits_of(read_settings(folder.path).limits)


def test_a_limit_that_is_no_number_keeps_the_workspace_closed(workspace_folder: Any) -> None:
    folder = _with(workspace_folder, '[limits]\nupload_mb = "much"\n')
    with pytest.raises(WorkspaceError, match="upload_mb"):
        folder.open()
