"""What applies at a place, beside what a good engineer writes instead, in one run.

    python benchmarks/here.py [--points 200] [--repeats 3]

Ours asks every layer of the workspace that comes along, takes both accuracies into account, joins
the plan's entries and finds the nearest of six layers. Theirs: all features in one STRtree made
once, `dwithin` the same radius and distances of what it gives, and one `query_nearest` for each of
the six layers; no accuracy, no shares, no entries. The best run over the same random points counts.
Exits 1 where ours takes more than 8 times as long.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import shapely

from hebei_gis.here import NEAR_M, here, spot_at
from hebei_gis.workspace import open_workspace

ROOT = Path(__file__).resolve().parent.parent
PROMISE = 8.0


def best(work: Callable[[], int], repeats: int) -> tuple[float, int]:
    times, found = [], 0
    for _ in range(repeats):
        start = time.perf_counter()
        found = work()
        times.append(time.perf_counter() - start)
    return min(times), found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=200)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    workspace = open_workspace(ROOT)
    west, south, east, north = workspace.settings.bounds
    draw = random.Random(1)
    spots = [
        spot_at(workspace, draw.uniform(west, east), draw.uniform(south, north))
        for _ in range(options.points)
    ]
    layers = [one.features for one in workspace.layers.values() if len(one.features)]
    shapes = np.concatenate([features.geometry.to_numpy() for features in layers])
    names = np.concatenate([features["name_zh"].astype(str).to_numpy() for features in layers])
    tree = shapely.STRtree(shapes)
    nearest = [
        shapely.STRtree(one.features.geometry.to_numpy())
        for one in workspace.layers.values()
        if one.declaration.nearest and len(one.features)
    ]
    if len(nearest) < 3:
        print("not measured: the workspace asks for the nearest of fewer than three layers")
        return 1

    def ours() -> int:
        return sum(len(here(workspace, spot).features) for spot in spots)

    def theirs() -> int:
        found = 0
        for spot in spots:
            rows = tree.query(spot.shape, predicate="dwithin", distance=NEAR_M)
            far = shapely.distance(shapes[rows], spot.shape)
            found += len(sorted(zip(far.tolist(), names[rows], strict=True)))
            for one in nearest:
                one.query_nearest(spot.shape)
        return found

    ours_s, met = best(ours, options.repeats)
    theirs_s, others = best(theirs, options.repeats)
    if not met or not others:
        print("not measured: nothing was met")
        return 1
    ratio = ours_s / theirs_s
    print(f"a point: ours {ours_s / len(spots) * 1e3:.2f} ms ({met / len(spots):.1f} features), "
          f"theirs {theirs_s / len(spots) * 1e3:.2f} ms ({others / len(spots):.1f}); "
          f"ratio {ratio:.2f} (≤ {PROMISE})")  # fmt: skip
    return int(ratio > PROMISE)


if __name__ == "__main__":
    sys.exit(main())
