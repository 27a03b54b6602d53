"""What hostile files may cost: 500 MB of memory, measured in a process each.

The seconds are printed (`pytest -s`), not asserted: they depend on the machine.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="peak memory is read from /proc"
)
MEGABYTES = 500
SUFFIXES = [".geojson", ".gpkg", ".fgb", ".parquet", ".csv", ".kml", ".shp"]
CHILD = """
import re, sys, time
from pathlib import Path
from hebei_gis.layers.catalog import read_settings
from hebei_gis.words.errors import HebeiGisError
from hebei_gis.intake.inspecting import inspect_file
from hebei_gis.formats.registry import formats
from hebei_gis.formats.sources import Reading
from hebei_gis.intake.understanding import Answers, understand

settings = read_settings(Path(sys.argv[1]))
path = Path(sys.argv[2])
answers = Answers(Reading(), datum=sys.argv[3] or None)
# Not ru_maxrss: that carries over what the parent held when it forked.
status = Path("/proc/self/status")
peak = lambda: int(re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1]) / 1000
formats()  # what the readers themselves take is not the file's
before, start = peak(), time.monotonic()
try:
    preview = understand(inspect_file(path.read_bytes(), path.name), answers, settings)
    found = f"{len(preview.rows)} rows, {[q.fault.kind for q in preview.questions]}"
except HebeiGisError as error:
    found = str(error)
print(f"{time.monotonic() - start:.2f}\\t{peak():.0f}\\t{before:.0f}\\t{found[:300]}")
"""


def star(random: bool) -> Any:
    """A ring of a million vertices: round and valid, or a tangle."""
    if random:
        places = np.random.default_rng(1).uniform([117.2, 39.1], [117.21, 39.11], (1_000_000, 2))
    else:
        angle = np.linspace(0, 2 * np.pi, 1_000_000, endpoint=False)
        radius = 0.01 + 0.001 * np.sin(angle * 1000)
        places = np.column_stack([117.2 + radius * np.cos(angle), 39.15 + radius * np.sin(angle)])
    return shapely.Polygon(places)


def written(path: Path, random: bool) -> Path:
    shape = star(random)
    if path.suffix == ".csv":
        path.write_text(f'n,wkt\n1,"{shapely.to_wkt(shape, 9)}"\n', encoding="utf-8")
    elif path.suffix == ".kml":
        places = " ".join(f"{x:.9f},{y:.9f}" for x, y in shape.exterior.coords)
        path.write_text(
            "<kml><Document><Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>"
            f"{places}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
            "</Document></kml>",
            encoding="utf-8",
        )
    elif path.suffix == ".parquet":
        gpd.GeoDataFrame({"n": [1]}, geometry=[shape], crs=4326).to_parquet(path)
    elif path.suffix == ".geojson":
        text = json.dumps(
            {"type": "Feature", "properties": {}, "geometry": shape.__geo_interface__}
        )
        path.write_text(text, encoding="utf-8")
    else:
        gpd.GeoDataFrame({"n": [1]}, geometry=[shape], crs=4326).to_file(path, engine="pyogrio")
    return path


def cost(workspace: Any, path: Path, datum: str = "") -> tuple[float, float, str]:
    run = subprocess.run(
        [sys.executable, "-c", CHILD, str(workspace.path), str(path), datum],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    seconds, peak, before, found = run.stdout.strip().split("\t")
    print(f"{path.name}: {seconds} s, {float(peak) - float(before):.0f} MB more: {found}")
    return float(seconds), float(peak) - float(before), found


@pytest.mark.parametrize("random", [False, True], ids=["round", "tangled"])
@pytest.mark.parametrize(
    "suffix", [".geojson", ".gpkg", ".fgb", ".parquet", ".csv", ".kml", ".shp"]
)
def test_a_million_vertices(
    workspace_folder: Any, tmp_path: Path, suffix: str, random: bool
) -> None:
    path = written(tmp_path / f"million{suffix}", random)
    datum = "WGS84" if suffix in (".csv", ".shp") else ""
    _, megabytes, found = cost(workspace_folder(empty=True), path, datum)
    assert megabytes < MEGABYTES
    assert "1 rows" in found
    assert ("shape_undecided" in found) == random


def test_sheets_of_many_cells(workspace_folder: Any, tmp_path: Path, makers: Any) -> None:
    rows = [["x", "y", *map(str, range(300))], *[[117.2, 39.1, *range(300)] for _ in range(3000)]]
    path = tmp_path / "big.xlsx"
    path.write_bytes(makers.xlsx(rows))
    _, megabytes, _ = cost(workspace_folder(empty=True), path, "WGS84")
    assert megabytes < MEGABYTES


def test_drawings_of_many_entities(workspace_folder: Any, tmp_path: Path, makers: Any) -> None:
    from ezdxf.filemanagement import new

    drawing = new("R2010")
    space = drawing.modelspace()
    for n in range(30_000):
        space.add_line((517_000 + n % 100, 4_333_000), (517_010, 4_333_010 + n % 50))
    space.add_spline([(517_000, 4_333_000, 0), (1e12, 1e12, 0), (517_000, -1e12, 0)])
    path = tmp_path / "big.dxf"
    drawing.saveas(path)
    _, megabytes, _ = cost(workspace_folder(empty=True), path, "")
    assert megabytes < MEGABYTES
