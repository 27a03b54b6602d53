"""The workbook out, changed, and in again."""

from __future__ import annotations

import datetime
import io
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from hebei_gis.files import whole_files
from hebei_gis.plan.register.changes import Change, read_changes
from hebei_gis.plan.register.tables import (
    COLUMNS,
    PLAN_FOLDER,
    read_register,
    table_bytes,
    table_rows,
)
from hebei_gis.plan.register.workbook import register_xlsx, sheet_title
from hebei_gis.plan.register.writing import apply_changes
from hebei_gis.words.errors import RegisterError

ROOT = Path(__file__).resolve().parents[2]
TABLES = {
    "themes": [["overall", "总体", "Overall"]],
    "headings": [["1", "", "总则", "General"], ["1", "1", "基础", "Base"]],
    "measures": [
        ["1.0", "setting", "章首", "", "", "", ""],
        ["1.1.1", "measure", "修路", "Build roads", "overall", "修两条路。", "Two roads."],
        ["1.1.10", "measure", "建园", "", "", "", ""],
    ],
    "places": [
        ["jia_road", "甲路", "Jia Road", "road", "", "", "", ""],
        ["yi_park", "乙公园", "Yi Park", "park", "乙园|老乙园", "", "", ""],
    ],
    "links": [["1.1.1", "jia_road", "changes"], ["1.1.10", "yi_park", "changes"]],
    "place_features": [["jia_road", "road", "7"]],
    "indicators": [
        ["roads_2025", "道路", "Roads", "条", "2", "", "2条", "", "up", "2025", "target", "",
         "1.1.1"],
        ["green_2025_pct", "绿化率", "Green", "%", "36.25", "", "36.25%", "", "up", "2025",
         "target", "", "1.1.10"],
    ],
}  # fmt: skip


def write_register(folder: Path, tables=None) -> Path:
    (folder / PLAN_FOLDER).mkdir(parents=True)
    for table, rows in (tables or TABLES).items():
        (folder / PLAN_FOLDER / f"{table}.csv").write_bytes(table_bytes(table, rows))
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / PLAN_FOLDER).iterdir()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_register(tmp_path)


@pytest.fixture
def book(folder: Path) -> Workbook:
    return load_workbook(io.BytesIO(register_xlsx(read_register(folder))))


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def row_of(book: Workbook, table: str, *key: str) -> int:
    sheet = book[sheet_title(table)]
    for cells in sheet.iter_rows(min_row=2):
        if tuple(cell.value for cell in cells[: len(key)]) == key:
            return cells[0].row
    raise AssertionError(key)


def put(book: Workbook, table: str, key: tuple[str, ...], column: str, value) -> str:
    """Set a cell as a person typing it would; returns its address as messages give it."""
    sheet = book[sheet_title(table)]
    cell = sheet.cell(row_of(book, table, *key), COLUMNS[table].index(column) + 1)
    cell.number_format = "General"
    cell.value = value
    return f"{sheet.title}!{cell.coordinate}"


def faults_of(book: Workbook, folder: Path) -> list[str]:
    before = files(folder)
    with pytest.raises(RegisterError) as caught:
        read_changes(saved(book), folder, "book.xlsx")
    assert files(folder) == before
    return [fault.sentence("en") for fault in caught.value.faults]


def test_the_real_register_comes_back_unchanged(tmp_path: Path):
    shutil.copytree(ROOT / PLAN_FOLDER, tmp_path / PLAN_FOLDER)
    before = files(tmp_path)
    content = register_xlsx(read_register(tmp_path))
    # Once as written, once as another program would save it again.
    for version in (content, saved(load_workbook(io.BytesIO(content)))):
        changes = read_changes(version, tmp_path, "book.xlsx")
        assert changes.changes == ()
        assert not changes.stale
        assert changes.missing == ()
        assert changes.passed_over == ()
        assert apply_changes(changes, tmp_path) == []
    assert files(tmp_path) == before


