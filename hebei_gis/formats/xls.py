"""XLS, the workbooks of Excel before 2007, read."""

from __future__ import annotations

from hebei_gis.formats.format import NOT, SURE, Format
from hebei_gis.formats.other_workbooks import OtherWorkbookSource, encrypted
from hebei_gis.formats.sources import Upload

_COMPOUND = b"\xd0\xcf\x11\xe0"
#: Streams of a compound file: of workbooks, and of an XLSX under a password.
_BOOKS = tuple(name.encode("utf-16-le") for name in ("Workbook\0", "Book\0"))
_ENCRYPTED = "EncryptedPackage\0".encode("utf-16-le")


def open_xls(upload: Upload) -> OtherWorkbookSource:
    """The reader of a workbook.

    Raises
    ------
    UploadError
        Where it needs a password.
    """
    if _ENCRYPTED in upload.content:
        raise encrypted(upload.name)
    return OtherWorkbookSource(upload)


def claims(upload: Upload) -> int:
    """Sure of a compound file with the stream of a workbook."""
    content = upload.content
    books = (*_BOOKS, _ENCRYPTED)
    found = content.startswith(_COMPOUND) and any(name in content for name in books)
    return SURE if found else NOT


FORMAT = Format("xls", "XLS", (".xls",), claims, open_xls)
