"""Esri JSON as ArcGIS servers hand it out, read by GDAL."""

from __future__ import annotations

import re

from hebei_gis.formats.json_by_gdal import json_format
from hebei_gis.formats.sources import Upload
from hebei_gis.words.facts import term
from hebei_gis.words.notes import Note, note
from hebei_gis.words.refusals import refusal

_CUT = re.compile(r'"exceededTransferLimit"\s*:\s*true')
_CURVES = re.compile(r'"(curveRings|curvePaths)"\s*:')


def _look(text: str, upload: Upload) -> tuple[Note, ...]:
    """Whether the server gave all rows, and whether GDAL reads all shapes: it knows no arcs."""
    curves = _CURVES.search(text)
    if curves:
        found, expected = term("json_curves", name=curves[1]), term("json_without_curves")
        raise refusal("unread_shapes", upload.name, found, expected)
    return (note("rows_left_at_server"),) if _CUT.search(text) else ()


FORMAT = json_format(
    "esrijson", "Esri JSON", ".esrijson", "ESRIJSON",
    r'"(spatialReference|geometryType|fieldAliases)"\s*:', _look,
)  # fmt: skip
