"""Files in and out, all checks on: beside plain geopandas, in one run.

    python benchmarks/io.py [--rows 100000] [--only gpkg]

In: geopandas reads, reprojects and runs ``is_valid``; the program also holds the file against
its limits, datum, bounds and keys, cleans its text, looks at every shape. Out: geopandas
reprojects, runs ``is_valid`` and writes; the program also cleans and types the columns, styles,
adds the sidecar and its hashes. A Shapefile is read as its parts and written as one zip by
both. Exits 1 where a ratio is above 1.3.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from hebei_gis.export.packaging import export
from hebei_gis.export.request import ExportLayer, Origin
from hebei_gis.files.limits import Limits
from hebei_gis.intake.inspecting import inspect_parts
from hebei_gis.intake.understanding import Answers, understand
from hebei_gis.layers.catalog import Settings, read_settings
from hebei_gis.layers.declaration import Style

METRES = "EPSG:4548"
PROMISE = 1.3
REPEATS = 3
#: format → GDAL driver; Parquet goes through geopandas itself.
DRIVERS = {
    "geojson": "GeoJSON",
    "gpkg": "GPKG",
    "fgb": "FlatGeobuf",
    "shp": "ESRI Shapefile",
    "parquet": None,
}


def made_parcels(count: int, bounds: tuple[float, float, float, float]) -> gpd.GeoDataFrame:
    """Twelve-sided parcels within the bounds, in metres, with five columns of attributes."""
    random = np.random.default_rng(0)
    west, south, east, north = bounds
    x = random.uniform(west + 0.01, east - 0.01, count)
    y = random.uniform(south + 0.01, north - 0.01, count)
    angle = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    rings = np.stack(
        [x[:, None] + 0.0005 * np.cos(angle), y[:, None] + 0.0005 * np.sin(angle)], axis=-1
    )
    columns = {
        "名称": [f"地块{number}" for number in range(count)],
        "用地代码": random.choice(["0701", "0901", "1401", "1207"], count),
        "容积率": random.uniform(0.5, 4, count).round(2),
        "层数": np.arange(count) % 34,
        "备注": ["示例"] * count,
    }
    return gpd.GeoDataFrame(columns, geometry=shapely.polygons(rings), crs=4326).to_crs(METRES)


def written(rows: gpd.GeoDataFrame, path: Path, name: str, **options: str) -> None:
    if DRIVERS[name] is None:
        rows.to_parquet(path)
    else:
        rows.to_file(path, driver=DRIVERS[name], engine="pyogrio", **options)


def plain_in(path: Path, name: str) -> None:
    rows = gpd.read_parquet(path) if name == "parquet" else gpd.read_file(path, engine="pyogrio")
    if not rows.to_crs(4326).is_valid.all():
        raise SystemExit("a shape of the benchmark is not valid")


def ours_in(path: Path, settings: Settings, rows: int) -> None:
    parts = {part.name: part.read_bytes() for part in path.parent.glob(f"{path.stem}.*")}
    preview = understand(inspect_parts(parts, Limits()), Answers(), settings)
    if len(preview.rows) != rows or preview.questions:
        raise SystemExit(f"{path.name}: {len(preview.rows)} rows, {preview.questions}")


def plain_out(rows: gpd.GeoDataFrame, path: Path, name: str) -> None:
    moved = rows.to_crs(4326)
    if not moved.is_valid.all():
        raise SystemExit("a shape of the benchmark is not valid")
    if name == "shp":
        written(moved, path.with_suffix(".shp.zip"), name, encoding="GBK")
    else:
        written(moved, path, name)


def ours_out(rows: gpd.GeoDataFrame, path: Path, name: str) -> None:
    layer = ExportLayer(
        "parcels", "地块", "Parcels", rows, Style(color="#1f6f8b"), "CC0-1.0", "示例", "Demo",
        origins=(Origin("made.gpkg", "0" * 64, "2026-01-01", "EPSG:4548"),),
        geometry=("Polygon",),
    )  # fmt: skip
    export([layer], name, "WGS84", metre_crs=METRES, title="地块", stem="parcels").write(path)


def in_turn(*works: Callable[[], None]) -> list[float]:
    """The best time of each, taken in turn so that a noisy moment meets all alike."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(REPEATS):
        for work, found in zip(works, times, strict=True):
            start = time.perf_counter()
            work()
            found.append(time.perf_counter() - start)
    return [min(found) for found in times]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--only", choices=DRIVERS)
    options = parser.parse_args()
    settings = read_settings(Path(__file__).resolve().parent.parent)
    rows = made_parcels(options.rows, settings.bounds)
    kept = []
    with tempfile.TemporaryDirectory() as place:
        for name in [options.only] if options.only else DRIVERS:
            folder = Path(place) / name
            (folder / "out").mkdir(parents=True)
            path, out = folder / f"made.{name}", folder / "out" / f"plain.{name}"
            written(rows, path, name, **({"encoding": "GB18030"} if name == "shp" else {}))
            for way, (theirs, ours) in {
                "in": in_turn(
                    lambda path=path, name=name: plain_in(path, name),
                    lambda path=path: ours_in(path, settings, len(rows)),
                ),
                "out": in_turn(
                    lambda out=out, name=name: plain_out(rows, out, name),
                    lambda out=out, name=name: ours_out(rows, out.with_stem("ours"), name),
                ),
            }.items():
                kept.append(ours / theirs <= PROMISE)
                print(
                    f"{name:<8} {way:<4} {ours:6.2f} s  geopandas {theirs:6.2f} s  "
                    f"ratio {ours / theirs:5.2f} (≤ {PROMISE})",
                    flush=True,
                )
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
