"""Writing GeoJSON as RFC 7946 has it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from hebei_gis.files.cells import column_lists, plain
from hebei_gis.files.seal import sealed, unsealed
from hebei_gis.formats.outgoing import Outgoing, Table
from hebei_gis.geo.crs import WGS84, to_datum

#: Decimals of degrees in GeoJSON: 1e-7° is about 1 cm (RFC 7946 section 11.2).
DEGREE_DECIMALS = 7
#: The member that lists columns whose whole numbers are text.
DIGITS_AS_TEXT = "digits_as_text"
#: Beyond this a browser changes a whole number.
_LARGEST = 2**53 - 1


def right_handed(shape: Any) -> Any:
    """The shape with outer rings counter-clockwise and holes clockwise, as RFC 7946 asks."""
    return shapely.orient_polygons(shape)


def feature_properties(features: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """One plain dict a row, the key first."""
    columns = [c for c in features.columns if c != features.geometry.name]
    cells = [features[column].tolist() for column in columns]
    return [
        {"key": str(key), **{c: plain(v) for c, v in zip(columns, row, strict=True)}}
        for key, *row in zip(features.index, *cells, strict=True)
    ]


def geojson_geometries(
    features: gpd.GeoDataFrame, decimals: int = DEGREE_DECIMALS
) -> list[str | None]:
    """GeoJSON text of each geometry, rounded, right-handed; None where there is none."""
    rounded = shapely.transform(features.geometry.to_numpy(), lambda xy: np.round(xy, decimals))
    # Rounding can fold a sliver over itself; set_precision would mend it but may drop rows.
    # GEOS does not write every number the shortest way: 39.1035857 may come as
    # 39.103585699999996.
    overlong = re.compile(rf"-?\d+\.\d{{{decimals + 1},}}(?:e[-+]?\d+)?")

    def shortest(number: re.Match[str]) -> str:
        return repr(round(float(number[0]), decimals))

    texts = shapely.to_geojson(right_handed(rounded))
    return [None if text is None else overlong.sub(shortest, text) for text in texts]


def to_geojson(
    features: gpd.GeoDataFrame,
    properties: Iterable[dict[str, Any]] | None = None,
    datum: str = WGS84,
    **members: Any,
) -> str:
    """Features as one GeoJSON text, a feature a line.

    Parameters
    ----------
    features : GeoDataFrame
        With a CRS; index is the key.
    properties : iterable of dict, optional
        One a row, instead of the frame's own columns.
    datum : str
        WGS 84 makes it RFC 7946. GCJ-02 is for drawing on a GCJ-02 basemap only and must not
        be given to users: a GeoJSON without a word means WGS 84.
    **members
        Foreign members of the FeatureCollection (``name``, ``attribution`` …).

    Returns
    -------
    str
        No ``crs`` member, right-hand rings, at most 7 decimals, rows in the frame's order.
    """
    moved = to_datum(features, datum)
    values = feature_properties(features) if properties is None else list(properties)
    keys = [str(key) for key in features.index]
    return _collection(keys, values, geojson_geometries(moved), members)


def _collection(
    keys: Iterable[str],
    properties: Iterable[dict[str, Any]],
    geometries: Iterable[str | None],
    members: dict[str, Any],
) -> str:
    lines = [
        f'{{"type": "Feature", "id": {json_text(key)}, '
        f'"properties": {json_text(row)}, "geometry": {geometry or "null"}}}'
        for key, row, geometry in zip(keys, properties, geometries, strict=True)
    ]
    head = json_text({"type": "FeatureCollection", **members})[:-1]
    return head + ', "features": [\n' + ",\n".join(lines) + "\n]}\n"


def json_text(value: Any) -> str:
    """A value as JSON, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def table_properties(table: Table) -> list[dict[str, Any]]:
    """One dict a row of a tidy table, the key first; numbers of :func:`long_numbers` as text."""
    columns = table.columns
    cells = column_lists(pd.DataFrame(table.rows), columns)
    long = long_numbers(table)
    for place, name in enumerate(columns):
        if name in long:
            cells[place] = [None if cell is None else str(cell) for cell in cells[place]]
    return [dict(zip(columns, row, strict=True)) for row in zip(*cells, strict=True)]


def long_numbers(table: Table) -> list[str]:
    """Columns with whole numbers that a browser would change; they go out as text."""
    found = []
    for name in table.columns:
        values = table.rows[name]
        if pd.api.types.is_integer_dtype(values) and len(values.dropna()):
            numbers = values.dropna()
            if max(-int(numbers.min()), int(numbers.max())) > _LARGEST:
                found.append(name)
    return found


def head_members(outgoing: Outgoing) -> dict[str, Any]:
    """What stands beside the features: title, licence, attribution, the whole sidecar."""
    layer = outgoing.sidecar["layers"][0]
    long = long_numbers(outgoing.tables[0])
    return {
        "name": outgoing.title,
        "licence": layer["licence"],
        "attribution": layer[f"attribution_{outgoing.language}"],
        **({DIGITS_AS_TEXT: long} if long else {}),
        "metadata": unsealed(outgoing.sidecar),
    }


def write_geojson(outgoing: Outgoing) -> bytes:
    """One layer as GeoJSON, its sidecar in the member ``metadata``."""
    (table,) = outgoing.tables
    text = _collection(
        table.rows["key"],
        table_properties(table),
        geojson_geometries(table.rows),
        head_members(outgoing),
    )
    return sealed(text.encode())
