"""What testing and mending shapes would cost, so that none can hold the program up.

GEOS tests a shape by the pairs of its segments whose boxes overlap (about 20 ns each) and
mends it by its crossings, ``linework`` with their square. Costs are counted, not clocked: the
same file always comes out the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from hebei_gis.geo.shapes import Shapes

#: Shapes with fewer vertices cost nothing that matters.
_SMALL = 100
_DRAWN_PAIRS = 200_000
_OVERLAPS_TESTED = 1e8
_OVERLAPS_COUNTED = 2e6
_STRUCTURE_S = 20e-6
_LINEWORK_S = 5e-7
_BASE_S = 1e-3


@dataclass
class Budget:
    """Seconds that mending may still take, by its estimated costs."""

    seconds: float = 5.0

    def spend(self, seconds: float) -> bool:
        """Take seconds away; False, and nothing taken, where there are not enough."""
        if seconds > self.seconds:
            return False
        self.seconds -= seconds
        return True


def structure_cost_s(crossings: int, vertices: int) -> float:
    """Seconds the ``structure`` method takes, and all that goes with mending one shape."""
    return _BASE_S / 10 + _STRUCTURE_S * crossings + 5e-6 * vertices


def linework_cost_s(crossings: int) -> float:
    """Seconds the ``linework`` method takes."""
    return _BASE_S + _LINEWORK_S * crossings**2


def too_costly_to_test(shapes: Shapes) -> NDArray[np.bool_]:
    """Which shapes cannot be tested for validity within the cost of one import.

    The cheapest are tested first; None costs nothing.
    """
    counts = shapely.get_num_coordinates(shapes)
    costly = np.zeros(len(shapes), dtype=bool)
    large = np.flatnonzero(counts >= _SMALL)
    if not len(large):
        return costly
    overlaps = _estimated_overlaps(shapes, counts, large)
    order = np.argsort(overlaps, kind="stable")
    over = np.cumsum(overlaps[order]) > _OVERLAPS_TESTED
    costly[large[order[over]]] = True
    return costly


def _estimated_overlaps(
    shapes: Shapes, counts: NDArray[np.int32], large: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Pairs of segments of each large shape whose boxes overlap, from pairs drawn at random."""
    places = shapely.get_coordinates(shapes[large])
    starts = np.concatenate([[0], np.cumsum(counts[large])[:-1]])
    drawn = max(16, _DRAWN_PAIRS // len(large))
    random = np.random.default_rng(0).random((2, len(large), drawn))
    segments = (random * (counts[large] - 1)[:, None]).astype(np.int64) + starts[:, None]
    low = np.minimum(places[:-1], places[1:])
    high = np.maximum(places[:-1], places[1:])
    one, other = segments
    overlap = ((low[one] <= high[other]) & (low[other] <= high[one])).all(axis=2)
    sizes = counts[large].astype(np.float64)
    return np.asarray(overlap.mean(axis=1) * sizes**2 / 2, dtype=np.float64)


def count_crossings(shape: object) -> int | None:
    """Pairs of segments that cross within; None where there are too many to look for."""
    shapes = np.array([shape], dtype=object)
    counts = shapely.get_num_coordinates(shapes)
    if counts[0] ** 2 / 2 > _OVERLAPS_COUNTED:
        (estimate,) = _estimated_overlaps(shapes, counts, np.array([0]))
        if estimate > _OVERLAPS_COUNTED:
            return None
    places, rings = shapely.get_coordinates(_lines(shapes), return_index=True)
    within = rings[:-1] == rings[1:]
    ends = np.stack([places[:-1][within], places[1:][within]], axis=1)
    segments: Any = shapely.linestrings(ends)
    one, other = shapely.STRtree(segments).query(segments)
    later = one < other
    a, b = ends[one[later]].transpose(1, 0, 2)
    c, d = ends[other[later]].transpose(1, 0, 2)
    crossing = (_side(a, b, c) * _side(a, b, d) < 0) & (_side(c, d, a) * _side(c, d, b) < 0)
    return int(crossing.sum())


def _lines(shapes: Shapes) -> Shapes:
    """Rings of areas, lines of lines."""
    parts = shapely.get_parts(shapes)
    return np.asarray(shapely.get_rings(parts) if _areal(parts) else parts, dtype=object)


def _areal(parts: Shapes) -> bool:
    return bool(len(parts)) and bool((shapely.get_type_id(parts) == 3).all())


def _side(
    a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64]
) -> NDArray[np.float64]:
    turn = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    return np.asarray(np.sign(turn), dtype=np.float64)
