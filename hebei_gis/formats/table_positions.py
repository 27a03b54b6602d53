"""Which columns of a table hold positions: those named, or those that say so themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import shapely

from hebei_gis.files.angles import read_coordinates
from hebei_gis.formats.sources import Reading
from hebei_gis.formats.table_headings import north_first, north_of, position_heading, stated_datum
from hebei_gis.geo.crs import CGCS2000, WGS84, distance_m, to_wgs84_xy
from hebei_gis.geo.nesting import MOST_DEEP, is_too_deep
from hebei_gis.geo.shapes import Shapes, shape_array
from hebei_gis.geo.shifted_datums import BD09, GCJ02
from hebei_gis.words.facts import Fact, term
from hebei_gis.words.faults import Fault, Issue
from hebei_gis.words.notes import Note, note
from hebei_gis.words.questions import DROP_UNREAD
from hebei_gis.words.refusals import refusal, shown

_NAMES_TOLD = 40
_ROWS_TOLD = 3
#: Where more than this share of the rows has no readable position, it is asked first.
_ASKED_SHARE = 0.1
#: Both coordinates in one cell, with or without brackets.
_HALF, _BETWEEN = r"([^,，;；、\s()（）【】\[\]]+)", r"\s*[,，;；、\s]\s*"
_BOTH = re.compile(rf"^[\[(（【]?\s*{_HALF}{_BETWEEN}{_HALF}\s*[\])）】]?$")
#: Of China's longitudes: no latitude is so large, and none of its latitudes is so small.
_NO_LATITUDE = 60.0
_SRID = re.compile(r"\s*SRID=(\d+);", re.IGNORECASE)
#: Columns of two datums mean one place where they put a row within this.
_AGREE_M = 2.0
#: What users call a datum, in letters and digits → what headings mean by it.
_CALLED = {
    "WGS84": WGS84, "4326": WGS84, "CGCS2000": CGCS2000, "4490": CGCS2000, "GCJ02": GCJ02,
    "BD09": BD09,
}  # fmt: skip


@dataclass(frozen=True)
class Positions:
    """Shapes read from columns, and which columns those were.

    Attributes
    ----------
    shapes : array of shapely geometries or None
    used : tuple of str
    crs : str or None
        What headings or cells say of the CRS or datum.
    notes, issues, faults, mends
        As in :class:`~hebei_gis.formats.sources.Rows`.
    """

    shapes: Shapes
    used: tuple[str, ...]
    crs: str | None = None
    notes: tuple[Note, ...] = ()
    issues: tuple[Issue, ...] = ()
    faults: tuple[Fault, ...] = ()
    mends: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_positions(
    headings: Mapping[str, str],
    cells: Mapping[str, Sequence[Any]],
    reading: Reading,
    where: str,
    usual: tuple[str, str] | None = None,
) -> Positions:
    """Shapes of a table's rows.

    Columns named by the user come first, then one pair of well-known headings, then WKT. Of
    several pairs the one whose headings name the datum the user states is taken; else nothing
    is chosen.

    Parameters
    ----------
    headings : mapping of column to str
        What each column's heading says.
    cells : mapping of column to cells
    reading : Reading
    where : str
    usual : pair of str, optional
        Columns of east and north where the kind of file fixes them and no heading does.

    Raises
    ------
    UploadError
        Where a column named is not there, or none or several could be meant.
    """
    columns = list(headings)
    for control, name in (("x", reading.x), ("y", reading.y), ("wkt", reading.wkt)):
        if name is not None and name not in headings:
            expected = term("one_of_columns", names=[shown(n) for n in columns[:_NAMES_TOLD]])
            raise refusal("unknown_column", where, shown(name), expected, answered_by=control)
    if (reading.x is None) != (reading.y is None):
        raise refusal("no_positions", where, term("one_of_x_and_y"), term("both_of_them"))
    if reading.wkt:
        return _from_one(reading.wkt, headings, cells, where)
    if reading.x and reading.y:
        return _from_pair(reading.x, reading.y, headings, cells, where)
    pairs, texts = _known_columns(headings)
    if not pairs and not texts and usual is not None:
        return _from_pair(*usual, headings, cells, where)
    meant = _meant(pairs, texts, headings, reading.crs)
    if len(meant) == 1:
        (chosen,) = meant
        if isinstance(chosen, tuple):
            found = _from_pair(*chosen, headings, cells, where)
            _check_others(found, pairs, headings, cells, where)
            return found
        return _from_one(chosen, headings, cells, where)
    if not meant:
        listed = [shown(name) for name in columns[:_NAMES_TOLD]]
        raise refusal("no_positions", where, listed, term("columns_of_positions"))
    several = [" + ".join(map(shown, one)) if isinstance(one, tuple) else shown(one)
               for one in meant]  # fmt: skip
    raise refusal("no_positions", where, term("several_of", names=several), term("one_of_them"))


def _check_others(
    chosen: Positions,
    pairs: Sequence[tuple[str, str]],
    headings: Mapping[str, str],
    cells: Mapping[str, Sequence[Any]],
    where: str,
) -> None:
    """Ask where columns of another datum put the rows elsewhere than those that were chosen.

    Raises
    ------
    UploadError
    """
    if chosen.crs is None:
        return
    lon, lat = to_wgs84_xy(shapely.get_x(chosen.shapes), shapely.get_y(chosen.shapes), chosen.crs)
    for pair in pairs:
        if pair == chosen.used:
            continue
        other = _from_pair(*pair, headings, cells, where)
        if other.crs is None or other.crs == chosen.crs:
            continue
        x, y = to_wgs84_xy(shapely.get_x(other.shapes), shapely.get_y(other.shapes), other.crs)
        both = np.isfinite(lon) & np.isfinite(lat) & np.isfinite(x) & np.isfinite(y)
        if both.any() and np.median(distance_m(lon[both], lat[both], x[both], y[both])) > _AGREE_M:
            several = [" + ".join(map(shown, one)) for one in (chosen.used, pair)]
            found = term("several_apart", names=several)
            raise refusal("no_positions", where, found, term("one_of_them"))


def _known_columns(headings: Mapping[str, str]) -> tuple[list[tuple[str, str]], list[str]]:
    known = {name: position_heading(heading) for name, heading in headings.items()}
    found = {name: heading for name, heading in known.items() if heading is not None}
    easts = [(name, one) for name, one in found.items() if one.role == "east"]
    norths = [(name, one) for name, one in found.items() if one.role == "north"]
    pairs = [(x, y) for x, east in easts for y, north in norths if north_of(east, north)]
    # A heading such as 坐标 also stands over what are no positions, beside columns that are.
    alone = [name for name, one in found.items() if one.role == "both" and not pairs]
    return pairs, [name for name, one in found.items() if one.role == "wkt"] or alone


def _meant(
    pairs: Sequence[tuple[str, str]],
    texts: Sequence[str],
    headings: Mapping[str, str],
    crs: str | None,
) -> list[tuple[str, str] | str]:
    """Columns that may be meant; of several those of the datum the user states."""
    several: list[tuple[str, str] | str] = [*pairs, *texts]
    if len(several) < 2 or crs is None:
        return several
    called = re.sub("[^0-9A-Z]", "", crs.upper().removeprefix("EPSG"))
    wanted = _CALLED.get(called, f"EPSG:{called}")
    fitting = [
        one
        for one in several
        if stated_datum(headings[one if isinstance(one, str) else one[0]]) == wanted
    ]
    return fitting or several


def _from_one(
    column: str, headings: Mapping[str, str], cells: Mapping[str, Sequence[Any]], where: str
) -> Positions:
    """Positions of one column: WKT, or both coordinates in each cell."""
    texts = [str(cell or "").strip() for cell in cells[column]]
    halves = [_BOTH.match(text) for text in texts]
    known = sum(half is not None for half in halves)
    if not known or 2 * known < sum(map(bool, texts)):
        return _from_wkt(column, headings, cells, where)
    pairs = [
        half.groups() if half else (text, text) for half, text in zip(halves, texts, strict=True)
    ]
    first, second = zip(*pairs, strict=True)
    stated = north_first(headings[column])
    north = _north_stands_first(first, second) if stated is None else stated
    x, y = (second, first) if north else (first, second)
    found = _from_pair(column, column, headings, cells, where, (x, y))
    order = [term("both_longitude"), term("both_latitude")]
    first_said, then_said = order[::-1] if north else order
    said = note("column_both", column=shown(column), first=first_said, second=then_said)
    return replace(found, used=(column,), notes=(said,))


def _north_stands_first(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether the second of two coordinates can only be a longitude, and the first cannot."""
    values = [read_coordinates(texts, north=north, degrees=False).values
              for texts, north in ((first, True), (second, False))]  # fmt: skip
    with np.errstate(invalid="ignore"):
        norths, easts = map(np.abs, values)
        most = np.nanmax(easts, initial=0)
        least = np.nanmin(easts, initial=np.inf)
        return bool(np.nanmax(norths, initial=0) <= _NO_LATITUDE < least <= most <= 180)


