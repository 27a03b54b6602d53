"""The register as files for planners: XLSX to edit, CSV and JSON to read.

The XLSX has one sheet a table and comes back through
:mod:`~hebei_gis.plan.register.changes`. Its cells are text where the register holds text, so
that a spreadsheet neither computes them nor makes 5.10 into 5.1; a header names the column in
Chinese and by its id.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from hebei_gis.plan.register.model import (
    DIRECTIONS,
    ENTRY_KINDS,
    PLACE_KINDS,
    RELATIONS,
    ROLES,
    Indicator,
    PlanRegister,
)
from hebei_gis.plan.register.tables import COLUMNS, table_bytes, table_rows
from hebei_gis.plan.register.workbook_words import ABOUT, HEADERS, TERMS, TITLES, WIDTHS
from hebei_gis.words.errors import RegisterError
from hebei_gis.words.faults import Fault

#: Columns whose cells are numbers, by table.
NUMBER_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "headings": ("chapter", "section"),
    "indicators": ("value", "value_max", "year"),
}
#: Document property that says which register a workbook was made from.
BASE_PROPERTY = "hebei_gis_register"
ABOUT_SHEET = "说明 about"
#: The longest text a cell of a spreadsheet holds.
LONGEST_CELL = 32_767
#: Rows below the last that are ready to be filled: dropdowns reach so far.
_SPARE_ROWS = 500
_CLOSED_LISTS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("measures", "kind"): ENTRY_KINDS,
    ("places", "kind"): PLACE_KINDS,
    ("links", "relation"): RELATIONS,
    ("indicators", "role"): ROLES,
    ("indicators", "direction"): DIRECTIONS,
}
#: Columns that name a row of another table.
_REFERENCES: Mapping[tuple[str, str], str] = {
    ("measures", "theme"): "themes",
    ("links", "entry"): "measures",
    ("links", "place"): "places",
    ("place_features", "place"): "places",
    ("indicators", "entry"): "measures",
}
_ORDER = ("measures", "places", "links", "indicators", "place_features", "headings", "themes")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def sheet_title(table: str) -> str:
    """What a table's sheet is called: ``措施 measures``."""
    return f"{TITLES[table]} {table}"


def register_fingerprint(tables: Mapping[str, Sequence[Sequence[str]]]) -> str:
    """A short hash of all cells of the register's tables."""
    content = b"".join(table_bytes(table, tables[table]) for table in COLUMNS)
    return hashlib.sha256(content).hexdigest()[:16]


def clean(cell: str) -> str:
    """A cell's text as a spreadsheet keeps it: line ends as LF, no control characters."""
    text = cell.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    return str(ILLEGAL_CHARACTERS_RE.sub("", text))


def register_xlsx(register: PlanRegister) -> bytes:
    """The register as an XLSX workbook, one sheet a table and one that explains it.

    Returns
    -------
    bytes
        The file. Grey columns are for reading only and are not read back.

    Raises
    ------
    RegisterError
        Where a text is longer than a cell can hold.
    """
    tables = table_rows(register)
    too_long = [
        Fault("bad_value", f"{table}.csv {row[0]}", f"{len(cell)} signs", f"<= {LONGEST_CELL}")
        for table, rows in tables.items()
        for row in rows
        for cell in row
        if len(cell) > LONGEST_CELL
    ]
    if too_long:
        raise RegisterError(too_long)
    book = Workbook()
    book.remove(book.active)
    for table in _ORDER:
        sheet = book.create_sheet(sheet_title(table))
        readers = _reading_columns(table, register)
        _fill(sheet, table, tables[table], readers)
        _add_lists(sheet, table, {name: len(rows) for name, rows in tables.items()})
    _explain(book.create_sheet(ABOUT_SHEET))
    book.custom_doc_props.append(
        StringProperty(name=BASE_PROPERTY, value=register_fingerprint(tables))
    )
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _reading_columns(
    table: str, register: PlanRegister
) -> Sequence[tuple[str, Callable[[Mapping[str, str]], str]]]:
    """Columns beside the table's own that say in words what its ids stand for."""

    def entry_title(row: Mapping[str, str]) -> str:
        return register.entries[row["entry"]].title

    def place_name(row: Mapping[str, str]) -> str:
        return register.places[row["place"]].name_zh

    def locator(row: Mapping[str, str]) -> str:
        return register.entries[row["id"]].locator("zh")

    columns: dict[str, Sequence[tuple[str, Callable[[Mapping[str, str]], str]]]] = {
        "measures": [("位置", locator)],
        "links": [("条目标题", entry_title), ("地点名称", place_name)],
        "place_features": [("地点名称", place_name)],
        "indicators": [("条目标题", entry_title)],
    }
    return columns.get(table, ())


