"""Layers and selections → files: one module a format, one function ``write_<format>``.

A request (:class:`ExportRequest`) says what goes out and in which reference system; its tables
are moved and cleaned once, then a format writes them. Each export carries a sidecar, which
:func:`verify_file` holds the file against.
"""

from hebei_gis.exporting.cells import plain
from hebei_gis.exporting.formats import FORMATS, Format, format_named
from hebei_gis.exporting.geojson import (
    feature_properties,
    geojson_geometries,
    right_handed,
    to_geojson,
)
from hebei_gis.exporting.losses import Loss
from hebei_gis.exporting.packaging import (
    SIDECAR_ENDING,
    ExportedFile,
    Packaging,
    export,
    losses,
)
from hebei_gis.exporting.refusals import ExportError, Refusal, VerifyError
from hebei_gis.exporting.request import ExportLayer, ExportRequest, Origin, layer_of
from hebei_gis.exporting.verifying import verify_content, verify_file

#: The former name of :func:`format_named`.
writer = format_named

__all__ = [
    "FORMATS",
    "SIDECAR_ENDING",
    "ExportError",
    "ExportLayer",
    "ExportRequest",
    "ExportedFile",
    "Format",
    "Loss",
    "Origin",
    "Packaging",
    "Refusal",
    "VerifyError",
    "export",
    "feature_properties",
    "format_named",
    "geojson_geometries",
    "layer_of",
    "losses",
    "plain",
    "right_handed",
    "to_geojson",
    "verify_content",
    "verify_file",
    "writer",
]