def _from_pair(
    x: str,
    y: str,
    headings: Mapping[str, str],
    cells: Mapping[str, Sequence[Any]],
    where: str,
    split: tuple[Sequence[Any], Sequence[Any]] | None = None,
) -> Positions:
    """Points from two columns, or from the two halves of one."""
    easts, norths = split or (cells[x], cells[y])
    stated = {stated_datum(headings[name]) for name in (x, y)} - {None}
    if len(stated) > 1:
        raise refusal("columns_disagree", where, [shown(x), shown(y)], answered_by=["x", "y"])
    known = [position_heading(headings[name]) for name in (x, y)]
    degrees = any(heading is not None and heading.degrees for heading in known)
    east = read_coordinates(easts, north=False, degrees=degrees)
    north = read_coordinates(norths, north=True, degrees=degrees)
    whole = np.isfinite(east.values) & np.isfinite(north.values)
    shapes = shape_array([None] * len(whole))
    shapes[whole] = shapely.points(east.values[whole], north.values[whole])
    reasons: dict[int, Fact] = {}
    for row in np.flatnonzero(~whole).tolist():
        reason = east.reasons.get(row) or north.reasons.get(row) or term("empty_cell")
        told = [shown(cells[name][row] or "") or term("empty") for name in dict.fromkeys((x, y))]
        reasons[row] = term("cells_no_position", cells=told, reason=reason)
    crs = stated.pop() if stated else None
    if crs in (WGS84, CGCS2000, GCJ02, BD09) and not _in_degrees(east.values, north.values):
        crs = None  # a datum, but of a projection that is not told
    said = note("columns_xy", x=shown(x), y=shown(y))
    faults, mends = _unread(reasons, len(whole), where)
    return Positions(shapes, (x, y), crs, (said,), _issues(reasons), faults, mends)


