"""FlatGeobuf, its sidecar in the header's description."""

from __future__ import annotations

import json
from dataclasses import replace

import pyogrio

from hebei_gis.export.partition import whole
from hebei_gis.export.request import ExportRequest
from hebei_gis.export.sidecar import seal_of, sealed, unsealed_text
from hebei_gis.formats.gdal_write import write_table
from hebei_gis.formats.reading_back import (
    ReadExport,
    ReadTable,
    read_spatial,
    stated_crs,
    temporary_folder,
)


def write_flatgeobuf(request: ExportRequest) -> bytes:
    """One layer as FlatGeobuf with a spatial index."""
    (table,) = whole(request)
    options = {
        "TITLE": request.title,
        "DESCRIPTION": unsealed_text(request, "fgb", (table,)),
    }
    with temporary_folder() as folder:
        path = folder / "layer.fgb"
        # As text even where no row has any: Arrow would give such a column no type.
        texts = [name for name in table.columns if table.rows[name].dtype == object]
        stored = replace(table, rows=table.rows.astype(dict.fromkeys(texts, "str")))
        write_table(stored, path, "FlatGeobuf", layer_options=options, use_arrow=True)
        return sealed(path.read_bytes())


def read_flatgeobuf(content: bytes) -> ReadExport:
    """Read a FlatGeobuf again."""
    information = pyogrio.read_info(content)
    rows = read_spatial(content)
    table = ReadTable(str(information["layer_name"]), rows, stated_crs(information["crs"]))
    described = (information["layer_metadata"] or {}).get("DESCRIPTION")
    if not described:
        return ReadExport((table,))
    sidecar = json.loads(described)
    return ReadExport((table,), sidecar, sidecar["sha256"], seal_of(content, sidecar["sha256"]))
