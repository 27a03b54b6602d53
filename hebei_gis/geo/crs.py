"""Coordinate reference systems and the datums GCJ-02 and BD-09.

The only place that names an EPSG code or moves coordinates; the formulas of the shifted datums
are in :mod:`hebei_gis.geo.shifted_datums`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import geopandas as gpd
import numpy as np
import pyproj
import shapely
from numpy.typing import ArrayLike, NDArray

from hebei_gis.files.threads import in_chunks
from hebei_gis.geo.cgcs2000 import cgcs2000_code
from hebei_gis.geo.shapes import moved
from hebei_gis.geo.shifted_datums import (
    FROM_WGS84,
    SHIFTED_DATUMS,
    TO_WGS84,
    Floats,
    Shift,
    shifted_datum_in,
)
from hebei_gis.words.errors import DatumError

WGS84 = "EPSG:4326"
#: With heights.
WGS84_3D = "EPSG:4979"
CGCS2000 = "EPSG:4490"
WEB_MERCATOR = "EPSG:3857"
#: Datums whose way to WGS 84 needs the parameters of a local surveying office.
BEIJING54 = "EPSG:4214"
XIAN80 = "EPSG:4610"


def _moved(features: gpd.GeoDataFrame, move: Shift, crs: str | pyproj.CRS) -> gpd.GeoDataFrame:
    """The same rows with their coordinates moved; `crs` is that of the result."""

    def both(coordinates: NDArray[Any]) -> NDArray[Any]:
        return np.column_stack(move(coordinates[:, 0], coordinates[:, 1]))

    geometry = moved(np.asarray(features.geometry.to_numpy(), dtype=object), both)
    return features.set_geometry(gpd.GeoSeries(geometry, index=features.index, crs=crs))


def _reprojected(features: gpd.GeoDataFrame, target: pyproj.CRS) -> gpd.GeoDataFrame:
    """As ``features.to_crs``, on threads."""
    source = features.crs
    heights = shapely.has_z(features.geometry.to_numpy()).any()
    if source is None or source.is_exact_same(target) or heights:
        return features.to_crs(target)
    mover = _mover_between(source.to_wkt(), target.to_wkt())
    return _moved(features, lambda x, y: _on_threads(mover.transform, x, y), target)


def _on_threads(move: Shift, x: Any, y: Any) -> tuple[Floats, Floats]:
    """A move of positions that do not depend on one another, on threads where they are many."""
    east, north = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    if east.ndim != 1:
        return move(east, north)
    parts = in_chunks(move, east, north)
    if len(parts) == 1:
        return parts[0]
    return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])


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
    if declared in TO_WGS84:
        shift = TO_WGS84[declared]
        in_wgs84 = _moved(features, lambda x, y: _on_threads(shift, x, y), WGS84)
        return _reprojected(in_wgs84, known_crs(target_crs))
    stored = features.set_crs(known_crs(declared), allow_override=True)
    return _reprojected(stored, known_crs(target_crs))


def to_datum(features: gpd.GeoDataFrame, target: str) -> gpd.GeoDataFrame:
    """Move features with a CRS to `target`: an EPSG code, ``GCJ-02`` or ``BD-09``.

    For GCJ-02 and BD-09 the result is in degrees and its ``crs`` is None: no code names it.
    """
    if target in FROM_WGS84:
        shift = FROM_WGS84[target]
        in_wgs84 = _reprojected(features, known_crs(WGS84))
        shifted = _moved(in_wgs84, lambda x, y: _on_threads(shift, x, y), WGS84)
        return shifted.set_crs(None, allow_override=True)  # type: ignore[call-overload, no-any-return]
    return _reprojected(features, known_crs(target))


@lru_cache(maxsize=256)
def known_crs(code: str) -> pyproj.CRS:
    """The CRS of an EPSG code, or of WKT or PROJJSON.

    Raises
    ------
    DatumError
        Where pyproj does not know the code.
    """
    try:
        crs = pyproj.CRS.from_user_input(code)
        # PROJ takes a PROJJSON whose axis has no unit, and fails as soon as it is used.
        crs.to_wkt()
        _ = crs.geodetic_crs
        return crs
    except pyproj.exceptions.CRSError as error:
        raise DatumError("crs_unknown", crs=repr(code)[1:-1], known=list(SHIFTED_DATUMS)) from error


def is_known_crs(code: str) -> bool:
    """Whether pyproj knows the code."""
    try:
        known_crs(code)
    except DatumError:
        return False
    return True


def same_crs(found: Any, declared: str) -> bool:
    """Whether the CRS a file states is the declared one.

    The order of the axes does not matter, nor whether positions carry heights: those are
    not kept.
    """
    stated = pyproj.CRS.from_user_input(found).to_2d()
    return bool(stated.equals(known_crs(declared).to_2d(), True))


def is_metric(code: str) -> bool:
    """Whether a CRS is projected and measures in metres.

    Raises
    ------
    DatumError
        Where pyproj does not know the code.
    """
    crs = known_crs(code)
    return bool(crs.is_projected and all(axis.unit_name == "metre" for axis in crs.axis_info))


def wgs84_bounds(features: gpd.GeoDataFrame) -> tuple[float, float, float, float] | None:
    """West, south, east, north of the features in WGS 84 degrees; None where empty."""
    if features.empty or features.geometry.is_empty.all():
        return None
    west, south, east, north = (float(v) for v in features.geometry.to_crs(WGS84).total_bounds)
    return west, south, east, north


def geodetic(features: gpd.GeoDataFrame) -> tuple[gpd.GeoSeries, pyproj.Geod] | None:
    """Shapes in degrees on the ellipsoid of their own datum; None where it has none."""
    crs = features.crs
    geod = None if crs is None else crs.get_geod()
    if crs is None or geod is None or crs.geodetic_crs is None:
        return None
    return features.geometry.to_crs(crs.geodetic_crs), geod


def crs_code(text: str) -> str:
    """The EPSG code of a CRS a file states as WKT or PROJJSON; the text itself where none fits.

    CGCS2000 is known by any of its names, its zones by their parameters. A CRS called GCJ-02 or
    BD-09 is that datum, whatever parameters it has.

    Raises
    ------
    DatumError
        Where it is no CRS, or one projected from GCJ-02 or BD-09.
    """
    crs = known_crs(text)
    frame = crs.geodetic_crs
    shifted = shifted_datum_in(f"{crs.name} {frame.name if frame else ''}")
    if shifted and crs.is_geographic:
        return shifted
    if shifted:
        raise DatumError("crs_shifted_projected", crs=crs.name, datum=shifted)
    code = None if crs.is_bound else crs.to_epsg(min_confidence=70)
    if code:
        return f"EPSG:{code}"
    return cgcs2000_code(crs) or text


def crs_label(crs: pyproj.CRS) -> str:
    """How messages call a CRS: its EPSG code, else its name."""
    code = None if crs.is_bound else crs.to_epsg(min_confidence=70)
    return f"EPSG:{code}" if code else str(crs.name)


def in_degrees(code: str) -> bool:
    """Whether coordinates in this CRS or datum are degrees."""
    return code in SHIFTED_DATUMS or bool(known_crs(code).is_geographic)


def to_wgs84_xy(x: ArrayLike, y: ArrayLike, code: str) -> tuple[Floats, Floats]:
    """Move positions from a CRS or datum to WGS 84 degrees; nan or inf where there is no place."""
    lon, lat = _on_threads(TO_WGS84.get(code) or _mover_between(code, WGS84).transform, x, y)
    return np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)


@lru_cache(maxsize=256)
def _mover_between(source: str, target: str) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(known_crs(source), known_crs(target), always_xy=True)


def not_finite(shapes: NDArray[np.object_]) -> NDArray[np.intp]:
    """Positions of the shapes that have a coordinate which is no finite number."""
    coordinates = shapely.get_coordinates(shapes)
    with np.errstate(over="ignore", invalid="ignore"):
        if np.isfinite(coordinates.sum()):
            return np.empty(0, dtype=np.intp)
    _, rows = shapely.get_coordinates(shapes, return_index=True)
    return np.unique(rows[~np.isfinite(coordinates).all(axis=1)])


def distance_m(lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> Floats:
    """Metres on the WGS 84 ellipsoid between positions in degrees."""
    a, b, c, d = np.broadcast_arrays(
        *(np.asarray(v, dtype=float) for v in (lon1, lat1, lon2, lat2))
    )
    _, _, length = pyproj.Geod(ellps="WGS84").inv(a, b, c, d)
    return np.asarray(length, dtype=np.float64)
