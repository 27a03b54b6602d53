"""Headings under which positions stand, and what they say of their datum."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from hebei_gis.geo.crs import CGCS2000, WGS84
from hebei_gis.geo.shifted_datums import BD09, GCJ02

#: Headings in lower case without blanks: east or longitude → north or latitude beside it.
_DEGREES = {
    "lon": "lat", "lng": "lat", "long": "lat", "longitude": "latitude", "经度": "纬度",
    "东经": "北纬", "经度坐标": "纬度坐标",
}  # fmt: skip
_PLANE = {
    "x": "y", "x坐标": "y坐标", "横坐标": "纵坐标", "east": "north", "easting": "northing",
    "pointx": "pointy", "xcoord": "ycoord", "坐标x": "坐标y", "东坐标": "北坐标",
    "东向坐标": "北向坐标", "e": "n",
}  # fmt: skip
_NORTHS = {**_DEGREES, **_PLANE}
#: Of both coordinates in one cell → whether the latitude is said to come first.
_BOTH = {
    "坐标": None, "坐标点": None, "中心坐标": None, "中心点坐标": None, "位置坐标": None,
    "location": None, "coordinates": None, "coordinate": None, "coords": None, "lonlat": False,
    "lnglat": False, "经纬度": None, "经纬度坐标": None, "latlon": True, "latlng": True,
    "xy": False,
}  # fmt: skip
_WKT = ("wkt", "geometry", "geom", "thegeom", "shape", "几何")
#: Other headings that tell a row of headings from one of data.
_OTHERS = (
    "name", "id", "key", "code", "名称", "编号", "代码", "序号", "点号", "点名", "mc", "bsm",
    "备注", "text", "type", "类型", "高程", "h", "z",
)  # fmt: skip
_DATUMS = (
    (r"epsg:?(\d{4,6})", None),
    (r"cgcs2000|cgcs|国家2000|2000国家|大地2000", CGCS2000),
    (r"gcj02|gcj|火星|高德|腾讯|amap|gaode", GCJ02),
    (r"bd09ll|bd09|百度|baidu|bd(?=lon|lng|lat|$)", BD09),
    (r"wgs84|wgs", WGS84),
)
_DIVIDERS = re.compile(r"[\s_\-.()\[\]/、,]+")
_FILLERS = re.compile("大地坐标系|坐标系|坐标|系")


@dataclass(frozen=True)
class PositionHeading:
    """What a heading says of the coordinates under it.

    Attributes
    ----------
    role : str
        ``east``, ``north``, ``both`` (in one cell) or ``wkt``.
    base : str
        The heading without its datum: ``lon``.
    degrees : bool
        Whether it speaks of longitude or latitude.
    datum : str or None
        An EPSG code, ``GCJ-02`` or ``BD-09``; None where it names none.
    """

    role: str
    base: str
    degrees: bool
    datum: str | None


def position_heading(heading: str) -> PositionHeading | None:
    """What a heading says of positions; None where it is of something else.

    Examples
    --------
    >>> position_heading("lng_gcj02")
    PositionHeading(role='east', base='lng', degrees=True, datum='GCJ-02')
    >>> position_heading("经度(WGS84)").datum
    'EPSG:4326'
    """
    plain = _DIVIDERS.sub("", unicodedata.normalize("NFKC", heading).lower())
    datum, rest = _datum(plain)
    bases = [rest] if datum is None else [rest, _FILLERS.sub("", rest)]
    for base in bases:
        if base in _NORTHS:
            return PositionHeading("east", base, base in _DEGREES, datum)
        if base in _NORTHS.values():
            return PositionHeading("north", base, base in _DEGREES.values(), datum)
        if base in _BOTH:
            return PositionHeading("both", base, False, datum)
        if base in _WKT:
            return PositionHeading("wkt", base, False, datum)
    return None


def stated_datum(heading: str) -> str | None:
    """The datum or CRS that a heading names, whatever else it says."""
    return _datum(_DIVIDERS.sub("", unicodedata.normalize("NFKC", heading).lower()))[0]


def north_of(east: PositionHeading, north: PositionHeading) -> bool:
    """Whether two headings go together: of one kind and of one datum."""
    return _NORTHS[east.base] == north.base and east.datum == north.datum


def north_first(heading: str) -> bool | None:
    """Whether the heading of both coordinates says that the latitude comes first."""
    known = position_heading(heading)
    return _BOTH.get(known.base) if known else None


def is_known_heading(text: str) -> bool:
    """Whether a cell reads as a heading that tables often have."""
    plain = _DIVIDERS.sub("", unicodedata.normalize("NFKC", text).lower())
    return plain in _OTHERS or position_heading(text) is not None


def _datum(plain: str) -> tuple[str | None, str]:
    """The datum named, and the heading without it."""
    for pattern, code in _DATUMS:
        found = re.search(pattern, plain)
        if found:
            rest = plain[: found.start()] + plain[found.end() :]
            return code or f"EPSG:{found[1]}", rest
    return None, plain
