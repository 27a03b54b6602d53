"""The fast way to read large layers gives what the slow way gives."""

from __future__ import annotations

import sqlite3
import struct
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from hebei_gis.formats import gdal as gdal_files

FORMATS = {".gpkg": "GPKG", ".fgb": "FlatGeobuf", ".shp": "ESRI Shapefile"}


def rows(count: int = 30) -> gpd.GeoDataFrame:
    numbers = np.arange(count)
    shapes = shapely.box(117.2 + numbers * 1e-4, 39.1, 117.2 + numbers * 1e-4 + 5e-5, 39.1001)
    columns = {
        "name": [None if n % 7 == 3 else f"地块{n}" for n in numbers],
        "floors": pd.array([None if n % 5 == 2 else int(n) for n in numbers], dtype="Int32"),
        "big": numbers + 2**40,
        "ratio": np.where(numbers % 4 == 1, np.nan, numbers / 3),
        "code": "0701",
    }
    return gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4490")


def written(frame: gpd.GeoDataFrame, folder: Path, suffix: str) -> dict[str, bytes]:
    path = folder / f"a{suffix}"
    options = {"encoding": "GB18030"} if suffix == ".shp" else {}
    frame.to_file(path, driver=FORMATS[suffix], engine="pyogrio", **options)
    return {part.name: part.read_bytes() for part in sorted(folder.glob("a.*"))}


def both_ways(parts: Any, previewed: Any, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Any]:
    fast = []
    monkeypatch.setattr(gdal_files, "_MANY_ROWS", 0)
    real = gdal_files.read_columns

    def read(*arguments: Any) -> Any:
        found = real(*arguments)
        fast.append(len(found[1]))
        return found

    monkeypatch.setattr(gdal_files, "read_columns", read)
    one = previewed(parts)
    monkeypatch.setattr(gdal_files, "_MANY_ROWS", 10**9)
    other = previewed(parts)
    return (one, other) if fast else (None, other)


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_same_rows(
    suffix: str, previewed: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = rows()
    if suffix != ".fgb":  # which cannot hold a row without a shape
        frame.loc[[4, 11], "geometry"] = None
    fast, slow = both_ways(written(frame, tmp_path, suffix), previewed, monkeypatch)
    assert fast is not None, "the fast way was not taken"
    pd.testing.assert_frame_equal(pd.DataFrame(fast.rows), pd.DataFrame(slow.rows))
    assert fast.issues == slow.issues
    assert fast.sentences("zh") == slow.sentences("zh")


def test_arcs_in_a_table_that_says_polygon_are_read_the_slow_way(
    previewed: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = written(rows(8), tmp_path, ".gpkg")
    path = tmp_path / "a.gpkg"
    ring = [(117.2, 39.1), (117.21, 39.11), (117.22, 39.1), (117.21, 39.09), (117.2, 39.1)]
    body = b"".join(struct.pack("<2d", *spot) for spot in ring)
    arc = struct.pack("<BI", 1, 8) + struct.pack("<I", len(ring)) + body
    curve = struct.pack("<BII", 1, 10, 1) + arc
    with sqlite3.connect(path) as database:
        triggers = [
            name
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ]
        for name in triggers:
            database.execute(f'DROP TRIGGER "{name}"')
        head = database.execute("SELECT substr(geom, 1, 8) FROM a WHERE fid = 3").fetchone()[0]
        header = head[:3] + bytes([head[3] & 0b11110001]) + head[4:8]
        database.execute("UPDATE a SET geom = ? WHERE fid = 3", (header + curve,))
    database.close()
    fast, slow = both_ways({"a.gpkg": path.read_bytes()}, previewed, monkeypatch)
    assert fast is None, "the fast way would hand over the arc"
    assert len(slow.rows) == 8
    assert shapely.get_num_coordinates(slow.rows.geometry.iloc[2]) > len(ring)
    assert parts
