"""The register as files for planners: XLSX to edit, CSV and JSON to read.

The XLSX has one sheet a table and comes back through
:mod:`~hebei_gis.plan.register.changes`. Its cells are text where the register holds text, so
that a spreadsheet neither computes them nor makes 5.10 into 5.1; a header names the column in
Chinese and by its id.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from hebei_gis.files.cells import clean_text
from hebei_gis.formats.csv import csv_bytes
from hebei_gis.formats.workbook_writing import (
    CELL_LENGTH,
    Look,
    SheetWriter,
    WorkbookWriter,
    on_sheet,
    span,
)
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
from hebei_gis.words.errors import RegisterError
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Fault
from hebei_gis.words.papers.register import (
    ABOUT,
    HEADERS,
    NOT_LISTED,
    READ_ONLY,
    READERS,
    TERMS,
    TITLES,
)

#: Columns whose cells are numbers, by table.
NUMBER_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "headings": ("chapter", "section"),
    "indicators": ("value", "value_max", "year"),
}
#: Document property that says which register a workbook was made from.
BASE_PROPERTY = "hebei_gis_register"
ABOUT_SHEET = "说明 about"
#: Holds the tables as they were, so that what others changed since can be told apart.
BASE_SHEET = "register_base"
_PIECE = 30_000
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
#: column -> its width in characters.
_WIDTHS = {
    "aliases": 28,
    "chapter": 8,
    "id": 18,
    "name_en": 32,
    "name_zh": 24,
    "not_in": 28,
    "note_en": 28,
    "note_zh": 28,
    "section": 8,
    "summary_en": 60,
    "summary_zh": 60,
    "title": 30,
    "title_en": 36,
    "title_zh": 36,
    "value": 10,
    "value_max": 10,
    "year": 8,
}
_ORDER = ("measures", "places", "links", "indicators", "place_features", "headings", "themes")
_TEXT = "@"
_HEADER = Look(fill="#D9E2EC", bold=True, wrapped=True, vertical="middle")
_READER_HEADER = Look(color="#808080", fill="#F2F2F2", wrapped=True, vertical="middle")
_CELL = Look(wrapped=True, vertical="top", number_format=_TEXT)
_READER_CELL = Look(color="#808080", wrapped=True, vertical="top", number_format=_TEXT)
_NUMBER, _WORDS = Look(), Look(wrapped=True, vertical="top")


def sheet_title(table: str) -> str:
    """What a table's sheet is called: ``措施 measures``."""
    return f"{TITLES[table]} {table}"


def register_fingerprint(tables: Mapping[str, Sequence[Sequence[str]]]) -> str:
    """A short hash of all cells of the register's tables."""
    content = b"".join(table_bytes(table, tables[table]) for table in COLUMNS)
    return hashlib.sha256(content).hexdigest()[:16]


def clean(cell: str) -> str:
    """A cell's text as a spreadsheet keeps it: line ends as LF, no control characters."""
    return clean_text(cell.replace("_x000D_", ""))


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
        Fault("text_too_long", term("table_row", table=table, row=row[0]),
              count=len(cell), most=CELL_LENGTH)
        for table, rows in tables.items()
        for row in rows
        for cell in row
        if len(cell) > CELL_LENGTH
    ]  # fmt: skip
    if too_long:
        raise RegisterError(too_long)
    book = WorkbookWriter(properties={BASE_PROPERTY: register_fingerprint(tables)})
    lengths = {name: len(rows) for name, rows in tables.items()}
    for table in _ORDER:
        sheet = book.sheet(sheet_title(table))
        _fill(sheet, table, tables[table], _reading_columns(table, register))
        _add_lists(sheet, table, lengths)
    _explain(book.sheet(ABOUT_SHEET))
    base = book.sheet(BASE_SHEET)
    base.hide()
    text = json.dumps(tables, ensure_ascii=False)
    for number, start in enumerate(range(0, len(text), _PIECE), start=1):
        base.put(number, 1, text[start : start + _PIECE])
    return book.content()


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

    columns: dict[str, tuple[Callable[[Mapping[str, str]], str], ...]] = {
        "measures": (locator,),
        "links": (entry_title, place_name),
        "place_features": (place_name,),
        "indicators": (entry_title,),
    }
    return tuple(zip(READERS.get(table, ()), columns.get(table, ()), strict=True))


