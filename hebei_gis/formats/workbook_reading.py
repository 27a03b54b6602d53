"""XLSX workbooks → their sheets' cells, typed, with what stands beside them."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

from hebei_gis.files.limits import Limits
from hebei_gis.files.xml import check_markup
from hebei_gis.files.zips import unpack
from hebei_gis.formats.layer_choice import check_size
from hebei_gis.formats.table_columns import Cell, Unvalued
from hebei_gis.formats.table_layout import Grid, Merged
from hebei_gis.words.errors import UploadError
from hebei_gis.words.facts import term
from hebei_gis.words.refusals import refusal, shown

#: A workbook's cells cost more time than those of other tables.
MOST_CELLS = 1_200_000
#: openpyxl raises whatever a damaged workbook leads it to.
_ERRORS = (Exception,)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]+\d+:[A-Z]+\d+)[\"']")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*?\bhidden=[\"'](?:1|true)[\"'][^>/]*>")
_MOST_MERGED = 100_000


@dataclass(frozen=True)
class SheetCells:
    """A sheet; rows and columns are counted from 0.

    Attributes
    ----------
    title : str
    hidden : bool
    grid : Grid
        Values; of a formula the value stored beside it, where there is one, else its text.
    formulas : mapping of (row, column) to str
        The text of every formula.
    unvalued : int
        Formulas without a stored value.
    errors : frozenset of (row, column)
        Cells that hold an error such as ``#DIV/0!``.
    number_formats : mapping of (row, column) to str
        How numbers are shown, where it was asked for.
    hidden_rows : int
        Rows with cells that are hidden, or filtered out.
    """

    title: str
    hidden: bool
    grid: Grid
    formulas: Mapping[tuple[int, int], str] = field(default_factory=dict)
    unvalued: int = 0
    errors: frozenset[tuple[int, int]] = frozenset()
    number_formats: Mapping[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: int = 0


@dataclass(frozen=True)
class WorkbookCells:
    """What a workbook holds.

    Attributes
    ----------
    sheets : tuple of SheetCells
        In their order.
    properties : mapping of str to str
        Its own (custom) document properties.
    """

    sheets: tuple[SheetCells, ...]
    properties: Mapping[str, str]


def read_workbook(
    content: bytes,
    where: str,
    limits: Limits,
    *,
    number_formats: bool = False,
    most_cells: int | None = MOST_CELLS,
) -> WorkbookCells:
    """Read a workbook whose origin is not known.

    Parameters
    ----------
    content : bytes
        The XLSX file.
    where : str
        What messages call it.
    limits : Limits
    number_formats : bool
        Whether to say how numbers are shown, which takes longer.
    most_cells : int or None
        Of one sheet, where `limits` allow more.

    Raises
    ------
    UploadError
        Where it is no workbook, is damaged, hostile or too large.
    """
    parts = _checked_parts(content, where, limits)
    limits = limits.model_copy(update={"cells": min(limits.cells, most_cells or limits.cells)})
    try:
        with _quiet():
            values, paths = _opened(content, values=True)
            formulas = None
            sheets = []
            for sheet in values.worksheets:
                part = parts.get(paths.get(sheet.title, ""), b"")
                texts: dict[tuple[int, int], str] = {}
                if _FORMULA.search(part):
                    formulas = formulas or _opened(content, values=False)[0]
                    texts = _formulas(formulas[sheet.title], where, limits)
                read = _Reading(sheet, where, limits, texts, number_formats)
                sheets.append(read.cells(_merged(part), len(_HIDDEN_ROW.findall(part))))
            props = values.custom_doc_props.props
            properties = {p.name: str(p.value) for p in props if p.value is not None}
    except UploadError:
        raise
    except _ERRORS as error:
        expected = term("whole_workbook")
        raise refusal("unreadable_file", where, shown(error), expected) from error
    return WorkbookCells(tuple(sheets), properties)


def _checked_parts(content: bytes, where: str, limits: Limits) -> Mapping[str, bytes]:
    if len(content) > limits.upload_mb * 1_000_000:
        found = term("megabytes", count=len(content) // 1_000_000)
        raise refusal("too_much", where, found, term("megabytes", count=limits.upload_mb))
    if not content.startswith(b"PK\3\4"):
        found = term("no_bytes") if not content else term("no_workbook")
        raise refusal("unreadable_file", where, found, term("a_workbook"))
    parts, _ = unpack(content, where, limits)
    if not any(name.lower().startswith("xl/") for name in parts):
        raise refusal("unreadable_file", where, term("another_zip"), term("a_workbook"))
    for name, part in parts.items():
        if name.lower().endswith((".xml", ".rels", ".vml")):
            check_markup(part, f"{where} {shown(name)}", limits)
    return parts


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the library's warnings: what it leaves out is no value of a cell."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _opened(content: bytes, *, values: bool) -> tuple[Any, dict[str, str]]:
    """The workbook, and the part of the file that holds each sheet."""
    from openpyxl.reader.excel import ExcelReader

    reader = ExcelReader(io.BytesIO(content), read_only=True, data_only=values, keep_links=False)
    reader.read()
    paths = {sheet.name: relation.target for sheet, relation in reader.parser.find_sheets()}
    return reader.wb, paths


def _formulas(sheet: Any, where: str, limits: Limits) -> dict[tuple[int, int], str]:
    texts = {}
    for number, row in enumerate(_rows(sheet, where, limits)):
        for place, cell in enumerate(row):
            if cell.data_type == "f":
                text = getattr(cell.value, "text", cell.value)
                texts[number, place] = "=" if text is None else str(text)
    return texts


def _rows(sheet: Any, where: str, limits: Limits) -> Iterator[tuple[Any, ...]]:
    """The rows of a sheet as far as the limits allow, without the empty ones at its end.

    A sheet may promise a million rows or columns; what it holds is counted instead.
    """
    sheet.reset_dimensions()
    cells = filled = empty = 0
    for row in sheet.iter_rows():
        held = _filled(row)
        if not held:
            empty += 1
            continue
        filled += 1
        cells += len(held) + 1
        if len(held) > limits.columns or filled > limits.rows + 1:
            check_size(where, filled - 1, len(held), limits)
        if cells > limits.cells:
            found = term("cells_of", count=cells)
            expected = term("cells_limit", count=limits.cells)
            raise refusal("too_much", where, found, expected)
        yield from repeat((), empty)
        empty = 0
        yield held


def _filled(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row without the empty cells at its end."""
    last = max((n for n, cell in enumerate(row) if cell.value is not None), default=-1)
    return row[: last + 1]


