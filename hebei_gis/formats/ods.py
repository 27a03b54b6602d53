"""ODS, the sheets of OpenDocument, read."""

from __future__ import annotations

import re

from hebei_gis.files.xml import check_markup
from hebei_gis.files.zips import unpack
from hebei_gis.formats.format import NOT, SURE, Format
from hebei_gis.formats.other_workbooks import OtherWorkbookSource, encrypted
from hebei_gis.formats.sources import Upload
from hebei_gis.formats.workbook_reading import MOST_CELLS
from hebei_gis.words.refusals import too_much

_KIND = b"application/vnd.oasis.opendocument.spreadsheet"
_SHEETS = "content.xml"
_ENCRYPTED = b"encryption-data"
_ROW = re.compile(rb"<table:table-row\b([^>]*)>(.*?)</table:table-row>", re.DOTALL)
_VALUED = re.compile(rb"<table:table-cell\b([^>]*office:value-type[^>]*)>")
_REPEATED = re.compile(rb"-repeated=[\"'](\d{1,9})")


def open_ods(upload: Upload) -> OtherWorkbookSource:
    """The reader of a workbook.

    Raises
    ------
    UploadError
        Where it is hostile, too large or needs a password.
    """
    parts, _ = unpack(upload.content, upload.name, upload.limits)
    if _ENCRYPTED in parts.get("META-INF/manifest.xml", b""):
        raise encrypted(upload.name)
    content = parts.get(_SHEETS, b"")
    check_markup(content, f"{upload.name} {_SHEETS}", upload.limits)
    # Cells that are written once and repeated would all be laid out in memory.
    cells = sum(_repeated(row[1]) * _cells(row[2]) for row in _ROW.finditer(content))
    most = min(upload.limits.cells, MOST_CELLS)
    if cells > most:
        raise too_much(upload.name, cells, most, "cells", "cells")
    return OtherWorkbookSource(upload)


def _cells(row: bytes) -> int:
    """How many cells with a value a row has."""
    return sum(_repeated(cell[1]) for cell in _VALUED.finditer(row))


def _repeated(attributes: bytes) -> int:
    found = _REPEATED.search(attributes)
    return int(found[1]) if found else 1


def claims(upload: Upload) -> int:
    """Sure of a zip that says so in its first member."""
    return SURE if _KIND in upload.content[:256] else NOT


FORMAT = Format("ods", "ODS", (".ods",), claims, open_ods)
