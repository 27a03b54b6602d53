"""Coordinate reference systems and the datums GCJ-02 and BD-09.

The only place that names an EPSG code or moves coordinates. GCJ-02 ("Mars coordinates") and
BD-09 are offsets of longitude and latitude without an EPSG code; they are declared properties
of a file, never guessed from where it lies.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import geopandas as gpd
import numpy as np
import pyproj
import shapely
from numpy.typing import ArrayLike, NDArray

from hebei_gis.errors import DatumError

Floats = NDArray[np.float64]
Shift = Callable[[ArrayLike, ArrayLike], tuple[Floats, Floats]]

WGS84 = "EPSG:4326"
CGCS2000 = "EPSG:4490"
WEB_MERCATOR = "EPSG:3857"
GCJ02 = "GCJ-02"
BD09 = "BD-09"
#: Datums that have no EPSG code; they are degrees near WGS 84.
SHIFTED_DATUMS = (GCJ02, BD09)

# Krasovsky 1940 as the published GCJ-02 algorithm uses it.
_AXIS_M = 6378245.0
_ECCENTRICITY2 = 0.00669342162296594323
_BD_PI = np.pi * 3000.0 / 180.0


def _gcj02_offset(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Offset of GCJ-02 at WGS 84 positions, in degrees of longitude and latitude."""
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    wave = 20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += (wave + 20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi)) * 2.0 / 3.0
    north += (160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y * np.pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += (wave + 20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi)) * 2.0 / 3.0
    east += (150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi)) * 2.0 / 3.0
    phi = np.radians(lat)
    magic = 1.0 - _ECCENTRICITY2 * np.sin(phi) ** 2
    meridian_m = _AXIS_M * (1.0 - _ECCENTRICITY2) / (magic * np.sqrt(magic))
    parallel_m = _AXIS_M / np.sqrt(magic) * np.cos(phi)
    return np.degrees(east / parallel_m), np.degrees(north / meridian_m)


def wgs84_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Move WGS 84 longitudes and latitudes (degrees) to GCJ-02.

    Applies the offset everywhere: whether a place lies where maps are shifted is for the
    caller to know.
    """
    x, y = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    east, north = _gcj02_offset(x, y)
    return x + east, y + north


def gcj02_to_wgs84(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Move GCJ-02 longitudes and latitudes (degrees) to WGS 84.

    Fixed-point iteration on the forward offset; six steps leave less than 1e-8 m in China.
    """
    x, y = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    lon84, lat84 = x.copy(), y.copy()
    for _ in range(6):
        east, north = _gcj02_offset(lon84, lat84)
        lon84, lat84 = x - east, y - north
    return lon84, lat84


def gcj02_to_bd09(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Move GCJ-02 longitudes and latitudes (degrees) to BD-09."""
    x, y = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    radius = np.hypot(x, y) + 0.00002 * np.sin(y * _BD_PI)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * _BD_PI)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


def bd09_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Move BD-09 longitudes and latitudes (degrees) to GCJ-02, by fixed-point iteration."""
    x, y = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    lon_gcj, lat_gcj = x - 0.0065, y - 0.006
    for _ in range(8):
        lon_bd, lat_bd = gcj02_to_bd09(lon_gcj, lat_gcj)
        lon_gcj, lat_gcj = lon_gcj + (x - lon_bd), lat_gcj + (y - lat_bd)
    return lon_gcj, lat_gcj


def wgs84_to_bd09(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Move WGS 84 longitudes and latitudes (degrees) to BD-09."""
    return gcj02_to_bd09(*wgs84_to_gcj02(lon, lat))


def bd09_to_wgs84(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Move BD-09 longitudes and latitudes (degrees) to WGS 84."""
    return gcj02_to_wgs84(*bd09_to_gcj02(lon, lat))


_TO_WGS84: dict[str, Shift] = {GCJ02: gcj02_to_wgs84, BD09: bd09_to_wgs84}
_FROM_WGS84: dict[str, Shift] = {GCJ02: wgs84_to_gcj02, BD09: wgs84_to_bd09}


def _shifted(features: gpd.GeoDataFrame, shift: Shift) -> gpd.GeoDataFrame:
    def move(coordinates: NDArray[Any]) -> NDArray[Any]:
        moved = coordinates.copy()
        moved[:, 0], moved[:, 1] = shift(coordinates[:, 0], coordinates[:, 1])
        return moved

    geometry = shapely.transform(features.geometry.to_numpy(), move)
    return features.set_geometry(gpd.GeoSeries(geometry, index=features.index, crs=WGS84))


def declared_to_crs(features: gpd.GeoDataFrame, declared: str, target_crs: str) -> gpd.GeoDataFrame:
    """Move features from their declared CRS or datum to `target_crs`.

    Parameters
    ----------
    features : GeoDataFrame
        Coordinates as stored; its own ``crs`` is not looked at.
    declared : str
        An EPSG code, or ``GCJ-02`` or ``BD-09``.
    target_crs : str
        EPSG code of the result.

    Returns
    -------
    GeoDataFrame
        Same rows in the same order, a new geometry column.

    Raises
    ------
    DatumError
        Where `declared` or `target_crs` is not known.
    """
    if declared in _TO_WGS84:
        in_wgs84 = _shifted(features, _TO_WGS84[declared])
        return in_wgs84.to_crs(known_crs(target_crs))
    stored = features.set_crs(known_crs(declared), allow_override=True)
    return stored.to_crs(known_crs(target_crs))


def to_datum(features: gpd.GeoDataFrame, target: str) -> gpd.GeoDataFrame:
    """Move features with a CRS to `target`: an EPSG code, ``GCJ-02`` or ``BD-09``.

    For GCJ-02 and BD-09 the result is in degrees and its ``crs`` is None: no code names it.
    """
    if target in _FROM_WGS84:
        moved = _shifted(features.to_crs(WGS84), _FROM_WGS84[target])
        shapes = gpd.GeoSeries(moved.geometry.to_numpy(), index=moved.index)
        return moved.set_geometry(shapes)
    return features.to_crs(known_crs(target))


def known_crs(code: str) -> pyproj.CRS:
    """The CRS of an EPSG code.

    Raises
    ------
    DatumError
        Where pyproj does not know the code.
    """
    try:
        return pyproj.CRS.from_user_input(code)
    except pyproj.exceptions.CRSError as error:
        raise DatumError(
            f"The CRS {code!r} is not known. Expected an EPSG code such as EPSG:4490, "
            f"or {' or '.join(SHIFTED_DATUMS)}."
        ) from error


def same_crs(found: Any, declared: str) -> bool:
    """Whether the CRS a file states is the declared one, whatever the order of its axes."""
    return bool(pyproj.CRS.from_user_input(found).equals(known_crs(declared), True))


def wgs84_bounds(features: gpd.GeoDataFrame) -> tuple[float, float, float, float] | None:
    """West, south, east, north of the features in WGS 84 degrees; None where empty."""
    if features.empty or features.geometry.is_empty.all():
        return None
    west, south, east, north = (float(v) for v in features.geometry.to_crs(WGS84).total_bounds)
    return west, south, east, north