def _merged(part: bytes) -> tuple[Merged, ...]:
    from openpyxl.utils import range_boundaries

    found = []
    for match in _MERGED.finditer(part):
        left, top, right, bottom = range_boundaries(match[1].decode())
        found.append(Merged(top - 1, left - 1, bottom - 1, right - 1))
        if len(found) == _MOST_MERGED:
            break
    return tuple(found)


class _Reading:
    """Gathers the cells of one sheet."""

    def __init__(
        self,
        sheet: Any,
        where: str,
        limits: Limits,
        formulas: Mapping[tuple[int, int], str],
        number_formats: bool,
    ) -> None:
        self._sheet, self._where, self._limits = sheet, where, limits
        self._formulas, self._with_formats = formulas, number_formats

    def cells(self, merged: tuple[Merged, ...], hidden_rows: int) -> SheetCells:
        """Read them."""
        rows: list[list[Cell]] = []
        formats: dict[tuple[int, int], str] = {}
        errors: set[tuple[int, int]] = set()
        unvalued = 0
        for number, row in enumerate(_rows(self._sheet, self._where, self._limits)):
            rows.append([cell.value for cell in row])
            for place, cell in enumerate(row):
                kind = cell.data_type
                if kind == "e":
                    errors.add((number, place))
                    rows[number][place] = Unvalued(cell.value)
                elif self._with_formats and kind == "n" and cell.value is not None:
                    formats[number, place] = cell.number_format
        for (number, place), text in self._formulas.items():
            rows.extend([] for _ in range(number + 1 - len(rows)))
            values = rows[number]
            values.extend(repeat(None, place + 1 - len(values)))
            if values[place] is None:
                values[place] = Unvalued(text)
                unvalued += 1
        return SheetCells(
            self._sheet.title, self._sheet.sheet_state != "visible",
            Grid(rows, merged, typed=True), self._formulas, unvalued, frozenset(errors), formats,
            hidden_rows,
        )  # fmt: skip
