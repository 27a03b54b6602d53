"""Read an edited workbook of the register: the cells of each table as text, faults beside them.

What a spreadsheet does to cells unasked is looked for: ids made numbers (5.10 → 5.1), numbers
made dates or shares, formulas.
"""

from __future__ import annotations

import datetime
import io
import math
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from hebei_gis.plan.register.tables import COLUMNS
from hebei_gis.plan.register.workbook import (
    ABOUT_SHEET,
    BASE_PROPERTY,
    NUMBER_COLUMNS,
    clean,
    sheet_title,
)
from hebei_gis.plan.register.workbook_words import HEADERS, TITLES
from hebei_gis.words.errors import RegisterError
from hebei_gis.words.faults import Fault

#: How much a workbook may unpack to; the register of a district takes about 1 MB.
_UNPACKED_BYTES = 24 * 1024 * 1024
_FILE_BYTES = 16 * 1024 * 1024
#: Columns of a sheet that are looked at.
_WIDEST = 60
_HEADER_ID = re.compile(r"[(（]\s*([a-z_]+)\s*[)）]\s*$")
#: Columns that hold ids, which a spreadsheet must not have made numbers.
ID_COLUMNS = frozenset({"id", "entry", "place", "theme", "layer", "key", "pair_id"})
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
    faults : tuple of Fault
    """

    sheets: Mapping[str, Sheet]
    passed_over: tuple[str, ...]
    base: str
    faults: tuple[Fault, ...]


def read_sheets(content: bytes, where: str) -> SheetBook:
    """Read the sheets of a workbook.

    Parameters
    ----------
    content : bytes
        The XLSX file.
    where : str
        What messages call it.

    Raises
    ------
    RegisterError
        Where the file is no workbook, is too large, or holds no table of the register.
    """
    _check_container(content, where)
    faults: list[Fault] = []
    passed_over: list[str] = []
    sheets: dict[str, Sheet] = {}
    try:
        book = load_workbook(io.BytesIO(content), read_only=True)
        base = next((p.value for p in book.custom_doc_props.props if p.name == BASE_PROPERTY), "")
        for sheet in book.worksheets:
            table = _table_of(sheet.title)
            if table is None:
                if sheet.title != ABOUT_SHEET:
                    passed_over.append(sheet.title)
            elif table in sheets:
                faults.append(Fault("duplicate_key", where, sheet.title, "one sheet a table"))
            else:
                sheet.reset_dimensions()
                lines = sheet.iter_rows(max_col=_WIDEST)
                sheets[table] = _read_sheet(table, sheet.title, lines, faults, passed_over)
    except Exception as error:  # whatever a damaged file makes the library stumble over
        fault = Fault("unreadable_file", where, f"{type(error).__name__}: {error}", "XLSX")
        raise RegisterError([fault]) from error
    if not sheets:
        titles = ", ".join(sheet_title(table) for table in COLUMNS)
        raise RegisterError([Fault("bad_value", where, ", ".join(passed_over), titles)])
    return SheetBook(sheets, tuple(passed_over), str(base or ""), tuple(faults))


def _check_container(content: bytes, where: str) -> None:
    expected = "XLSX (hebei-gis register export -o FILE.xlsx)"
    if len(content) > _FILE_BYTES:
        raise RegisterError(
            [Fault("unreadable_file", where, f"{len(content)} bytes", f"<= {_FILE_BYTES} bytes")]
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
            is_workbook = "[Content_Types].xml" in archive.namelist()
    except zipfile.BadZipFile:
        found = "empty" if not content else "no XLSX; an .xls or a locked file?"
        raise RegisterError([Fault("unreadable_file", where, found, expected)]) from None
    if not is_workbook:
        raise RegisterError([Fault("unreadable_file", where, "another kind of zip", expected)])
    if unpacked > _UNPACKED_BYTES:
        found = f"{unpacked} bytes unpacked"
        raise RegisterError(
            [Fault("unreadable_file", where, found, f"<= {_UNPACKED_BYTES} bytes unpacked")]
        )


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
    table: str,
    title: str,
    lines: Iterator[Sequence[Any]],
    faults: list[Fault],
    passed_over: list[str],
) -> Sheet:
    headers = [str(cell.value or "").strip() for cell in next(lines, ())]
    at: dict[str, int] = {}
    for position, header in enumerate(headers):
        column = _column_of(header, table)
        if column and column in at:
            faults.append(Fault("duplicate_key", title, header, "each column once"))
        elif column:
            at[column] = position
        elif header and not header.endswith("(仅供阅读)"):
            passed_over.append(f"{title}: {header}")
    letters = {column: get_column_letter(position + 1) for column, position in at.items()}
    missing = [column for column in COLUMNS[table] if column not in at]
    sheet = Sheet(table, title, letters, ())
    if missing:
        found = ", ".join(header for header in headers if header)
        faults += [Fault("missing_column", title, found, f"… ({name})") for name in missing]
        return sheet
    rows = []
    for number, line in enumerate(lines, start=2):
        cells = [line[at[name]] if at[name] < len(line) else None for name in COLUMNS[table]]
        if all(cell is None or cell.value is None for cell in cells):
            continue
        texts = [
            _text(cell, table, column, sheet.cell(number, column), faults)
            for column, cell in zip(COLUMNS[table], cells, strict=True)
        ]
        if any(texts):
            rows.append(SheetRow(number, tuple(texts)))
    return Sheet(table, title, letters, tuple(rows))


def _text(cell: Any, table: str, column: str, where: str, faults: list[Fault]) -> str:
    """The cell as the register would hold it; what it cannot hold is a fault and becomes ?."""
    if cell is None or cell.value is None:
        return ""
    number = column in NUMBER_COLUMNS.get(table, ())
    found, expected = "", "数 (a number)" if number else "文本 (text)"
    value = cell.value
    if cell.data_type == "f":
        found = f"公式 {value} (a formula)"
    elif cell.data_type == "e":
        found = f"{value} (an error)"
    elif isinstance(value, bool):
        found = f"{value} (true or false)"
    elif isinstance(value, (datetime.date, datetime.time, datetime.timedelta)):
        found = f"日期 {value} (a date)"
    elif isinstance(value, str):
        return canonical(table, column, value)
    elif "%" in cell.number_format:
        found = f"百分比 {value:.10g} (a share, shown as %)"
    elif column in ID_COLUMNS:
        found = f"数字 {value:.10g} (a number)"
        expected = "文本 (text): 5.10 → 5.1"
    elif not number and cell.number_format not in _PLAIN_FORMATS:
        found = f"数字 {value:.10g}, {cell.number_format} (a number)"
    else:
        return _number_text(value)
    faults.append(Fault("bad_value", where, found, expected))
    return "?"


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
