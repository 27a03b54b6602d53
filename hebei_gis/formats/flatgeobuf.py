"""FlatGeobuf, its sidecar in the header's description."""

from __future__ import annotations

import json
from dataclasses import replace

import pyogrio

from hebei_gis.files.seal import seal_of, sealed, sidecar_text, unsealed
from hebei_gis.formats.format import NOT, SURE, Format
from hebei_gis.formats.gdal import GdalSource
from hebei_gis.formats.gdal_write import write_table
from hebei_gis.formats.outgoing import Outgoing
from hebei_gis.formats.reading_back import (
    ReadExport,
    ReadTable,
    read_spatial,
    stated_crs,
    temporary_folder,
)
from hebei_gis.formats.sources import Source, Upload


def write_flatgeobuf(outgoing: Outgoing) -> bytes:
    """One layer as FlatGeobuf with a spatial index."""
    (table,) = outgoing.tables
    options = {
        "TITLE": outgoing.title,
        "DESCRIPTION": sidecar_text(unsealed(outgoing.sidecar)),
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


def claims(upload: Upload) -> int:
    """Sure of its first bytes."""
    return SURE if upload.content.startswith(b"fgb") else NOT


def open_flatgeobuf(upload: Upload) -> Source:
    """A FlatGeobuf file in memory."""
    return GdalSource(upload, "flatgeobuf")


FORMAT = Format(
    "fgb", "FlatGeobuf", (".fgb",), claims, open_flatgeobuf,
    "fgb", "application/flatgeobuf", write_flatgeobuf, read_flatgeobuf, needs_shapes=True,
    losses=("loss_spatial_order", "loss_multi", "loss_shapeless", "loss_no_style"),
)  # fmt: skip
