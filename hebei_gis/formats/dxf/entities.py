"""CAD entities → shapes, heights, texts and extended data, in world coordinates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import shapely

from hebei_gis.formats.dxf.text import plain_text
from hebei_gis.words.facts import term

#: Curves are drawn as segments that leave them by at most this, in units of the drawing.
_FLATTENED = 0.01
#: Segments of one curve; a spline may ask for more than memory holds.
_SEGMENTS = 2000
_LINES = ("LINE", "LWPOLYLINE", "POLYLINE", "CIRCLE", "ARC", "ELLIPSE", "SPLINE")
_CURVES = ("CIRCLE", "ARC", "ELLIPSE", "SPLINE")
TEXTS = ("TEXT", "MTEXT", "ATTDEF")
#: Extended data that CAD programs keep for themselves.
_OF_PROGRAMS = ("ACAD", "ACDB", "ACAE", "ACCM")
_MARK = 1001


def shapes_of(entity: Any, kind: str, counts: Counter[str]) -> list[Any] | None:
    """The shapes of an entity with heights as Z; None where its kind is not taken in.

    Raises
    ------
    ValueError
        Where a curve takes too many segments.
    """
    if kind == "POINT":
        return [shapely.Point(_xyz(entity.dxf.location))]
    if kind in TEXTS or kind == "INSERT":
        counts["blocks"] += kind == "INSERT"
        place = entity.dxf.insert
        # Only MTEXT is placed in the world; the others lie in a plane of their own.
        return [shapely.Point(_xyz(place if kind == "MTEXT" else entity.ocs().to_wcs(place)))]
    if kind in ("SOLID", "TRACE", "3DFACE"):
        return [shapely.Polygon([_xyz(corner) for corner in entity.wcs_vertices()])]
    if kind == "HATCH":
        from ezdxf.path import from_hatch

        rings = [_places(path) for path in from_hatch(entity)]
        return [_area([ring for ring in rings if len(ring) >= 3])]
    if kind not in _LINES or (
        kind == "POLYLINE" and not (entity.is_2d_polyline or entity.is_3d_polyline)
    ):
        return None
    from ezdxf.path import make_path

    path = make_path(entity)
    places = _places(path)
    counts["curves"] += kind in _CURVES or bool(path.has_curves)
    closed = len(places) > 3 and np.allclose(places[0], places[-1], rtol=0, atol=1e-9)
    if closed:
        counts["closed_lines"] += 1
        return [shapely.Polygon(places)]
    return [shapely.LineString(places)]


def height_of(shape: Any) -> float | None:
    """The height of a shape; NaN where it varies along it, None where it has none."""
    if shape is None or not shapely.has_z(shape):
        return None
    heights = shapely.get_coordinates(shape, include_z=True)[:, 2]
    if not len(heights) or np.ptp(heights) > 1e-9:
        return float("nan")
    return float(heights[0])


def text_of(entity: Any, kind: str) -> str | None:
    """The text of a note, or of a block's attributes."""
    if kind == "MTEXT":
        return plain_text(entity.plain_text())
    if kind in TEXTS:
        # Without the codes of underlining, degrees and diameters: %%u, %%d, %%c.
        return None if entity.dxf.get("text") is None else plain_text(entity.plain_text())
    if kind == "INSERT":
        texts = (plain_text(one.plain_text()) for one in entity.attribs)
        return "; ".join(texts) or None
    return None


def extended_data(entity: Any, without: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
    """Application and values of an entity's extended data, joined by ``; ``."""
    if entity.xdata is None:
        return
    for application, tags in entity.xdata.data.items():
        if application in without or application.upper().startswith(_OF_PROGRAMS):
            continue
        values = [_value_text(tag.value) for tag in tags if tag.code != _MARK]
        yield plain_text(application), "; ".join(values)


def _value_text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, (str, int, float)):
        return plain_text(str(value))
    return " ".join(f"{part:.15g}" for part in value)


def _places(path: Any) -> list[tuple[float, float, float]]:
    """A path as positions, its curves flattened within :data:`_FLATTENED`."""
    limit = _SEGMENTS * (len(path) + 1)
    places = []
    for place in path.flattening(_FLATTENED):
        places.append(_xyz(place))
        if len(places) > limit:
            raise ValueError(term("curve_too_long", limit=limit))
    return places


def _area(rings: list[list[tuple[float, float, float]]]) -> Any:
    """Rings of a hatch as an area: those within others are holes."""
    area: Any = shapely.Polygon()
    for ring in rings:
        part = shapely.make_valid(shapely.force_2d(shapely.Polygon(ring)))
        area = shapely.symmetric_difference(area, part)
    heights = {round(place[2], 9) for ring in rings for place in ring}
    return shapely.force_3d(area, heights.pop()) if len(heights) == 1 else area


def _xyz(place: Any) -> tuple[float, float, float]:
    return float(place[0]), float(place[1]), float(place[2]) if len(place) > 2 else 0.0
