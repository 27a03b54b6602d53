"""Values pass the whole way, from a file into the workspace and out of it, as they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from hebei_gis.cli import main
from hebei_gis.intake.declaring import LayerFacts
from hebei_gis.intake.keeping import keep

FACTS = LayerFacts("codes", group="first", basis="surveyed", accuracy_m=1.0)


@pytest.fixture
def kept(workspace_folder: Any, previewed: Any, tmp_path: Path, monkeypatch: Any) -> Any:
    """A layer kept of a GeoPackage with gaps; the second row has no shape."""

    def make(large: bool) -> Any:
        if large:
            monkeypatch.setattr("hebei_gis.formats.data_files._GEOJSON_ROWS", 1)
        path = tmp_path / "codes.gpkg"
        gpd.GeoDataFrame(
            {
                "名称": ["一", "二", "三", "四"],
                "code": pd.array([1201050010010000001, 2, None, 4], dtype="Int64"),
                "ok": pd.array([True, None, None, False], dtype="boolean"),
                "built": ["2023-01-05", "2023-01-06", None, "2024-02-29"],
            },
            geometry=[shapely.Point(117.2, 39.1), None, *shapely.points([117.21, 117.22], 39.1)],
            crs=4326,
        ).to_file(path, engine="pyogrio")
        folder = workspace_folder()
        keep(previewed({path.name: path.read_bytes()}), folder.path, FACTS)
        return folder

    return make


@pytest.mark.parametrize("large", [False, True])
def test_gaps_do_not_change_values_and_names_keep_to_their_rows(kept: Any, large: bool) -> None:
    features = kept(large).open().layer("codes").features
    assert features["name_zh"].tolist() == ["一", "三", "四"]
    assert features.index.tolist() == ["1", "3", "4"]
    assert [shape.x for shape in features.to_crs(4326).geometry] == pytest.approx(
        [117.2, 117.21, 117.22]
    )
    assert features["code"].dtype == "Int64" and features["ok"].dtype == "boolean"
    assert [None if pd.isna(v) else int(v) for v in features["code"]] == [
        1201050010010000001, None, 4,
    ]  # fmt: skip
    assert [None if pd.isna(v) else bool(v) for v in features["ok"]] == [True, None, False]


def test_dates_stay_dates(kept: Any, tmp_path: Path) -> None:
    folder, out = kept(False), tmp_path / "out.csv"
    said = ["--workspace", str(folder.path), "--format", "csv", "-o", str(out)]
    assert main(["export", "codes", *said]) == 0
    text = out.read_text(encoding="utf-8-sig")
    assert "2023-01-05" in text and "T00:00:00" not in text and "1201050010010000001" in text


def test_dates_of_geojson_stay_dates(workspace_folder: Any, previewed: Any, tmp_path: Path) -> None:
    feature = {
        "type": "Feature",
        "properties": {"建成": "2023-01-05"},
        "geometry": {"type": "Point", "coordinates": [117.2, 39.1]},
    }
    content = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    folder = workspace_folder()
    keep(previewed({"a.geojson": content}), folder.path, FACTS)
    assert folder.open().layer("codes").features["建成"].tolist() == ["2023-01-05"]


def test_replacing_keeps_what_the_planner_does_not_change(kept: Any, previewed: Any) -> None:
    folder = kept(False)
    content = {"new.csv": "名称,x,y\n五,117.2,39.1\n".encode()}
    preview = previewed(content, datum="WGS84")
    keep(preview, folder.path, LayerFacts("codes", licence="MIT"), replace=True)
    declaration = folder.open().layer("codes").declaration
    assert declaration.group == "first" and declaration.quality.basis == "surveyed"
    assert declaration.quality.accuracy_m == 1.0
    assert declaration.source.licence == "MIT" and declaration.source.licence_zh is None
    assert declaration.source.attribution_en == "not stated"


def test_defaults_are_honest(workspace_folder: Any, previewed: Any) -> None:
    folder = workspace_folder()
    preview = previewed({"my-wells.csv": b"x,y\n117.2,39.1\n"}, datum="WGS84")
    facts = LayerFacts(group="second", basis="sketch", accuracy_m=50.0)
    declaration = keep(preview, folder.path, facts).layer.declaration
    assert declaration.id == "my_wells" and declaration.title_zh == "my-wells"
    assert declaration.licence("en") == "not stated" and declaration.licence("zh") == "未注明"
