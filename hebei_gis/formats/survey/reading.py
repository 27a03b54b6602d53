"""Survey boundary texts as they come in: zone, parcels, rings, and what cannot be right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import shapely

from hebei_gis.files.text import Encoding, decoded
from hebei_gis.formats.format import NOT, SURE
from hebei_gis.formats.layer_choice import check_size
from hebei_gis.formats.sources import LayerFound, Reading, Rows, Upload
from hebei_gis.formats.survey.layout import (
    AREA,
    FIELDS,
    HEAD,
    HECTARE,
    KIND,
    KINDS,
    PARCELS,
)
from hebei_gis.geo.shapes import shape_array
from hebei_gis.geo.zones import ZONE_NUMBERS, Zone, width_of_number
from hebei_gis.words.errors import UploadError
from hebei_gis.words.facts import Fact, listed, term
from hebei_gis.words.faults import Fault, Issue
from hebei_gis.words.notes import Note, note
from hebei_gis.words.refusals import shown, too_much

_LAYOUT = term("survey_layout", head=HEAD, parcels=PARCELS)
_NUMBER = re.compile(r"[-+]?\d{1,12}(\.\d*)?")
_POINT_FIELDS = 4
_DATUMS = (
    (re.compile("2000"), "CGCS2000"),
    (re.compile("80"), "XIAN80"),
    (re.compile("54"), "BEIJING54"),
)
_WIDE = str.maketrans("，＝［］＠０１２３４５６７８９．－", ",=[]@0123456789.-")
#: The head stands within so many bytes of the beginning.
_LOOKED_AT = 8192
_MARKS = tuple(
    mark.encode(encoding)
    for mark in (HEAD, PARCELS, "［属性描述］", "［地块坐标］")
    for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
)
_PREFIX = 1_000_000
#: Metres from the equator, and within a zone without its number, that lie in China.
_NORTHINGS, _EASTINGS = (300_000, 6_100_000), (100_000, 900_000)
_MOST_FAULTS = 20
#: By how much of it a stated area may differ from the drawn one: both are rounded.
_AREA_SHARE = 0.01


@dataclass
class _Parcel:
    """A parcel's line and those of its points: names of rings in their order → positions."""

    line: int
    points: str
    values: dict[str, str]
    rings: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    @property
    def positions(self) -> Iterator[tuple[float, float]]:
        """East and north of all points."""
        return (place for ring in self.rings.values() for place in ring)


@dataclass
class _Text:
    """All that a file says; faults are gathered, so that all are told at once."""

    head: dict[str, str] = field(default_factory=dict)
    parcels: list[_Parcel] = field(default_factory=list)
    faults: list[tuple[Fact, Fact]] = field(default_factory=list)

    def doubt(self, line: int, found: Fact, expected: Fact) -> None:
        """Something in a line that cannot be right."""
        self.faults.append((term("survey_line", line=line, found=found), expected))


class SurveyTextSource:
    """The parcels of one text."""

    one_layer_needed = True
    notes: tuple[Note, ...] = ()

    def __init__(self, upload: Upload) -> None:
        self._upload = upload

    @cached_property
    def encoding(self) -> Encoding | None:
        """In what the text is written, if that can be told."""
        try:
            return decoded(self._upload.content, self._upload.name, None)[1]
        except UploadError:
            return None

    @cached_property
    def layers(self) -> tuple[LayerFound, ...]:
        """One layer; whatever is wrong with it is told when it is read."""
        if self.encoding is None:
            return (LayerFound("parcels", 0),)
        text, _ = decoded(self._upload.content, self._upload.name, None)
        parcels = _parsed(text, self._upload).parcels
        columns = dict.fromkeys([name for name in FIELDS if name != KIND], "text")
        return (LayerFound("parcels", len(parcels), (), columns),)

    def read(self, reading: Reading) -> Rows:
        """The parcels, all or none; of what is wrong, everything is told at once."""
        upload = self._upload
        text, encoding = decoded(upload.content, upload.name, reading.encoding)
        found = _parsed(text, upload)
        zone, stated = _zone(found)
        shapes, issues = [], []
        for row, parcel in enumerate(found.parcels, start=1):
            shape, closed = _shape(parcel, found)
            shapes.append(shape)
            if closed:
                issues.append(Issue("closed_ring", str(row)))
            issues += _other_area(parcel, shape, str(row))
        if found.faults:
            raise _refused(found.faults, upload.name)
        notes = [encoding.note]
        if re.search(r"[1-9]", found.head.get("转换参数", "")):
            notes.append(note("survey_parameters", numbers=shown(found.head["转换参数"])))
        return Rows(
            _table(found.parcels), shape_array(shapes), zone.code if zone else None,
            notes=tuple(notes), issues=tuple(issues), stated=stated,
        )  # fmt: skip


def _refused(faults: Sequence[tuple[Fact, Fact]], where: str) -> UploadError:
    told = [
        Fault("survey_text", shown(where), found, expected)
        for found, expected in faults[:_MOST_FAULTS]
    ]
    more = len(faults) - _MOST_FAULTS
    if more > 0:
        found = term("survey_more_faults", count=more)
        told.append(Fault("survey_text", shown(where), found, _LAYOUT))
    return UploadError(told)


