"""Large tables are written by Arrow, small ones row by row: what comes out is the same."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from hebei_gis.export.packaging import export
from hebei_gis.export.request import ExportLayer
from hebei_gis.formats import gdal
from hebei_gis.layers.declaration import Style

METRES = "EPSG:4548"


def mixed_layer(rows: int) -> ExportLayer:
    """Every type of column, with gaps and without, points with a few missing."""
    random = np.random.default_rng(1)
    numbers = np.arange(rows)
    gaps = numbers % 7 == 0
    shapes: Any = shapely.points(
        117.2 + random.random(rows) / 100, 39.1 + random.random(rows) / 100
    )
    shapes[3] = None
    columns = {
        "name_zh": [f"地块{n}" if n % 5 else None for n in range(rows)],
        "code": [f"07{n % 100:02d}" for n in range(rows)],
        "floors": numbers % 34,
        "households": pd.array(np.where(gaps, 0, numbers), dtype="Int64"),
        "big": numbers.astype("int64") + 2**40,
        "share": np.where(gaps, np.nan, random.random(rows)),
        "built": numbers % 2 == 0,
        "sold": pd.array(numbers % 3 == 0, dtype="boolean"),
        "nothing": [None] * rows,
    }
    features = gpd.GeoDataFrame(
        columns, geometry=shapes, crs=4326, index=[f"k{n}" for n in range(rows)]
    )
    features.loc[gaps, "households"] = pd.NA
    features.loc[gaps, "sold"] = pd.NA
    return ExportLayer(
        "points", "点", "Points", features.to_crs(METRES), Style(color="#1f6f8b"), "CC0-1.0",
        "示例", "Demo",
    )  # fmt: skip


def written(layer: ExportLayer, name: str) -> bytes:
    exported = export([layer], name, "WGS84", metre_crs=METRES, title="点", stem="points")
    assert exported.content
    return exported.content


def read(content: bytes, name: str, folder: Path) -> tuple[Any, gpd.GeoDataFrame]:
    if name == "filegdb":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            archive.extractall(folder)
        (path,) = folder.glob("**/*.gdb")
    else:
        path = folder / f"one.{name}"
        path.write_bytes(content)
    info = pyogrio.read_info(path, layer="points")
    return info, pyogrio.read_dataframe(path, layer="points", fid_as_index=True)


@pytest.mark.parametrize("name", ["gpkg", "filegdb"])
def test_both_ways_give_the_same(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layer = mixed_layer(60)
    asked = []
    wanted = gdal.by_arrow

    def watched(table: Any) -> Any:
        asked.append(wanted(table))
        return asked[-1]

    module = "geopackage.writing" if name == "gpkg" else "filegdb"
    monkeypatch.setattr(f"hebei_gis.formats.{module}.by_arrow", watched)
    plain = written(layer, name)
    assert asked == [None]
    monkeypatch.setattr(gdal, "_MANY_ROWS", 10)
    swift = written(layer, name)
    assert asked[1] is not None
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    info, rows = read(plain, name, tmp_path / "a")
    other_info, other_rows = read(swift, name, tmp_path / "b")
    for said in ("fields", "ogr_types", "ogr_subtypes", "geometry_type", "crs", "geometry_name",
                 "fid_column", "features"):  # fmt: skip
        assert np.array_equal(info[said], other_info[said]), said
    assert rows.shape == other_rows.shape
    pd.testing.assert_frame_equal(
        pd.DataFrame(rows.drop(columns="geometry")),
        pd.DataFrame(other_rows.drop(columns="geometry")),
    )
    assert rows.geometry.to_wkb().equals(other_rows.geometry.to_wkb())
