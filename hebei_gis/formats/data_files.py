"""Rows in WGS 84 → a data file of the workspace, with a schema that is written, not guessed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import fiona
import geopandas as gpd
import pandas as pd
import shapely

from hebei_gis.geo.crs import WGS84

#: Up to these a layer is kept as GeoJSON, which a person can read; beyond, as FlatGeobuf.
_GEOJSON_ROWS = 2000
_GEOJSON_VERTICES = 50_000
#: As many decimals of degrees as an import keeps.
_DECIMALS = 9
_EMPTY = '{"type":"FeatureCollection","features":[]}\n'
_SCHEMA_TYPES = {
    "bool": "bool",
    "int64": "int64",
    "Int64": "int64",
    "float64": "float",
    "boolean": "bool",
}


def suffix_for(rows: gpd.GeoDataFrame) -> str:
    """``geojson`` for small layers, ``fgb`` for large ones."""
    vertices = int(shapely.get_num_coordinates(rows.geometry.to_numpy()).sum())
    small = len(rows) <= _GEOJSON_ROWS and vertices <= _GEOJSON_VERTICES
    return "geojson" if small else "fgb"


def write_rows(rows: gpd.GeoDataFrame, path: Path) -> None:
    """Write rows to a new file, GeoJSON or FlatGeobuf by its suffix.

    Column types follow from the frame: text, whole numbers, decimals, yes/no, each with gaps or
    without. Rows keep their order.
    """
    if path.suffix == ".geojson":
        _write_geojson(rows, path)
    else:
        _write_flatgeobuf(rows, path)


def _write_geojson(rows: gpd.GeoDataFrame, path: Path) -> None:
    if not len(rows):
        path.write_text(_EMPTY, encoding="utf-8", newline="\n")
        return
    name = rows.geometry.name
    columns = [str(column) for column in rows.columns if column != name]
    types = {column: _SCHEMA_TYPES.get(str(rows[column].dtype), "str") for column in columns}
    schema = {"geometry": "Unknown", "properties": list(types.items())}
    cells = [[_plain(value) for value in rows[column].tolist()] for column in columns]
    shapes = rows.geometry.to_numpy()
    with fiona.open(
        path, "w", driver="GeoJSON", schema=schema, crs=WGS84, encoding="UTF-8",
        RFC7946="YES", COORDINATE_PRECISION=_DECIMALS, WRITE_NAME="NO",
    ) as layer:  # fmt: skip
        layer.writerecords(
            {
                "type": "Feature",
                "properties": dict(zip(columns, row, strict=True)),
                "geometry": shapely.geometry.mapping(shape),
            }
            for shape, *row in zip(shapes, *cells, strict=True)
        )


def _plain(value: Any) -> Any:
    return None if value is None or pd.isna(value) else value


def _write_flatgeobuf(rows: gpd.GeoDataFrame, path: Path) -> None:
    # As text even where no row has any: Arrow would give such a column no type.
    texts = [name for name in rows.columns if rows[name].dtype == object]
    stored = rows.astype(dict.fromkeys(texts, "str"))
    # Without an index rows stay in order: its Hilbert curve would sort them.
    stored.to_file(
        path, driver="FlatGeobuf", engine="pyogrio", SPATIAL_INDEX="NO", index=False,
        use_arrow=True,
    )  # fmt: skip