def _parsed(text: str, upload: Upload) -> _Text:
    found = _Text()
    section = ""
    vertices = 0
    for number, line in enumerate(text.replace("\0", "").splitlines(), start=1):
        plain = line.strip()
        marked = re.sub(r"\s", "", plain.translate(_WIDE))
        if marked.startswith("["):
            section = marked
        elif plain and section == HEAD:
            name, _, value = plain.replace("＝", "=").partition("=")
            found.head[name.strip()] = value.strip()
        elif plain and section == PARCELS:
            vertices += 1
            _take_line(number, plain, found)
            if vertices > upload.limits.vertices:
                raise too_much(
                    upload.name, vertices, upload.limits.vertices, "vertices", "vertices"
                )
            if len(found.parcels) > upload.limits.rows:
                check_size(upload.name, len(found.parcels), 1, upload.limits)
    if section != PARCELS:
        found.faults.append((term("survey_no_parcels", parcels=PARCELS), _LAYOUT))
    return found


def _take_line(number: int, line: str, found: _Text) -> None:
    """A line of a parcel or of a point."""
    # A name may hold a full-width comma where the others are not.
    divided = line if line.count(",") >= _POINT_FIELDS - 1 else line.translate(_WIDE)
    cells = [cell.strip() for cell in divided.split(",")]
    if cells[-1] in ("@", "＠"):
        count, *values = cells[:-1]
        if len(values) != len(FIELDS):
            told = term("survey_fields", count=len(values) + 1)
            found.doubt(number, told, term("survey_fields", count=len(FIELDS) + 1))
        filled = [*values, *[""] * len(FIELDS)]
        found.parcels.append(_Parcel(number, count, dict(zip(FIELDS, filled, strict=False))))
        return
    while cells and not cells[-1]:
        cells.pop()
    if not found.parcels:
        found.doubt(number, shown(line), term("survey_parcel_line"))
        return
    numbers = [cell.translate(_WIDE) for cell in cells[2:]]
    if len(cells) != _POINT_FIELDS or not all(map(_NUMBER.fullmatch, numbers)):
        found.doubt(number, shown(line), term("survey_point_line"))
        return
    north, east = map(float, numbers)
    found.parcels[-1].rings.setdefault(cells[1].translate(_WIDE), []).append((east, north))


def _zone(found: _Text) -> tuple[Zone | None, str | None]:
    """The zone the head and the eastings say, or the head's words where they say none.

    What contradicts the head is entered among the faults.
    """
    numbered = _check_places(found)
    head = found.head
    if not head.get("坐标系") or not any(parcel.rings for parcel in found.parcels):
        return None, None  # without a point nobody can tell which of the zone's two CRS it is
    words = ", ".join(
        f"{name}={head[name]}"
        for name in ("坐标系", "几度分带", "投影类型", "计量单位", "带号")
        if head.get(name)
    )
    datum = _datum(head["坐标系"])
    gauss = "高斯" in head.get("投影类型", "高斯")
    metres = head.get("计量单位", "") in ("", "米", "m", "M")
    number = _whole(head.get("带号", "")) or numbered
    if datum is None or not gauss or not metres or number is None:
        return None, words
    width = _whole(head.get("几度分带", "")) or width_of_number(number)
    if width not in ZONE_NUMBERS or number not in ZONE_NUMBERS[width]:
        told = term("survey_zone", width=str(width), number=number)
        found.faults.append((told, term("survey_zones")))
        return None, words
    if numbered not in (None, number):
        told = term("survey_other_zone", head=number, found=numbered)
        found.faults.append((told, term("survey_one_zone")))
    return Zone(datum, width, number, numbered is not None), None


def _datum(words: str) -> str | None:
    """The datum that the head names; None where it names none of these, or several."""
    named = [datum for pattern, datum in _DATUMS if pattern.search(words)]
    return named[0] if len(named) == 1 and not re.search("地方|独立|城市|天津", words) else None


def _whole(text: str) -> int | None:
    found = re.match(r"\d+", text.translate(_WIDE).strip())
    return int(found[0]) if found else None


