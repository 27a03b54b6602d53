"""The register as XLSX, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from hebei_gis.plan.register.model import PlanRegister
from hebei_gis.plan.register.tables import COLUMNS, read_register, table_rows
from hebei_gis.plan.register.workbook import (
    measures_csv,
    register_json,
    register_xlsx,
    sheet_title,
    table_csv,
)
from hebei_gis.words.errors import RegisterError

ROOT = Path(__file__).resolve().parents[2]
ROWS = [
    {
        "id": "5.2.1",
        "locator": "第5章第2节第1段",
        "kind": "measure",
        "theme": "",
        "title": "=1+1",
        "title_en": "",
        "summary_zh": "一,二",
        "summary_en": "",
        "places": [
            {"id": "a", "name": "甲路", "name_en": "Jia Road", "located": True},
            {"id": "a", "name": "甲路", "name_en": "Jia Road", "located": True},
            {"id": "b", "name": "乙河", "name_en": "", "located": False},
        ],
    }
]


@pytest.fixture(scope="module")
def register() -> PlanRegister:
    return read_register(ROOT)


@pytest.fixture(scope="module")
def book(register: PlanRegister):
    return load_workbook(io.BytesIO(register_xlsx(register)))


def test_every_table_has_a_sheet_with_all_of_its_rows(register, book):
    for table, rows in table_rows(register).items():
        sheet = book[sheet_title(table)]
        headers = [cell.value for cell in sheet[1]][: len(COLUMNS[table])]
        assert [header.split("(")[1].rstrip(")") for header in headers] == list(COLUMNS[table])
        assert sheet.max_row == len(rows) + 1
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref


def test_ids_are_text_and_numbers_are_numbers(book):
    links = book[sheet_title("links")]
    assert all(cell.data_type == "s" and cell.number_format == "@" for cell in links["A"][1:])
    assert links.column_dimensions["A"].number_format == "@"
    values = book[sheet_title("indicators")]["E"][1:]
    assert {cell.data_type for cell in values} == {"n"}


def test_closed_lists_are_dropdowns(book):
    formulas = [
        rule.formula1 for rule in book[sheet_title("links")].data_validations.dataValidation
    ]
    assert '"changes,uses,mentions"' in formulas
    assert any(sheet_title("places") in formula for formula in formulas)
    for sheet in book:
        for rule in sheet.data_validations.dataValidation:
            # A spreadsheet takes no longer list.
            assert len(rule.formula1) <= 257


def test_a_text_never_starts_a_formula(register):
    entry = replace(next(iter(register.entries.values())), title='=HYPERLINK("http://x")')
    content = register_xlsx(replace(register, entries={entry.id: entry}, links=(), indicators=()))
    cell = load_workbook(io.BytesIO(content))[sheet_title("measures")]["C2"]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://x")')
    assert cell.quotePrefix


def test_a_text_too_long_for_a_cell_is_a_fault(register):
    entry = replace(next(iter(register.entries.values())), summary_zh="长" * 40_000)
    with pytest.raises(RegisterError, match="40,000 characters"):
        register_xlsx(replace(register, entries={entry.id: entry}, links=(), indicators=()))


def test_the_empty_register_is_a_workbook_too():
    book = load_workbook(io.BytesIO(register_xlsx(PlanRegister())))
    assert (
        len(book.sheetnames) == len(COLUMNS) + 2
    )  # what it says of itself, and what it began with


@pytest.mark.parametrize("table", COLUMNS)
def test_a_table_as_csv_opens_in_excel_and_reads_back(register, table):
    content = table_csv(register, table)
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[0] == list(COLUMNS[table])
    assert rows[1:] == table_rows(register)[table]


def test_measures_csv_lists_places_in_one_cell():
    header, row = csv.reader(io.StringIO(measures_csv(ROWS).decode("utf-8-sig"), newline=""))
    cells = dict(zip(header, row, strict=True))
    assert cells["编号 (id)"] == "5.2.1"
    assert cells["标题 (title)"] == "'=1+1"
    assert cells["地点 (places)"] == "甲路、乙河"
    assert cells["地点英文 (places_en)"] == "Jia Road; 乙河"
    assert cells["未落图地点 (places_unlocated)"] == "乙河"


def test_json_holds_measures_and_indicators(register):
    values = json.loads(register_json(ROWS, register.indicators))
    assert values["measures"] == ROWS
    assert len(values["indicators"]) == len(register.indicators)
    assert values["indicators"][0]["value"] == register.indicators[0].value
