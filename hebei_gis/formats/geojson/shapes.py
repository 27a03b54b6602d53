"""Geometry objects of GeoJSON → shapes, many at once where they are plain."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
import shapely

from hebei_gis.geo.shapes import Shapes
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Issue
from hebei_gis.words.refusals import reason_of, shown

_TYPES = {
    "Point": (shapely.GeometryType.POINT, 0),
    "LineString": (shapely.GeometryType.LINESTRING, 1),
    "Polygon": (shapely.GeometryType.POLYGON, 2),
    "MultiPoint": (shapely.GeometryType.MULTIPOINT, 1),
    "MultiLineString": (shapely.GeometryType.MULTILINESTRING, 2),
    "MultiPolygon": (shapely.GeometryType.MULTIPOLYGON, 3),
}
_RINGS = ("Polygon", "MultiPolygon")
#: Collections within collections; GEOS cannot take many.
_DEPTH = 20
_BROKEN = (ValueError, TypeError, KeyError, IndexError, OverflowError, shapely.GEOSException)


def shapes_of(geometries: Sequence[Any], first_row: int, issues: list[Issue]) -> Shapes:
    """The shapes of geometry objects in their order; None where there is none.

    Parameters
    ----------
    geometries : sequence
        As JSON holds them.
    first_row : int
        Row of the first, from 0, for the issues.
    issues : list of Issue
        Gets what was wrong with single rows: rings that were closed, shapes that are none.
    """
    shapes = np.full(len(geometries), None, dtype=object)
    rows: dict[str, list[int]] = {}
    for row, geometry in enumerate(geometries):
        if geometry is not None:
            kind = geometry.get("type") if isinstance(geometry, Mapping) else None
            rows.setdefault(kind if kind in _TYPES else "", []).append(row)
    for kind, members in rows.items():
        plain = _at_once(kind, [geometries[row] for row in members]) if kind else None
        if plain is not None:
            shapes[members] = plain
            continue
        for row in members:
            shapes[row] = _one(geometries[row], str(first_row + row + 1), issues)
    return shapes


def _at_once(kind: str, geometries: Sequence[Mapping[str, Any]]) -> Shapes | None:
    """Shapes of one type; None where one of them must be looked at by itself."""
    number, levels = _TYPES[kind]
    try:
        values: list[Any] = [geometry["coordinates"] for geometry in geometries]
        offsets = []
        for _ in range(levels):
            counts = np.fromiter(map(len, values), dtype=np.int64, count=len(values))
            offsets.append(np.concatenate(([0], np.cumsum(counts))))
            values = list(chain.from_iterable(values))
        places = np.array(values, dtype=float)
        if places.ndim != 2 or not places.shape[1] >= 2:
            return None
        places = places[:, :3]
        if kind in _RINGS and not _closed(places, offsets[-1]):
            return None
        if kind in ("LineString", "MultiLineString") and (np.diff(offsets[-1]) < 2).any():
            return None
        made = shapely.from_ragged_array(number, places, tuple(reversed(offsets)))
    except _BROKEN:
        return None
    return np.asarray(made, dtype=object)


def _closed(places: Any, ends: Any) -> bool:
    """Whether all rings have four places and end where they begin."""
    if (np.diff(ends) < 4).any():
        return False
    return bool(np.array_equal(places[ends[:-1]], places[ends[1:] - 1]))


def _one(geometry: Any, key: str, issues: list[Issue]) -> Any:
    closed: list[Issue] = []
    try:
        shape = _shape(geometry, closed, key, 0)
    except _BROKEN as error:
        issues.append(Issue("no_position", key, found=reason_of(error)))
        return None
    issues += closed[:1]
    return shape


def _shape(geometry: Any, closed: list[Issue], key: str, depth: int) -> Any:
    kind = geometry.get("type") if isinstance(geometry, Mapping) else geometry
    if kind == "GeometryCollection":
        if depth >= _DEPTH:
            raise ValueError(term("collections_within", limit=_DEPTH))
        parts = [_shape(part, closed, key, depth + 1) for part in geometry["geometries"]]
        return shapely.geometrycollections(parts)
    if kind not in _TYPES:
        raise ValueError(term("geometry_type_unknown", name=shown(kind)))
    coordinates = geometry.get("coordinates")
    if not isinstance(coordinates, list):
        raise ValueError(term("no_coordinates_of", name=kind))

    def ring(values: Any) -> Any:
        places = _places(values)
        if len(places) and not np.array_equal(places[0], places[-1]):
            closed.append(Issue("closed_ring", key))
        return shapely.linearrings(places)

    def polygon(rings: Any) -> Any:
        made = [ring(one) for one in rings if one]
        return shapely.Polygon(made[0], made[1:]) if made else shapely.Polygon()

    def line(values: Any) -> Any:
        return shapely.linestrings(_places(values)) if values else shapely.LineString()

    def point(value: Any) -> Any:
        return shapely.points(_places([value])[0]) if value else shapely.Point()

    makers: dict[str, Callable[[Any], Any]] = {
        "Point": point,
        "LineString": line,
        "Polygon": polygon,
        "MultiPoint": lambda parts: shapely.multipoints([point(part) for part in parts]),
        "MultiLineString": lambda parts: shapely.multilinestrings([line(part) for part in parts]),
        "MultiPolygon": lambda parts: shapely.multipolygons([polygon(part) for part in parts]),
    }
    return makers[kind](coordinates)


def _places(values: Any) -> Any:
    """Positions, as many numbers of each as all of them have, at most three."""
    width = min(map(len, values))
    if width < 2:
        raise ValueError(term("position_of_one_number"))
    return np.array([value[: min(width, 3)] for value in values], dtype=float)
