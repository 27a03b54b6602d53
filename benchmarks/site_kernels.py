"""Shares of parcels in zones, nearest and within: beside geopandas and shapely, in one run.

    python benchmarks/site_kernels.py [--parcels 100000] [--memory 1000000]

`--memory` measures the extra memory at that many parcels in a process of its own
(0 leaves it out). Exits 1 where a promise of the issue is not kept.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from hebei_gis.sites.kernels.nearest import count_within, nearest_feature
from hebei_gis.sites.kernels.zone_shares import zone_shares

CRS = "EPSG:4548"
EXTENT_M = 30_000.0
WITHIN_M = 500.0
REPEATS = 3


def made_parcels(count: int) -> np.ndarray:
    random = np.random.default_rng(0)
    corners = random.uniform(0, EXTENT_M, (count, 2))
    sides = random.uniform(20, 90, (count, 2))
    skew = random.uniform(-15, 15, (count, 2))
    ring = np.stack(
        [
            corners,
            corners + np.c_[sides[:, 0], skew[:, 0]],
            corners + sides,
            corners + np.c_[skew[:, 1], sides[:, 1]],
            corners,
        ],
        axis=1,
    )
    return shapely.polygons(ring)


def made_zones() -> np.ndarray:
    """Ten ragged zones of 2,000 to 4,250 vertices."""
    random = np.random.default_rng(1)
    zones = []
    for number in range(10):
        angles = np.linspace(0, 2 * np.pi, 2000 + 250 * number, endpoint=False)
        waves = sum(np.sin(angles * k + random.uniform(0, 6)) / k for k in (3, 7, 23, 61))
        radius = 3500 + 500 * waves
        centre = random.uniform(4000, EXTENT_M - 4000, 2)
        zones.append(
            shapely.Polygon(centre + np.c_[np.cos(angles), np.sin(angles)] * radius[:, None])
        )
    return shapely.make_valid(np.array(zones))


def overlay_shares(parcels: gpd.GeoDataFrame, zones: gpd.GeoDataFrame) -> np.ndarray:
    both = gpd.overlay(parcels, zones, how="intersection", keep_geom_type=True)
    shares = np.zeros((len(parcels), len(zones)))
    np.add.at(shares, (both["p"], both["z"]), both.area)
    return shares / parcels.area.to_numpy()[:, None]


def tree_shares(parcels: np.ndarray, zones: np.ndarray) -> np.ndarray:
    """As a good engineer writes it: only what crosses a zone's edge is intersected."""
    tree, areas = shapely.STRtree(parcels), shapely.area(parcels)
    shares = np.zeros((len(parcels), len(zones)))
    for number, zone in enumerate(zones):
        shapely.prepare(zone)
        near = tree.query(zone, predicate="intersects")
        within = shapely.contains_properly(zone, parcels[near])
        crossing = near[~within]
        shares[near[within], number] = 1
        crossed = shapely.area(shapely.intersection(parcels[crossing], zone))
        shares[crossing, number] = crossed / areas[crossing]
    return shares


def best(work, repeats: int = REPEATS):
    times, result = [], None
    for _ in range(repeats):
        start = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - start)
    return min(times), result


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def extra_memory_mb(count: int) -> float:
    """Greatest resident memory while the kernels run, less that before."""
    parcels, zones = made_parcels(count), made_zones()
    places = shapely.points(np.random.default_rng(2).uniform(0, EXTENT_M, (400, 2)))
    if sys.platform == "linux":
        # Give back what making the parcels freed, lest it hide what the kernels take.
        ctypes.CDLL(None).malloc_trim(0)
    before, highest, done = resident_mb(), 0.0, threading.Event()

    def watch() -> None:
        nonlocal highest
        while not done.wait(0.005):
            highest = max(highest, resident_mb())

    watcher = threading.Thread(target=watch)
    watcher.start()
    for name, work in (
        ("shares", lambda: zone_shares(parcels, zones)),
        ("nearest", lambda: nearest_feature(parcels, places)),
        ("within", lambda: count_within(parcels, places, WITHIN_M)),
    ):
        start = time.perf_counter()
        work()
        print(f"{name} of {count:,} parcels: {time.perf_counter() - start:.2f} s", end="; ")
    done.set()
    watcher.join()
    print()
    return highest - before


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parcels", type=int, default=100_000)
    parser.add_argument("--memory", type=int, default=1_000_000)
    parser.add_argument("--measure-memory", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure_memory:
        print(f"{extra_memory_mb(options.measure_memory):.0f}")
        return 0
    shapes, areas = made_parcels(options.parcels), made_zones()
    parcels = gpd.GeoDataFrame({"p": range(len(shapes))}, geometry=shapes, crs=CRS)
    zones = gpd.GeoDataFrame({"z": range(len(areas))}, geometry=areas, crs=CRS)
    places = shapely.points(np.random.default_rng(2).uniform(0, EXTENT_M, (400, 2)))
    targets = gpd.GeoDataFrame({"t": range(len(places))}, geometry=places, crs=CRS)
    kept = []

    def tell(name: str, ours: float, theirs: float, promise: float, note: str) -> None:
        ratio = theirs / ours
        kept.append(ratio >= promise)
        print(
            f"{name:<8} {ours:7.3f} s  {note} {theirs:7.3f} s  ratio {ratio:6.1f} (≥ {promise:.2f})"
        )

    ours, found = best(lambda: zone_shares(shapes, areas))
    theirs, expected = best(lambda: overlay_shares(parcels, zones), 1)
    difference = float(np.abs(found - expected).max())
    kept.append(difference < 1e-9)
    print(f"{options.parcels:,} parcels, {len(areas)} zones; greatest difference {difference:.1e}")
    tell("shares", ours, theirs, 12, "overlay")
    theirs, expected = best(lambda: tree_shares(shapes, areas))
    kept.append(float(np.abs(found - expected).max()) < 1e-9)
    tell("shares", ours, theirs, 1, "STRtree")
    ours, (distance, _) = best(lambda: nearest_feature(shapes, places))
    theirs, joined = best(lambda: parcels.sjoin_nearest(targets, distance_col="d"))
    kept.append(bool(np.allclose(joined.groupby("p")["d"].first().to_numpy(), distance, atol=1e-9)))
    tell("nearest", ours, theirs, 1 / 1.1, "sjoin_nearest")
    ours, counts = best(lambda: count_within(shapes, places, WITHIN_M))
    theirs, joined = best(lambda: parcels.sjoin(targets, predicate="dwithin", distance=WITHIN_M))
    plain = np.bincount(joined["p"], minlength=len(shapes))
    kept.append(bool((plain == counts).all()))
    tell("within", ours, theirs, 1 / 1.1, "sjoin dwithin")
    if options.memory:
        command = [sys.executable, __file__, "--measure-memory", str(options.memory)]
        lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split(
            "\n"
        )
        print(lines[0])
        extra = float(lines[1])
        kept.append(extra <= 400)
        print(f"extra memory {extra:.0f} MB (≤ 400)")
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
