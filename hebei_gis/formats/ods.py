"""ODS, the sheets of OpenDocument, read."""

from __future__ import annotations

from hebei_gis.files.xml import check_markup
from hebei_gis.files.zips import unpack
from hebei_gis.formats.format import NOT, SURE, Format
from hebei_gis.formats.other_workbooks import OtherWorkbookSource, encrypted
from hebei_gis.formats.sources import Upload

_KIND = b"application/vnd.oasis.opendocument.spreadsheet"
_SHEETS = "content.xml"
_ENCRYPTED = b"encryption-data"


def open_ods(upload: Upload) -> OtherWorkbookSource:
    """The reader of a workbook.

    Raises
    ------
    UploadError
        Where it is hostile or needs a password.
    """
    parts, _ = unpack(upload.content, upload.name, upload.limits)
    if _ENCRYPTED in parts.get("META-INF/manifest.xml", b""):
        raise encrypted(upload.name)
    check_markup(parts.get(_SHEETS, b""), f"{upload.name} {_SHEETS}", upload.limits)
    return OtherWorkbookSource(upload)


def claims(upload: Upload) -> int:
    """Sure of a zip that says so in its first member."""
    return SURE if _KIND in upload.content[:256] else NOT


FORMAT = Format("ods", "ODS", (".ods",), claims, open_ods)
