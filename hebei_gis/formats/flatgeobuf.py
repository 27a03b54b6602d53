"""FlatGeobuf, its sidecar in the header's description."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path

import pyogrio

from hebei_gis.files.seal import sealed, sidecar_text, unsealed
from hebei_gis.formats.format import NOT, SURE, Format
from hebei_gis.formats.gdal import READ_ERRORS, GdalSource, write_table
from hebei_gis.formats.outgoing import Outgoing
from hebei_gis.formats.own_sidecars import FoundSidecar, sidecar_within
from hebei_gis.formats.sources import Reading, Rows, Upload


class FlatgeobufSource(GdalSource):
    """A FlatGeobuf file in memory."""

    def __init__(self, upload: Upload) -> None:
        super().__init__(upload, "FlatGeobuf", ".fgb")

    def read(self, reading: Reading) -> Rows:
        """Its rows, with the sidecar it holds."""
        return replace(super().read(reading), sidecar=self._sidecar())

    def _sidecar(self) -> FoundSidecar | None:
        try:
            metadata = pyogrio.read_info(self.path)["layer_metadata"] or {}
            values = json.loads(metadata.get("DESCRIPTION") or "null")
        except (*READ_ERRORS, RecursionError):
            return None
        return sidecar_within(values, self.upload.content)


def write_flatgeobuf(outgoing: Outgoing) -> bytes:
    """One layer as FlatGeobuf with a spatial index."""
    (table,) = outgoing.tables
    options = {
        "TITLE": outgoing.title,
        "DESCRIPTION": sidecar_text(unsealed(outgoing.sidecar)),
    }
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "layer.fgb"
        # As text even where no row has any: Arrow would give such a column no type.
        texts = [name for name in table.columns if table.rows[name].dtype == object]
        stored = replace(table, rows=table.rows.astype(dict.fromkeys(texts, "str")))
        write_table(stored, path, "FlatGeobuf", layer_options=options, use_arrow=True)
        return sealed(path.read_bytes())


def claims(upload: Upload) -> int:
    """Sure of its first bytes."""
    return SURE if upload.content.startswith(b"fgb") else NOT


FORMAT = Format(
    "fgb", "FlatGeobuf", (".fgb",), claims, FlatgeobufSource,
    "fgb", "application/flatgeobuf", write_flatgeobuf, needs_shapes=True,
    losses=("loss_spatial_order", "loss_multi", "loss_shapeless", "loss_no_style"),
)  # fmt: skip