def _check_places(found: _Text) -> int | None:
    """The number before all eastings, if there is one; faults of places that cannot be."""
    prefixes: set[int] = set()
    for parcel in found.parcels:
        places = list(parcel.positions)
        swapped = [_swapped(*place) for place in places]
        if places and all(swapped):
            found.doubt(parcel.line, term("survey_swapped"), term("survey_north_first"))
            continue
        for east, north in places:
            if not _NORTHINGS[0] <= north <= _NORTHINGS[1]:
                told = term("survey_northing", value=f"{north:.3f}")
                found.doubt(parcel.line, told, term("survey_northings"))
                break
            if not _EASTINGS[0] <= east % _PREFIX <= _EASTINGS[1] or east < 0:
                told = term("survey_easting", value=f"{east:.3f}")
                found.doubt(parcel.line, told, term("survey_eastings"))
                break
            prefixes.add(int(east // _PREFIX))
    if len(prefixes) > 1:
        numbers = listed(sorted(prefixes), 5)
        found.faults.append((term("survey_prefixes", numbers=numbers), term("survey_one_zone")))
    return next(iter(prefixes)) or None if len(prefixes) == 1 else None


def _swapped(east: float, north: float) -> bool:
    """Whether the easting stands first: it has a zone's number, or is less than a northing."""
    first_is_easting = north >= 10 * _PREFIX or _EASTINGS[0] <= north <= _EASTINGS[1]
    return first_is_easting and _PREFIX < east < 10 * _PREFIX


def _shape(parcel: _Parcel, found: _Text) -> tuple[Any, bool]:
    """A parcel's shape, and whether a ring had to be closed."""
    kind = KINDS.get(parcel.values[KIND] or "面")
    if kind is None:
        found.doubt(
            parcel.line, shown(parcel.values[KIND]), term("survey_kinds", names=list(KINDS))
        )
        return None, False
    least = {"Point": 1, "LineString": 2, "Polygon": 3}[kind]
    rings = [np.array(ring) for ring in parcel.rings.values()]
    for name, ring in parcel.rings.items():
        if len(set(ring)) < least:
            told = term("survey_ring", ring=shown(name), count=len(set(ring)))
            found.doubt(parcel.line, told, term("survey_least", count=least))
    if not rings:
        found.doubt(parcel.line, term("survey_no_points"), term("survey_point_line"))
    ends = sum(len(ring) > 1 and bool((ring[0] == ring[-1]).all()) for ring in rings)
    lines = sum(map(len, rings))
    count = _whole(parcel.points)
    if parcel.points and count not in (lines, lines - ends):
        told = term("survey_count", said=shown(parcel.points), found=lines)
        found.doubt(parcel.line, told, term("survey_count_agrees"))
    if found.faults:
        return None, False
    if kind == "Point":
        points = [shapely.Point(place) for place in parcel.positions]
        return points[0] if len(points) == 1 else shapely.multipoints(points), False
    if kind == "LineString":
        parts = [shapely.LineString(ring) for ring in rings]
        return parts[0] if len(parts) == 1 else shapely.multilinestrings(parts), False
    return _areas(rings), ends < len(rings)


def _other_area(parcel: _Parcel, shape: Any, key: str) -> Iterator[Issue]:
    """Where the stated area, in hectares or square metres, is not the drawn one."""
    said = parcel.values[AREA]
    if shape is None or not shape.area or not said:
        return
    if not _is_number(said):
        yield Issue("stated_area_unread", key, said=shown(said))
        return
    drawn = shape.area
    near = (abs(float(said) * unit - drawn) <= _AREA_SHARE * drawn for unit in (1, HECTARE))
    if not any(near):
        area = {"square_metres": round(drawn, 1), "hectares": round(drawn / HECTARE, 4)}
        yield Issue("stated_area_differs", key, said=said, **area)


def _areas(rings: Sequence[Any]) -> Any:
    """An area of rings: one that lies in an odd number of others is a hole."""
    areas = [shapely.Polygon(ring) for ring in rings]
    around = [
        [n for n, other in enumerate(areas) if other is not one and _within(one, other)]
        for one in areas
    ]
    holes: dict[int, list[Any]] = {n: [] for n, outer in enumerate(around) if len(outer) % 2 == 0}
    for n, outer in enumerate(around):
        if n not in holes:
            # The innermost of those around it.
            shell = max((m for m in outer if m in holes), key=lambda m: len(around[m]))
            holes[shell].append(areas[n].exterior)
    parts = [shapely.Polygon(areas[n].exterior, inner) for n, inner in holes.items()]
    return parts[0] if len(parts) == 1 else shapely.multipolygons(parts)


def _within(one: Any, other: Any) -> bool:
    """Whether a ring lies in another; they may touch, and cross themselves."""
    if not one.area < other.area:
        return False
    x, y = shapely.get_coordinates(one).T
    inner = one.representative_point() if one.is_valid else one.exterior.interpolate(0)
    return bool(shapely.intersects_xy(other, x, y).all() and other.intersects(inner))


def _table(parcels: Sequence[_Parcel]) -> pd.DataFrame:
    columns: dict[str, Any] = {}
    for name in FIELDS:
        if name == KIND:
            continue
        texts = [parcel.values[name] or None for parcel in parcels]
        column: Any = pd.Series(texts, dtype=object)
        if name == AREA and all(_is_number(text) for text in texts):
            column = pd.Series([None if t is None else float(t) for t in texts], dtype="float64")
        columns[name] = column
    return pd.DataFrame(columns, index=pd.RangeIndex(len(parcels)))


def _is_number(text: str | None) -> bool:
    return text is None or _NUMBER.fullmatch(text) is not None


def claims(upload: Upload) -> int:
    """Sure of text with the headings of this layout."""
    head = upload.content[:_LOOKED_AT]
    return SURE if any(mark in head for mark in _MARKS) else NOT
