"""Shapes of KML elements, in longitude and latitude; heights are kept as Z."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from hebei_gis.words.facts import term
from hebei_gis.words.faults import Issue
from hebei_gis.words.refusals import reason_of

SHAPES = ("Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Track", "MultiTrack")
_BROKEN = (shapely.GEOSException, ValueError, OverflowError)


def shape_of(element: Any, issues: list[Issue]) -> Any:
    """The shape of an element of :data:`SHAPES`; None where it has none, or a broken one.

    What is wrong with it is added to `issues`, under an empty key.
    """
    kind = element.tag
    if kind in ("MultiGeometry", "MultiTrack"):
        return together([shape_of(child, issues) for child in element if child.tag in SHAPES])
    try:
        if kind == "Polygon":
            return _polygon(element, issues)
        places = _track(element) if kind == "Track" else _coordinates(element)
        if not len(places):
            return None
        if kind == "Point" or len(places) == 1:
            return shapely.Point(places[0])
        return shapely.LineString(places)
    except _BROKEN as error:
        issues.append(
            Issue("no_position", "", found=term("in_element", name=kind, found=reason_of(error)))
        )
        return None


def together(shapes: Sequence[Any]) -> Any:
    """Several shapes as one of several parts; None where there is none."""
    parts = [shape for shape in shapes if shape is not None]
    kinds = {part.geom_type for part in parts}
    if not parts:
        return None
    if len(parts) == 1:
        return parts[0]
    if kinds == {"Point"}:
        return shapely.multipoints(parts)
    if kinds == {"LineString"}:
        return shapely.multilinestrings(parts)
    if kinds <= {"Polygon", "MultiPolygon"}:
        return shapely.multipolygons(shapely.get_parts(parts))
    return shapely.geometrycollections(parts)


def _polygon(element: Any, issues: list[Issue]) -> Any:
    outer: list[Any] = []
    holes: list[Any] = []
    for boundary in element:
        if boundary.tag in ("outerBoundaryIs", "innerBoundaryIs"):
            for ring in boundary:
                places = _coordinates(ring)
                if len(places) and not np.array_equal(places[0], places[-1]):
                    issues.append(Issue("closed_ring", ""))
                if len(places):
                    (outer if boundary.tag == "outerBoundaryIs" else holes).append(places)
    if not outer:
        return None
    if len(outer) == 1:
        return shapely.Polygon(outer[0], holes)
    # The schema allows one outer ring; where there are more, each is an area of its own.
    areas = [shapely.Polygon(ring) for ring in outer]
    inner: list[list[Any]] = [[] for _ in areas]
    for hole in holes:
        place = shapely.Point(hole[0])
        inner[next((n for n, area in enumerate(areas) if area.covers(place)), 0)].append(hole)
    return shapely.multipolygons(
        [shapely.Polygon(ring, rings) for ring, rings in zip(outer, inner, strict=True)]
    )


def _coordinates(element: Any) -> Any:
    text = next((c.text or "" for c in element if c.tag == "coordinates"), "")
    # Phones write blanks after the commas.
    tuples = re.sub(r"\s*,\s*", ",", text).split()
    places = [[float(number) for number in entry.split(",")[:3] if number] for entry in tuples]
    if not places:
        return np.empty((0, 2))
    width = min(len(place) for place in places)
    if width < 2:
        raise ValueError(term("position_of_one_number"))
    return np.array([place[:width] for place in places], dtype=float)


def _track(element: Any) -> Any:
    texts = [(c.text or "").split()[:3] for c in element if c.tag == "coord"]
    places = [[float(number) for number in entry] for entry in texts if len(entry) >= 2]
    width = min((len(place) for place in places), default=2)
    return np.array([place[:width] for place in places], dtype=float).reshape(-1, width)
