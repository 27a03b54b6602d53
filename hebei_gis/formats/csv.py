"""CSV and other delimited text, read and written.

What is written has a byte order mark, so that Excel and WPS read it as UTF-8; no cell runs.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from itertools import chain
from typing import Any

from hebei_gis.files.cells import FORMULA, UNCLEAN, clean_text, inert, is_inert
from hebei_gis.files.text import Encoding, decoded, guess_encoding
from hebei_gis.formats.format import NOT, PERHAPS, Format
from hebei_gis.formats.layer_choice import check_size
from hebei_gis.formats.outgoing import Outgoing
from hebei_gis.formats.reading_back import ReadExport
from hebei_gis.formats.sources import LayerFound, Reading, Rows, Upload
from hebei_gis.formats.spreadsheet import read_rows, spreadsheet_rows
from hebei_gis.formats.table_columns import Cell
from hebei_gis.formats.table_layout import HEAD_LINES, Grid, lay_out
from hebei_gis.formats.table_rows import table_rows
from hebei_gis.words.errors import UploadError
from hebei_gis.words.facts import term
from hebei_gis.words.notes import Note, note
from hebei_gis.words.refusals import refusal, shown

ENCODINGS = ("UTF-8", "GB18030")
#: Python's limit on one cell would refuse a long WKT; a C long must hold this one.
_LONGEST_CELL = 2**31 - 1
#: Of two that divide alike the first is taken: commas also stand within values.
_DELIMITERS = "\t;|,"
#: Text that does not go out as it is.
_CHANGED = re.compile(f"\\A{FORMULA.pattern}|{UNCLEAN.pattern}")
_SRID = re.compile(r"SRID=\d+;", re.IGNORECASE)


class DelimitedSource:
    """A table as text."""

    one_layer_needed = True

    def __init__(self, upload: Upload) -> None:
        self._upload = upload

    @property
    def notes(self) -> tuple[Note, ...]:
        """Nothing is known before the table is read."""
        return ()

    @cached_property
    def encoding(self) -> Encoding | None:
        """In what the text is written, if that can be told."""
        try:
            return decoded(self._upload.content, self._upload.name, None)[1]
        except UploadError:
            return None

    @cached_property
    def layers(self) -> tuple[LayerFound, ...]:
        """The one table."""
        try:
            text, _ = decoded(self._upload.content, self._upload.name, None)
        except UploadError:
            return (LayerFound("table", 0),)
        layout = lay_out(self._grid(text), self._upload.name)
        columns = dict.fromkeys(layout.columns, "text")
        return (LayerFound("table", len(layout.rows), (), columns),)

    def _grid(self, text: str) -> Grid:
        limits, where = self._upload.limits, self._upload.name
        csv.field_size_limit(limits.upload_mb * 1_000_000)
        rows: list[list[Cell]] = []
        cells = 0
        try:
            # NUL characters, which the reader refuses, have no business in a table.
            plain = text.replace("\0", "")
            for row in csv.reader(io.StringIO(plain, newline=""), delimiter=_delimiter(plain)):
                rows.append(list(row))
                cells += len(row)
                if len(row) > limits.columns or len(rows) > limits.rows + HEAD_LINES:
                    check_size(where, len(rows) - 1, len(row), limits)
                if cells > limits.cells:
                    check_size(where, cells, 1, limits)
        except csv.Error as error:
            expected = term("table_as_text")
            raise refusal("unreadable_file", where, shown(error), expected) from error
        return Grid(rows)

    def read(self, reading: Reading) -> Rows:
        """All rows, positions made shapes."""
        where = self._upload.name
        text, encoding = decoded(self._upload.content, where, reading.encoding)
        grid = self._grid(text)
        guarded = _unguard(grid) if "'" in text else 0
        rows = table_rows(grid, reading, where)
        said = (note("apostrophes", count=guarded),) if guarded else ()
        return replace(rows, notes=(encoding.note, *rows.notes, *said))


def _unguard(grid: Grid) -> int:
    """Take away the apostrophes that keep text from running in a spreadsheet; how many."""
    count = 0
    for row in grid.rows:
        for place, cell in enumerate(row):
            if isinstance(cell, str) and is_inert(cell):
                row[place] = cell[1:]
                count += 1
    return count


def _delimiter(text: str) -> str:
    """The character that divides most of the first lines into equally many cells."""
    # The semicolon of EWKT divides nothing.
    lines = _SRID.sub("", text[:50_000]).splitlines()[:HEAD_LINES]
    if not lines:
        return ","

    def score(delimiter: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        usual = max(set(counts), key=counts.count)
        return (counts.count(usual) * usual if usual > 1 else 0, -_DELIMITERS.index(delimiter))

    return max(_DELIMITERS, key=score)


def csv_bytes(rows: Iterable[Iterable[Any]], encoding: str = "UTF-8") -> bytes:
    """Rows as CSV for spreadsheets: with a byte order mark, CRLF, no text that runs.

    Parameters
    ----------
    rows : iterable of rows
        Cells are text, numbers, yes and no, or None.
    encoding : str
        One of :data:`ENCODINGS`.
    """
    stream = io.StringIO()
    written = csv.writer(stream, lineterminator="\r\n")
    written.writerows([_cell(cell) for cell in row] for row in rows)
    return stream.getvalue().encode("gb18030" if encoding == "GB18030" else "utf-8-sig")


def _cell(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if not isinstance(cell, str):
        return repr(cell)
    return inert(clean_text(cell)) if _CHANGED.search(cell) else cell


def write_csv(outgoing: Outgoing) -> bytes:
    """One layer as CSV, without the sidecar: there is no place for it."""
    (table,) = outgoing.tables
    header, columns = spreadsheet_rows(table, outgoing.target)
    return csv_bytes(chain([header], zip(*columns, strict=True)), outgoing.encoding)


def read_csv(content: bytes) -> ReadExport:
    """Read a CSV again; every attribute is text."""
    marked = content.startswith(codecs.BOM_UTF8)
    text = content.decode("utf-8-sig" if marked else "gb18030")
    csv.field_size_limit(_LONGEST_CELL)
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    for number, row in enumerate(rows):
        if len(row) != len(header):
            counts = {"row": number + 2, "cells": len(row), "heading": len(header)}
            raise ValueError(term("row_of_other_length", **counts).text())
    return ReadExport((read_rows("", header, rows),))


def claims(upload: Upload) -> int:
    """Whatever is text and nothing else may be a table."""
    head = upload.content[:4096]
    if b"\0" not in head or upload.ends_with(FORMAT.suffixes):
        return PERHAPS
    guess = guess_encoding(head)
    return PERHAPS if guess is not None and guess.name.startswith("UTF-16") else NOT


FORMAT = Format(
    "csv", "CSV", (".csv", ".tsv", ".txt", ".dat"), claims, DelimitedSource,
    "csv", "text/csv", write_csv, read_csv, carries_sidecar=False, bare_shifted=True, text=True,
    encodings=ENCODINGS,
    losses=(
        "loss_apostrophe", "loss_shapes_as_text", "loss_no_types", "loss_empty_text",
        "loss_no_style",
    ),
)  # fmt: skip