def _in_degrees(east: Any, north: Any) -> bool:
    with np.errstate(invalid="ignore"):
        return not ((np.abs(east) > 180).any() or (np.abs(north) > 90).any())


def _issues(reasons: Mapping[int, Fact]) -> tuple[Issue, ...]:
    return tuple(
        Issue("no_position", str(row + 1), found=reason) for row, reason in reasons.items()
    )


def _unread(
    reasons: Mapping[int, Fact], rows: int, where: str
) -> tuple[tuple[Fault, ...], Mapping[str, tuple[str, ...]]]:
    """A question where many rows would be left out, a fault where all would be."""
    if not rows or len(reasons) <= _ASKED_SHARE * rows:
        return (), {}
    examples = [
        term("row_told", row=row + 1, found=reason)
        for row, reason in list(reasons.items())[:_ROWS_TOLD]
    ]
    if len(reasons) == rows:
        return (
            Fault("no_position_read", where, examples, term("positions_written"), rows=rows),
        ), {}
    fault = Fault(
        "positions_unread", where, examples, term("positions_written"),
        rows=len(reasons), all=rows,
    )  # fmt: skip
    return (fault,), {"positions_unread": (DROP_UNREAD,)}


def _from_wkt(
    column: str, headings: Mapping[str, str], cells: Mapping[str, Sequence[Any]], where: str
) -> Positions:
    texts = cells[column]
    shapes: list[Any] = []
    issues: list[Issue] = []
    reasons: dict[int, Fact] = {}
    stated = {stated_datum(headings[column])} - {None}
    for row, text in enumerate(texts):
        # GEOS reads neither the prefix of EWKT nor numbers beyond those of a double.
        plain = str(text or "").strip()
        prefix = _SRID.match(plain)
        if prefix:
            plain = plain[prefix.end() :]
            if int(prefix[1]):
                stated.add(f"EPSG:{int(prefix[1])}")
        if is_too_deep(plain):
            reasons[row] = term("no_wkt", why=term("shapes_too_deep", most=MOST_DEEP))
            shapes.append(None)
            continue
        try:
            shape = shapely.from_wkt(plain) if plain else None
        except (shapely.GEOSException, ValueError, RecursionError) as error:
            shape = _closed(plain)
            if shape is None:
                reasons[row] = term("no_wkt", why=shown(error))
            else:
                issues.append(Issue("closed_ring", str(row + 1)))
        shapes.append(shape)
    if len(stated) > 1:
        codes = sorted(code for code in stated if code is not None)
        raise refusal("rows_of_several_crs", where, codes)
    said = note("column_wkt", column=shown(column))
    faults, mends = _unread(reasons, len(texts), where)
    return Positions(
        shape_array(shapes), (column,), stated.pop() if stated else None, (said,),
        (*issues, *_issues(reasons)), faults, mends,
    )  # fmt: skip


def _closed(text: str) -> Any:
    try:
        return shapely.from_wkt(text, on_invalid="fix")
    except (shapely.GEOSException, ValueError, RecursionError):
        return None
