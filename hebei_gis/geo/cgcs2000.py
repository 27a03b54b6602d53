"""CGCS2000 by any of its names, and its Gauss-Kruger zones by their parameters."""

from __future__ import annotations

import re
from functools import lru_cache

import pyproj
from pyproj.crs import ProjectedCRS

from hebei_gis.words.errors import DatumError

#: EPSG code of CGCS2000 in degrees.
_DEGREES = "EPSG:4490"
#: First EPSG code of a series of zones, width in degrees, first zone's number, how many zones,
#: and whether the number stands before the easting.
_SERIES = (
    (4534, 3, 25, 21, False),
    (4513, 3, 25, 21, True),
    (4502, 6, 13, 11, False),
    (4491, 6, 13, 11, True),
)
#: The westernmost central meridian of every series.
_FIRST_MERIDIAN = 75
_NAMES = re.compile(
    r"cgcs2000|china2000|chin(a|ese)geodeticcoordinatesystem2000|csrs2000"
    r"|国家2000|2000国家|国家大地坐标系2000"
)
_AXIS_M, _FLATTENING = 6378137.0, 298.257222101
_METRES, _DEGREES_OFF = 1e-3, 1e-7


def gauss_kruger_codes(lon: float) -> tuple[str, ...]:
    """EPSG codes of the CGCS2000 Gauss-Kruger zones within 4.5° of a longitude.

    3° zones first, then those of 6°; each without the zone's number before the easting and
    with it. The nearest central meridian stands first.
    """
    near = [
        (width, abs(_FIRST_MERIDIAN + width * step - lon), start + step)
        for start, width, _, count, _ in _SERIES
        for step in range(count)
        if abs(_FIRST_MERIDIAN + width * step - lon) <= 4.5
    ]
    return tuple(f"EPSG:{code}" for _, _, code in sorted(near, key=lambda zone: zone[:2]))


def cgcs2000_metre_crs(longitude: float) -> str:
    """EPSG code of the CGCS2000 3-degree zone (no zone prefix) that holds a longitude in China.

    Raises
    ------
    DatumError
        Where the longitude lies outside the zones, 73.5° to 136.5° E.
    """
    if not 73.5 <= longitude <= 136.5:
        raise DatumError("no_zone", longitude=longitude)
    return f"EPSG:{4534 + min(20, max(0, round((longitude - 75) / 3)))}"


def cgcs2000_code(crs: pyproj.CRS) -> str | None:
    """The EPSG code, or WKT, of a CRS that names CGCS2000 in any way; None for any other.

    The ellipsoid must be its own. A zone is known by its parameters, whatever it is called; a
    projection of other parameters keeps them, on CGCS2000.
    """
    frame = crs.geodetic_crs
    if crs.is_bound or frame is None or frame.ellipsoid is None or not _names_it(crs, frame):
        return None
    axis, flattening = frame.ellipsoid.semi_major_metre, frame.ellipsoid.inverse_flattening
    if abs(axis - _AXIS_M) > _METRES or abs(flattening - _FLATTENING) > 1e-4:
        return None
    if crs.is_geographic:
        return _DEGREES
    if not crs.is_projected or crs.coordinate_operation is None:
        return None
    return _zone_code(crs) or str(
        ProjectedCRS(crs.coordinate_operation, geodetic_crs=_degrees_crs(), name=crs.name).to_wkt()
    )


def _names_it(crs: pyproj.CRS, frame: pyproj.CRS) -> bool:
    names = [frame.datum.name if frame.datum else "", frame.name, crs.name]
    return any(_NAMES.search(re.sub(r"[\W_]", "", name.lower())) for name in names)


def _zone_code(crs: pyproj.CRS) -> str | None:
    """The EPSG code of the zone with these parameters."""
    if any(axis.unit_name.lower() not in ("metre", "meter") for axis in crs.axis_info):
        return None
    wanted = _parameters(crs)
    if not wanted or abs(wanted.get("scale", 1.0) - 1) > 1e-9 or abs(wanted.get("lat", 0.0)) > 0:
        return None
    meridian, easting = wanted.get("lon", 0.0), wanted.get("easting", 0.0)
    if abs(wanted.get("northing", 0.0)) > _METRES:
        return None
    for start, width, first, count, numbered in _SERIES:
        for step in range(count):
            expected = 500_000.0 + (1_000_000.0 * (first + step) if numbered else 0.0)
            if (
                abs(_FIRST_MERIDIAN + width * step - meridian) < _DEGREES_OFF
                and abs(expected - easting) < _METRES
            ):
                return f"EPSG:{start + step}"
    return None


def _parameters(crs: pyproj.CRS) -> dict[str, float]:
    """Parameters of a transverse Mercator projection; empty for another."""
    operation = crs.coordinate_operation
    method = re.sub(r"[^a-z]", "", str(operation.method_name if operation else "").lower())
    if method not in ("transversemercator", "gausskruger"):
        return {}
    names = {
        "latitudeofnaturalorigin": "lat", "longitudeofnaturalorigin": "lon",
        "scalefactoratnaturalorigin": "scale", "falseeasting": "easting",
        "falsenorthing": "northing", "centralmeridian": "lon", "latitudeoforigin": "lat",
        "scalefactor": "scale",
    }  # fmt: skip
    found = {}
    for parameter in operation.params if operation else ():
        plain = re.sub(r"[^a-z]", "", parameter.name.lower())
        if plain in names:
            found[names[plain]] = float(parameter.value)
    return found


@lru_cache(maxsize=1)
def _degrees_crs() -> pyproj.CRS:
    return pyproj.CRS.from_user_input(_DEGREES)
