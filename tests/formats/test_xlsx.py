"""Sheets: typed cells, merged ones, formulas with the values stored beside them."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from hebei_gis.files.limits import Limits
from hebei_gis.formats.workbook_reading import read_workbook
from hebei_gis.formats.workbook_writing import Formula, Look, WorkbookWriter, cut_text
from hebei_gis.words.errors import UploadError
from tests.formats.table_cases import places, read_sheet, sheet_of, told

HEAD = ["MC", "经度", "纬度"]
DAY = datetime.date(2023, 1, 5)


def with_part(content: bytes, name: str, change: Any) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for member in old.namelist():
            part = old.read(member)
            new.writestr(member, change(part) if member == name else part)
    return stream.getvalue()


def test_types_of_cells_stay() -> None:
    moment = datetime.datetime(2023, 1, 5, 10, 30)
    rows = read_sheet(
        sheet_of(
            [
                [*HEAD, "层数", "ok", "日", "时刻", "文字", "混"],
                ["甲", 117.2, 39.1, 3, True, DAY, moment, "1,234", "a"],
                ["乙", 117.2, 39.1, None, None, None, None, "0701", 5],
                ["丙", 117.2, 39.1, 7.0, False, DAY, datetime.datetime(2023, 1, 5), "12", 2.5],
            ]
        )
    )
    table = rows.table
    assert (str(table["层数"].dtype), table["层数"].tolist()[2]) == ("Int64", 7)
    assert (str(table["ok"].dtype), table["ok"].tolist()[2]) == ("boolean", False)
    assert table["日"].tolist() == ["2023-01-05", None, "2023-01-05"]
    assert table["时刻"].tolist() == ["2023-01-05T10:30:00", None, "2023-01-05T00:00:00"]
    assert table["文字"].tolist() == ["1,234", "0701", "12"]
    assert table["混"].tolist() == ["a", "5", "2.5"]


def test_numbers_stored_as_text_are_read_where_they_can_be_nothing_else() -> None:
    rows = read_sheet(
        sheet_of(
            [
                [*HEAD, "单价", "层数", "用地", "面积", "编号"],
                ["甲", 117.2, 39.1, "1,234,500", 3, "0701", "1.234", "1,234,500"],
                ["乙", 117.2, 39.1, "12", "5", 12, 7.5, 5],
                ["丙", 117.2, 39.1, None, None, "x", "2,345", None],
            ]
        )
    )
    table = rows.table
    assert table["单价"].tolist()[:2] == [1234500, 12]
    assert (str(table["层数"].dtype), table["层数"].tolist()[:2]) == ("Int64", [3, 5])
    assert table["用地"].tolist() == ["0701", "12", "x"]
    assert table["面积"].tolist()[0] == 1.234 or table["面积"].tolist()[0] == "1.234"
    assert table["编号"].tolist() == ["1,234,500", "5", None]
    assert "columns 单价 have separators" in told(rows).replace("单价, 面积", "单价")
    assert "columns 层数 are stored as text" in told(rows)
    assert "beside text, so all is kept as text: 用地" in told(rows)


def test_errors_and_formulas_without_a_value_make_no_text_of_numbers() -> None:
    rows = read_sheet(
        sheet_of(
            [[*HEAD, "v", "w"], ["甲", 117.2, 39.1, 1, "#N/A"], ["乙", 117.2, 39.1, "=1+1", 2.5]]
        )
    )
    assert (str(rows.table["v"].dtype), rows.table["v"].tolist()[0]) == ("Int64", 1)
    assert rows.table["v"].isna().tolist() == [False, True]
    assert rows.table["w"].tolist()[1] == 2.5
    assert rows.table["w"].isna().tolist() == [True, False]
    assert "1 cell holds a formula without a stored value" in told(rows)
    assert "1 cell holds an error" in told(rows)


def test_a_formula_after_the_last_value_is_not_lost() -> None:
    rows = read_sheet(sheet_of([[*HEAD, "v"], ["甲", 117.2, 39.1, "=1+1"]]))
    assert rows.table["v"].tolist() == ["=1+1"]


def test_long_whole_numbers_beside_text_keep_their_digits() -> None:
    content = sheet_of([[*HEAD, "宗地"], ["甲", 117.2, 39.1, 1.2e17], ["乙", 117.2, 39.1, "A-1"]])
    rows = read_sheet(content)
    assert rows.table["宗地"].tolist() == ["120000000000000000", "A-1"]
    assert "the last digits may be lost" in told(rows)


def test_an_empty_cell_far_below_is_no_row() -> None:
    def far(sheet: Any) -> None:
        sheet.cell(1_000_000, 6).number_format = "0.00"

    assert len(read_sheet(sheet_of([HEAD, ["甲", 117.2, 39.1]], far)).table) == 1


def test_rows_and_merged_cells_keep_their_place_under_empty_rows() -> None:
    rows = read_sheet(sheet_of([HEAD, [], ["甲", 117.2, 39.1], [], [], ["乙", 117.3, 39.1]]))
    assert rows.table["MC"].tolist() == ["甲", "乙"]


def test_what_the_workbook_hides_is_told() -> None:
    def hide(sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.parent.create_sheet("空")
        sheet.sheet_state = "hidden"

    rows = read_sheet(sheet_of([HEAD, ["甲", 117.2, 39.1], ["乙", 117.3, 39.1]], hide))
    assert len(rows.table) == 2
    assert "The sheet Sheet is hidden" in told(rows)
    assert "1 row that is hidden or filtered out" in told(rows)


@pytest.mark.parametrize(
    ("heading", "cells", "order"),
    [
        ("坐标", ["117.2,39.1", "117.3，39.1"], "east (longitude), then north"),
        ("经纬度", ["39.1 117.2", "39.1、117.3"], "north (latitude), then east"),
        ("location", ["(117.2, 39.1)", "(117.3, 39.1)"], "east (longitude), then north"),
        ("latlng", ["39.1,117.2", "39.1,117.3"], "north (latitude), then east"),
        ("坐标", ["N39.1,E117.2", "N39.1,E117.3"], "north (latitude), then east"),
    ],
)
def test_both_coordinates_in_one_cell(heading: str, cells: list[str], order: str) -> None:
    rows = read_sheet(sheet_of([["MC", heading], *([n, c] for n, c in zip("甲乙", cells))]))  # noqa: B905
    assert places(rows) == [(117.2, 39.1), (117.3, 39.1)]
    assert f"column {heading}, in each cell {order}" in told(rows)


def test_both_coordinates_in_one_cell_named_by_the_user() -> None:
    rows = read_sheet(sheet_of([["MC", "在哪"], ["甲", "117.2,39.1"], ["乙", "?"]]), wkt="在哪")
    assert places(rows)[0] == (117.2, 39.1)
    assert rows.shapes[1] is None


def test_east_and_north_in_words() -> None:
    rows = read_sheet(sheet_of([["MC", "北坐标", "东坐标"], ["甲", 4336342.0, 517697.0]]))
    assert places(rows) == [(517697.0, 4336342.0)]


def test_days_are_counted_from_1900_or_1904() -> None:
    for epoch in (None, CALENDAR_MAC_1904):
        book = openpyxl.Workbook()
        if epoch:
            book.epoch = epoch
        book.active.append([*HEAD, "日"])
        book.active.append(["甲", 117.2, 39.1, DAY])
        stream = io.BytesIO()
        book.save(stream)
        assert read_sheet(stream.getvalue()).table["日"].tolist() == ["2023-01-05"]


def test_codes_of_19_digits() -> None:
    content = sheet_of([[*HEAD, "宗地", "文"], ["甲", 117.2, 39.1, 77, "1201050010010000001"]])
    exact = with_part(
        content, "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b"<v>77</v>", b"<v>1201050010010000001</v>"),
    )  # fmt: skip
    table = read_sheet(exact).table
    assert table["宗地"].tolist() == [1201050010010000001]
    assert table["文"].tolist() == ["1201050010010000001"]
    # As Excel stores such a number its last digits are gone: that is told.
    cut = sheet_of([[*HEAD, "宗地"], ["甲", 117.2, 39.1, 1201050010010000001]])
    assert "the last digits may be lost" in told(read_sheet(cut))


def test_a_value_merged_over_rows_is_in_each() -> None:
    def merge(sheet: Any) -> None:
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("A5:A20000")

    rows = [["街道", *HEAD], ["一街", "甲", 117.2, 39.1], [None, "乙", 117.3, 39.1],
            ["二街", "丙", 117.4, 39.1], ["三街", "丁", 117.2, 39.1]]  # fmt: skip
    found = read_sheet(sheet_of(rows, merge))
    assert found.table["街道"].tolist() == ["一街", "一街", "二街", "三街"]
    assert "1 cell was merged" in told(found) and "1 个单元格" in told(found, "zh")


def test_headings_merged_over_two_rows_are_joined() -> None:
    def merge(sheet: Any) -> None:
        for cells in ("A1:E1", "A2:A3", "B2:C2", "D2:E2"):
            sheet.merge_cells(cells)

    rows = [["某区地块一览表"], ["MC", "坐标", None, "面积", None],
            [None, "经度", "纬度", "地上", "地下"], ["甲", 117.2, 39.1, 1, 2]]  # fmt: skip
    found = read_sheet(sheet_of(rows, merge))
    assert list(found.table.columns) == ["MC", "面积 地上", "面积 地下"]
    assert places(found) == [(117.2, 39.1)]
    assert "rows 2 to 3" in told(found)


def test_a_group_of_headings_over_data_eats_no_row() -> None:
    rows = [["MC", "说明", None, "x", "y"], ["甲", 1, 2, 117.2, 39.1]]
    found = read_sheet(sheet_of(rows, lambda sheet: sheet.merge_cells("B1:C1")))
    assert len(found.table) == 1


def test_stored_values_of_formulas_are_used() -> None:
    book = WorkbookWriter()
    sheet = book.sheet("表")
    sheet.row(1, [*HEAD, "注"])
    sheet.row(2, ["甲", Formula("117+12/60", 117.2), 39.1, Formula('""', "")])
    found = read_sheet(book.content())
    assert places(found) == [(117.2, 39.1)]
    assert "1 cell holds a formula" in told(found) or "2 cells hold formulas" in told(found)
    unvalued = read_sheet(sheet_of([[*HEAD, "注"], ["甲", 117.2, 39.1, "=1+1"]]))
    assert unvalued.table["注"].tolist() == ["=1+1"]
    assert "1 cell holds a formula without a stored value" in told(unvalued)


def test_errors_of_cells_are_told() -> None:
    found = read_sheet(sheet_of([[*HEAD, "率"], ["甲", 117.2, 39.1, "#DIV/0!"]]))
    assert "1 cell holds an error" in told(found)


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xd0\xcf\x11\xe0" + bytes(600)])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(UploadError, match="an XLSX workbook"):
        read_workbook(content, "a.xlsx", Limits())


def test_prefixed_parts_are_read_too() -> None:
    def prefixed(part: bytes) -> bytes:
        text = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", part)
        return text.replace(b"xmlns=", b"xmlns:x=")

    content = sheet_of(
        [["街道", *HEAD], ["一街", "甲", 117.2, 39.1], [None, "乙", 117.3, 39.1]],
        lambda sheet: sheet.merge_cells("A2:A3"),
    )
    found = read_sheet(with_part(content, "xl/worksheets/sheet1.xml", prefixed))
    assert found.table["街道"].tolist() == ["一街", "一街"]


def test_what_is_written_runs_nowhere_and_loses_no_digit() -> None:
    book = WorkbookWriter("题", properties={"base": "abc"})
    sheet = book.sheet("表")
    texts = ["=1+1", "http://a.example", "0701", "#REF!", "a\x07b", "𠮷" * 20_000]
    sheet.row(1, [*texts, 10**18, -(10**15), 999_999_999_999_999, True, float("nan"), 0.1])
    sheet.put(2, 1, "x", Look(bold=True, color="#C62828"))
    sheet.freeze(2, 1)
    book.sheet("藏").hide()
    content = book.content()
    read = openpyxl.load_workbook(io.BytesIO(content))
    cells = list(read["表"][1])
    assert [cell.value for cell in cells[:5]] == ["=1+1", "http://a.example", "0701", "#REF!", "ab"]
    assert {cell.data_type for cell in cells[:8]} == {"s"}
    assert cells[0].quotePrefix and cells[3].quotePrefix and not cells[2].quotePrefix
    assert len(cells[5].value.encode("utf-16-le")) == 2 * 32_766
    assert [cell.value for cell in cells[6:12]] == [
        "1" + "0" * 18, "-1" + "0" * 15, 999_999_999_999_999, True, None, 0.1,
    ]  # fmt: skip
    assert read["表"]["A2"].font.b and read["藏"].sheet_state == "hidden"
    assert read_workbook(content, "a.xlsx", Limits()).properties == {"base": "abc"}
    assert cut_text("ab" * 3, 4) == "abab"
