"""One invalid shape: repaired where there is one right way, or told why not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import shapely

from hebei_gis.geo.repair_costs import (
    Budget,
    count_crossings,
    linework_cost_s,
    structure_cost_s,
)
from hebei_gis.geo.shapes import DECIMALS
from hebei_gis.words.facts import Fact, term
from hebei_gis.words.terms.rows import GEOS_REASONS

#: Two ways to repair agree where their areas differ by at most this share.
_SAME_AREA = 1e-6
_REASON = re.compile(r"(.+?)\s*\[(.+)\]")


@dataclass(frozen=True)
class Outcome:
    """What became of a shape.

    Attributes
    ----------
    kind : str
        ``repaired``; ``dropped`` where nothing is left; ``two_ways`` where the methods of
        repair differ; ``tangled`` where a repair would cost too much.
    shape : geometry or None
    reason, change : Fact
        What was wrong, and what the repair did to the area.
    """

    kind: Literal["repaired", "dropped", "two_ways", "tangled"]
    shape: Any = None
    reason: Fact = ""
    change: Fact = ""


def repair_one(shape: Any, most_vertices: int, either_way: bool, budget: Budget) -> Outcome:
    """Repair an invalid shape in degrees.

    There is one right way where GEOS' two methods (``structure``: rings as areas and holes,
    ``linework``: rings as lines that alternate in and out) give the same area.

    Parameters
    ----------
    shape : geometry
    most_vertices : int
        Shapes with more are not repaired.
    either_way : bool
        Whether ``structure`` is taken where the methods differ.
    budget : Budget
    """
    vertices = int(shapely.get_num_coordinates(shape))
    if vertices > most_vertices:
        return Outcome("tangled")
    crossings = count_crossings(shape)
    if crossings is None or not budget.spend(structure_cost_s(crossings, vertices)):
        return Outcome("tangled")
    reason = reason_of(shape)
    repaired = _same_dimension(shape, "structure")
    if repaired.is_empty:
        return Outcome("dropped", None, reason)
    if not either_way:
        affordable = budget.spend(linework_cost_s(crossings))
        if not affordable or not _agree(repaired, _same_dimension(shape, "linework")):
            return Outcome("two_ways")
    rounded = shapely.transform(repaired, lambda places: np.round(places, DECIMALS))
    if not shapely.is_valid(rounded):
        rounded = shapely.set_precision(repaired, 10.0**-DECIMALS)
    return Outcome("repaired", rounded, reason, _change(shape, rounded))


def reason_of(shape: Any) -> Fact:
    """Why a shape is not valid, as GEOS says it, and where."""
    text = str(shapely.is_valid_reason(shape))
    found = _REASON.fullmatch(text)
    words, place = found.groups() if found else (text, "")
    kind = GEOS_REASONS.get(words)
    reason: Fact = term(kind) if kind else words
    return term("reason_at", reason=reason, place=place) if place else reason


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
    """Whether two repairs of one shape are the same shape, but for a hair."""
    if shapely.get_dimensions(one) < 2:
        return bool(np.isclose(one.length, other.length, rtol=_SAME_AREA, atol=0))
    largest = max(one.area, other.area)
    return bool(abs(one.area - other.area) <= _SAME_AREA * largest)


def _change(before: Any, after: Any) -> Fact:
    if shapely.get_dimensions(after) < 2:
        return term("area_none")
    old, new = abs(before.area), after.area
    if np.isclose(old, new, rtol=1e-9, atol=0) or new == 0:
        return term("area_unchanged")
    return term("area_changed", percent=f"{100 * (new - old) / new:+.2f}")


def _same_dimension(shape: Any, method: str) -> Any:
    if method == "structure":
        repaired = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    else:
        repaired = shapely.make_valid(shape, method="linework")
    parts = flat_parts(repaired)
    kept = parts[shapely.get_dimensions(parts) == shapely.get_dimensions(shape)]
    return multi_shape(kept) if len(kept) else shapely.Polygon()
