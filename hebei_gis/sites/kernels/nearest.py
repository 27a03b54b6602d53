"""Nearest features, and features within a distance: straight lines between nearest points.

Exact (``dwithin`` and ``query_nearest``), never through a buffer, whose polygon of a circle
miscounts at its rim. Coordinates are in metres of one projected CRS; the distance of two
shapes that touch or overlap is 0.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from hebei_gis.sites.kernels.zone_shares import Floats, Shapes

Index = NDArray[np.intp]


def nearest_feature(origins: Shapes, targets: Shapes) -> tuple[Floats, Index]:
    """Distance in metres to the nearest target, and which one it is.

    Parameters
    ----------
    origins, targets : arrays of shapes
        `targets` not empty.

    Returns
    -------
    distance_m, position
        In the order of `origins`; of targets equally near, the first in `targets`.
    """
    distances, which = np.empty(len(origins)), np.empty(len(origins), dtype=np.intp)
    clear = np.zeros(len(origins), dtype=bool)
    if len(targets) > 1 and (shapely.get_type_id(targets) == 0).all():
        clear, first = _clearly_nearest(origins, targets)
        which[clear] = first[clear]
        distances[clear] = shapely.distance(origins[clear], targets[which[clear]])
    if not clear.all():
        distances[~clear], which[~clear] = _nearest_by_index(origins[~clear], targets)
    return distances, which


def _clearly_nearest(origins: Shapes, points: Shapes) -> tuple[NDArray[np.bool_], Index]:
    """The point nearest to the middle of each origin, and whether it is nearest to all of it.

    An origin lies within ρ, half the diagonal of its box, of the middle: the nearest point is
    the nearest to the origin where the second is more than 2ρ farther from the middle.
    """
    west, south, east, north = shapely.bounds(origins).T
    middles = np.stack([(west + east) / 2, (south + north) / 2], axis=1)
    far, order = cKDTree(shapely.get_coordinates(points)).query(middles, k=2)
    clear = far[:, 1] - far[:, 0] > np.hypot(east - west, north - south) * (1 + 1e-9) + 1e-6
    return clear, order[:, 0].astype(np.intp)


def _nearest_by_index(origins: Shapes, targets: Shapes) -> tuple[Floats, Index]:
    found, distances = shapely.STRtree(targets).query_nearest(origins, return_distance=True)
    origin, target = found
    if len(origin) == len(origins):
        return distances, target
    order = np.lexsort((target, origin))
    first = order[np.searchsorted(origin[order], np.arange(len(origins)))]
    return distances[first], target[first]


def pairs_within(
    origins: Shapes, targets: Shapes, distance_m: float | Floats
) -> tuple[Index, Index]:
    """All pairs no farther apart than `distance_m`.

    Parameters
    ----------
    origins, targets : arrays of shapes
    distance_m : float or array
        One distance, or one an origin.

    Returns
    -------
    origin, target
        Positions, sorted by origin, then target.
    """
    distances: Any = distance_m
    if np.ndim(distance_m) == 0 and len(targets) < len(origins):
        # The index belongs on the larger side; the smaller one is prepared once a shape.
        target, origin = shapely.STRtree(origins).query(
            targets, predicate="dwithin", distance=distances
        )
    else:
        origin, target = shapely.STRtree(targets).query(
            origins, predicate="dwithin", distance=distances
        )
    order = np.lexsort((target, origin))
    return origin[order], target[order]


def count_within(origins: Shapes, targets: Shapes, distance_m: float) -> NDArray[np.int64]:
    """Number of targets no farther than `distance_m` from each origin, in their order."""
    if len(targets) < len(origins):
        _, origin = shapely.STRtree(origins).query(
            targets, predicate="dwithin", distance=distance_m
        )
    else:
        origin, _ = shapely.STRtree(targets).query(
            origins, predicate="dwithin", distance=distance_m
        )
    return np.bincount(origin, minlength=len(origins)).astype(np.int64)
