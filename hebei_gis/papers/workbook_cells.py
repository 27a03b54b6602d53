"""Cells of a workbook: text that never runs, formulas that carry the value they come to.

The library that writes workbooks stores a formula without its value. A viewer that does not
compute (a preview, a phone, Excel's protected view) then shows nothing, so the values, which
the program knows, are written into the file afterwards.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from hebei_gis.files.cells_out import clean_text

CELL_LENGTH = 32_767
FONT = "Microsoft YaHei"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EDGE = Border(*[Side("thin", "C8CED4")] * 4)
#: name -> font colour, fill, bold, italic.
LOOKS: dict[str, tuple[str, str, bool, bool]] = {
    "plain": ("000000", "", False, False),
    "head": ("000000", "E8ECF0", True, False),
    "title": ("000000", "", True, False),
    "warning": ("C62828", "", True, False),
    "edit": ("000000", "FFF2B3", False, False),
    "filled": ("B8540C", "", False, True),
    "aside": ("5A6570", "", False, False),
}


@dataclass(frozen=True)
class Formula:
    """A formula with the value it comes to."""

    text: str
    value: float | int | str


def at(row: int, column: int, *, fixed: str = "") -> str:
    """A cell's address; `fixed` holds ``r`` and ``c`` for what stays when it is copied."""
    letter = get_column_letter(column)
    return f"{'$' * ('c' in fixed)}{letter}{'$' * ('r' in fixed)}{row}"


def span(first: tuple[int, int], last: tuple[int, int]) -> str:
    """A fixed range, ``$B$5:$B$16``, from cells as (row, column)."""
    return f"{at(*first, fixed='rc')}:{at(*last, fixed='rc')}"


def on_sheet(sheet: str, address: str) -> str:
    """An address on another sheet."""
    name = sheet.replace("'", "''")
    return f"'{name}'!{address}"


class Book:
    """A workbook being written."""

    def __init__(self, title: str, mark: str) -> None:
        self._workbook = Workbook()
        self._workbook.remove(self._workbook.active)
        self._title, self._mark = title, mark
        self._values: dict[str, dict[str, float | int | str]] = {}
        self._workbook.properties.title = title[:255]
        self._workbook.properties.creator = "hebei-gis"
        self._workbook.calculation.fullCalcOnLoad = True

    def sheet(self, name: str, heading: str, widths: Sequence[float]) -> Any:
        """A new sheet for A4, with its heading, and the mark of made-up data, in row 1."""
        sheet = self._workbook.create_sheet(name)
        self._values[name] = {}
        self.put(
            sheet, 1, 1, f"{self._mark} {heading}".strip(), "warning" if self._mark else "title"
        )
        for number, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        # & begins a code in a head line.
        words = f"{self._mark} {self._title} · {name}".strip().replace("&", "&&")
        sheet.oddHeader.left.text = words[:200]
        sheet.oddFooter.center.text = "&P / &N"
        return sheet

    def put(
        self,
        sheet: Any,
        row: int,
        column: int,
        value: Formula | str | float | int | None,
        look: str = "plain",
        number_format: str = "",
    ) -> None:
        """Fill one cell; text stays text whatever it begins with."""
        cell = sheet.cell(row, column)
        if isinstance(value, Formula):
            cell.value = f"={value.text}"
            self._values[sheet.title][cell.coordinate] = value.value
        elif isinstance(value, str):
            cell.value = "text"
            cell._value, cell.data_type = clean_text(value)[:CELL_LENGTH], "s"
            cell.quotePrefix = value[:1] in tuple("=+-@＝＋－＠")
        else:
            cell.value = value
        color, fill, bold, italic = LOOKS[look]
        cell.font = Font(name=FONT, size=10, color=color, bold=bold, italic=italic)
        if fill:
            cell.fill = PatternFill("solid", fgColor=fill)
        if look in ("head", "edit"):
            cell.border = _EDGE
        if look == "head" or (isinstance(value, str) and len(value) > 40):
            cell.alignment = Alignment(wrap_text=row > 1, vertical="top")
        if number_format:
            cell.number_format = number_format

    def row(
        self, sheet: Any, row: int, values: Sequence[Any], look: str = "plain", start: int = 1
    ) -> None:
        """Fill a row from the column `start`."""
        for number, value in enumerate(values):
            self.put(sheet, row, start + number, value, look)

    def content(self) -> bytes:
        """The file, each formula with its value."""
        stream = io.BytesIO()
        self._workbook.save(stream)
        names = [sheet.title for sheet in self._workbook.worksheets]
        paths = {f"xl/worksheets/sheet{n}.xml": name for n, name in enumerate(names, start=1)}
        written = io.BytesIO()
        with (
            zipfile.ZipFile(stream) as source,
            zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target,
        ):
            for member in source.infolist():
                content = source.read(member)
                values = self._values.get(paths.get(member.filename, ""), {})
                if values:
                    content = _with_values(content, values)
                target.writestr(member, content)
        return written.getvalue()


def _with_values(content: bytes, values: dict[str, float | int | str]) -> bytes:
    """A sheet's XML with the values of its formulas."""
    ElementTree.register_namespace("", _MAIN)
    ElementTree.register_namespace("r", _RELATIONS)
    root = ElementTree.fromstring(content)
    for cell in root.iter(f"{{{_MAIN}}}c"):
        if cell.find(f"{{{_MAIN}}}f") is None:
            continue
        value = values[cell.attrib["r"]]
        stored = cell.find(f"{{{_MAIN}}}v")
        if stored is None:
            stored = ElementTree.SubElement(cell, f"{{{_MAIN}}}v")
        stored.text = value if isinstance(value, str) else repr(value)
        if isinstance(value, str):
            cell.set("t", "str")
        else:
            cell.attrib.pop("t", None)
    text: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return text
