"""What does not go out whole is told row by row; an export that fails leaves what was there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import shapely

from hebei_gis.export.packaging import ExportedFile
from hebei_gis.files import whole_files

LONG = "河" * 200  # 400 bytes in GBK
RARE = "㐂喆𠮷"  # none of which is in GBK but the second


def told(file: ExportedFile) -> list[tuple[str, str]]:
    issues = [tuple(issue[:2]) for layer in file.sidecar["layers"] for issue in layer["issues"]]
    assert [(one.kind, one.key) for one in file.issues] == issues
    return issues


@pytest.fixture
def texts(layer_from: Any) -> Any:
    return layer_from(
        ("whole", shapely.Point(117.2, 39.1)),
        ("long", shapely.Point(117.21, 39.1)),
        ("rare", shapely.Point(117.22, 39.1)),
        ("none", shapely.Point(117.23, 39.1)),
        note_zh=["好", LONG, RARE, None],
        basis=["sketch"] * 4,
        accuracy_m=[1.0] * 4,
    )


def test_texts_that_dbase_cannot_hold_are_told_by_row(texts: Any, exported: Any) -> None:
    file = exported(texts, format_name="shp", encoding="gbk")
    assert told(file) == [("text_cut_bytes", "long"), ("characters_lost", "rare")]
    sentences = [issue.sentence("zh") for issue in file.issues]
    assert "254" in sentences[0] and "note_zh" in sentences[0]
    assert "㐂𠮷" in sentences[1] and "喆" not in sentences[1]


def test_an_encoding_that_has_all_characters_loses_none(texts: Any, exported: Any) -> None:
    file = exported(texts, format_name="shp", encoding="utf-8")
    assert told(file) == [("text_cut_bytes", "long")]
    assert told(exported(texts, format_name="shp", encoding="GB18030")) == told(file)


def test_texts_longer_than_a_cell_are_told_by_row(layer_from: Any, exported: Any) -> None:
    layer = layer_from(("k", shapely.Point(117.2, 39.1)), note_zh=["长" * 40_000])
    assert told(exported(layer, format_name="xlsx")) == [("text_cut", "k")]


def test_keys_longer_than_a_drawing_holds_are_told(layer_from: Any, exported: Any) -> None:
    key = "键" * 100
    layer = layer_from((key, shapely.Point(117.2, 39.1)))
    assert told(exported(layer, format_name="dxf")) == [("text_cut", key)]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize("fails_at", ["draft 0", "draft 1", "rename 0", "rename 1"])
def test_a_failed_export_leaves_the_former_file_and_sidecar(
    fails_at: str, exported: Any, trial: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.csv"
    exported(trial, format_name="csv", packaging="bare").write(path)
    before = contents(tmp_path)
    assert set(before) == {"out.csv", "out.csv.meta.json"}
    what, number = fails_at.split()
    calls = 0

    def failing(original: Any) -> Any:
        def call(self: Path, *values: Any, **named: Any) -> Any:
            nonlocal calls
            if what == "rename" or self.name.endswith(".part"):
                calls += 1
                if calls == int(number) + 1:
                    raise OSError(28, "No space left on device", str(self))
            return original(self, *values, **named)

        return call

    method = "open" if what == "draft" else "replace"
    monkeypatch.setattr(whole_files.Path, method, failing(getattr(Path, method)))
    other = exported(trial, format_name="csv", packaging="bare", datum="EPSG:4527")
    with pytest.raises(OSError) as caught:
        other.write(path)
    monkeypatch.undo()
    assert ".part" not in str(caught.value.filename)
    assert contents(tmp_path) == before


def test_a_folder_in_the_sidecars_place_leaves_the_export(
    exported: Any, trial: Any, tmp_path: Path
) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"former")
    (tmp_path / "out.csv.meta.json").mkdir()
    with pytest.raises(OSError):
        exported(trial, format_name="csv", packaging="bare").write(path)
    assert contents(tmp_path) == {"out.csv": b"former"}
