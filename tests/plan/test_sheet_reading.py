"""Files that are no workbook of the register."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from hebei_gis.files.limits import Limits
from hebei_gis.plan.register.tables import read_register
from hebei_gis.plan.register.workbook import register_xlsx
from hebei_gis.plan.register.workbook_reading import read_sheets
from hebei_gis.words.errors import RegisterError

ROOT = Path(__file__).resolve().parents[2]


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<x/>")
        archive.writestr("xl/workbook.xml", bytes(100 * 1024 * 1024))
    return stream.getvalue()


def other_zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "a")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"a,b\n1,2\n", "no XLSX"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "no XLSX"),
        (other_zip(), "another kind of zip"),
        (bomb(), "grows from"),
        (register_xlsx(read_register(ROOT))[:-4000], "cannot be read"),
    ],
    ids=["empty", "csv", "xls", "zip", "bomb", "truncated"],
)
def test_what_is_no_workbook_is_a_clear_fault(content: bytes, words: str):
    with pytest.raises(RegisterError, match=words):
        read_sheets(content, "book.xlsx")


def test_a_damaged_part_is_a_clear_fault():
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(register_xlsx(read_register(ROOT)))) as old,
        zipfile.ZipFile(stream, "w") as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content[:200] if name == "xl/worksheets/sheet1.xml" else content)
    with pytest.raises(
        RegisterError, match=r"book\.xlsx xl/worksheets/sheet1\.xml: cannot be read"
    ):
        read_sheets(stream.getvalue(), "book.xlsx")


def test_another_workbook_is_a_clear_fault():
    other = io.BytesIO()
    Workbook().save(other)
    with pytest.raises(RegisterError, match="措施 measures"):
        read_sheets(other.getvalue(), "book.xlsx")


def test_what_a_workbook_may_cost_is_limited_as_for_any_file():
    content = register_xlsx(read_register(ROOT))
    with pytest.raises(RegisterError, match="cells"):
        read_sheets(content, "book.xlsx", Limits(cells=100))
    with pytest.raises(RegisterError, match=r"members"):
        read_sheets(content, "book.xlsx", Limits(members=3))


def test_what_is_wrong_is_said_in_both_languages():
    other = Workbook()
    sheet = other.active
    sheet.title = "措施 measures"
    sheet.append(["编号 (id)", "编号 (id)", "x" * 500])
    stream = io.BytesIO()
    other.save(stream)
    book = read_sheets(stream.getvalue(), "book.xlsx")
    english = [fault.sentence("en") for fault in book.faults]
    assert any("编号 (id) stands more than once" in sentence for sentence in english)
    assert any("ends in (title) is missing" in sentence for sentence in english)
    assert all(len(sentence) < 300 for sentence in english)
    chinese = [fault.sentence("zh") for fault in book.faults]
    assert "措施 measures：列 编号 (id) 出现不止一次。请只保留一列。" in chinese
