"""Workbooks that are no XLSX (XLS, ODS): their cells, typed, as those of an XLSX are."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from hebei_gis.files.limits import Limits
from hebei_gis.formats.layer_choice import check_size
from hebei_gis.formats.table_columns import Cell
from hebei_gis.formats.table_layout import Grid, Merged
from hebei_gis.formats.workbook_reading import MOST_CELLS, SheetCells
from hebei_gis.formats.xlsx import WorkbookSource
from hebei_gis.words.errors import UploadError
from hebei_gis.words.facts import term
from hebei_gis.words.notes import Note, note
from hebei_gis.words.refusals import refusal, shown

#: The reader raises whatever a damaged workbook leads it to.
_ERRORS = (Exception,)


class OtherWorkbookSource(WorkbookSource):
    """A workbook read as an XLSX is, but for how its cells are found."""

    @property
    def notes(self) -> tuple[Note, ...]:
        """The reader gives values alone; an error comes as an empty cell."""
        return (note("values_only"),)

    @cached_property
    def _all_sheets(self) -> Mapping[str, SheetCells]:
        upload = self._upload
        return {sheet.title: sheet for sheet in _sheets(upload.content, upload.name, upload.limits)}


def _sheets(content: bytes, where: str, limits: Limits) -> list[SheetCells]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return [
                _cells(book.get_sheet_by_name(about.name), about.visible, where, limits)
                for about in book.sheets_metadata
                if about.typ == SheetTypeEnum.WorkSheet
            ]
    except UploadError:
        raise
    except PasswordError as error:
        raise encrypted(where) from error
    except _ERRORS as error:
        raise refusal("unreadable_file", where, shown(error), term("whole_workbook")) from error


def encrypted(where: str) -> UploadError:
    """What is said of a workbook that needs a password."""
    expected = term("workbook_without_password")
    return refusal("unreadable_file", where, term("workbook_encrypted"), expected)


def _cells(sheet: Any, visible: Any, where: str, limits: Limits) -> SheetCells:
    check_size(where, max(sheet.total_height - 1, 0), sheet.total_width, limits)
    if sheet.total_height * sheet.total_width > min(limits.cells, MOST_CELLS):
        found = term("cells_of", count=sheet.total_height * sheet.total_width)
        expected = term("cells_limit", count=min(limits.cells, MOST_CELLS))
        raise refusal("too_much", where, found, expected)
    rows: list[list[Cell]] = [
        [None if cell == "" else cell for cell in row]
        for row in sheet.to_python(skip_empty_area=False)
    ]
    merged = tuple(
        Merged(top, left, bottom, right)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )
    hidden = visible != SheetVisibleEnum.Visible
    return SheetCells(sheet.name, hidden, Grid(rows, merged, typed=True))
