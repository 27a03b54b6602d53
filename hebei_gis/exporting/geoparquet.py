"""GeoParquet 1.1 with a bbox covering, its sidecar in the file's key-value metadata."""

from __future__ import annotations

import io
import json
from typing import Any, cast

import geopandas as gpd
import pyarrow.parquet as pq

from hebei_gis.exporting.parting import whole
from hebei_gis.exporting.reading_back import ReadExport, ReadTable, stated_crs
from hebei_gis.exporting.request import ExportRequest
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
    plain = io.BytesIO()
    features.to_parquet(
        plain, index=False, write_covering_bbox=True, schema_version="1.1.0", compression=None
    )
    rows = pq.read_table(plain)
    written = io.BytesIO()
    with pq.ParquetWriter(written, rows.schema, compression="zstd") as writer:
        writer.write_table(rows, row_group_size=ROW_GROUP)
        # Not in the schema: pyarrow would store it a second time, encoded, out of the seal's reach.
        writer.add_key_value_metadata({METADATA_KEY: unsealed_text(request, "parquet", (table,))})
    return sealed(written.getvalue())


def read_geoparquet(content: bytes) -> ReadExport:
    """Read a GeoParquet again."""
    rows = gpd.read_parquet(cast(Any, io.BytesIO(content)))
    table = ReadTable("", rows, stated_crs(rows.crs))
    described = (pq.read_metadata(io.BytesIO(content)).metadata or {}).get(METADATA_KEY.encode())
    if not described:
        return ReadExport((table,))
    sidecar = json.loads(described)
    return ReadExport((table,), sidecar, sidecar["sha256"], seal_of(content, sidecar["sha256"]))
