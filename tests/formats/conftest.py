"""Files read by their format alone, without what an import asks afterwards."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from hebei_gis.files.limits import Limits
from hebei_gis.formats.recognising import recognise
from hebei_gis.formats.sources import Reading, Rows, Upload

#: A 19-digit code of a parcel: more than a float holds.
CODE = 1201050010010000001


@pytest.fixture
def read() -> Callable[..., tuple[Rows, str]]:
    """``read(parts, layer="a")`` → the rows, and everything that was told, in English."""

    def run(
        parts: Mapping[str, bytes], limits: Limits | None = None, **said: Any
    ) -> tuple[Rows, str]:
        name = next(iter(parts))
        _, upload, source = recognise(Upload(name, parts, limits or Limits()))
        rows = source.read(Reading(**said))
        told = (*upload.notes, *source.notes, *rows.notes)
        assert all(one.sentence("zh") for one in told)
        return rows, " ".join(one.sentence("en") for one in told)

    return run


@pytest.fixture
def parcels() -> gpd.GeoDataFrame:
    """Three points with every kind of value beside a missing one."""
    columns = {
        "名称": ["甲", None, "丙"],
        "ZDDM": pd.array([CODE, None, CODE + 2], dtype="Int64"),
        "floors": pd.array([3, None, 6], dtype="Int32"),
        "listed": pd.array([True, None, False], dtype="boolean"),
        "built": ["2023-01-05", None, "2024-02-29"],
    }
    return gpd.GeoDataFrame(
        columns, geometry=shapely.points([117.2, 117.21, 117.22], 39.1), crs="EPSG:4326"
    )


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., dict[str, bytes]]:
    """What GDAL writes of rows: file name → bytes; several tables go into one file."""

    def run(driver: str, suffix: str, /, **tables: Any) -> dict[str, bytes]:
        options = tables.pop("options", {})
        folder = tmp_path / f"made{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        for name, rows in tables.items():
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                path = folder / (f"data{suffix}" if len(tables) > 1 else f"{name}{suffix}")
                import pyogrio

                pyogrio.write_dataframe(
                    rows, path, driver=driver, layer=name, append=path.exists(), **options
                )
        return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}

    return run


def assert_kept(rows: Rows) -> None:
    """Whole numbers, yes/no and dates are what they were, missing ones missing."""
    table = rows.table
    order = table["名称"].map({"甲": 0, "丙": 2}).fillna(1).argsort()

    def cells(name: str) -> list[Any]:
        return [None if pd.isna(v) else v for v in table[name].iloc[order].tolist()]

    assert cells("ZDDM") == [CODE, None, CODE + 2]
    assert cells("floors") == [3, None, 6] and table["floors"].dtype == "Int64"
    assert cells("listed") == [True, None, False] and table["listed"].dtype == "boolean"
    assert cells("built") == ["2023-01-05", None, "2024-02-29"]
