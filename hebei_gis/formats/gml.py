"""GML, read without its schema: what is text there stays text unless it is a number."""

from __future__ import annotations

import re
from dataclasses import replace

import pyogrio

from hebei_gis.files.xml import as_utf8, check_markup, root_name
from hebei_gis.formats.format import NOT, SURE, Format
from hebei_gis.formats.gdal import GdalSource
from hebei_gis.formats.sources import Reading, Rows, Upload
from hebei_gis.formats.table_columns import text_column
from hebei_gis.words.facts import listed
from hebei_gis.words.notes import note
from hebei_gis.words.refusals import shown

_ROOTS = ("FeatureCollection",)
#: What GDAL makes columns of: the corners of the box around each feature.
_CORNERS = ("lowerCorner", "upperCorner")
_CORNER = re.compile(r"\s*[-+.\deE]+(\s+[-+.\deE]+){1,2}\s*")
_NAMESPACE = b"opengis.net/gml"
_LOOKED_AT = 8192
#: What programs write beside a document, and is not read.
_BESIDE = (".xsd", ".gfs")
#: A schema is never fetched; without one GDAL would make numbers of codes such as 0701.
pyogrio.set_gdal_config_options({"GML_DOWNLOAD_SCHEMA": "NO", "GML_FIELDTYPES": "ALWAYS_STRING"})


class GmlSource(GdalSource):
    """The features of a GML document."""

    def __init__(self, upload: Upload) -> None:
        name = _document(upload)
        assert name is not None, "claims looked"
        content, encoding = as_utf8(upload.parts[name], upload.name)
        check_markup(content, upload.name, upload.limits)
        # The document alone: GDAL would take a schema beside it at its word.
        beside = [shown(other) for other in upload.parts if other != name]
        unread = (note("schema_unread", names=listed(beside)),) if beside else ()
        super().__init__(
            replace(upload, parts={name: content}), "GML", ".gml", notes=(encoding.note, *unread)
        )

    def read(self, reading: Reading) -> Rows:
        """The rows of one type of feature, numbers and yes/no with their types."""
        rows = super().read(reading)
        table = rows.table.copy()
        notes = rows.notes
        if all(name in table and table[name].map(_is_corner).all() for name in _CORNERS):
            # The box that a document states around each shape; the shape says it too.
            table = table.drop(columns=list(_CORNERS))
            notes += (note("corners_unread", names=list(_CORNERS)),)
        for name in [name for name, kind in table.dtypes.items() if kind == "object"]:
            texts = ["" if cell is None else str(cell) for cell in table[name].tolist()]
            table[name] = text_column(str(name), texts).values
        return replace(rows, table=table, notes=notes)


def _is_corner(cell: object) -> bool:
    return cell is None or _CORNER.fullmatch(str(cell)) is not None


def _document(upload: Upload) -> str | None:
    """The part that speaks of GML and is a collection of features; a schema may lie beside it."""
    found = [
        name
        for name, content in upload.parts.items()
        if _NAMESPACE in content[:_LOOKED_AT] and root_name(content) in _ROOTS
    ]
    others = [name for name in upload.parts if name not in found]
    beside = all(name.lower().endswith(_BESIDE) for name in others)
    return found[0] if len(found) == 1 and beside else None


def claims(upload: Upload) -> int:
    """Sure of XML that speaks of GML and is a collection of features."""
    return NOT if _document(upload) is None else SURE


FORMAT = Format("gml", "GML", (".gml",), claims, GmlSource, companions=_BESIDE)
