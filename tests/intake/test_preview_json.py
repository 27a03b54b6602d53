"""``hebei-gis import --preview --json``: the state, what was told, and what answers a question."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from hebei_gis.cli import main


@pytest.fixture
def preview_json(workspace_folder: Any, capsys: Any) -> Any:
    folder = workspace_folder()

    def run(*words: object) -> tuple[int, dict[str, Any]]:
        said = ["--preview", "--json", "--language", "en", "--workspace", str(folder.path)]
        code = main(["import", *map(str, words), *said])
        return code, json.loads(capsys.readouterr().out)

    return run


def gpkg(path: Path) -> Path:
    rows = gpd.GeoDataFrame(
        {
            "key": ["x", "x", "z"],
            "no": [1, 2, 3],
            "code": pd.array([1201050010010000001, None, 3], dtype="Int64"),
            "ok": pd.array([True, None, False], dtype="boolean"),
            "built": ["2023-01-05", None, "2024-02-29"],
        },
        geometry=[shapely.Point(117.2, 39.1), None, shapely.Point(117.21, 39.1)],
        crs=4326,
    )
    rows.to_file(path, engine="pyogrio")
    return path


def test_ready(preview_json: Any, tmp_path: Path) -> None:
    code, said = preview_json(gpkg(tmp_path / "a.gpkg"), "--key", "no")
    assert (code, said["state"], said["rows"], said["format"]) == (0, "ready", 2, "gpkg")
    assert said["questions"] == []
    assert said["issues"] == [{"row": 2, "sentence": "no shape; the row is left out"}]
    assert any("1 row: no shape" in sentence for sentence in said["told"])
    first, second = said["features"]["features"]
    assert first["geometry"] == {"type": "Point", "coordinates": [117.2, 39.1]}
    # A column of the file called like ours keeps its values under another name.
    assert first["properties"] == {
        "file_key": "x", "no": 1, "code": 1201050010010000001, "ok": True, "built": "2023-01-05",
    }  # fmt: skip
    assert second["properties"]["code"] == 3 and second["properties"]["ok"] is False


def test_asks(preview_json: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("x,y\n517286.2,4336285.7\n", encoding="utf-8")
    code, said = preview_json(path)
    assert (code, said["state"]) == (2, "asks")
    (question,) = said["questions"]
    assert question["about"] == "crs_not_stated"
    assert question["options"] == ["--crs CODE", "--datum NAME"]
    code, said = preview_json(path, "--crs", "4527")
    (question,) = said["questions"]
    assert "--accept crs=EPSG:4548" in question["options"]
    assert "--accept crs=EPSG:4548" in question["sentence"]


def test_refused(preview_json: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    path.write_bytes(b"SQLite format 3\0 and no more")
    code, said = preview_json(path)
    assert (code, said["state"], said["rows"]) == (1, "refused", 0)
    assert len(said["questions"]) == 1 and said["questions"][0]["options"] == []
    code, said = preview_json(tmp_path / "missing.csv")
    assert (code, said["state"]) == (1, "refused")


def test_what_can_be_answered_before_reading_is_asked(preview_json: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n117.2,39.1\n", encoding="utf-8")
    code, said = preview_json(path)
    assert (code, said["state"]) == (2, "asks")
    assert said["questions"][0]["options"] == ["--x COLUMN", "--y COLUMN", "--wkt COLUMN"]


def test_usage_errors_print_no_json(capsys: Any, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["import", str(tmp_path / "a.csv"), "--json"])
    assert caught.value.code == 2 and capsys.readouterr().out == ""


def test_the_parts_beside_a_shapefile_are_taken(
    preview_json: Any, makers: Any, tmp_path: Path
) -> None:
    parts = makers.shapefile(makers.parcels(), "EPSG:4548", "UTF-8")
    for name, content in parts.items():
        (tmp_path / name).write_bytes(content)
    (shp,) = (name for name in parts if name.endswith(".shp"))
    code, said = preview_json(tmp_path / shp)
    assert code == 0 and said["rows"] == 4
    assert any("files beside it" in sentence for sentence in said["told"])


def test_columns_that_cannot_be_ours_have_the_name_they_are_kept_under(
    preview_json: Any, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "编号,名称,basis,accuracy_m,layer,key,lon,lat\n"
        "a,甲,guess,-5,L1,k,117.2,39.16\nb,乙,x,3,L2,k,117.21,39.16\n",
        encoding="utf-8",
    )
    code, values = preview_json(path, "--datum", "WGS84", "--key", "编号")
    assert code == 0
    assert values["features"]["features"][0]["properties"] == {
        "编号": "a", "名称": "甲", "file_basis": "guess", "file_accuracy_m": -5, "layer": "L1",
        "file_key": "k",
    }  # fmt: skip
    told = " ".join(values["told"])
    assert "values guess, x of the column basis cannot be a basis" in told
    assert "values -5 of the column accuracy_m" in told
    assert "column key is called file_key" in told
