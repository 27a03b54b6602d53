"""What CSV and XLSX share: which columns carry the coordinates, and reading them again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pandas as pd
import shapely

from hebei_gis.files.cells import column_lists, distinct_names
from hebei_gis.formats.outgoing import Table
from hebei_gis.formats.reading_back import UNSTATED, ReadTable, from_cells, number
from hebei_gis.geo.targets import Target, code_of_label

_PAIRS = (("lon", "lat"), ("easting", "northing"))
_COORDINATE_COLUMN = re.compile(r"^(lon|lat|easting|northing|wkt)_([a-z]+[0-9]+)$")


def coordinate_columns(table: Table, target: Target) -> list[str]:
    """Names of the coordinate columns: two for points, one of WKT for all else.

    They say the reference system: ``lon_gcj02``, ``northing_epsg4548``, ``wkt_cgcs2000``.
    """
    label = target.label.lower()
    types = set(table.geometry_types)
    if (types or set(table.geometry)) == {"Point"}:
        first, second = _PAIRS[0] if target.in_degrees else _PAIRS[1]
        return [f"{first}_{label}", f"{second}_{label}"]
    return [f"wkt_{label}"]


def spreadsheet_rows(table: Table, target: Target) -> tuple[list[str], list[list[Any]]]:
    """Headings and columns of a table, coordinates last; cells are plain values or None."""
    coordinates = coordinate_columns(table, target)
    names = distinct_names([*coordinates, *table.columns])[len(coordinates) :]
    shapes = table.rows.geometry.to_numpy()
    columns = column_lists(pd.DataFrame(table.rows), table.columns)
    if len(coordinates) == 2:
        for positions in (shapely.get_x(shapes), shapely.get_y(shapes)):
            columns.append(
                [None if pd.isna(v) else round(float(v), target.decimals) for v in positions]
            )
    else:
        columns.append(list(shapely.to_wkt(shapes, rounding_precision=target.decimals)))
    return [*names, *coordinates], columns


def read_rows(name: str, header: Sequence[str], rows: Sequence[Sequence[Any]]) -> ReadTable:
    """A table from the cells of a sheet; the coordinate columns are taken out of it."""
    columns = {title: [row[place] for row in rows] for place, title in enumerate(header)}
    found = [match for title in header if (match := _COORDINATE_COLUMN.match(str(title)))]
    roles = {match[1]: match[0] for match in found}
    code = code_of_label(found[-1][2]) if found else UNSTATED
    shapes: list[Any] = [None] * len(rows)
    for first, second in _PAIRS:
        if first in roles and second in roles:
            pairs = zip(columns.pop(roles[first]), columns.pop(roles[second]), strict=True)
            shapes = [_point(number(x), number(y)) for x, y in pairs]
    if "wkt" in roles:
        texts = [str(text) if text else None for text in columns.pop(roles["wkt"])]
        shapes = list(shapely.from_wkt(texts))
    return ReadTable(name, from_cells(columns, shapes), code)


def _point(x: float, y: float) -> Any:
    return None if pd.isna(x) or pd.isna(y) else shapely.Point(x, y)