def _fill(
    sheet: Worksheet,
    table: str,
    rows: Sequence[Sequence[str]],
    readers: Sequence[tuple[str, Callable[[Mapping[str, str]], str]]],
) -> None:
    columns = COLUMNS[table]
    numbers = NUMBER_COLUMNS.get(table, ())
    headers = [f"{HEADERS[column]} ({column})" for column in columns]
    headers += [f"{title}(仅供阅读)" for title, _ in readers]
    for number, header in enumerate(headers, start=1):
        cell = sheet.cell(1, number, header)
        own = number <= len(columns)
        cell.font = Font(bold=own, color="000000" if own else "808080")
        cell.fill = PatternFill("solid", fgColor="D9E2EC" if own else "F2F2F2")
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width = WIDTHS.get(columns[number - 1], 16) if own else 28
        # The format of the column holds for rows added later.
        dimension.number_format = "General" if own and columns[number - 1] in numbers else "@"
    for line, row in enumerate(rows, start=2):
        for number, (column, text) in enumerate(zip(columns, row, strict=True), start=1):
            _write(sheet.cell(line, number), text, column in numbers)
        values = dict(zip(columns, row, strict=True))
        for number, (_, words) in enumerate(readers, start=len(columns) + 1):
            cell = sheet.cell(line, number)
            _write(cell, words(values), False)
            cell.font = Font(color="808080")
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headers))}{max(2, len(rows) + 1)}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _write(cell: Cell, text: str, number: bool) -> None:
    if not text:
        return
    if number:
        cell.value = float(text) if "." in text or "e" in text else int(text)
        return
    cell.value = clean(text)
    # openpyxl takes what begins with = for a formula.
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = text.startswith(_FORMULA_STARTS)
    cell.alignment = Alignment(vertical="top", wrap_text=True)


def _add_lists(sheet: Worksheet, table: str, lengths: Mapping[str, int]) -> None:
    for number, column in enumerate(COLUMNS[table], start=1):
        closed = _CLOSED_LISTS.get((table, column))
        other = _REFERENCES.get((table, column))
        if closed:
            formula = '"' + ",".join(closed) + '"'
        elif other:
            formula = f"'{sheet_title(other)}'!$A$2:$A${lengths[other] + _SPARE_ROWS}"
        else:
            continue
        rule = DataValidation(type="list", formula1=formula, allow_blank=True)
        rule.showErrorMessage = True
        rule.errorTitle = "不在列表中"
        rule.error = "请从下拉列表中选择。"
        letter = get_column_letter(number)
        rule.add(f"{letter}2:{letter}{lengths[table] + _SPARE_ROWS}")
        sheet.add_data_validation(rule)


def _explain(sheet: Worksheet) -> None:
    sheet.column_dimensions["A"].width = 22
    sheet.column_dimensions["B"].width = 60
    sheet.column_dimensions["C"].width = 60
    rows = [("", chinese, english) for chinese, english in ABOUT]
    rows += [(name, chinese, english) for name, (chinese, english) in TERMS.items()]
    for row in rows:
        sheet.append(row)
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.alignment = Alignment(vertical="top", wrap_text=True)


def table_csv(register: PlanRegister, table: str) -> bytes:
    """One table as CSV that Excel and WPS open rightly: UTF-8 with BOM, CRLF.

    A text that a spreadsheet would compute (``=…``) gets an apostrophe before it.
    """
    rows = [[_uncomputed(cell) for cell in row] for row in table_rows(register)[table]]
    return b"\xef\xbb\xbf" + table_bytes(table, rows).replace(b"\n", b"\r\n")


def measures_csv(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Entries joined with their places, for readers: UTF-8 with BOM, CRLF.

    Parameters
    ----------
    rows : iterable of mapping
        As ``Workspace.measure_rows()`` gives them.

    Returns
    -------
    bytes
        One row an entry, its places in one cell, those not on the map in another.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    texts = ("id", "locator", "kind", "theme", "title", "title_en", "summary_zh", "summary_en")
    more = ("places", "places_en", "places_unlocated")
    writer.writerow([f"{HEADERS[column]} ({column})" for column in (*texts, *more)])
    for row in rows:
        places = {place["id"]: place for place in row["places"]}.values()
        cells = [str(row[column]) for column in texts]
        cells += [
            "、".join(place["name"] for place in places),
            "; ".join(place["name_en"] or place["name"] for place in places),
            "、".join(place["name"] for place in places if not place["located"]),
        ]
        writer.writerow([_uncomputed(cell) for cell in cells])
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def register_json(rows: Iterable[Mapping[str, Any]], indicators: Iterable[Indicator]) -> bytes:
    """Entries with their places, and the indicators, as JSON.

    Parameters
    ----------
    rows : iterable of mapping
        As ``Workspace.measure_rows()`` gives them.
    indicators : iterable of Indicator
    """
    values = {"measures": list(rows), "indicators": [asdict(i) for i in indicators]}
    return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode()


def _uncomputed(cell: str) -> str:
    if not cell.startswith(_FORMULA_STARTS):
        return cell
    try:
        float(cell)
    except ValueError:
        return f"'{cell}"
    return cell
