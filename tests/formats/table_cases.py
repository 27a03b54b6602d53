"""Tables read without the questions of an import."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl

from hebei_gis.files.limits import Limits
from hebei_gis.formats.csv import DelimitedSource
from hebei_gis.formats.sources import Reading, Rows, Upload
from hebei_gis.formats.xlsx import WorkbookSource


def read_text(text: str | bytes, name: str = "a.csv", **said: str) -> Rows:
    """A table of text."""
    content = text.encode() if isinstance(text, str) else text
    return DelimitedSource(Upload(name, {name: content}, Limits())).read(Reading(**said))


def read_sheet(content: bytes, **said: str) -> Rows:
    """The one filled sheet of a workbook."""
    source = WorkbookSource(Upload("a.xlsx", {"a.xlsx": content}, Limits()))
    return source.read(Reading(**said))


def sheet_of(rows: Sequence[Sequence[Any]], change: Callable[[Any], None] | None = None) -> bytes:
    """A workbook of one sheet; `change` gets the sheet before it is saved."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    if change:
        change(book.active)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def places(rows: Rows) -> list[tuple[float, float] | None]:
    """Coordinates of the rows' points."""
    return [None if shape is None else (shape.x, shape.y) for shape in rows.shapes]


def told(rows: Rows, language: str = "en") -> str:
    """All that is said of the rows."""
    faults = [fault.sentence(language) for fault in rows.faults]
    return "\n".join([*(one.sentence(language) for one in rows.notes), *faults])
