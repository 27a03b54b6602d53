"""Workbooks and tables that are no XLSX: XLS, ODS, HTML, and text called .xls."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from hebei_gis.files.limits import Limits
from hebei_gis.formats.recognising import recognise
from hebei_gis.formats.sources import Upload
from hebei_gis.words.errors import UploadError

Read = Callable[..., Any]
CELLS: list[list[Any]] = [
    ["名称", "代码", "经度", "纬度", "面积", "有效", "日期"],
    ["甲地", "1201050010010000001", 117.2, 39.1, 3, True, "2024-01-02"],
    ["乙地", "1201050010010000002", 117.3, 39.2, 4, False, "2024-03-04"],
]


def ods(rows: list[list[Any]], *, manifest: str = "", before: str = "") -> bytes:
    """An ODS with one sheet, as LibreOffice writes it."""

    def cell(value: Any) -> str:
        if isinstance(value, bool):
            words = str(value).lower()
            return f'<table:table-cell office:value-type="boolean" office:boolean-value="{words}"/>'
        if isinstance(value, (int, float)):
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        if value[:4] == "2024":
            return f'<table:table-cell office:value-type="date" office:date-value="{value}"/>'
        text = f"<text:p>{value}</text:p>"
        return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'

    lines = "".join(f"<table:table-row>{''.join(map(cell, r))}</table:table-row>" for r in rows)
    names = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"'
        for n in ("office", "table", "text")
    )
    content = (
        f"<?xml version='1.0' encoding='UTF-8'?>{before}<office:document-content {names}>"
        f"<office:body><office:spreadsheet><table:table table:name='表一'>{lines}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
        archive.writestr("content.xml", content)
    return stream.getvalue()


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def compound(name: str, stream: bytes) -> bytes:
    """A compound file of one stream, as Office before 2007 wrote all its files."""
    free, end, fat, none = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    count = len(stream) // 512
    chain = [fat, end, *range(3, count + 2), end]
    table = struct.pack("<128I", *chain, *[free] * (128 - len(chain)))

    def entry(called: str, kind: int, child: int, start: int, size: int) -> bytes:
        wide = (called + "\0").encode("utf-16-le")
        head = wide.ljust(64, b"\0") + struct.pack("<HBBIII", len(wide), kind, 1, none, none, child)
        return head + bytes(36) + struct.pack("<IQ", start, size)

    folder = entry("Root Entry", 5, 1, end, 0) + entry(name, 2, none, 2, len(stream))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<10I", 0, 1, 1, 0, 4096, end, 0, end, 0, 0)
    return head + struct.pack("<108I", *[free] * 108) + table + folder.ljust(512, b"\0") + stream


def xls(rows: list[list[Any]], merged: tuple[int, ...] = ()) -> bytes:
    """An XLS with one sheet."""

    def cell(row: int, place: int, value: Any) -> bytes:
        at = struct.pack("<HHH", row, place, 0)
        if isinstance(value, bool):
            return record(0x205, at + bytes([value, 0]))
        if isinstance(value, (int, float)):
            return record(0x203, at + struct.pack("<d", value))
        if value == "#DIV/0!":
            return record(0x205, at + bytes([7, 1]))
        return record(0x204, at + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))

    def begin(kind: int) -> bytes:
        return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 1997, 0, 0x306))

    end = record(0x0A, b"")
    size = struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0)
    cells = b"".join(cell(r, c, v) for r, row in enumerate(rows) for c, v in enumerate(row))
    spans = record(0xE5, struct.pack("<HHHHH", 1, *merged)) if merged else b""
    sheet = begin(0x10) + record(0x200, size) + cells + spans + end
    name = "表一".encode("utf-16-le")
    before = begin(5) + record(0x42, struct.pack("<H", 1200))
    length = len(before) + 4 + 8 + len(name) + len(end)
    about = struct.pack("<IBBBB", length, 0, 0, 2, 1) + name
    return compound("Workbook", before + record(0x85, about) + end + sheet)


def html(*tables: str, charset: str = "gb2312") -> bytes:
    return f'<html><meta charset="{charset}"><body>{"".join(tables)}</body></html>'.encode("gbk")


def refused(name: str, content: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(UploadError) as error:
        assert recognise(Upload(name, {name: content}, limits or Limits()))[2].layers
    assert all(fault.sentence("zh") for fault in error.value.faults)
    return " ".join(fault.sentence("en") for fault in error.value.faults)


@pytest.mark.parametrize(("name", "make"), [("a.ods", ods), ("a.xls", xls)])
def test_cells_are_what_they_were(name: str, make: Any, read: Read) -> None:
    rows, _ = read({name: make(CELLS)})
    assert rows.layer == "表一"
    assert [(point.x, point.y) for point in rows.shapes] == [(117.2, 39.1), (117.3, 39.2)]
    table = rows.table
    assert table["名称"].tolist() == ["甲地", "乙地"]
    assert table["代码"].tolist() == ["1201050010010000001", "1201050010010000002"]
    assert table["面积"].tolist() == [3, 4] and table["面积"].dtype == "int64"
    assert table["有效"].tolist() == [True, False] and table["有效"].dtype == "bool"
    assert table["日期"].tolist() == ["2024-01-02", "2024-03-04"]


def test_merged_cells_of_an_xls_stand_in_each_row(read: Read) -> None:
    cells = [["街道", "经度", "纬度"], ["光复道", 117.2, 39.1], ["", 117.3, 39.2]]
    rows, _ = read({"a.xls": xls(cells, merged=(1, 2, 0, 0))})
    assert rows.table["街道"].tolist() == ["光复道", "光复道"]


def test_a_number_beyond_15_digits_is_told(read: Read) -> None:
    cells = [["代码", "经度", "纬度"], [1201050010010000001, 117.2, 39.1]]
    assert "代码" in read({"a.xls": xls(cells)})[1]


def test_cells_repeated_beyond_all_bounds_are_refused_before_they_are_laid_out() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(ods([[1]]))) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            many = b"<table:table-row table:number-rows-repeated='1048576'>"
            new.writestr(
                name,
                old.read(name)
                .replace(b"<table:table-row>", many)
                .replace(
                    b"office:value-type", b"table:number-columns-repeated='999' office:value-type"
                ),
            )
    assert "1047527424 cells" in refused("a.ods", stream.getvalue())


@pytest.mark.parametrize(("name", "make"), [("a.ods", ods), ("a.xls", xls)])
def test_points_without_headings_keep_their_first_row(name: str, make: Any, read: Read) -> None:
    cells = [["甲", 117.2, 39.1], ["乙", 117.3, 39.2]]
    rows, _ = read({name: make(cells)}, x="117.2", y="39.1")
    assert len(rows.table) == 2


def test_an_error_is_an_empty_cell_and_that_is_told(read: Read) -> None:
    cells = [["名称", "经度", "纬度", "比"], ["甲", 117.2, 39.1, "#DIV/0!"], ["乙", 117.3, 39.2, 2]]
    rows, said = read({"a.xls": xls(cells)})
    assert rows.table["比"].isna().tolist() == [True, False]
    assert "#DIV/0!" in said


def test_what_needs_a_password_is_said() -> None:
    locked = compound("EncryptedPackage", b"x" * 100)
    assert "encrypted" in refused("a.xlsx", locked)
    assert "encrypted" in refused("a.ods", ods(CELLS, manifest="<encryption-data/>"))


def test_what_is_no_workbook_is_refused() -> None:
    assert "not an Excel workbook" in refused("a.doc", compound("WordDocument", b"x"))
    assert "cannot be read" in refused("a.xls", xls(CELLS)[:1600])
    entity = '<!DOCTYPE a [<!ENTITY b "c">]>'
    assert "XML is not read" in refused("a.ods", ods(CELLS, before=entity))
    assert "at most 2" in refused("a.xls", xls(CELLS), Limits(columns=2))


def test_a_table_of_html_is_read_by_its_own_name(read: Read) -> None:
    head = "<tr><th>MC<th>经度<th>纬度</tr>"
    content = html(f"<table>{head}<tr><td>甲<br>地<td>117.2<td>39.1</tr></table>")
    rows, said = read({"a.xls": content})
    assert rows.table["MC"].tolist() == ["甲地"] and rows.shapes[0].x == 117.2
    assert "HTML" in said


def test_spans_and_several_tables_of_html(read: Read) -> None:
    spans = (
        "<table><caption>地块</caption><tr><th rowspan=2>MC<th colspan=2>位置</tr>"
        "<tr><th>经度<th>纬度</tr><tr><td rowspan=2>甲<td>117.2<td>39.1</tr>"
        "<tr><td>117.3<td>39.2</tr></table>"
    )
    content = html(spans, "<table><tr><td>x<td>y</tr><tr><td>1<td>2</tr></table>")
    rows, _ = read({"a.html": content}, layer="地块")
    assert rows.table.iloc[:, 0].tolist() == ["甲", "甲"]
    assert [point.x for point in rows.shapes] == [117.2, 117.3]
    assert "without a table" in refused("a.html", html("<p>x</p>"))
    wide = f"<table><tr>{'<td colspan=1000>x' * 40}</tr></table>"
    assert "at most" in refused("a.html", html(wide))


def test_text_between_tabs_called_xls_is_a_table(read: Read) -> None:
    content = "名称\t经度\t纬度\n甲\t117.2\t39.1\n".encode("gbk")
    rows, said = read({"a.xls": content})
    assert rows.table["名称"].tolist() == ["甲"] and "CSV" in said


def test_a_table_of_html_that_does_not_end_is_cut_off() -> None:
    content = "<table><tr><td>经度</td></tr>".encode()
    with pytest.raises(UploadError) as told:
        list(recognise(Upload("a.xls", {"a.xls": content}, Limits()))[2].layers)
    assert "cut off" in told.value.faults[0].sentence("en")
