"""Files in and out, all checks on: beside geopandas with Arrow, in one run.

    python benchmarks/io.py [--rows 100000] [--only gpkg] [--no-memory]

in
    geopandas reads by Arrow, reprojects and runs ``is_valid``; the program, up to the preview,
    also holds the file against its limits, datum, bounds and keys, cleans its text and looks at
    every shape.
kept
    geopandas also writes a FlatGeobuf by Arrow and reads that again; the program keeps the layer
    in a workspace and opens it there, checked, repaired and projected.
out
    geopandas reprojects, runs ``is_valid`` and writes by Arrow; the program also cleans and types
    the columns, styles, adds the sidecar and its hashes.

A Shapefile is read as its parts and written as one zip by both, a File Geodatabase read and
written as one zip. Memory is the most that a process
of its own holds beyond what it held with everything imported and the input at hand. Exits 1 where
a ratio of times is above 1.3; for GML, of at most 50,000 rows and without a schema for either side,
the limit is 1.8: it is walked through for its faults before GDAL sees it.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
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
from hebei_gis.intake.declaring import LayerFacts
from hebei_gis.intake.inspecting import inspect_parts
from hebei_gis.intake.keeping import keep
from hebei_gis.intake.understanding import Answers, Preview, understand
from hebei_gis.layers.catalog import read_settings
from hebei_gis.layers.declaration import Style
from hebei_gis.workspace import open_workspace

ROOT = Path(__file__).resolve().parent.parent
METRES = "EPSG:4548"
PROMISE = 1.3
REPEATS = 3
#: format → GDAL driver and options; Parquet goes through geopandas itself.
DRIVERS: dict[str, tuple[str, dict[str, str]]] = {
    "geojson": ("GeoJSON", {}),
    "gpkg": ("GPKG", {}),
    "fgb": ("FlatGeobuf", {}),
    "shp": ("ESRI Shapefile", {"encoding": "GB18030"}),
    "parquet": ("", {}),
    "filegdb": ("OpenFileGDB", {}),
    "gml": ("GML", {}),
    "mif": ("MapInfo File", {"FORMAT": "MIF", "ENCODING": "UTF-8"}),
}
#: What is not written by the program.
READ_ONLY = ("gml", "mif")
#: GML is walked through for its faults before GDAL sees it; its limit is its own, its rows fewer.
PROMISES = {"gml": 1.8}
MOST_ROWS = {"gml": 50_000}
#: How a file of the format ends, where that is not the format's name.
ENDINGS = {"filegdb": "gdb"}
WAYS = ("in", "kept", "out")
SIDES = ("ours", "geopandas")


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


class Bench:
    """One format: a made file, and each way of each side as a piece of work.

    Parameters
    ----------
    name : str
        Of the format.
    place : Path
        A folder of its own.
    rows : int
    """

    def __init__(self, name: str, place: Path, rows: int) -> None:
        self.name, self.place, self.count = name, place, rows
        self.driver, self.options = DRIVERS[name]
        self.settings = read_settings(ROOT)
        self.path = place / f"made.{ENDINGS.get(name, name)}"
        self._kept = 0
        self._rows: gpd.GeoDataFrame | None = None

    @property
    def rows(self) -> gpd.GeoDataFrame:
        """The parcels, made once."""
        if self._rows is None:
            self._rows = made_parcels(self.count, self.settings.bounds)
        return self._rows

    def make(self) -> None:
        """Write the file that is read."""
        self._write(self.rows, self.path, use_arrow=False)
        if self.path.is_dir():
            shutil.make_archive(f"{self.path}", "zip", self.place, self.path.name)
        self._bare()

    def _bare(self) -> None:
        """Without what GDAL writes or finds out beside a document: neither side is given it."""
        for ending in (".xsd", ".gfs"):
            self.path.with_suffix(ending).unlink(missing_ok=True)

    def work(self, way: str, side: str) -> Callable[[], None]:
        """What is measured, with what it needs at hand."""
        if way == "out":
            self.rows.sindex  # noqa: B018 - made by neither side
        return {
            ("in", "ours"): self._preview,
            ("in", "geopandas"): self._read,
            ("kept", "ours"): self._keep,
            ("kept", "geopandas"): self._read_and_store,
            ("out", "ours"): self._export,
            ("out", "geopandas"): self._plain_out,
        }[way, side]

    def _write(self, rows: gpd.GeoDataFrame, path: Path, *, use_arrow: bool) -> None:
        if not self.driver:
            rows.to_parquet(path)
        else:
            rows.to_file(
                path, driver=self.driver, engine="pyogrio", use_arrow=use_arrow, **self.options
            )

    def _read(self) -> gpd.GeoDataFrame:
        self._bare()
        if self.driver:
            packed = self.path.with_name(f"{self.path.name}.zip")
            path = packed if packed.exists() else self.path
            rows = gpd.read_file(path, engine="pyogrio", use_arrow=True)
        else:
            rows = gpd.read_parquet(self.path)
        moved = rows.to_crs(4326)
        if not moved.is_valid.all():
            raise SystemExit("a shape of the benchmark is not valid")
        return moved

    def _read_and_store(self) -> None:
        stored = self.place / "stored.fgb"
        stored.unlink(missing_ok=True)
        self._read().to_file(stored, driver="FlatGeobuf", engine="pyogrio", use_arrow=True)
        again = gpd.read_file(stored, engine="pyogrio", use_arrow=True).to_crs(METRES)
        if len(again) != self.count:
            raise SystemExit(f"{len(again)} rows stored")

    def _preview(self) -> Preview:
        found = [part for part in self.place.glob("made.*") if part.is_file()]
        parts = {part.name: part.read_bytes() for part in found}
        preview = understand(inspect_parts(parts, Limits()), Answers(), self.settings)
        if len(preview.rows) != self.count or preview.questions:
            raise SystemExit(f"{self.name}: {len(preview.rows)} rows, {preview.questions}")
        return preview

    def _keep(self) -> None:
        folder = self.place / "workspace"
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "layers").mkdir(parents=True)
        (folder / "geodata").mkdir()
        kept = [
            line
            for line in (ROOT / "workspace.toml").read_text(encoding="utf-8").splitlines()
            if not line.startswith("boundary")
        ]
        (folder / "workspace.toml").write_text("\n".join(kept), encoding="utf-8")
        # Another accuracy each time: what is in use of the same content is not read again.
        self._kept += 1
        facts = LayerFacts(id="parcels", group="base", basis="demonstration", accuracy_m=self._kept)
        keep(self._preview(), folder, facts)
        layer = open_workspace(folder).layers["parcels"]
        if len(layer.features) != self.count:
            raise SystemExit(f"{len(layer.features)} rows kept")

    def _plain_out(self) -> None:
        moved = self.rows.to_crs(4326)
        if not moved.is_valid.all():
            raise SystemExit("a shape of the benchmark is not valid")
        suffix = "shp.zip" if self.name == "shp" else ENDINGS.get(self.name, self.name)
        path = self.place / f"plain.{suffix}"
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        self._write(moved, path, use_arrow=True)
        if path.is_dir():
            shutil.make_archive(f"{path}", "zip", path.parent, path.name)

    def _export(self) -> None:
        layer = ExportLayer(
            "parcels", "地块", "Parcels", self.rows, Style(color="#1f6f8b"), "CC0-1.0", "示例",
            "Demo", origins=(Origin("made.gpkg", "0" * 64, "2026-01-01", "EPSG:4548"),),
            geometry=("Polygon",),
        )  # fmt: skip
        exported = export(
            [layer], self.name, "WGS84", metre_crs=METRES, title="地块", stem="parcels"
        )
        exported.write(self.place / f"ours.{exported.name.partition('.')[2]}")


def in_turn(works: list[Callable[[], None]]) -> list[float]:
    """The best time of each, taken in turn so that a noisy moment meets all alike."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(REPEATS):
        for work, found in zip(works, times, strict=True):
            start = time.perf_counter()
            work()
            found.append(time.perf_counter() - start)
    return [min(found) for found in times]


