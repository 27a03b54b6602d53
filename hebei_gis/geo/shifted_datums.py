"""The shifted datums GCJ-02 ("Mars coordinates") and BD-09, and their formulas.

Offsets of longitude and latitude without an EPSG code. They are declared properties of a file,
never guessed from where it lies.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Shift = Callable[[ArrayLike, ArrayLike], tuple[Floats, Floats]]

GCJ02 = "GCJ-02"
BD09 = "BD-09"
#: Datums that have no EPSG code; they are degrees near WGS 84.
SHIFTED_DATUMS = (GCJ02, BD09)

#: How people and files write them: ``GCJ-02``, ``gcj02``, ``火星坐标``, ``BD-09``, ``bd09ll``.
_GCJ02_WORDS = re.compile(
    r"gcj(?![a-z])|火星|高德|(?<![a-z])(amap|autonavi|mars)(?![a-z])", re.IGNORECASE
)
_BD09_WORDS = re.compile(r"(?<![a-z0-9])bd[-_ ]?0?9(ll)?(?![a-z0-9])|百度|baidu", re.IGNORECASE)

# Krasovsky 1940 as the published GCJ-02 algorithm uses it.
_AXIS_M = 6378245.0
_ECCENTRICITY2 = 0.00669342162296594323
_BD_PI = np.pi * 3000.0 / 180.0


def shifted_datum_in(words: str) -> str | None:
    """``GCJ-02`` or ``BD-09`` where words name it; None where they name neither, or both.

    Examples
    --------
    >>> shifted_datum_in("urn:ogc:def:crs:GCJ-02"), shifted_datum_in("点_bd09ll.geojson")
    ('GCJ-02', 'BD-09')
    """
    found = [
        datum
        for datum, pattern in ((GCJ02, _GCJ02_WORDS), (BD09, _BD09_WORDS))
        if pattern.search(words)
    ]
    return found[0] if len(found) == 1 else None


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


#: Datum -> its move to WGS 84, and from it.
TO_WGS84: dict[str, Shift] = {GCJ02: gcj02_to_wgs84, BD09: bd09_to_wgs84}
FROM_WGS84: dict[str, Shift] = {GCJ02: wgs84_to_gcj02, BD09: wgs84_to_bd09}
