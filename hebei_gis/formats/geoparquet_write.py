"""GeoParquet 1.1 with a bbox covering, its sidecar in the file's key-value metadata."""

from __future__ import annotations

import io
import json
from typing import Any, cast

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from hebei_gis.files.seal import seal_of, sealed, sidecar_text, unsealed
from hebei_gis.files.threads import in_chunks
from hebei_gis.formats.outgoing import Outgoing, Table
from hebei_gis.formats.reading_back import ReadExport, ReadTable, stated_crs

METADATA_KEY = "hebei_gis"
#: Rows that are read or left together.
ROW_GROUP = 50_000


def write_geoparquet(outgoing: Outgoing) -> bytes:
    """One layer as GeoParquet.

    Beyond one row group, rows are in order of place, so that a window reads few groups.
    """
    (table,) = outgoing.tables
    rows = _arrow(table)
    if len(rows) > ROW_GROUP:
        rows = rows.take(pa.array(table.rows.hilbert_distance().argsort()))
    written = io.BytesIO()
    # Compression finds what repeats; dictionaries would make the file larger.
    with pq.ParquetWriter(written, rows.schema, compression="zstd", use_dictionary=False) as writer:
        writer.write_table(rows, row_group_size=ROW_GROUP)
        # Not in the schema: pyarrow would store it a second time, encoded, out of the seal's reach.
        text = sidecar_text(unsealed(outgoing.sidecar))
        writer.add_key_value_metadata({METADATA_KEY: text})
    return sealed(written.getvalue())


def _arrow(table: Table) -> pa.Table:
    """Rows as an Arrow table with a bbox covering and the metadata GeoParquet wants.

    ``to_parquet`` would have to be read and written again for the sidecar. What it says of no
    rows at all is taken as it is; types of geometry and extent, which depend on rows, are added.
    """
    features = table.rows
    empty = io.BytesIO()
    features.iloc[:0].to_parquet(
        empty, index=False, write_covering_bbox=True, schema_version="1.1.0"
    )
    geo = json.loads(pq.read_schema(empty).metadata[b"geo"])
    column = geo["columns"][geo["primary_column"]]
    column["geometry_types"] = sorted(table.geometry_types)
    if table.bounds is not None:
        column["bbox"] = table.bounds
    shapes = features.geometry.to_numpy()
    wkb = np.concatenate(in_chunks(shapely.to_wkb, shapes))
    boxes = [pa.array(side) for side in shapely.bounds(shapes).T]
    covering = pa.StructArray.from_arrays(boxes, names=["xmin", "ymin", "xmax", "ymax"])
    cells = pd.DataFrame(features.drop(columns=geo["primary_column"]))
    rows = pa.Table.from_pandas(cells, preserve_index=False)
    rows = rows.append_column(geo["primary_column"], pa.array(wkb, type=pa.binary()))
    metadata = {**(rows.schema.metadata or {}), b"geo": json.dumps(geo).encode()}
    return rows.append_column("bbox", covering).replace_schema_metadata(metadata)


def read_geoparquet(content: bytes) -> ReadExport:
    """Read a GeoParquet again."""
    rows = gpd.read_parquet(cast(Any, io.BytesIO(content)))
    table = ReadTable("", rows, stated_crs(rows.crs))
    described = (pq.read_metadata(io.BytesIO(content)).metadata or {}).get(METADATA_KEY.encode())
    if not described:
        return ReadExport((table,))
    sidecar = json.loads(described)
    return ReadExport((table,), sidecar, sidecar["sha256"], seal_of(content, sidecar["sha256"]))
