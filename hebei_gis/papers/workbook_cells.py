"""Sheets of the comparison's workbook: their headings, looks and print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hebei_gis.formats.workbook_writing import Look, SheetWriter, Value, WorkbookWriter

_EDGE = "#C8CED4"
_PLAIN = Look(font="Microsoft YaHei", font_size=10)
LOOKS = {
    "plain": _PLAIN,
    "head": replace(_PLAIN, fill="#E8ECF0", edge=_EDGE, bold=True),
    "title": replace(_PLAIN, bold=True),
    "warning": replace(_PLAIN, color="#C62828", bold=True),
    "edit": replace(_PLAIN, fill="#FFF2B3", edge=_EDGE),
    "filled": replace(_PLAIN, color="#B8540C", italic=True),
    "aside": replace(_PLAIN, color="#5A6570"),
}
#: Longer text is wrapped.
_LONG = 40


class Book:
    """The workbook being written."""

    def __init__(self, title: str, mark: str) -> None:
        self._writer = WorkbookWriter(title)
        self._title, self._mark = title, mark

    def sheet(
        self, name: str, heading: str, widths: Sequence[float], *, repeated_row: int | None = None
    ) -> SheetWriter:
        """A new sheet for A4, with its heading, and the mark of made-up data, in row 1."""
        sheet = self._writer.sheet(name)
        look = "warning" if self._mark else "title"
        self.put(sheet, 1, 1, f"{self._mark} {heading}".strip(), look)
        sheet.widths(widths)
        words = f"{self._mark} {self._title} · {name}".strip()
        sheet.for_print(repeated_row=repeated_row, words=words)
        return sheet

    def put(
        self,
        sheet: SheetWriter,
        row: int,
        column: int,
        value: Value,
        look: str = "plain",
        number_format: str = "",
    ) -> None:
        """Fill one cell."""
        chosen = replace(LOOKS[look], number_format=number_format)
        if look == "head" or (isinstance(value, str) and len(value) > _LONG):
            chosen = replace(chosen, wrapped=row > 1, vertical="top")
        sheet.put(row, column, value, chosen)

    def row(
        self,
        sheet: SheetWriter,
        row: int,
        values: Sequence[Value],
        look: str = "plain",
        start: int = 1,
    ) -> None:
        """Fill a row from the column `start`."""
        for number, value in enumerate(values):
            self.put(sheet, row, start + number, value, look)

    def content(self) -> bytes:
        """The file, each formula with its value."""
        return self._writer.content()