def test_the_real_register_would_be_written_byte_for_byte(tmp_path: Path):
    shutil.copytree(ROOT / PLAN_FOLDER, tmp_path / PLAN_FOLDER)
    before = files(tmp_path)
    register = read_register(tmp_path)
    book = load_workbook(io.BytesIO(register_xlsx(register)))
    first = {table: rows[0] for table, rows in table_rows(register).items()}
    edits = {
        "themes": "title_en", "headings": "title_en", "measures": "summary_en",
        "places": "note_en", "links": "relation", "indicators": "name_en",
    }  # fmt: skip
    for table, column in edits.items():
        new = "uses" if column == "relation" and first[table][2] != "uses" else "mentions"
        sheet = book[sheet_title(table)]
        sheet.cell(2, COLUMNS[table].index(column) + 1).value = new
    apply_changes(read_changes(saved(book), tmp_path, "book.xlsx"), tmp_path)
    assert {name for name, content in files(tmp_path).items() if content != before[name]} == {
        f"{table}.csv" for table in edits
    }
    # And back again: the files are as they were.
    book = load_workbook(io.BytesIO(register_xlsx(read_register(tmp_path))))
    for table, column in edits.items():
        sheet = book[sheet_title(table)]
        at = COLUMNS[table].index(column)
        sheet.cell(2, at + 1).value = first[table][at]
    apply_changes(read_changes(saved(book), tmp_path, "book.xlsx"), tmp_path)
    assert files(tmp_path) == before


def test_cells_changed_rows_added_and_removed(folder: Path, book: Workbook):
    put(book, "measures", ("1.1.1",), "title", "修三条路")
    put(book, "indicators", ("roads_2025",), "value", 3)
    book[sheet_title("measures")].append(["1.1.2", "measure", "架桥"])
    book[sheet_title("places")].append(["bing_bridge", "丙桥", "", "facility"])
    book[sheet_title("links")].append(["1.1.2", "bing_bridge", "changes"])
    book[sheet_title("links")].delete_rows(row_of(book, "links", "1.1.10", "yi_park"))
    before = files(folder)
    changes = read_changes(saved(book), folder, "book.xlsx")
    assert files(folder) == before
    assert changes.changes == (
        Change("measures", "1.1.1", "title", "修路", "修三条路", "changed"),
        Change("measures", "1.1.2", "", "", "id=1.1.2, kind=measure, title=架桥", "added"),
        Change(
            "places", "bing_bridge", "", "",
            "id=bing_bridge, name_zh=丙桥, kind=facility", "added",
        ),
        Change(
            "links", "1.1.10 yi_park", "",
            "entry=1.1.10, place=yi_park, relation=changes", "", "removed",
        ),
        Change(
            "links", "1.1.2 bing_bridge", "", "",
            "entry=1.1.2, place=bing_bridge, relation=changes", "added",
        ),
        Change("indicators", "roads_2025", "value", "2", "3", "changed"),
    )  # fmt: skip
    written = {path.name for path in apply_changes(changes, folder)}
    assert written == {"measures.csv", "places.csv", "links.csv", "indicators.csv"}
    register = read_register(folder)
    assert register == changes.register
    assert list(register.entries) == ["1.0", "1.1.1", "1.1.2", "1.1.10"]
    assert list(register.places) == ["bing_bridge", "jia_road", "yi_park"]
    assert files(folder)["measures.csv"].count(b"\n") == 5


def test_every_fault_at_once_and_nothing_written(folder: Path, book: Workbook):
    expected = [
        put(book, "measures", ("1.1.1",), "kind", "deed"),
        put(book, "measures", ("1.1.10",), "id", 1.1),
        put(book, "measures", ("1.0",), "title", '="a"&"b"'),
        put(book, "places", ("jia_road",), "kind", "river road"),
        put(book, "links", ("1.1.1", "jia_road"), "place", "nowhere"),
        put(book, "indicators", ("roads_2025",), "value", datetime.datetime(2025, 3, 2)),
        put(book, "indicators", ("green_2025_pct",), "role", "hope"),
        put(book, "headings", (1,), "title_zh", True),
    ]  # fmt: skip
    book[sheet_title("places")].append(["yi_park", "乙公园", "", "park"])
    book[sheet_title("places")].append([None, "无名", "", "park"])
    sentences = faults_of(book, folder)
    for address in expected:
        assert sum(sentence.startswith(f"{address}:") for sentence in sentences) == 1, address
    assert any("places!A4: yi_park stands more than once" in sentence for sentence in sentences)
    assert any(sentence.startswith("地点 places!A5: found nothing") for sentence in sentences)
    assert any("5.10 → 5.1" in sentence for sentence in sentences)


def test_a_number_as_a_share_is_told(folder: Path, book: Workbook):
    address = put(book, "indicators", ("green_2025_pct",), "value", 0.4)
    sheet = book[sheet_title("indicators")]
    sheet[address.split("!")[1]].number_format = "0.00%"
    (sentence,) = faults_of(book, folder)
    assert sentence.startswith(f"{address}: found the share 0.4, shown as %")


