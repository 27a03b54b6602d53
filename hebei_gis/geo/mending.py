"""One invalid shape: mended where there is one right way, or told why not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import shapely

from hebei_gis.files.limits import Limits
from hebei_gis.geo.shape_costs import (
    Budget,
    count_crossings,
    linework_cost_s,
    structure_cost_s,
)
from hebei_gis.geo.shapes import DECIMALS
from hebei_gis.words.questions import REPAIR

#: Two ways to mend agree where their areas differ by at most this share.
_SAME_AREA = 1e-6


@dataclass(frozen=True)
class Mend:
    """What became of a shape.

    Attributes
    ----------
    outcome : str
        ``repaired``; ``dropped`` where nothing is left; ``two_ways`` where the user must
        choose; ``tangled`` where mending would cost too much.
    shape : geometry or None
    detail : str
        What was wrong and what was done.
    """

    outcome: Literal["repaired", "dropped", "two_ways", "tangled"]
    shape: Any = None
    detail: str = ""


def mend(shape: Any, limits: Limits, accepted: Collection[str], budget: Budget) -> Mend:
    """Mend an invalid shape in degrees.

    There is one right way where GEOS' two methods (``structure``: rings as areas and holes,
    ``linework``: rings as lines that alternate in and out) give the same area. ``repair`` among
    the accepted mends takes ``structure`` also where they differ.
    """
    vertices = int(shapely.get_num_coordinates(shape))
    if vertices > limits.mended_vertices:
        return Mend("tangled")
    crossings = count_crossings(shape)
    if crossings is None or not budget.spend(structure_cost_s(crossings, vertices)):
        return Mend("tangled")
    reason = str(shapely.is_valid_reason(shape))
    mended = _same_dimension(shape, "structure")
    if mended.is_empty:
        return Mend("dropped", None, f"{reason}; nothing is left; left out")
    if REPAIR not in accepted:
        affordable = budget.spend(linework_cost_s(crossings))
        if not affordable or not _agree(mended, _same_dimension(shape, "linework")):
            return Mend("two_ways")
    rounded = shapely.transform(mended, lambda places: np.round(places, DECIMALS))
    if not shapely.is_valid(rounded):
        rounded = shapely.set_precision(mended, 10.0**-DECIMALS)
    return Mend("repaired", rounded, f"{reason}; repaired{_change(shape, rounded)}")


def flat_parts(shape: Any) -> Any:
    """Parts of a shape, of collections within it too, without empty ones."""
    parts = shapely.get_parts(np.array([shape], dtype=object))
    for _ in range(20):
        if not (shapely.get_type_id(parts) >= 4).any():
            break
        parts = shapely.get_parts(parts)
    return parts[~shapely.is_empty(parts)]


def multi_shape(parts: Any) -> Any:
    """One shape of parts of one dimension; a single part stays what it is."""
    dimension = int(shapely.get_dimensions(parts[0]))
    make = (shapely.multipoints, shapely.multilinestrings, shapely.multipolygons)[dimension]
    return parts[0] if len(parts) == 1 else make(parts)


def _agree(one: Any, other: Any) -> bool:
    """Whether two mends of one shape are the same shape, but for a hair."""
    if shapely.get_dimensions(one) < 2:
        return bool(np.isclose(one.length, other.length, rtol=_SAME_AREA, atol=0))
    largest = max(one.area, other.area)
    return bool(abs(one.area - other.area) <= _SAME_AREA * largest)


def _change(before: Any, after: Any) -> str:
    if shapely.get_dimensions(after) < 2:
        return ""
    old, new = abs(before.area), after.area
    if np.isclose(old, new, rtol=1e-9, atol=0) or new == 0:
        return ", area unchanged"
    return f", area {100 * (new - old) / new:+.2f} % of the mended one"


def _same_dimension(shape: Any, method: str) -> Any:
    if method == "structure":
        repaired = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    else:
        repaired = shapely.make_valid(shape, method="linework")
    parts = flat_parts(repaired)
    kept = parts[shapely.get_dimensions(parts) == shapely.get_dimensions(shape)]
    return multi_shape(kept) if len(kept) else shapely.Polygon()
