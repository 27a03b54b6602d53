"""Tables of HTML, which some systems hand out under the name .xls, read."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from typing import Any

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from hebei_gis.files.text import Encoding, decoded
from hebei_gis.formats.format import NOT, SURE, Format
from hebei_gis.formats.layer_choice import check_size, chosen_layer
from hebei_gis.formats.sources import LayerFound, Reading, Rows, Upload
from hebei_gis.formats.table_columns import Cell
from hebei_gis.formats.table_layout import Grid, Merged, lay_out
from hebei_gis.formats.table_rows import table_rows
from hebei_gis.words.errors import UploadError
from hebei_gis.words.facts import term
from hebei_gis.words.notes import Note
from hebei_gis.words.refusals import refusal, shown

_BEGINNING = re.compile(rb"\s*(<!--.*?-->\s*)*<(!doctype html|html|table|meta|head)\b", re.I | re.S)
_CHARSET = re.compile(rb"<meta[^>]*charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_LOOKED_AT = 4096
_OPENED, _CLOSED = (re.compile(tag, re.IGNORECASE) for tag in (r"<table\b", r"</table\s*>"))


class HtmlSource:
    """The tables of a page."""

    one_layer_needed = True
    notes: tuple[Note, ...] = ()

    def __init__(self, upload: Upload) -> None:
        self._upload = upload
        self._text, self.encoding = _decoded(upload, None)

    @cached_property
    def _grids(self) -> dict[str, Grid]:
        return _tables(self._text, self._upload)

    @cached_property
    def layers(self) -> tuple[LayerFound, ...]:
        """A layer a table."""
        found = []
        for name, grid in self._grids.items():
            layout = lay_out(grid, self._upload.name)
            columns = dict.fromkeys(layout.columns, "text")
            found.append(LayerFound(name, len(layout.rows), (), columns))
        return tuple(found)

    def read(self, reading: Reading) -> Rows:
        """The rows of one table, positions made shapes."""
        upload, encoding, grids = self._upload, self.encoding, self._grids
        if reading.encoding:
            text, encoding = _decoded(upload, reading.encoding)
            grids = _tables(text, upload)
        layer = chosen_layer(self.layers, reading.layer, upload.name)
        rows = table_rows(grids[layer.name], reading, upload.name)
        return replace(rows, notes=(encoding.note, *rows.notes), layer=layer.name)


def _decoded(upload: Upload, asked: str | None) -> tuple[str, Encoding]:
    """The text, by the user's word, else by its bytes, else by what it says of itself."""
    stated = _CHARSET.search(upload.content[:_LOOKED_AT])
    try:
        return decoded(upload.content, upload.name, asked)
    except UploadError:
        if asked or not stated:
            raise
        return decoded(upload.content, upload.name, stated[1].decode("ascii"))


def _tables(text: str, upload: Upload) -> dict[str, Grid]:
    """Tables by their captions or numbers; those that only hold others are left out."""
    # Its own word on the encoding would be taken for that of the text.
    parser = HTMLParser(encoding="utf-8", huge_tree=False, no_network=True)
    try:
        page = document_fromstring(text.replace("\0", "").encode(), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        expected = term("html_with_tables")
        raise refusal("unreadable_file", upload.name, shown(error), expected) from error
    if len(_OPENED.findall(text)) > len(_CLOSED.findall(text)):
        # Its readers close what was cut off in the middle.
        found, expected = term("html_cut"), term("html_with_tables")
        raise refusal("unreadable_file", upload.name, found, expected)
    tables = [one for one in page.iter("table") if next(one.iterdescendants("table"), None) is None]
    grids: dict[str, Grid] = {}
    for number, table in enumerate(tables, start=1):
        grid = _grid(table, upload)
        caption = " ".join((table.findtext("caption") or "").split())
        name = caption if caption and caption not in grids else f"table_{number}"
        if grid.rows:
            grids[name] = grid
    if not grids:
        found, expected = term("html_without_tables"), term("html_with_tables")
        raise refusal("unknown_format", upload.name, found, expected)
    return grids


def _grid(table: Any, upload: Upload) -> Grid:
    """The cells of a table in their places; those that span several are merged ones."""
    limits = upload.limits
    rows: list[list[Cell]] = []
    merged: list[Merged] = []
    taken: set[tuple[int, int]] = set()
    cells = 0
    for top, line in enumerate(table.iter("tr")):
        row: list[Cell] = []
        for element in line.iterchildren("td", "th"):
            while (top, len(row)) in taken:
                row.append(None)
            wide, tall = (_span(element, name) for name in ("colspan", "rowspan"))
            left = len(row)
            row += [" ".join("".join(element.itertext()).split()), *[""] * (wide - 1)]
            if wide > 1 or tall > 1:
                merged.append(Merged(top, left, top + tall - 1, left + wide - 1))
                taken |= {(top + n, left + m) for n in range(1, tall) for m in range(wide)}
            cells += wide * tall
            if len(row) > limits.columns or top > limits.rows or cells > limits.cells:
                check_size(upload.name, max(top, cells), len(row), limits)
        rows.append(["" if cell is None else cell for cell in row])
    width = max(map(len, rows), default=0)
    return Grid([row + [""] * (width - len(row)) for row in rows], tuple(merged))


def _span(element: Any, name: str) -> int:
    text = (element.get(name) or "").strip()
    # No browser takes more.
    return min(int(text), 1000) if text.isascii() and text.isdigit() and int(text) else 1


def claims(upload: Upload) -> int:
    """Sure of what begins as HTML does."""
    head = upload.content[:_LOOKED_AT].removeprefix(b"\xef\xbb\xbf")
    return SURE if _BEGINNING.match(head) else NOT


FORMAT = Format("html", "HTML", (".html", ".htm"), claims, HtmlSource)