@pytest.mark.parametrize("value", ["nan", "inf", "许多", "1,000"])
def test_words_for_numbers_are_told(folder: Path, book: Workbook, value: str):
    address = put(book, "indicators", ("green_2025_pct",), "value", value)
    (sentence,) = faults_of(book, folder)
    assert sentence.startswith(f"{address}: found {value}")


@pytest.mark.parametrize("value", ["40", "４０", " 40.0 ", 40, 40.0])
def test_a_number_in_any_writing_is_read(folder: Path, book: Workbook, value):
    put(book, "indicators", ("green_2025_pct",), "value", value)
    (change,) = read_changes(saved(book), folder, "book.xlsx").changes
    assert (change.before, change.after) == ("36.25", "40")


def test_a_place_removed_while_an_entry_names_it_is_told(folder: Path, book: Workbook):
    book[sheet_title("places")].delete_rows(row_of(book, "places", "yi_park"))
    (sentence,) = faults_of(book, folder)
    assert sentence.startswith("关系 links!B3: names yi_park, which does not exist")


def test_sheets_and_columns_may_be_missing_moved_renamed(folder: Path, book: Workbook):
    del book[sheet_title("links")]
    sheet = book[sheet_title("measures")]
    sheet.title = "措施"
    sheet.insert_cols(1)
    sheet["A1"], sheet["A2"] = "我的记号", "看过"
    sheet["D1"] = "标题"
    sheet["D3"] = "修新路"
    changes = read_changes(saved(book), folder, "book.xlsx")
    assert [(c.key, c.column, c.after) for c in changes.changes] == [("1.1.1", "title", "修新路")]
    assert changes.missing == ("links",)
    assert "措施: 我的记号" in changes.passed_over


def test_a_column_gone_is_told(folder: Path, book: Workbook):
    book[sheet_title("places")].delete_cols(5)
    (sentence,) = faults_of(book, folder)
    assert "the column whose header ends in (aliases) is missing" in sentence


def test_empty_rows_far_down_are_no_rows(folder: Path, book: Workbook):
    sheet = book[sheet_title("places")]
    sheet.cell(300_000, 1).value = "   "
    assert read_changes(saved(book), folder, "book.xlsx").changes == ()


def test_order_of_rows_in_the_sheet_does_not_matter(folder: Path, book: Workbook):
    sheet = book[sheet_title("measures")]
    rows = [[cell.value for cell in cells] for cells in sheet.iter_rows(min_row=2)]
    for number, row in enumerate(reversed(rows), start=2):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column).value = value
    assert read_changes(saved(book), folder, "book.xlsx").changes == ()


def test_a_workbook_of_an_older_register_changes_nothing_back(folder: Path, book: Workbook):
    path = folder / PLAN_FOLDER / "measures.csv"
    path.write_bytes(path.read_bytes().replace("建园".encode(), "建大园".encode()))
    changes = read_changes(saved(book), folder, "book.xlsx")
    assert changes.stale
    assert changes.changes == ()


def test_a_register_changed_meanwhile_is_not_written_over(folder: Path, book: Workbook):
    put(book, "measures", ("1.1.1",), "title", "修三条路")
    changes = read_changes(saved(book), folder, "book.xlsx")
    path = folder / PLAN_FOLDER / "measures.csv"
    path.write_bytes(path.read_bytes().replace("建园".encode(), "建大园".encode()))
    before = files(folder)
    with pytest.raises(RegisterError, match="changed meanwhile"):
        apply_changes(changes, folder)
    assert files(folder) == before


def test_all_tables_are_written_or_none(folder: Path, book: Workbook, monkeypatch):
    put(book, "measures", ("1.1.1",), "title", "修三条路")
    put(book, "indicators", ("roads_2025",), "value", 3)
    changes = read_changes(saved(book), folder, "book.xlsx")
    before = files(folder)
    replace = Path.replace

    def full(draft: Path, path: Path) -> Path:
        if path.name == "indicators.csv":
            raise OSError("No space left on device")
        return replace(draft, path)

    monkeypatch.setattr(whole_files.Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        apply_changes(changes, folder)
    assert files(folder) == before


texts = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=12
).map(str.strip)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(title=texts.filter(bool), summary=texts, alias=texts)
def test_any_text_comes_back(tmp_path_factory, title: str, summary: str, alias: str):
    tables = {name: [list(row) for row in rows] for name, rows in TABLES.items()}
    tables["measures"][1][2] = title
    tables["measures"][1][5] = summary
    tables["places"][0][4] = alias.replace("|", "")
    folder = write_register(tmp_path_factory.mktemp("register"), tables)
    register = read_register(folder)
    content = register_xlsx(register)
    assert read_changes(content, folder, "book.xlsx").changes == ()
