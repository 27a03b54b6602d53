"""WGS 84, GCJ-02 and BD-09: a million positions here beside a scalar package.

The package is geocoordinates-rs from PyPI (imports as ``geocoordinates_ffi``), exact and
compiled, called once a position. Prints seconds, the ratio, how far both lie apart in metres, and
how far each lies from the truth on the way back (where the position started). Exits with 1 where
a million positions take more than 2 s, or we are more than 1e-6 m from the package there, or from
the truth back.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pyproj

from hebei_gis.geo import shifted_datums

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
        "WGS 84 to GCJ-02": (shifted_datums.wgs84_to_gcj02, rust.Wgs84, rust.wgs84_to_gcj02),
        "GCJ-02 to WGS 84": (
            shifted_datums.gcj02_to_wgs84,
            rust.Gcj02,
            rust.gcj02_to_wgs84_refined,
        ),
        "WGS 84 to BD-09": (shifted_datums.wgs84_to_bd09, rust.Wgs84, rust.wgs84_to_bd09),
        "BD-09 to WGS 84": (shifted_datums.bd09_to_wgs84, rust.Bd09, rust.bd09_to_wgs84_refined),
    }
    missed = False
    heads = f"{'apart':>9} {'ours off':>9} {'package':>9}"
    print(f"{'':18} {'ours':>7} {'package':>8} {'ratio':>7} {heads}")
    for name, (ours, position, theirs) in moves.items():
        there = name.startswith("WGS 84")
        shift = (
            shifted_datums.wgs84_to_gcj02
            if name.startswith("GCJ")
            else shifted_datums.wgs84_to_bd09
        )
        x, y = (lon, lat) if there else shift(lon, lat)
        start = time.perf_counter()
        found = ours(x, y)
        our_s = (time.perf_counter() - start) * 1e6 / options.positions
        count = min(options.scalar, options.positions)
        start = time.perf_counter()
        moved = [
            _place(theirs(position(lat=b, lon=a)))
            for a, b in zip(x[:count].tolist(), y[:count].tolist(), strict=True)
        ]
        package_s = (time.perf_counter() - start) * 1e6 / count
        package = np.array(moved).T
        apart = _apart_m((found[0][:count], found[1][:count]), package)
        our_off = 0.0 if there else _apart_m(found, (lon, lat))
        package_off = 0.0 if there else _apart_m(package, (lon[:count], lat[:count]))
        met = our_s <= SECONDS and (apart if there else our_off) <= METRES
        missed = missed or not met
        print(
            f"{name:18} {our_s:7.2f} {package_s:8.2f} {package_s / our_s:6.1f}x {apart:9.1e} "
            f"{our_off:9.1e} {package_off:9.1e}  {'met' if met else 'MISSED'}"
        )
    print(
        f"goals: {SECONDS:g} s a million; {METRES:g} m from the package there, from the truth back"
    )
    return int(missed)


def _apart_m(one: Any, other: Any) -> float:
    return float(np.max(GEOD.inv(*one, *other)[2]))


def _place(position: Any) -> tuple[float, float]:
    return position.lon, position.lat


if __name__ == "__main__":
    sys.exit(main())
