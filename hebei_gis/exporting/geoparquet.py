"""GeoParquet 1.1 with a bbox covering, its sidecar in the file's key-value metadata."""

from __future__ import annotations

import io
import json
from typing import Any, cast

import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from hebei_gis.exporting.parting import whole
from hebei_gis.exporting.reading_back import ReadExport, ReadTable, stated_crs
from hebei_gis.exporting.request import ExportRequest
from hebei_gis.exporting.shapes import bounds, geometry_types
from hebei_gis.exporting.sidecar import seal_of, sealed, unsealed_text

METADATA_KEY = "hebei_gis"
#: Rows that are read or left together.
ROW_GROUP = 50_000


def write_geoparquet(request: ExportRequest) -> bytes:
    """One layer as GeoParquet.

    Beyond one row group, rows are in order of place, so that a window reads few groups.
    """
    (table,) = whole(request)
    features = table.rows
    if len(features) > ROW_GROUP:
        features = features.iloc[features.hilbert_distance().argsort()]
    rows = _arrow(features)
    written = io.BytesIO()
    with pq.ParquetWriter(
        written, rows.schema, compression="zstd", use_dictionary=_repeating(rows.schema)
    ) as writer:
        writer.write_table(rows, row_group_size=ROW_GROUP)
        # Not in the schema: pyarrow would store it a second time, encoded, out of the seal's reach.
        writer.add_key_value_metadata({METADATA_KEY: unsealed_text(request, "parquet", (table,))})
    return sealed(written.getvalue())


def _arrow(features: gpd.GeoDataFrame) -> pa.Table:
    """Rows as an Arrow table with a bbox covering and the metadata GeoParquet wants.

    ``to_parquet`` would have to be read and written again for the sidecar. What it says of no
    rows at all is taken as it is; types of geometry and extent, which depend on rows, are added.
    """
    empty = io.BytesIO()
    features.iloc[:0].to_parquet(
        empty, index=False, write_covering_bbox=True, schema_version="1.1.0"
    )
    geo = json.loads(pq.read_schema(empty).metadata[b"geo"])
    column = geo["columns"][geo["primary_column"]]
    column["geometry_types"] = sorted(geometry_types(features))
    extent = bounds(features)
    if extent is not None:
        column["bbox"] = extent
    rows = pa.table(features.to_arrow(index=False, geometry_encoding="WKB"))
    boxes = [pa.array(side) for side in shapely.bounds(features.geometry.to_numpy()).T]
    covering = pa.StructArray.from_arrays(boxes, names=["xmin", "ymin", "xmax", "ymax"])
    metadata = {**(rows.schema.metadata or {}), b"geo": json.dumps(geo).encode()}
    return rows.append_column("bbox", covering).replace_schema_metadata(metadata)


def _repeating(schema: pa.Schema) -> list[str]:
    """Columns of text, which often repeat; shapes and numbers seldom do."""
    return [
        f.name for f in schema if pa.types.is_string(f.type) or pa.types.is_large_string(f.type)
    ]


def read_geoparquet(content: bytes) -> ReadExport:
    """Read a GeoParquet again."""
    rows = gpd.read_parquet(cast(Any, io.BytesIO(content)))
    table = ReadTable("", rows, stated_crs(rows.crs))
    described = (pq.read_metadata(io.BytesIO(content)).metadata or {}).get(METADATA_KEY.encode())
    if not described:
        return ReadExport((table,))
    sidecar = json.loads(described)
    return ReadExport((table,), sidecar, sidecar["sha256"], seal_of(content, sidecar["sha256"]))
