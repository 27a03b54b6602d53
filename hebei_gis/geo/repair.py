"""The repair of shapes: the only place where shapes are mended, whoever brings them.

:func:`flatten` takes what is no position away from shapes as stored; :func:`repair` makes
shapes in degrees valid where there is one right way, and names those where there is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import shapely
import shapely.affinity

from hebei_gis.files.limits import Limits
from hebei_gis.files.threads import in_chunks
from hebei_gis.geo.crs import not_finite
from hebei_gis.geo.repair_costs import Budget, too_costly_to_test
from hebei_gis.geo.repair_one import Outcome, flat_parts, multi_shape, repair_one
from hebei_gis.geo.shapes import Shapes
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Issue

#: Why a shape was left as it is: ``two_ways`` of repair differ, it is ``tangled`` beyond
#: repair, or ``mixed`` of points, lines and areas.
Doubt = Literal["two_ways", "tangled", "mixed"]
_METRES_PER_DEGREE = 111_000.0
#: Areas whose mean width (twice the area over the perimeter) is below this are slivers.
_SLIVER_WIDTH_M = 0.2
#: Beyond this no coordinate means a place, whatever the CRS.
_FARTHEST = 1e11


@dataclass(frozen=True)
class Ways:
    """What may be done where there is not one right way.

    Attributes
    ----------
    either : bool
        Where two ways of repair differ, rings are taken as areas and holes.
    largest : bool
        Of a mixed collection the parts of the highest dimension are kept.
    drop : bool
        Whatever is still in doubt is left out.
    """

    either: bool = False
    largest: bool = False
    drop: bool = False


@dataclass(frozen=True)
class Repaired:
    """Shapes after the repair, and what was done.

    Attributes
    ----------
    shapes : array
        One a row; None where the row is left out. Valid but for those in doubt.
    issues : tuple of Issue
    doubts : mapping of Doubt to row positions
        Rows from 0 that were left as they are.
    """

    shapes: Shapes
    issues: tuple[Issue, ...] = ()
    doubts: Mapping[Doubt, tuple[int, ...]] = field(default_factory=dict)


def flatten(shapes: Shapes, keys: Sequence[str] | None = None) -> Repaired:
    """Shapes as stored without heights and without what is no position.

    Parameters
    ----------
    shapes : array
        In any CRS; None where a row has none.
    keys : sequence of str, optional
        Of the rows, for the issues; by default their numbers from 1.

    Returns
    -------
    Repaired
        None where a row had no shape, an empty one, or coordinates that are not finite.
    """
    names = _Names(keys)
    flat = np.array(shapes, dtype=object)
    issues = [names.issue("missing_geometry", row) for row in _where(shapely.is_missing(flat))]
    empty = shapely.is_empty(flat)
    issues += [names.issue("empty_geometry", row) for row in _where(empty)]
    flat[empty] = None
    wild = not_finite(flat)
    issues += [names.issue("infinite_coordinates", row) for row in wild.tolist()]
    flat[wild] = None
    high = np.flatnonzero(shapely.has_z(flat) | shapely.has_m(flat))
    if len(high):
        if len(high) == int((~shapely.is_missing(flat)).sum()):
            issues.append(Issue("height_dropped", "1–" + str(len(flat)), rows=len(high)))
        else:
            issues += [names.issue("height_dropped", row) for row in high.tolist()]
        flat[high] = shapely.force_2d(flat[high])
    return Repaired(flat, tuple(issues))


def repair(
    shapes: Shapes,
    ways: Ways | None = None,
    keys: Sequence[str] | None = None,
    limits: Limits | None = None,
) -> Repaired:
    """Make shapes in WGS 84 degrees valid where there is one right way.

    Invalid shapes are repaired where both of GEOS' methods give the same area, collections of
    one kind become multi-part shapes, what lies nowhere on Earth is left out.

    Parameters
    ----------
    shapes : array
        Two-dimensional, as :func:`flatten` gives them, moved to degrees.
    ways : Ways, optional
        What may be done besides; by default nothing.
    keys : sequence of str, optional
        Of the rows, for the issues; by default their numbers from 1.
    limits : Limits, optional

    Examples
    --------
    >>> import numpy, shapely
    >>> bow = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    >>> repair(numpy.array([bow], dtype=object)).shapes[0].geom_type
    'MultiPolygon'
    """
    ways, names = ways or Ways(), _Names(keys)
    most_vertices = (limits or Limits()).mended_vertices
    issues: list[Issue] = []
    sound = np.array(shapes, dtype=object)
    boxes = shapely.bounds(sound).reshape(-1, 4)
    placed = np.isfinite(boxes).all(axis=1) & (np.abs(np.nan_to_num(boxes)) < _FARTHEST).all(axis=1)
    off_earth = _where(~placed & ~shapely.is_missing(sound))
    issues += [names.issue("off_earth", row) for row in off_earth]
    sound[~placed] = None
    doubts: dict[Doubt, list[int]] = {"tangled": [], "two_ways": [], "mixed": []}
    doubts["mixed"] = _collections(sound, names, issues, ways)
    costly = too_costly_to_test(sound)
    valid = np.zeros(len(sound), dtype=bool)
    valid[~costly] = np.concatenate(in_chunks(shapely.is_valid, sound[~costly]))
    budget = Budget()
    mixed = set(doubts["mixed"])
    for row in _where(~valid & ~shapely.is_missing(sound)):
        if row in mixed:
            continue
        outcome = (
            Outcome("tangled")
            if costly[row]
            else repair_one(sound[row], most_vertices, ways.either, budget)
        )
        if outcome.kind == "repaired":
            sound[row] = outcome.shape
            facts = {"reason": outcome.reason, "change": outcome.change}
            issues.append(names.issue("repaired_geometry", row, **facts))
        elif outcome.kind == "dropped":
            sound[row] = None
            reason = term("nothing_left", reason=outcome.reason)
            issues.append(names.issue("dropped_geometry", row, reason=reason))
        elif ways.drop:
            sound[row] = None
            issues.append(names.issue("dropped_geometry", row, reason=term("not_valid_accepted")))
        elif outcome.kind in ("two_ways", "tangled"):
            doubts[outcome.kind].append(row)
    kept: dict[Doubt, tuple[int, ...]] = {
        kind: tuple(rows) for kind, rows in doubts.items() if rows
    }
    return Repaired(sound, tuple(issues), kept)


def slivers(shapes: Shapes) -> list[Issue]:
    """Areas in degrees too thin to be meant; listed, kept as they are."""
    area = shapely.area(shapes)
    length = shapely.length(shapes)
    areal = np.flatnonzero(area > 0)
    # Mean width in degrees of latitude; degrees of longitude are shorter, so this errs to more.
    thin = areal[2 * area[areal] / length[areal] * _METRES_PER_DEGREE < 2 * _SLIVER_WIDTH_M]
    issues = []
    for row in thin.tolist():
        lat = float(shapely.bounds(shapes[row])[1])
        scale = np.array([_METRES_PER_DEGREE * np.cos(np.radians(lat)), _METRES_PER_DEGREE])
        metric = shapely.affinity.affine_transform(shapes[row], [scale[0], 0, 0, scale[1], 0, 0])
        width = 2 * metric.area / metric.length
        if width < _SLIVER_WIDTH_M:
            facts = {"area": f"{metric.area:.2f}", "width": f"{width:.3f}"}
            issues.append(Issue("sliver", str(row + 1), **facts))
    return issues


class _Names:
    """Keys of rows for their issues."""

    def __init__(self, keys: Sequence[str] | None) -> None:
        self._keys = keys

    def issue(self, kind: str, row: int, **facts: object) -> Issue:
        key = str(row + 1) if self._keys is None else str(self._keys[row])
        return Issue(kind, key, **facts)  # type: ignore[arg-type]


def _where(mask: np.ndarray) -> list[int]:
    found: list[int] = np.flatnonzero(mask).tolist()
    return found


def _collections(sound: Shapes, names: _Names, issues: list[Issue], ways: Ways) -> list[int]:
    """Turn collections of one kind into multi-part shapes; the rows of those that mix."""
    mixed = []
    types = shapely.get_type_id(sound)
    for row in _where((types == 7) | (types == 2)):
        if types[row] == 2:
            sound[row] = shapely.LineString(shapely.get_coordinates(sound[row]))
            continue
        parts = flat_parts(sound[row])
        dimensions = shapely.get_dimensions(parts)
        if len(parts) and (dimensions == dimensions[0]).all():
            sound[row] = multi_shape(parts)
            issues.append(names.issue("collection_merged", row))
        elif ways.largest and len(parts):
            sound[row] = multi_shape(parts[dimensions == dimensions.max()])
            issues.append(names.issue("collection_reduced", row))
        elif ways.drop or not len(parts):
            sound[row] = None
            issues.append(names.issue("dropped_geometry", row, reason=term("mixed_collection")))
        else:
            mixed.append(row)
    return mixed
