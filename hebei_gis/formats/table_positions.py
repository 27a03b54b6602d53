"""Which columns of a table hold positions: those named, or those that say so themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from hebei_gis.files.cells_in import position_values
from hebei_gis.formats.sources import Reading
from hebei_gis.geo.shapes import Shapes, shape_array
from hebei_gis.words.faults import Issue
from hebei_gis.words.notes import Note, note
from hebei_gis.words.refusals import refusal, shown

#: Headings, lower case and without blanks, in order of preference; east and north by position.
_PAIRS = (
    (("lon", "lng", "long", "longitude", "经度", "东经", "lon_wgs84", "lng_wgs84"),
     ("lat", "lat", "lat", "latitude", "纬度", "北纬", "lat_wgs84", "lat_wgs84")),
    (("x", "x坐标", "横坐标", "east", "easting", "point_x", "xcoord", "x_coord"),
     ("y", "y坐标", "纵坐标", "north", "northing", "point_y", "ycoord", "y_coord")),
)  # fmt: skip
_WKT = ("wkt", "geometry", "geom", "the_geom", "shape", "几何")
_NAMES_TOLD = 40


@dataclass(frozen=True)
class Positions:
    """Shapes read from columns, and which columns those were."""

    shapes: Shapes
    used: tuple[str, ...]
    notes: tuple[Note, ...]
    issues: tuple[Issue, ...]


def read_positions(
    columns: Sequence[str], cells: dict[str, Sequence[Any]], reading: Reading, where: str
) -> Positions:
    """Shapes of a table's rows.

    Columns named by the user come first, then one pair of well-known headings, then WKT.
    Nothing is chosen where several pairs would do.

    Raises
    ------
    UploadError
        Where a column named is not there, or none or several could be meant.
    """
    listed = ", ".join(shown(name) for name in columns[:_NAMES_TOLD])
    for name in (reading.x, reading.y, reading.wkt):
        if name is not None and name not in columns:
            raise refusal("unknown_column", where, shown(name), f"one of {listed}")
    if (reading.x is None) != (reading.y is None):
        raise refusal("no_positions", where, "one of --x and --y", "both")
    if reading.wkt:
        return _from_wkt(reading.wkt, cells)
    if reading.x and reading.y:
        return _from_pair(reading.x, reading.y, cells)
    plain = {name: name.strip().lower().replace(" ", "") for name in columns}
    pairs = _pairs(plain)
    shapes = [name for name in columns if plain[name] in _WKT]
    if len(pairs) + len(shapes) == 1:
        return _from_pair(*pairs[0], cells) if pairs else _from_wkt(shapes[0], cells)
    if not pairs and not shapes:
        raise refusal("no_positions", where, listed, "columns for X and Y, or one of WKT")
    several = [f"{x} + {y}" for x, y in pairs] + shapes
    raise refusal("no_positions", where, ", ".join(map(shown, several)), "one of them")


def _pairs(plain: dict[str, str]) -> list[tuple[str, str]]:
    found = []
    for easts, norths in _PAIRS:
        for east, north in zip(easts, norths, strict=True):
            x = [name for name, heading in plain.items() if heading == east]
            y = [name for name, heading in plain.items() if heading == north]
            found += [(a, b) for a in x for b in y]
    return list(dict.fromkeys(found))


def _from_pair(x: str, y: str, cells: dict[str, Sequence[Any]]) -> Positions:
    east, north = position_values(cells[x]), position_values(cells[y])
    whole = np.isfinite(east) & np.isfinite(north)
    shapes = shape_array([None] * len(east))
    shapes[whole] = shapely.points(east[whole], north[whole])
    issues = [
        Issue(
            "no_position", str(row + 1),
            f"{shown(cells[x][row])!r}, {shown(cells[y][row])!r} is no position",
        )
        for row in np.flatnonzero(~whole).tolist()
    ]  # fmt: skip
    return Positions(shapes, (x, y), (note("columns_xy", shown(x), shown(y)),), tuple(issues))


def _from_wkt(column: str, cells: dict[str, Sequence[Any]]) -> Positions:
    texts = cells[column]
    shapes, issues = [], []
    for row, text in enumerate(texts):
        # GEOS reads neither the prefix of EWKT nor numbers beyond those of a double.
        plain = str(text or "").strip()
        if plain.upper().startswith("SRID="):
            plain = plain.partition(";")[2]
        try:
            shape = shapely.from_wkt(plain) if plain else None
        except (shapely.GEOSException, ValueError, RecursionError) as error:
            shape = _closed(plain)
            if shape is None:
                issues.append(Issue("no_position", str(row + 1), f"no WKT: {shown(error)}"))
            else:
                issues.append(Issue("closed_ring", str(row + 1), "a ring was not closed; closed"))
        shapes.append(shape)
    return Positions(
        shape_array(shapes), (column,), (note("column_wkt", shown(column)),), tuple(issues)
    )


def _closed(text: str) -> Any:
    try:
        return shapely.from_wkt(text, on_invalid="fix")
    except (shapely.GEOSException, ValueError, RecursionError):
        return None
