"""XLSX workbooks: sheets as tables, formulas as text."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import openpyxl

from hebei_gis.files.text import Encoding
from hebei_gis.files.xml import check_markup
from hebei_gis.files.zips import unpack
from hebei_gis.formats.csv import split_header, table_rows
from hebei_gis.formats.format import NOT, SURE, Format
from hebei_gis.formats.gdal import check_size, chosen_layer
from hebei_gis.formats.sources import LayerFound, Reading, Rows, Upload
from hebei_gis.formats.xlsx_write import read_xlsx, sheets, write_xlsx
from hebei_gis.words.errors import UploadError
from hebei_gis.words.notes import Note, note
from hebei_gis.words.refusals import refusal, shown

#: openpyxl raises whatever a damaged workbook leads it to.
_ERRORS = (Exception,)
#: A workbook's cells cost more time than those of other tables.
_CELLS = 1_200_000


class WorkbookSource:
    """A workbook whose parts were checked before openpyxl reads them."""

    one_layer_needed = True

    def __init__(self, upload: Upload) -> None:
        self._upload = upload
        self.encoding: Encoding | None = None
        members, _ = unpack(upload.content, upload.name, upload.limits)
        for name, content in members.items():
            if name.lower().endswith((".xml", ".rels", ".vml")):
                check_markup(content, f"{upload.name} {shown(name)}", upload.limits)

    @property
    def notes(self) -> tuple[Note, ...]:
        """Nothing needs to be said."""
        return ()

    @cached_property
    def _sheets(self) -> Mapping[str, tuple[list[list[str]], int]]:
        """Sheet → its rows of text cells, and how many of them are formulas."""
        try:
            book = openpyxl.load_workbook(
                io.BytesIO(self._upload.content), read_only=True, data_only=False, keep_links=False
            )
            return {sheet.title: self._cells(sheet) for sheet in book.worksheets}
        except UploadError:
            raise
        except _ERRORS as error:
            raise refusal(
                "unreadable_file", self._upload.name, shown(error), "a whole workbook"
            ) from error

    def _cells(self, sheet: Any) -> tuple[list[list[str]], int]:
        limits, where = self._upload.limits, self._upload.name
        # A sheet may promise a million columns; what it has is counted instead.
        sheet.reset_dimensions()
        rows: list[list[str]] = []
        cells = formulas = 0
        for row in sheet.iter_rows():
            cells += len(row) + 1
            if len(row) > limits.columns:
                row = _filled(row)  # noqa: PLW2901
            if len(row) > limits.columns or len(rows) > limits.rows:
                check_size(where, len(rows), len(row), limits)
            if cells > min(limits.cells, _CELLS):
                raise refusal(
                    "too_much",
                    where,
                    f"{cells} cells",
                    f"{min(limits.cells, _CELLS)} cells (cells)",
                )
            formulas += sum(cell.data_type == "f" for cell in row)
            rows.append([_text(cell.value) for cell in row])
        return rows, formulas

    @cached_property
    def layers(self) -> tuple[LayerFound, ...]:
        """One layer a sheet; empty sheets have no rows."""
        found = []
        for name, (rows, _) in self._sheets.items():
            if not any(any(row) for row in rows):
                found.append(LayerFound(name, 0))
                continue
            header, body = split_header(rows, self._upload.name)[1:]
            found.append(LayerFound(name, len(body), (), dict.fromkeys(header, "text")))
        return tuple(found)

    def read(self, reading: Reading) -> Rows:
        """The rows of one sheet, positions made shapes."""
        layer = chosen_layer(self.layers, reading.layer, self._upload.name)
        cells, formulas = self._sheets[layer.name]
        rows = table_rows(cells, reading, f"{self._upload.name} {shown(layer.name)}")
        notes = (*rows.notes, *((note("formulas", formulas),) if formulas else ()))
        return Rows(rows.table, rows.shapes, notes=notes, issues=rows.issues)


def _filled(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row without the empty cells at its end."""
    last = max((n for n, cell in enumerate(row) if cell.value is not None), default=-1)
    return row[: last + 1]


def _text(value: Any) -> str:
    """A cell as a person reads it; a formula as its own text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    formula = getattr(value, "text", None)
    return str(formula if formula is not None else value)


def claims(upload: Upload) -> int:
    """Sure of a zip with the parts of a workbook."""
    content = upload.content
    workbook = content.startswith(b"PK\x03\x04") and b"[Content_Types].xml" in content
    return SURE if workbook and b"xl/" in content else NOT


FORMAT = Format(
    "xlsx", "XLSX", (".xlsx",), claims, WorkbookSource,
    "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    write_xlsx, read_xlsx, parts=sheets, many=True, bare_shifted=True,
    losses=(
        "loss_formula_as_text", "loss_shapes_and_long_text", "loss_digits_15",
        "loss_empty_text", "loss_no_style",
    ),
)  # fmt: skip
