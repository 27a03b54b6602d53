"""CSV with a byte order mark, so that Excel and WPS read it as UTF-8; no cell runs."""

from __future__ import annotations

import csv
import io
from typing import Any

from hebei_gis.files.cells_out import inert
from hebei_gis.formats.outgoing import Outgoing
from hebei_gis.formats.reading_back import ReadExport
from hebei_gis.formats.spreadsheet import read_rows, spreadsheet_rows

ENCODINGS = ("UTF-8", "GB18030")
_MARK = b"\xef\xbb\xbf"
#: Python's limit on one cell would refuse a long WKT; a C long must hold this one.
_LONGEST_CELL = 2**31 - 1


def write_csv(outgoing: Outgoing) -> bytes:
    """One layer as CSV, without the sidecar: there is no place for it."""
    (table,) = outgoing.tables
    header, columns = spreadsheet_rows(table, outgoing.target)
    stream = io.StringIO()
    rows = csv.writer(stream, lineterminator="\r\n")
    rows.writerow([inert(name) for name in header])
    rows.writerows([_cell(cell) for cell in row] for row in zip(*columns, strict=True))
    if outgoing.encoding == "GB18030":
        return stream.getvalue().encode("gb18030")
    return stream.getvalue().encode("utf-8-sig")


def _cell(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return inert(cell) if isinstance(cell, str) else repr(cell)


def read_csv(content: bytes) -> ReadExport:
    """Read a CSV again; every attribute is text."""
    text = content.decode("utf-8-sig" if content.startswith(_MARK) else "gb18030")
    csv.field_size_limit(_LONGEST_CELL)
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    for number, row in enumerate(rows):
        if len(row) != len(header):
            raise ValueError(f"row {number + 2} has {len(row)} cells, the heading {len(header)}")
    return ReadExport((read_rows("", header, rows),))