def _fill(
    sheet: SheetWriter,
    table: str,
    rows: Sequence[Sequence[str]],
    readers: Sequence[tuple[str, Callable[[Mapping[str, str]], str]]],
) -> None:
    columns = COLUMNS[table]
    numbers = NUMBER_COLUMNS.get(table, ())
    # The look of a column holds for rows added later.
    sheet.widths(
        [_WIDTHS.get(column, 16) for column in columns],
        looks=[_NUMBER if column in numbers else _CELL for column in columns],
    )
    sheet.widths([28] * len(readers), start=len(columns) + 1, looks=[_READER_CELL] * len(readers))
    sheet.row(1, [f"{HEADERS[column]} ({column})" for column in columns], _HEADER)
    titles = [f"{title}{READ_ONLY}" for title, _ in readers]
    sheet.row(1, titles, _READER_HEADER, start=len(columns) + 1)
    for line, row in enumerate(rows, start=2):
        for number, (column, text) in enumerate(zip(columns, row, strict=True), start=1):
            if column in numbers:
                sheet.put(line, number, _number(text), _NUMBER)
            elif text:
                sheet.put(line, number, clean(text), _CELL)
        values = dict(zip(columns, row, strict=True))
        words = [clean(said(values)) for _, said in readers]
        sheet.row(line, words, _READER_CELL, start=len(columns) + 1)
    sheet.freeze(2, 2)
    sheet.filter((1, 1), (max(2, len(rows) + 1), len(columns) + len(readers)))
    sheet.for_print(repeated_row=1)


def _number(text: str) -> float | int | None:
    if not text:
        return None
    return float(text) if "." in text or "e" in text else int(text)


def _add_lists(sheet: SheetWriter, table: str, lengths: Mapping[str, int]) -> None:
    for number, column in enumerate(COLUMNS[table], start=1):
        choices: Sequence[str] | str | None = _CLOSED_LISTS.get((table, column))
        other = _REFERENCES.get((table, column))
        if other:
            choices = on_sheet(sheet_title(other), span((2, 1), (lengths[other] + _SPARE_ROWS, 1)))
        if choices:
            rows = (2, lengths[table] + _SPARE_ROWS)
            sheet.dropdown(number, rows, choices, *NOT_LISTED)


def _explain(sheet: SheetWriter) -> None:
    sheet.widths([22, 60, 60])
    rows = [("", chinese, english) for chinese, english in ABOUT]
    rows += [(name, chinese, english) for name, (chinese, english) in TERMS.items()]
    for number, row in enumerate(rows, start=1):
        sheet.row(number, row, _WORDS)


def table_csv(register: PlanRegister, table: str) -> bytes:
    """One table as CSV that Excel and WPS open rightly: UTF-8 with BOM, CRLF.

    A text that a spreadsheet would compute (``=…``) gets an apostrophe before it.
    """
    numbers = [column in NUMBER_COLUMNS.get(table, ()) for column in COLUMNS[table]]
    rows = [
        [_number(cell) if number else cell for cell, number in zip(row, numbers, strict=True)]
        for row in table_rows(register)[table]
    ]
    return csv_bytes([COLUMNS[table], *rows])


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
    texts = ("id", "locator", "kind", "theme", "title", "title_en", "summary_zh", "summary_en")
    more = ("places", "places_en", "places_unlocated")
    lines = [[f"{HEADERS[column]} ({column})" for column in (*texts, *more)]]
    for row in rows:
        places = {place["id"]: place for place in row["places"]}.values()
        cells = [str(row[column]) for column in texts]
        cells += [
            "、".join(place["name"] for place in places),
            "; ".join(place["name_en"] or place["name"] for place in places),
            "、".join(place["name"] for place in places if not place["located"]),
        ]
        lines.append(cells)
    return csv_bytes(lines)


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
