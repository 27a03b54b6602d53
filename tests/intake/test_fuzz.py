"""Whole files of every format, damaged at random: an error of ours or rows, and nothing left.

``HEBEI_GIS_FUZZ_S=600`` goes on for ten minutes with seeds of its own; without it a few hundred
damaged files are tried, the same ones every time.
"""

from __future__ import annotations

import gc
import random
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

from hebei_gis.formats import gdal as gdal_files
from hebei_gis.words.errors import HebeiGisError
from tests.damaging import SLOWEST_S, damaged, seeds


def whole_files(makers: Any) -> dict[str, dict[str, bytes]]:
    parcels, points = makers.parcels(), makers.points()
    table = makers.cells(points, "EPSG:4548", "xy")
    shapefile = makers.shapefile(parcels, "EPSG:4548", "GB18030")
    written = {
        suffix: makers.written(parcels, "EPSG:4490", driver, suffix)
        for driver, suffix in [
            ("GeoJSON", ".geojson"), ("GPKG", ".gpkg"), ("FlatGeobuf", ".fgb"),
            ("Parquet", ".parquet"),
        ]
    }  # fmt: skip
    return written | {
        "shapefile": shapefile,
        "zip": {"a.zip": makers.zipped(shapefile)},
        "kml": {"a.kml": makers.kml(parcels, "EPSG:4326")},
        "gpx": {"a.gpx": makers.gpx(points)},
        "dxf": {"a.dxf": makers.dxf(parcels, "EPSG:4548", "R2000", "GB18030")},
        "csv": {"a.csv": makers.csv(table, "GB18030")},
        "wkt": {"a.csv": makers.csv(makers.cells(parcels, "EPSG:4326", "wkt"), "UTF-8")},
        "xlsx": {"a.xlsx": makers.xlsx(table)},
    }


@pytest.mark.filterwarnings("default")
def test_damaged_files(
    makers: Any, previewed: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = whole_files(makers)
    left = tmp_path / "temporary"
    left.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(left))
    names = sorted(files)
    tried = read = 0
    for seed in seeds():
        chance = random.Random(seed)
        name = chance.choice(names)
        parts = dict(files[name])
        part = chance.choice(sorted(parts))
        parts[part] = damaged(parts[part], chance)
        said: dict[str, Any] = {"crs": "EPSG:4548"} if name in ("csv", "xlsx", "dxf") else {}
        # Damaged files are small: every other one takes the way of the large ones.
        monkeypatch.setattr(gdal_files, "_MANY_ROWS", chance.choice([0, 10**9]))
        said["accept"] = chance.choice([(), ("repair", "number_keys"), ("drop_invalid",)])
        start = time.monotonic()
        try:
            preview = previewed(parts, **said)
            assert preview.rows.geometry.notna().all()
            read += 1
        except HebeiGisError as error:
            assert str(error)
        except Exception as error:
            error.add_note(f"seed {seed}, {name}, {part}")
            raise
        assert time.monotonic() - start < SLOWEST_S, f"seed {seed}, {name}"
        preview = None
        if any(left.iterdir()):  # what an error holds in a circle goes with the next collection
            gc.collect()
        assert not list(left.iterdir()), f"seed {seed}, {name}"
        tried += 1
    print(f"{tried} damaged files, {read} still read")
