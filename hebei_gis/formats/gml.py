"""GML, read without its schema: what is text there stays text unless it is a number."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyogrio

from hebei_gis.files.xml import as_utf8, check_markup, root_name
from hebei_gis.formats.format import NOT, SURE, Format
from hebei_gis.formats.gdal import GdalSource
from hebei_gis.formats.sources import Reading, Rows, Upload
from hebei_gis.formats.table_columns import text_column

_ROOTS = ("FeatureCollection",)
_NAMESPACE = b"opengis.net/gml"
_LOOKED_AT = 8192
#: A schema is never fetched; without one GDAL would make numbers of codes such as 0701.
pyogrio.set_gdal_config_options({"GML_DOWNLOAD_SCHEMA": "NO", "GML_FIELDTYPES": "ALWAYS_STRING"})


class GmlSource(GdalSource):
    """The features of a GML document."""

    def __init__(self, upload: Upload) -> None:
        content, encoding = as_utf8(upload.content, upload.name)
        check_markup(content, upload.name, upload.limits)
        name = next(iter(upload.parts))
        super().__init__(
            replace(upload, parts={name: content}), "GML", ".gml", notes=(encoding.note,)
        )

    def lay_out(self, folder: Path) -> Path:
        """The document alone: GDAL would take a schema beside it at its word."""
        return super().lay_out(folder)

    def read(self, reading: Reading) -> Rows:
        """The rows of one type of feature, numbers and yes/no with their types."""
        rows = super().read(reading)
        table = rows.table.copy()
        for name in [name for name, kind in table.dtypes.items() if kind == "object"]:
            texts = ["" if cell is None else str(cell) for cell in table[name].tolist()]
            table[name] = text_column(str(name), texts).values
        return replace(rows, table=table)


def claims(upload: Upload) -> int:
    """Sure of XML that speaks of GML and is a collection of features."""
    if _NAMESPACE not in upload.content[:_LOOKED_AT]:
        return NOT
    return SURE if root_name(upload.content) in _ROOTS else NOT


FORMAT = Format("gml", "GML", (".gml",), claims, GmlSource)
