"""Esri JSON as ArcGIS servers hand it out, read by GDAL."""

from __future__ import annotations

import re

from hebei_gis.formats.json_by_gdal import json_format
from hebei_gis.formats.sources import Upload
from hebei_gis.words.facts import term
from hebei_gis.words.notes import Note, note
from hebei_gis.words.refusals import refusal

_CUT = re.compile(r'"exceededTransferLimit"\s*:\s*true')
_WKID = re.compile(r'"wkid"\s*:\s*(\d{1,9})')
_LATEST_WKID = re.compile(r'"latestWkid"\s*:\s*(\d{1,9})')
_CURVES = re.compile(r'"(curveRings|curvePaths)"\s*:')


def _stated(text: str) -> str | None:
    """The number of its CRS, the newer one first."""
    found = _LATEST_WKID.search(text) or _WKID.search(text)
    return f"wkid {found[1]}" if found else None


def _look(text: str, upload: Upload) -> tuple[Note, ...]:
    """Whether the server gave all rows, and whether GDAL reads all shapes: it knows no arcs."""
    curves = _CURVES.search(text)
    if curves:
        found, expected = term("json_curves", name=curves[1]), term("json_without_curves")
        raise refusal("unread_shapes", upload.name, found, expected)
    return (note("rows_left_at_server"),) if _CUT.search(text) else ()


FORMAT = json_format(
    "esrijson", "Esri JSON", ".esrijson", "ESRIJSON",
    r'"(spatialReference|geometryType|fieldAliases)"\s*:', _look, _stated,
)  # fmt: skip
