"""XLSX workbooks: sheets as tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from hebei_gis.files.text import Encoding
from hebei_gis.formats.format import NOT, SURE, Format
from hebei_gis.formats.gdal import chosen_layer
from hebei_gis.formats.sources import LayerFound, Reading, Rows, Upload
from hebei_gis.formats.table_layout import lay_out
from hebei_gis.formats.table_rows import table_rows
from hebei_gis.formats.workbook_reading import SheetCells, read_workbook
from hebei_gis.formats.xlsx_write import read_xlsx, sheets, write_xlsx
from hebei_gis.words.notes import Note, note
from hebei_gis.words.refusals import shown


class WorkbookSource:
    """A workbook as it came in."""

    one_layer_needed = True

    def __init__(self, upload: Upload) -> None:
        self._upload = upload
        self.encoding: Encoding | None = None

    @property
    def notes(self) -> tuple[Note, ...]:
        """Nothing needs to be said."""
        return ()

    @cached_property
    def _sheets(self) -> Mapping[str, SheetCells]:
        upload = self._upload
        book = read_workbook(upload.content, upload.name, upload.limits)
        return {sheet.title: sheet for sheet in book.sheets}

    @cached_property
    def layers(self) -> tuple[LayerFound, ...]:
        """One layer a sheet; empty sheets have no rows."""
        found = []
        for name, sheet in self._sheets.items():
            if not any(cell is not None for row in sheet.grid.rows for cell in row):
                found.append(LayerFound(name, 0))
                continue
            layout = lay_out(sheet.grid, self._upload.name)
            columns = dict.fromkeys(layout.columns, "text")
            found.append(LayerFound(name, len(layout.rows), (), columns))
        return tuple(found)

    def read(self, reading: Reading) -> Rows:
        """The rows of one sheet, positions made shapes."""
        layer = chosen_layer(self.layers, reading.layer, self._upload.name)
        sheet = self._sheets[layer.name]
        rows = table_rows(sheet.grid, reading, f"{self._upload.name} {shown(layer.name)}")
        notes = list(rows.notes)
        valued = len(sheet.formulas) - sheet.unvalued
        if valued:
            notes.append(note("formulas_valued", count=valued))
        if sheet.unvalued:
            notes.append(note("formulas_unvalued", count=sheet.unvalued))
        if sheet.errors:
            notes.append(note("error_cells", count=len(sheet.errors)))
        return replace(rows, notes=tuple(notes))


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
