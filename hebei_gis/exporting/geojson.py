"""Layers and selections → files. One function a format."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from hebei_gis.crs import WGS84, to_datum
from hebei_gis.errors import UnknownNameError

#: Decimals of degrees in GeoJSON: 1e-7° is about 1 cm (RFC 7946 section 11.2).
DEGREE_DECIMALS = 7


def plain(value: Any) -> Any:
    """A cell as JSON can hold it: missing values are None, numpy scalars plain ones."""
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(part) for part in value]
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return None
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, (pd.Timestamp,)):
        return value.isoformat()
    return value if isinstance(value, (str, int, float, bool)) else str(value)


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


def geojson_geometries(features: gpd.GeoDataFrame) -> list[str]:
    """GeoJSON text of each geometry, WGS 84 degrees at most 7 decimals, right-handed."""
    degrees = features.geometry.to_numpy()
    rounded = shapely.transform(degrees, lambda xy: np.round(xy, DEGREE_DECIMALS))
    # Rounding can fold a sliver over itself; set_precision would mend it but may drop rows.
    return list(shapely.to_geojson(right_handed(rounded)))


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
    lines = [
        f'{{"type": "Feature", "id": {json.dumps(str(key), ensure_ascii=False)}, '
        f'"properties": {json.dumps(row, ensure_ascii=False)}, "geometry": {geometry}}}'
        for key, row, geometry in zip(
            features.index, values, geojson_geometries(moved), strict=True
        )
    ]
    head = json.dumps({"type": "FeatureCollection", **members}, ensure_ascii=False)[:-1]
    return head + ', "features": [\n' + ",\n".join(lines) + "\n]}\n"


Writer = Callable[..., str]
#: format name -> (function, file extension, MIME type)
FORMATS: dict[str, tuple[Writer, str, str]] = {
    "geojson": (to_geojson, "geojson", "application/geo+json"),
}


def writer(name: str) -> tuple[Writer, str, str]:
    """The function, extension and MIME type of a format.

    Raises
    ------
    UnknownNameError
        Listing the formats there are.
    """
    try:
        return FORMATS[name]
    except KeyError:
        raise UnknownNameError("format", name, list(FORMATS)) from None
