"""Read an edited workbook of the register: the cells of each table as text, faults beside them.

What a spreadsheet does to cells unasked is looked for: ids made numbers (5.10 → 5.1), numbers
made dates or shares, formulas.
"""

from __future__ import annotations

import datetime
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hebei_gis.files.limits import Limits
from hebei_gis.formats.table_columns import Cell
from hebei_gis.formats.workbook_reading import SheetCells, WorkbookCells, read_workbook
from hebei_gis.formats.workbook_writing import at
from hebei_gis.plan.register.tables import COLUMNS
from hebei_gis.plan.register.workbook import (
    ABOUT_SHEET,
    BASE_PROPERTY,
    BASE_SHEET,
    NUMBER_COLUMNS,
    clean,
    register_fingerprint,
    sheet_title,
)
from hebei_gis.words.errors import RegisterError, UploadError
from hebei_gis.words.facts import Term, term
from hebei_gis.words.faults import Fault
from hebei_gis.words.papers.register import HEADERS, READ_ONLY, TITLES
from hebei_gis.words.refusals import shown

_HEADER_ID = re.compile(r"[(（]\s*([a-z_]+)\s*[)）]\s*$")
#: Columns that hold ids, which a spreadsheet must not have made numbers.
ID_COLUMNS = frozenset({"id", "entry", "place", "theme", "layer", "key", "pair_id"})
#: So many names a message lists.
_TOLD = 40
_PLAIN_FORMATS = ("General", "@", "0", "0.0", "0.00", "0.000", "0.0000")


@dataclass(frozen=True)
class SheetRow:
    """One row of a sheet: its number there, and the text of the table's columns."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A sheet that holds a table.

    Attributes
    ----------
    table, title : str
    letters : mapping
        Column of the table → letter of the sheet's column.
    rows : tuple of SheetRow
        In the order of the sheet; empty rows are left out.
    """

    table: str
    title: str
    letters: Mapping[str, str]
    rows: tuple[SheetRow, ...]

    def cell(self, row: int, column: str) -> str:
        """Address of a cell, for messages: ``措施 measures!A7``."""
        return f"{self.title}!{self.letters.get(column, '')}{row}"


@dataclass(frozen=True)
class SheetBook:
    """What a workbook holds of the register.

    Attributes
    ----------
    sheets : mapping of table to Sheet
    passed_over : tuple of str
        Sheets and columns that are no part of the register, as ``sheet: header``.
    base : str
        The fingerprint of the register the workbook was made from; empty where it has none.
    base_rows : mapping of table to rows, or None
        That register; None where the workbook does not hold it whole.
    faults : tuple of Fault
    """

    sheets: Mapping[str, Sheet]
    passed_over: tuple[str, ...]
    base: str
    base_rows: Mapping[str, Sequence[Sequence[str]]] | None
    faults: tuple[Fault, ...]


def read_sheets(content: bytes, where: str, limits: Limits | None = None) -> SheetBook:
    """Read the sheets of a workbook.

    Parameters
    ----------
    content : bytes
        The XLSX file.
    where : str
        What messages call it.
    limits : Limits, optional
        As of any file that comes in.

    Raises
    ------
    RegisterError
        Where the file is no workbook, is too large, or holds no table of the register.
    """
    try:
        book = read_workbook(content, where, limits or Limits(), number_formats=True)
    except UploadError as error:
        raise RegisterError(error.faults) from error
    faults: list[Fault] = []
    passed_over: list[str] = []
    sheets: dict[str, Sheet] = {}
    for sheet in book.sheets:
        table = _table_of(sheet.title)
        if table is None:
            if sheet.title not in (ABOUT_SHEET, BASE_SHEET):
                passed_over.append(sheet.title)
        elif table in sheets:
            faults.append(Fault("table_on_two_sheets", where, sheet=sheet.title))
        else:
            sheets[table] = _read_sheet(table, sheet, faults, passed_over)
    if not sheets:
        expected = [sheet_title(table) for table in COLUMNS]
        raise RegisterError([Fault("no_register_sheet", where, passed_over[:_TOLD], expected)])
    base = book.properties.get(BASE_PROPERTY, "")
    return SheetBook(sheets, tuple(passed_over), base, _base_rows(book, base), tuple(faults))


