"""WGS 84, GCJ-02 and BD-09: a million positions here beside a scalar package.

The package is geocoordinates-rs from PyPI (imports as ``geocoordinates_ffi``), exact and
compiled, called once a position. Prints seconds, the ratio and the largest difference in metres;
exits with 1 where a million positions take more than 2 s or differ by more than 1e-6 m.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pyproj

from hebei_gis import crs

SECONDS = 2.0
METRES = 1e-6
GEOD = pyproj.Geod(ellps="WGS84")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--positions", type=int, default=1_000_000, help="moved by our code")
    parser.add_argument("--scalar", type=int, default=20_000, help="moved by the package")
    options = parser.parse_args()
    try:
        import geocoordinates_ffi as rust
    except ImportError:
        print("geocoordinates-rs is not installed: pip install geocoordinates-rs")
        return 1
    random = np.random.default_rng(84)
    # Within China's outline, so that the package shifts every position.
    lon = random.uniform(100, 120, options.positions)
    lat = random.uniform(25, 40, options.positions)
    moves: dict[str, tuple[Callable[..., Any], Any, Callable[..., Any]]] = {
        "WGS 84 to GCJ-02": (crs.wgs84_to_gcj02, rust.Wgs84, rust.wgs84_to_gcj02),
        "GCJ-02 to WGS 84": (crs.gcj02_to_wgs84, rust.Gcj02, rust.gcj02_to_wgs84_refined),
        "WGS 84 to BD-09": (crs.wgs84_to_bd09, rust.Wgs84, rust.wgs84_to_bd09),
        "BD-09 to WGS 84": (crs.bd09_to_wgs84, rust.Bd09, rust.bd09_to_wgs84_refined),
    }
    missed = False
    print(f"{'':18} {'ours':>9} {'package':>9} {'ratio':>7} {'apart':>9}   (s a million)")
    for name, (ours, position, theirs) in moves.items():
        start = time.perf_counter()
        found_lon, found_lat = ours(lon, lat)
        our_s = (time.perf_counter() - start) * 1e6 / options.positions
        count = min(options.scalar, options.positions)
        start = time.perf_counter()
        moved = [
            _place(theirs(position(lat=y, lon=x)))
            for x, y in zip(lon[:count].tolist(), lat[:count].tolist(), strict=True)
        ]
        package_s = (time.perf_counter() - start) * 1e6 / count
        their_lon, their_lat = np.array(moved).T
        apart = GEOD.inv(found_lon[:count], found_lat[:count], their_lon, their_lat)[2].max()
        met = our_s <= SECONDS and apart <= METRES
        missed = missed or not met
        print(
            f"{name:18} {our_s:9.2f} {package_s:9.2f} {package_s / our_s:6.1f}x {apart:9.1e}   "
            f"{'met' if met else 'MISSED'}"
        )
    print(f"goals: at most {SECONDS:g} s a million, at most {METRES:g} m apart")
    return int(missed)


def _place(position: Any) -> tuple[float, float]:
    return position.lon, position.lat


if __name__ == "__main__":
    sys.exit(main())