def memory_mb(name: str, place: Path, rows: int, way: str, side: str) -> float:
    """The most that a process of its own holds beyond what it held at the start."""
    command = [
        sys.executable, __file__, "--only", name, "--rows", str(rows),
        "--held", str(place), way, side,
    ]  # fmt: skip
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def held_mb(bench: Bench, way: str, side: str) -> float:
    """As :func:`memory_mb`, of this process."""
    work = bench.work(way, side)
    before = highest_mb()
    work()
    return highest_mb() - before


def highest_mb() -> float:
    """The most that this process has held: Linux forgets at exec what the parent held."""
    if sys.platform == "linux":
        status = Path("/proc/self/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 1024)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--only", choices=DRIVERS)
    parser.add_argument("--no-memory", action="store_true")
    parser.add_argument("--held", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.held:
        place, way, side = options.held
        print(held_mb(Bench(options.only, Path(place), options.rows), way, side))
        return 0
    kept = []
    with tempfile.TemporaryDirectory() as folder:
        for name in [options.only] if options.only else DRIVERS:
            place = Path(folder) / name
            place.mkdir()
            rows = min(options.rows, MOST_ROWS.get(name, options.rows))
            promise = PROMISES.get(name, PROMISE)
            bench = Bench(name, place, rows)
            bench.make()
            for way in WAYS[:2] if name in READ_ONLY else WAYS:
                ours, theirs = in_turn([bench.work(way, side) for side in SIDES])
                kept.append(ours / theirs <= promise)
                line = (
                    f"{name:<8} {way:<5} {ours:6.2f} s  geopandas {theirs:6.2f} s  "
                    f"ratio {ours / theirs:5.2f} (≤ {promise})"
                )
                if not options.no_memory:
                    held = [memory_mb(name, place, rows, way, side) for side in SIDES]
                    line += f"  memory {held[0]:5.0f} MB, geopandas {held[1]:5.0f} MB"
                print(line, flush=True)
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