def _base_rows(
    book: WorkbookCells, fingerprint: str
) -> Mapping[str, Sequence[Sequence[str]]] | None:
    """The register the workbook was made from; None where it is not there whole."""
    pieces = [
        str(row[0])
        for sheet in book.sheets
        if sheet.title == BASE_SHEET
        for row in sheet.grid.rows
        if row and row[0]
    ]
    try:
        tables = json.loads("".join(pieces))
        return tables if register_fingerprint(tables) == fingerprint else None
    except (ValueError, LookupError, TypeError):
        return None


def _table_of(title: str) -> str | None:
    names = {part.casefold() for part in title.split()} | {title.strip().casefold()}
    for table, chinese in TITLES.items():
        if {table, chinese} & names:
            return table
    return None


def _column_of(header: str, table: str) -> str | None:
    found = _HEADER_ID.search(header)
    name = found[1] if found else header.strip()
    for column in COLUMNS[table]:
        if name == column:
            return column
    # Without the bracket the Chinese name will do where it is clear.
    named = [column for column in COLUMNS[table] if HEADERS[column] == name]
    return named[0] if len(named) == 1 else None


def _read_sheet(
    table: str, sheet: SheetCells, faults: list[Fault], passed_over: list[str]
) -> Sheet:
    title, lines = sheet.title, sheet.grid.rows
    headers = [str(cell or "").strip() for cell in (lines[0] if lines else ())]
    places: dict[str, int] = {}
    for place, header in enumerate(headers):
        column = _column_of(header, table)
        if column and column in places:
            faults.append(Fault("column_twice", title, column=shown(header)))
        elif column:
            places[column] = place
        elif header and not _is_read_only(header):
            passed_over.append(f"{title}: {shown(header)}")
    letters = {column: at(1, place + 1)[:-1] for column, place in places.items()}
    missing = [column for column in COLUMNS[table] if column not in places]
    read = Sheet(table, title, letters, ())
    if missing:
        named = [shown(header) for header in headers if header][:_TOLD]
        faults += [Fault("sheet_lacks_column", title, named, name) for name in missing]
        return read
    rows = []
    for line, cells in enumerate(lines[1:], start=1):
        texts = []
        for column in COLUMNS[table]:
            place = places[column]
            text = _text(sheet, line, place, cells, table, column)
            if isinstance(text, Fault):
                faults.append(text.at(read.cell(line + 1, column)))
                text = "?"
            texts.append(text)
        if any(texts):
            rows.append(SheetRow(line + 1, tuple(texts)))
    return Sheet(table, title, letters, tuple(rows))


def _is_read_only(header: str) -> bool:
    return header.replace("(", "（").replace(")", "）").endswith(READ_ONLY)


def _text(
    sheet: SheetCells, line: int, place: int, cells: Sequence[Cell], table: str, column: str
) -> str | Fault:
    """The cell as the register would hold it, or why it cannot hold it."""
    value = cells[place] if place < len(cells) else None
    number = column in NUMBER_COLUMNS.get(table, ())
    expected = term("sheet_number" if number else "sheet_text")
    found: Term
    if (line, place) in sheet.formulas:
        found = term("a_formula", text=shown(sheet.formulas[line, place]))
    elif value is None:
        return ""
    elif (line, place) in sheet.errors:
        found = term("an_error", text=shown(value))
    elif isinstance(value, bool):
        found = term("true_or_false", text=str(value).upper())
    elif isinstance(value, (datetime.date, datetime.time, datetime.timedelta)):
        found = term("a_date", text=str(value))
    elif isinstance(value, str):
        return canonical(table, column, value)
    else:
        how, digits = sheet.number_formats.get((line, place), "General"), f"{value:.10g}"
        if "%" in how:
            found = term("a_share", value=digits)
        elif column in ID_COLUMNS:
            found, expected = term("a_number", value=digits), term("sheet_id")
        elif not number and how not in _PLAIN_FORMATS:
            found = term("a_number_shown_as", value=digits, shown=shown(how))
        else:
            return _number_text(value)
    return Fault("bad_value", "", found, expected)


def canonical(table: str, column: str, cell: str) -> str:
    """A cell's text without what a spreadsheet does not keep; numbers in one writing."""
    text = clean(cell).strip()
    if column not in NUMBER_COLUMNS.get(table, ()):
        return text
    try:
        value = float(text)
    except ValueError:
        return text
    return _number_text(value) if math.isfinite(value) else f"{text}?"


def _number_text(value: float) -> str:
    return f"{value:.10g}"  # as tables write it
