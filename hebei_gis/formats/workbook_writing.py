"""Workbooks written from nothing: text that never runs, formulas beside the values they come to.

Rows and columns are counted from 1, as spreadsheets count them.
"""

from __future__ import annotations

import datetime
import io
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from hebei_gis.files.cells import FORMULA, clean_text

#: Characters (of UTF-16) that a cell holds.
CELL_LENGTH = 32_767
#: Integers of more digits would lose some: they are written as text.
LARGEST_INTEGER = 10**15
_ERROR_VALUE = re.compile(r"#[A-Z0-9/!?]+$")
_A4 = 9
_HEADER_LENGTH = 200


@dataclass(frozen=True)
class Formula:
    """A formula, without ``=``, with the value it comes to.

    A viewer that does not compute (a preview, a phone, Excel's protected view) shows the value.
    """

    text: str
    value: float | int | str


Value: TypeAlias = "Formula | str | float | int | bool | None"


@dataclass(frozen=True)
class Look:
    """How a cell looks; colours as ``#RRGGBB``, empty for the usual."""

    color: str = ""
    fill: str = ""
    edge: str = ""
    bold: bool = False
    italic: bool = False
    wrapped: bool = False
    vertical: str = ""
    number_format: str = ""
    font: str = ""
    font_size: float = 11

    def properties(self, *, quoted: bool) -> dict[str, Any]:
        """As the library names them."""
        named = {
            "font_color": self.color, "bg_color": self.fill, "border_color": self.edge,
            "border": 1 if self.edge else 0, "bold": self.bold, "italic": self.italic,
            "text_wrap": self.wrapped, "num_format": self.number_format, "font_name": self.font,
            "quote_prefix": quoted,
            "valign": {"top": "top", "middle": "vcenter"}.get(self.vertical, ""),
        }  # fmt: skip
        return {"font_size": self.font_size, **{name: v for name, v in named.items() if v}}


PLAIN = Look()


def at(row: int, column: int, *, fixed: str = "") -> str:
    """A cell's address; `fixed` holds ``r`` and ``c`` for what stays when it is copied."""
    letter = xl_col_to_name(column - 1)
    return f"{'$' * ('c' in fixed)}{letter}{'$' * ('r' in fixed)}{row}"


def span(first: tuple[int, int], last: tuple[int, int]) -> str:
    """A fixed range, ``$B$5:$B$16``, from cells as (row, column)."""
    return f"{at(*first, fixed='rc')}:{at(*last, fixed='rc')}"


def on_sheet(sheet: str, address: str) -> str:
    """An address on another sheet."""
    name = sheet.replace("'", "''")
    return f"'{name}'!{address}"


def cut_text(text: str, length: int = CELL_LENGTH) -> str:
    """As much of a text as a cell holds; a rare character counts as two."""
    if len(text) * 2 <= length:
        return text
    wide = text.encode("utf-16-le")
    return text if len(wide) <= 2 * length else wide[: 2 * length].decode("utf-16-le", "ignore")


class WorkbookWriter:
    """A workbook being written; :meth:`content` ends it.

    Parameters
    ----------
    title : str
        Of the document's properties.
    created : date, optional
        As the properties say it; today where it is not given.
    properties : mapping of str to str, optional
        Own properties of the document.
    streamed : bool
        Whether rows leave memory as they are written: from above, each from the left.
    """

    def __init__(
        self,
        title: str = "",
        *,
        created: datetime.date | None = None,
        properties: Mapping[str, str] | None = None,
        streamed: bool = False,
    ) -> None:
        self._stream = io.BytesIO()
        self._book = Workbook(
            self._stream,
            {
                "strings_to_formulas": False, "strings_to_urls": False,
                "strings_to_numbers": False, "in_memory": not streamed,
                "constant_memory": streamed,
            },
        )  # fmt: skip
        day = created or datetime.date.today()
        moment = datetime.datetime.combine(day, datetime.time())
        self._book.set_properties({"title": title[:255], "author": "hebei-gis", "created": moment})
        for name, text in (properties or {}).items():
            self._book.set_custom_property(name, text, "text")
        self._formats: dict[tuple[Look, bool], Any] = {}

    def sheet(self, name: str) -> SheetWriter:
        """A new sheet, after the others."""
        return SheetWriter(self, self._book.add_worksheet(name))

    def format(self, look: Look, *, quoted: bool = False) -> Any:
        """The library's format of a look; none for the plain one."""
        if look == PLAIN and not quoted:
            return None
        if (look, quoted) not in self._formats:
            properties = look.properties(quoted=quoted)
            self._formats[look, quoted] = self._book.add_format(properties)
        return self._formats[look, quoted]

    def content(self) -> bytes:
        """The file."""
        self._book.close()
        return self._stream.getvalue()


