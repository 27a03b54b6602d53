"""CSV and other delimited text: delimiter, headings, cells."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from functools import cached_property

from hebei_gis.files.cells_out import is_inert
from hebei_gis.files.text import Encoding, decoded
from hebei_gis.formats.csv_write import ENCODINGS, read_csv, write_csv
from hebei_gis.formats.format import NOT, PERHAPS, Format
from hebei_gis.formats.gdal import check_size
from hebei_gis.formats.sources import LayerFound, Reading, Rows, Upload
from hebei_gis.formats.table_columns import Cell
from hebei_gis.formats.table_layout import HEAD_LINES, Grid, lay_out
from hebei_gis.formats.table_rows import table_rows
from hebei_gis.words.errors import UploadError
from hebei_gis.words.facts import term
from hebei_gis.words.notes import Note, note
from hebei_gis.words.refusals import refusal, shown

#: Of two that divide alike the first is taken: commas also stand within values.
_DELIMITERS = "\t;|,"
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
        guarded = _unguard(grid)
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


def claims(upload: Upload) -> int:
    """Whatever is text and nothing else may be a table."""
    head = upload.content[:4096]
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return PERHAPS if b"\0" not in head or wide or upload.ends_with(FORMAT.suffixes) else NOT


FORMAT = Format(
    "csv", "CSV", (".csv", ".tsv", ".txt"), claims, DelimitedSource,
    "csv", "text/csv", write_csv, read_csv, carries_sidecar=False, bare_shifted=True, text=True,
    encodings=ENCODINGS,
    losses=(
        "loss_apostrophe", "loss_shapes_as_text", "loss_no_types", "loss_empty_text",
        "loss_no_style",
    ),
)  # fmt: skip
