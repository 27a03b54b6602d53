"""Coordinate reference systems and the datums GCJ-02 and BD-09.

The only place that names an EPSG code or moves coordinates; the formulas of the shifted datums
are in :mod:`hebei_gis.geo.shifted_datums`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

import geopandas as gpd
import numpy as np
import pyproj
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj.crs import BoundCRS
from pyproj.crs.coordinate_operation import ToWGS84Transformation

from hebei_gis.files.threads import in_chunks
from hebei_gis.geo.shifted_datums import FROM_WGS84, SHIFTED_DATUMS, TO_WGS84, Floats, Shift
from hebei_gis.words.errors import DatumError

WGS84 = "EPSG:4326"
CGCS2000 = "EPSG:4490"
WEB_MERCATOR = "EPSG:3857"


def _moved(features: gpd.GeoDataFrame, move: Shift, crs: str | pyproj.CRS) -> gpd.GeoDataFrame:
    """The same rows with their coordinates moved; `crs` is that of the result."""

    def both(coordinates: NDArray[Any]) -> NDArray[Any]:
        return np.column_stack(move(coordinates[:, 0], coordinates[:, 1]))

    geometry = shapely.transform(features.geometry.to_numpy(), both)
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
        moved = _moved(in_wgs84, lambda x, y: _on_threads(shift, x, y), WGS84)
        return moved.set_crs(None, allow_override=True)  # type: ignore[call-overload, no-any-return]
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


@dataclass(frozen=True)
class Conversion:
    """One move of coordinates, as a layer's record keeps it.

    ``accuracy_m`` is the radius in metres of what the move itself may be wrong by; None where
    nobody has published it.
    """

    source: str
    target: str
    method_en: str
    method_zh: str
    accuracy_m: float | None

    def values(self) -> dict[str, Any]:
        """As a sidecar says it."""
        values = asdict(self)
        return {"from": values.pop("source"), "to": values.pop("target"), **values}

    def sentence(self, language: str = "en") -> str:
        """From, to, method, accuracy in one sentence."""
        if language == "zh":
            accuracy = "精度未知" if self.accuracy_m is None else f"精度 {self.accuracy_m:g} 米"
            return f"坐标转换:{self.source} → {self.target},{self.method_zh},{accuracy}。"
        unknown = self.accuracy_m is None
        accuracy = "accuracy unknown" if unknown else f"accuracy {self.accuracy_m:g} m"
        return f"Converted from {self.source} to {self.target}: {self.method_en}; {accuracy}."


def with_parameters(code: str, parameters: Sequence[float]) -> str:
    """A CRS bound to WGS 84 by the parameters its owner gave, as WKT.

    Parameters
    ----------
    code : str
        The CRS of the coordinates, ``EPSG:4214`` or another.
    parameters : 3 or 7 numbers
        dx, dy, dz in metres, then rx, ry, rz in seconds of arc and the scale in parts per
        million (Bursa-Wolf, position vector: what PROJ calls ``towgs84``).

    Raises
    ------
    DatumError
        Where there are not 3 or 7 finite numbers of a believable size.
    """
    values = [float(value) for value in parameters]
    shifts, rest = values[:3], values[3:]
    sound = (
        len(values) in (3, 7)
        and bool(np.isfinite(values).all())
        and all(abs(value) <= 2000 for value in shifts)
        and all(abs(value) <= 100 for value in rest)
    )
    if not sound:
        raise DatumError("parameters_unusable", values=values)
    source = known_crs(code)
    frame = source.geodetic_crs
    if frame is None:
        raise DatumError("no_ellipsoid", crs=repr(code)[1:-1])
    step = ToWGS84Transformation(frame, *values, *[0.0] * (7 - len(values)))
    return str(BoundCRS(source, pyproj.CRS.from_user_input(WGS84), step).to_wkt())


@lru_cache(maxsize=256)
def datum_refusal(code: str) -> str | None:
    """Why coordinates in this CRS cannot be moved honestly without parameters; None if they can.

    Beijing 54 and Xi'an 80 are refused: PROJ would apply no shift at all, which is 50 to 150 m
    wrong. So is any CRS on an ellipsoid of theirs, without a datum, or one PROJ knows no
    transformation for.
    """
    if code in SHIFTED_DATUMS:
        return None
    crs = known_crs(code)
    if crs.is_bound:
        return None
    frame = crs.geodetic_crs
    if frame is None or frame.datum is None or not (crs.is_geographic or crs.is_projected):
        return f"{crs.name} (no datum)"
    names = f"{frame.datum.name} {frame.ellipsoid.name if frame.ellipsoid else ''}".lower()
    if any(name in names for name in _OLD):
        return f"{crs.name} ({frame.datum.name})"
    try:
        mover = pyproj.Transformer.from_crs(crs, WGS84, always_xy=True)
    except pyproj.exceptions.ProjError:
        return f"{crs.name} (PROJ knows no way from it)"
    if any(name in names for name in _MODERN):
        return None
    return f"{crs.name} ({frame.datum.name})" if mover.accuracy < 0 else None


#: Datum names that WGS 84 coordinates can stand for, and those that need parameters.
_MODERN = ("world geodetic system 1984", "wgs 84", "wgs_1984", "china 2000", "china geodetic")
_OLD = ("beijing", "xian", "xi'an", "krass", "iag 1975", "iag_1975")


@lru_cache(maxsize=256)
def conversion(code: str, target: str = WGS84) -> Conversion:
    """The record of a move from `code` to `target`: EPSG codes, ``GCJ-02`` or ``BD-09``.

    Between WGS 84 and CGCS2000 it says that nothing is moved.
    """
    if code in SHIFTED_DATUMS or target in SHIFTED_DATUMS:
        shifted = code if code in SHIFTED_DATUMS else target
        return Conversion(
            code, target,
            f"published {shifted} offset (the inverse by fixed-point iteration, less than 1e-6 m "
            "left); nobody states how exact the offset itself is",
            f"{shifted} 公开算法(逆算为不动点迭代,数值残差小于 1e-6 米);偏移量本身的精度无官方说明",
            None,
        )  # fmt: skip
    to = known_crs(target)
    crs = known_crs(code)
    name = _label(crs)
    if crs.is_bound:
        return Conversion(
            name, _label(to), "parameters given by the user (Bursa-Wolf, position vector)",
            "用户提供的参数(布尔莎模型,位置矢量约定)", None,
        )  # fmt: skip
    unprojected = crs.is_projected
    if _is_china_2000(crs) != _is_china_2000(to):
        return Conversion(
            name, _label(to),
            ("projection undone, then " if unprojected else "")
            + "null shift between CGCS2000 and WGS 84 (nothing is moved; they agree within "
            "about 1 m)"
            + (", then projected" if to.is_projected else ""),
            ("反投影后," if unprojected else "")
            + "CGCS2000 与 WGS 84 之间不作平移(零平移;两者相差约 1 米以内)"
            + (",再投影" if to.is_projected else ""),
            None,
        )  # fmt: skip
    mover = pyproj.Transformer.from_crs(crs, to, always_xy=True)
    accuracy = mover.accuracy if mover.accuracy >= 0 else None
    if crs.is_geographic and to.is_geographic and accuracy == 0:
        return Conversion(name, _label(to), "nothing to convert", "无需转换", 0.0)
    if crs.geodetic_crs and to.geodetic_crs and crs.geodetic_crs.equals(to.geodetic_crs, True):
        words = ("same datum, projection only", "同一基准,仅投影换算")
        return Conversion(name, _label(to), *words, 0.0)
    return Conversion(name, _label(to), f"PROJ: {mover.description}", "由 PROJ 转换", accuracy)


def _is_china_2000(crs: pyproj.CRS) -> bool:
    frame = crs.geodetic_crs
    return bool(frame and frame.datum and "china" in frame.datum.name.lower())


def _label(crs: pyproj.CRS) -> str:
    code = None if crs.is_bound else crs.to_epsg(min_confidence=70)
    return f"EPSG:{code}" if code else crs.name


def crs_code(text: str) -> str:
    """The EPSG code of a CRS a file states as WKT or PROJJSON; the text itself where none fits.

    Raises
    ------
    DatumError
        Where it is no CRS.
    """
    crs = known_crs(text)
    code = None if crs.is_bound else crs.to_epsg(min_confidence=70)
    return f"EPSG:{code}" if code else text


def gauss_kruger_codes(lon: float) -> tuple[str, ...]:
    """EPSG codes of the CGCS2000 Gauss-Kruger zones within 4.5° of a longitude.

    3° zones first, then those of 6°; each without the zone's number before the easting and
    with it. The nearest central meridian stands first.
    """
    starts = ((4534, 3, 21), (4513, 3, 21), (4502, 6, 11), (4491, 6, 11))
    near = [
        (width, abs(75 + width * step - lon), start + step)
        for start, width, count in starts
        for step in range(count)
        if abs(75 + width * step - lon) <= 4.5
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