class SheetWriter:
    """A sheet of a workbook being written."""

    def __init__(self, book: WorkbookWriter, sheet: Any) -> None:
        self._book, self._sheet = book, sheet

    @property
    def name(self) -> str:
        """What the sheet is called."""
        return str(self._sheet.get_name())

    def put(self, row: int, column: int, value: Value, look: Look = PLAIN) -> None:
        """Fill one cell; text stays text whatever it begins with, no digit of a code is lost."""
        place = (row - 1, column - 1)
        if isinstance(value, Formula):
            form = self._book.format(look)
            self._sheet.write_formula(*place, f"={value.text}", form, value.value)
        elif isinstance(value, bool):
            self._sheet.write_boolean(*place, value, self._book.format(look))
        elif isinstance(value, str):
            text = cut_text(clean_text(value))
            quoted = bool(FORMULA.match(text) or _ERROR_VALUE.match(text))
            self._sheet.write_string(*place, text, self._book.format(look, quoted=quoted))
        elif isinstance(value, int) and abs(value) >= LARGEST_INTEGER:
            self._sheet.write_string(*place, str(value), self._book.format(look))
        elif value is None or not math.isfinite(value):
            if look != PLAIN:
                self._sheet.write_blank(*place, None, self._book.format(look))
        else:
            self._sheet.write_number(*place, value, self._book.format(look))

    def row(self, row: int, values: Sequence[Value], look: Look = PLAIN, *, start: int = 1) -> None:
        """Fill a row from the column `start`."""
        for column, value in enumerate(values, start):
            self.put(row, column, value, look)

    def widths(
        self, widths: Sequence[float], *, start: int = 1, looks: Sequence[Look] = ()
    ) -> None:
        """Widths of columns in characters, from the column `start`; `looks` of their new cells."""
        for place, width in enumerate(widths):
            look = self._book.format(looks[place]) if looks else None
            self._sheet.set_column(start - 1 + place, start - 1 + place, width, look)

    def freeze(self, row: int, column: int) -> None:
        """Keep what is above and left of a cell in sight."""
        self._sheet.freeze_panes(row - 1, column - 1)

    def filter(self, first: tuple[int, int], last: tuple[int, int]) -> None:
        """Offer to filter a range of cells as (row, column)."""
        self._sheet.autofilter(first[0] - 1, first[1] - 1, last[0] - 1, last[1] - 1)

    def hide(self) -> None:
        """Hide the sheet."""
        self._sheet.hide()

    def for_print(self, *, repeated_row: int | None = None, words: str = "") -> None:
        """Set the sheet for A4 across, as wide as the paper.

        Parameters
        ----------
        repeated_row : int, optional
            Printed on every page.
        words : str
            At the head of every page, with its number at the foot.
        """
        self._sheet.set_paper(_A4)
        self._sheet.set_landscape()
        self._sheet.fit_to_pages(1, 0)
        if repeated_row is not None:
            self._sheet.repeat_rows(repeated_row - 1)
        if words:
            # & begins a code in a head line.
            self._sheet.set_header("&L" + words[:_HEADER_LENGTH].replace("&", "&&"))
            self._sheet.set_footer("&C&P / &N")

    def dropdown(
        self, column: int, rows: tuple[int, int], choices: Sequence[str] | str, title: str,
        message: str,
    ) -> None:  # fmt: skip
        """Let the cells of a column hold one of `choices` only: a list, or a range's address."""
        source = f"={choices}" if isinstance(choices, str) else list(choices)
        rule = {
            "validate": "list",
            "source": source,
            "error_title": title,
            "error_message": message,
        }
        first, last = rows
        self._sheet.data_validation(first - 1, column - 1, last - 1, column - 1, rule)
