"""CSV and other delimited text: delimiter, headings, cells."""

from __future__ import annotations

import csv
import io
from functools import cached_property

import pandas as pd

from hebei_gis.files.cells_in import typed_column
from hebei_gis.files.text import Encoding, decoded
from hebei_gis.formats.csv_write import ENCODINGS, read_csv, write_csv
from hebei_gis.formats.format import NOT, PERHAPS, Format
from hebei_gis.formats.gdal import check_size
from hebei_gis.formats.sources import LayerFound, Reading, Rows, Upload
from hebei_gis.formats.table_positions import read_positions
from hebei_gis.words.errors import UploadError
from hebei_gis.words.notes import Note, note
from hebei_gis.words.refusals import refusal, shown

_DELIMITERS = ",\t;|"
_HEAD_LINES = 20


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
        rows = self._lines(text)
        header, body = split_header(rows, self._upload.name)[1:]
        return (LayerFound("table", len(body), (), dict.fromkeys(header, "text")),)

    def _lines(self, text: str) -> list[list[str]]:
        limits, where = self._upload.limits, self._upload.name
        csv.field_size_limit(limits.upload_mb * 1_000_000)
        rows: list[list[str]] = []
        cells = 0
        try:
            # NUL characters, which the reader refuses, have no business in a table.
            plain = text.replace("\0", "")
            for row in csv.reader(io.StringIO(plain), delimiter=_delimiter(plain)):
                rows.append(row)
                cells += len(row)
                if len(row) > limits.columns or len(rows) > limits.rows + _HEAD_LINES:
                    check_size(where, len(rows) - 1, len(row), limits)
                if cells > limits.cells:
                    check_size(where, cells, 1, limits)
        except csv.Error as error:
            raise refusal("unreadable_file", where, shown(error), "a table as text") from error
        return rows

    def read(self, reading: Reading) -> Rows:
        """All rows, positions made shapes."""
        where = self._upload.name
        text, encoding = decoded(self._upload.content, where, reading.encoding)
        rows = table_rows(self._lines(text), reading, where)
        return Rows(rows.table, rows.shapes, notes=(encoding.note, *rows.notes), issues=rows.issues)


def _delimiter(text: str) -> str:
    """The character that divides most of the first lines into equally many cells."""
    lines = text[:50_000].splitlines()[:_HEAD_LINES]
    if not lines:
        return ","

    def score(delimiter: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        usual = max(set(counts), key=counts.count)
        return (counts.count(usual) * usual if usual > 1 else 0, -_DELIMITERS.index(delimiter))

    return max(_DELIMITERS, key=score)


def split_header(rows: list[list[str]], where: str) -> tuple[int, list[str], list[list[str]]]:
    """Number of the heading row (from 1), its unique headings, and the rows under it.

    The heading row is the first that has the most cells filled of the first twenty.
    """
    head = rows[:_HEAD_LINES]
    filled = [sum(cell.strip() != "" for cell in row) for row in head]
    if not filled or max(filled) == 0:
        raise refusal("nothing_inside", where, "no rows", "a table with headings")
    # A title above the headings fills one cell; headings fill more than half of the most.
    number = next(n for n, count in enumerate(filled) if 2 * count > max(filled))
    header: list[str] = []
    for place, cell in enumerate(rows[number]):
        name = cell.strip() or f"column_{place + 1}"
        taken = header.count(name)
        while name in header:
            taken += 1
            name = f"{cell.strip() or 'column'}_{taken}"
        header.append(name)
    while header and header[-1].startswith("column_") and not rows[number][len(header) - 1].strip():
        if any(len(row) >= len(header) and row[len(header) - 1] for row in rows[number + 1 :]):
            break
        header.pop()
    body = [row for row in rows[number + 1 :] if any(cell.strip() for cell in row)]
    return number + 1, header, body


def table_rows(rows: list[list[str]], reading: Reading, where: str) -> Rows:
    """The rows of a table of text cells, positions made shapes.

    The columns positions came from are not kept: after a conversion they would mislead.
    """
    number, header, body = split_header(rows, where)
    width = len(header)
    padded = [row[:width] + [""] * (width - len(row)) for row in body]
    cells = {name: [row[place].strip() for row in padded] for place, name in enumerate(header)}
    found = read_positions(header, dict(cells), reading, where)
    table = pd.DataFrame(
        {
            name: typed_column(name, texts)
            for name, texts in cells.items()
            if name not in found.used
        },
        index=pd.RangeIndex(len(body)),
    )
    head = () if number == 1 else (note("header_row", number),)
    return Rows(table, found.shapes, notes=(*head, *found.notes), issues=found.issues)


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
