"""Opened only when asked for: what a large layer costs those who do not ask for it.

    python benchmarks/opening.py [--rows 1000000] [--revision 606101a]

beside
    The command exports a layer of 100 points from a workspace that also declares a layer of a
    million polygons, and from the same without that layer; the best of each, in turn. Goal: at
    most 1.2 times.
opened
    The large layer is read, checked, repaired, projected and hashed, beside pyogrio's own read of
    its file by Arrow into a GeoDataFrame. Goal: at most 4 times.
help
    ``hebei-gis --help`` beside itself at an earlier revision (with git, in a worktree that is
    taken away again). Goal: at most 0.6 times.

Memory is the most that the exporting process holds. Exits 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from hebei_gis.files.limits import Limits
from hebei_gis.intake.declaring import LayerFacts
from hebei_gis.intake.inspecting import inspect_parts
from hebei_gis.intake.keeping import keep
from hebei_gis.intake.understanding import Answers, understand
from hebei_gis.layers import on_demand
from hebei_gis.layers.catalog import read_settings
from hebei_gis.workspace import open_workspace

ROOT = Path(__file__).resolve().parent.parent
BESIDE, OPENED, HELP = 1.2, 4.0, 0.6
REPEATS = 3
FEW = 100
#: Bigger than the program takes from strangers.
LIMITS = Limits(rows=5_000_000, vertices=100_000_000, cells=100_000_000, upload_mb=4000,
                unpacked_mb=4000)  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--revision", default="606101a")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        alone, both = folder / "alone", folder / "both"
        for workspace in (alone, both):
            new_workspace(workspace)
            add_layer(workspace, "small", points(FEW))
        add_layer(both, "large", polygons(options.rows))
        kept = [beside(alone, both), opened(both), helped(options.revision, folder)]
    return 0 if all(kept) else 1


def beside(alone: Path, both: Path) -> bool:
    def export(workspace: Path) -> None:
        out = workspace / "out.geojson"
        command("export", "small", "-o", str(out), "--workspace", str(workspace))
        if out.read_bytes().count(b'"Feature"') != FEW:
            raise SystemExit("not all points were exported")

    without, with_large = in_turn(lambda: export(alone), lambda: export(both))
    ratio = with_large / without
    held = " MB, without ".join(held_mb(workspace) for workspace in (both, alone))
    print(
        f"beside   {with_large:6.2f} s  without {without:6.2f} s  ratio {ratio:5.2f} (≤ {BESIDE})"
        f"  memory {held} MB",
        flush=True,
    )
    return ratio <= BESIDE


def held_mb(workspace: Path) -> str:
    """The most that the exporting process holds; only Linux tells it of a process of its own."""
    program = (
        "import sys; from pathlib import Path; from hebei_gis.cli import main; main(sys.argv[1:]); "
        "print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])"
    )
    if sys.platform != "linux":
        return "?"
    done = subprocess.run(
        [sys.executable, "-c", program, "export", "small", "-o", str(workspace / "out.geojson"),
         "--workspace", str(workspace)],
        check=True, capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    return f"{int(done.stdout.split()[-1]) / 1024:.0f}"


def opened(workspace: Path) -> bool:
    (data,) = (workspace / "geodata").glob("large.*")

    def ours() -> None:
        on_demand._last.clear()  # a layer in use is not read again: here each is the first
        found = open_workspace(workspace)
        if not len(found.layers["large"].features) or not found.fingerprints["large"]:
            raise SystemExit("nothing was opened")

    def plain() -> None:
        if not len(pyogrio.read_dataframe(data, use_arrow=True)):
            raise SystemExit("nothing was read")

    times = in_turn(ours, plain)
    ratio = times[0] / times[1]
    print(
        f"opened   {times[0]:6.2f} s  pyogrio {times[1]:6.2f} s  ratio {ratio:5.2f} (≤ {OPENED})",
        flush=True,
    )
    return ratio <= OPENED


def helped(revision: str, folder: Path) -> bool:
    tree = folder / "former"
    git = ["git", "-C", str(ROOT), "worktree"]
    if subprocess.run([*git, "add", "-q", "--detach", str(tree), revision], check=False).returncode:
        print(f"help     not measured: there is no revision {revision} here", flush=True)
        return False
    try:
        times = in_turn(lambda: command("--help"), lambda: command("--help", tree=tree))
    finally:
        subprocess.run([*git, "remove", "--force", str(tree)], check=True)
    ratio = times[0] / times[1]
    print(
        f"help     {times[0]:6.2f} s  {revision} {times[1]:6.2f} s  ratio {ratio:5.2f} (≤ {HELP})",
        flush=True,
    )
    return ratio <= HELP


def command(*arguments: str, tree: Path = ROOT) -> None:
    """Run the command of a tree in a process of its own."""
    subprocess.run(
        [sys.executable, "-m", "hebei_gis.cli", *arguments],
        check=True, capture_output=True, cwd=tree, env={**os.environ, "PYTHONPATH": str(tree)},
    )  # fmt: skip


def in_turn(*works: Callable[[], None]) -> list[float]:
    """The best time of each, taken in turn so that a noisy moment meets all alike."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(REPEATS):
        for work, found in zip(works, times, strict=True):
            start = time.perf_counter()
            work()
            found.append(time.perf_counter() - start)
    return [min(found) for found in times]


def new_workspace(folder: Path) -> None:
    (folder / "layers").mkdir(parents=True)
    (folder / "geodata").mkdir()
    lines = (ROOT / "workspace.toml").read_text(encoding="utf-8").splitlines()
    settings = "\n".join(line for line in lines if not line.startswith("boundary"))
    (folder / "workspace.toml").write_text(settings, encoding="utf-8")


def add_layer(workspace: Path, layer_id: str, rows: gpd.GeoDataFrame) -> None:
    source = workspace / f"{layer_id}.fgb"
    rows.to_file(source, driver="FlatGeobuf", engine="pyogrio")
    inspection = inspect_parts({source.name: source.read_bytes()}, LIMITS)
    preview = understand(inspection, Answers(), read_settings(workspace))
    keep(
        preview,
        workspace,
        LayerFacts(id=layer_id, group="base", basis="demonstration", accuracy_m=1),
    )
    source.unlink()


def places(count: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(0)
    west, south, east, north = read_settings(ROOT).bounds
    return (
        random.uniform(west + 0.01, east - 0.01, count),
        random.uniform(south + 0.01, north - 0.01, count),
    )


def points(count: int) -> gpd.GeoDataFrame:
    x, y = places(count)
    return gpd.GeoDataFrame({"name": [f"点{n}" for n in range(count)]},
                            geometry=shapely.points(x, y), crs=4326)  # fmt: skip


def polygons(count: int) -> gpd.GeoDataFrame:
    """Twelve-sided parcels with five columns."""
    x, y = places(count)
    random = np.random.default_rng(0)
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
    return gpd.GeoDataFrame(columns, geometry=shapely.polygons(rings), crs=4326)


if __name__ == "__main__":
    sys.exit(main())
