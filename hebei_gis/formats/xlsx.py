"""XLSX: a sheet a layer; what is written says of itself on one more sheet, and on a hidden one."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
import shapely

from hebei_gis.files.cells import distinct_names
from hebei_gis.files.limits import Limits
from hebei_gis.files.seal import DESCRIBED, sidecar_text, stated, statement_fits
from hebei_gis.files.text import Encoding
from hebei_gis.formats.format import NOT, SURE, Format
from hebei_gis.formats.layer_choice import chosen_layer
from hebei_gis.formats.outgoing import Outgoing, Table
from hebei_gis.formats.own_sidecars import FoundSidecar, is_own_sidecar
from hebei_gis.formats.reading_back import ReadExport
from hebei_gis.formats.sources import LayerFound, Reading, Rows, Upload
from hebei_gis.formats.spreadsheet import coordinate_columns, read_rows, spreadsheet_rows
from hebei_gis.formats.table_layout import lay_out
from hebei_gis.formats.table_rows import table_rows
from hebei_gis.formats.workbook_reading import SheetCells, read_workbook
from hebei_gis.formats.workbook_writing import (
    CELL_LENGTH,
    LARGEST_INTEGER,
    WorkbookWriter,
    cut_text,
)
from hebei_gis.words.errors import ExportError
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Fault, Issue
from hebei_gis.words.notes import Note, note
from hebei_gis.words.refusals import shown

#: Excel's limits: characters of a sheet's name, rows and columns of a sheet.
NAME_LENGTH = 31
MOST_ROWS = 1_048_575
MOST_COLUMNS = 16_384
SIDECAR = "hebei_gis_sidecar"
#: Of the sidecar in one cell: rare characters count as two.
_PIECE = CELL_LENGTH // 2
#: Of more cells the rows leave memory as they are written.
_STREAMED_CELLS = 200_000
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
#: A file that is checked was asked for by its user: it may be as large as a sheet can be.
_WHOLE = Limits(
    upload_mb=100_000, unpacked_mb=100_000, rows=MOST_ROWS + 1, columns=MOST_COLUMNS,
    cells=MOST_ROWS * MOST_COLUMNS,
)  # fmt: skip


class WorkbookSource:
    """A workbook as it came in."""

    one_layer_needed = True

    def __init__(self, upload: Upload) -> None:
        self._upload = upload
        self.encoding: Encoding | None = None

    @property
    def notes(self) -> tuple[Note, ...]:
        """Nothing needs to be said."""
        return ()

    @cached_property
    def _all_sheets(self) -> Mapping[str, SheetCells]:
        upload = self._upload
        book = read_workbook(upload.content, upload.name, upload.limits)
        return {sheet.title: sheet for sheet in book.sheets}

    @cached_property
    def _sidecar(self) -> FoundSidecar | None:
        """What an export says of itself, and whether its cells are as they were."""
        hidden = self._all_sheets.get(SIDECAR)
        text = _joined(hidden) if hidden is not None else ""
        try:
            values = json.loads(text) if text.startswith('{"sidecar"') else None
        except (ValueError, RecursionError):
            return None
        if not isinstance(values, dict) or not is_own_sidecar(values):
            return None
        contents = {name: _with_formulas(sheet) for name, sheet in self._layers_only.items()}
        about = {n: _with_formulas(s) for n, s in self._all_sheets.items() if n in _about_titles()}
        changed = _changed(values, contents, about)
        return FoundSidecar(values, not changed, changed)

    @cached_property
    def _layers_only(self) -> Mapping[str, SheetCells]:
        """What is no layer of an export left out: what it says of itself."""
        ours = (SIDECAR, *_about_titles())
        return {name: sheet for name, sheet in self._all_sheets.items() if name not in ours}

    @property
    def _sheets(self) -> Mapping[str, SheetCells]:
        return self._layers_only if self._sidecar is not None else self._all_sheets

    @cached_property
    def layers(self) -> tuple[LayerFound, ...]:
        """One layer a sheet; empty sheets have no rows."""
        found = []
        for name, sheet in self._sheets.items():
            if not any(cell is not None for row in sheet.grid.rows for cell in row):
                found.append(LayerFound(name, 0, hidden=sheet.hidden))
                continue
            layout = lay_out(sheet.grid, self._upload.name)
            columns = dict.fromkeys(layout.columns, "text")
            found.append(LayerFound(name, len(layout.rows), (), columns, hidden=sheet.hidden))
        return tuple(found)

    def read(self, reading: Reading) -> Rows:
        """The rows of one sheet, positions made shapes."""
        layer = chosen_layer(self.layers, reading.layer, self._upload.name)
        sheet = self._sheets[layer.name]
        rows = table_rows(sheet.grid, reading, f"{self._upload.name} {shown(layer.name)}")
        notes = list(rows.notes)
        if sheet.hidden:
            notes.append(note("hidden_sheet", name=shown(layer.name)))
        if sheet.hidden_rows:
            notes.append(note("hidden_rows", count=sheet.hidden_rows))
        valued = len(sheet.formulas) - sheet.unvalued
        if valued:
            notes.append(note("formulas_valued", count=valued))
        if sheet.unvalued:
            notes.append(note("formulas_unvalued", count=sheet.unvalued))
        if sheet.errors:
            notes.append(note("error_cells", count=len(sheet.errors)))
        return replace(
            rows, notes=tuple(notes), layer=layer.name, sidecar=self._sidecar
        )  # fmt: skip


def _changed(
    values: Mapping[str, Any],
    contents: Mapping[str, Sequence[Sequence[Any]]],
    about: Mapping[str, Sequence[Sequence[Any]]],
) -> tuple[str, ...]:
    """What of an export is not as it was written: its cells, its words, or the sheet of both."""
    changed = [] if cells_sha256(contents) == values.get("sha256") else ["changed_rows"]
    told = next(iter(about.values()), ())
    if DESCRIBED in values:
        same = values[DESCRIBED] == _described_sha256(told)
    else:
        same = _says(told, values)
    if statement_fits(values) is False or not same:
        changed.append("changed_statement")
    return tuple(changed)


def _described_sha256(about: Sequence[Sequence[Any]]) -> str:
    """Hash of the sheet that people read, whatever office program saved it."""
    return hashlib.sha256(json.dumps([_texts(row) for row in about]).encode()).hexdigest()


def _says(about: Sequence[Sequence[Any]], values: Mapping[str, Any]) -> bool:
    """Whether the sheet of a workbook sealed in the former way says what its sidecar says."""
    told = {text for row in about for text in _texts(row)[1:]}
    try:
        said = [values["exported"], values["title"]]
        for layer in values["layers"]:
            said.append(layer["licence"])
            if not told & {layer["attribution_zh"], layer["attribution_en"]}:
                return False
        return told >= {cut_text(str(text)).strip() for text in said if text}
    except (LookupError, TypeError):
        return False


def _texts(row: Sequence[Any]) -> list[str]:
    texts = ["" if cell is None else cut_text(str(cell)).strip() for cell in row]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _joined(sheet: SheetCells) -> str:
    """The text that stands in pieces in the first column."""
    return "".join(str(row[0]) for row in sheet.grid.rows if row and row[0])


def _about_titles() -> list[str]:
    return [term("sheet_about").text(language) for language in ("zh", "en")]


def sheets(outgoing: Outgoing) -> tuple[Table, ...]:
    """A sheet a layer, under the layer's title; shapes whose WKT no cell holds left empty."""
    titles = [
        _NOT_IN_NAMES.sub(" ", table.title)[:NAME_LENGTH].strip() for table in outgoing.tables
    ]
    taken = [*_about_titles(), SIDECAR]
    names = distinct_names([*taken, *(title or "layer" for title in titles)], NAME_LENGTH)
    return tuple(
        _shortened(_cut(replace(table, name=name)), outgoing)
        for table, name in zip(outgoing.tables, names[len(taken) :], strict=True)
    )


def _cut(table: Table) -> Table:
    """A table whose notes say which texts are longer than a cell holds."""
    notes = [
        Issue("text_cut", str(key), column=column, found=len(text), kept=CELL_LENGTH)
        for column in table.columns
        if table.rows[column].dtype == object
        for key, text in zip(table.rows["key"], table.rows[column], strict=True)
        if isinstance(text, str) and len(text) > CELL_LENGTH
    ]
    return replace(table, notes=(*table.notes, *notes)) if notes else table


def _shortened(table: Table, outgoing: Outgoing) -> Table:
    if len(table.rows) > MOST_ROWS:
        raise ExportError([Fault("too_many_rows", table.layer, len(table.rows), MOST_ROWS)])
    if len(coordinate_columns(table, outgoing.target)) == 2:
        return table
    shapes = table.rows.geometry.to_numpy().copy()
    texts = shapely.to_wkt(shapes, rounding_precision=outgoing.target.decimals)
    long = np.array([text is not None and len(text) > CELL_LENGTH for text in texts], dtype=bool)
    if not long.any():
        return table
    shapes[long] = None
    notes = [Issue("left_out_shape", str(key), most=CELL_LENGTH) for key in table.rows["key"][long]]
    rows = table.rows.set_geometry(shapes, crs=table.rows.crs)
    return replace(table, rows=rows, notes=(*table.notes, *notes))


def write_xlsx(outgoing: Outgoing) -> bytes:
    """Every layer as a sheet of one workbook."""
    contents = {table.name: _sheet_rows(table, outgoing) for table in outgoing.tables}
    cells = sum(len(rows) * len(rows[0]) for rows in contents.values())
    book = WorkbookWriter(outgoing.title, created=outgoing.date, streamed=cells > _STREAMED_CELLS)
    for name, rows in contents.items():
        sheet = book.sheet(name)
        sheet.freeze(2, 2)
        for number, row in enumerate(rows, start=1):
            sheet.row(number, row)
    values = {**outgoing.sidecar, "sha256": cells_sha256(contents), "sha256_of": "cells"}
    told = about_rows(values, outgoing.language)
    sealed = stated({**values, DESCRIBED: _described_sha256(told)})
    about = book.sheet(term("sheet_about").text(outgoing.language))
    about.widths([28, 100])
    for number, row in enumerate(told, start=1):
        about.row(number, row)
    hidden = book.sheet(SIDECAR)
    hidden.hide()
    text = sidecar_text(sealed)
    for number, start in enumerate(range(0, len(text), _PIECE), start=1):
        hidden.put(number, 1, text[start : start + _PIECE])
    return book.content()


def _sheet_rows(table: Table, outgoing: Outgoing) -> list[list[Any]]:
    header, columns = spreadsheet_rows(table, outgoing.target)
    rows = zip(*(map(_stored, _exact(column)) for column in columns), strict=True)
    return [[cut_text(name) for name in header], *map(list, rows)]


def _exact(cells: list[Any]) -> list[Any]:
    """A column with a whole number that a sheet would round: all of it as text."""
    if any(type(cell) is int and abs(cell) >= LARGEST_INTEGER for cell in cells):
        return [str(cell) if type(cell) is int else cell for cell in cells]
    return cells


def _stored(cell: Any) -> Any:
    """A cell as a sheet holds it."""
    if isinstance(cell, str):
        return cut_text(cell) or None
    if isinstance(cell, float):
        # Spreadsheets keep no more digits; what is written must be what is read again.
        return float(f"{cell:.15g}")
    return cell


def about_rows(values: Mapping[str, Any], language: str) -> list[list[str]]:
    """The sidecar in two columns for people: what, and its words."""
    system = values["reference_system"]
    rows = [
        ("title", values["title"]),
        ("exported", values["exported"]),
        ("system", f"{system['code']} {system['name']}"),
        ("filter", values["filter"]),
        ("rows", str(values["rows"])),
    ]
    for layer in values["layers"]:
        accuracy = layer["largest_accuracy_m"]
        within = "" if accuracy is None else f" ±{accuracy:g} m"
        rows += [
            ("layer", layer[f"title_{language}"]),
            ("about", layer[f"about_{language}"]),
            ("licence", layer["licence"]),
            ("attribution", layer[f"attribution_{language}"]),
            ("quality", f"{layer['basis']['worst']}{within}"),
        ]
        for step in (step for path in layer["datum_paths"] for step in path):
            words = f"{step['from']} → {step['to']}: {step[f'method_{language}']}"
            rows.append(("conversion", words))
    rows += [("loss", loss[language]) for loss in values["losses"]]
    return [[term(f"about_{name}").text(language), text] for name, text in rows]


def cells_sha256(contents: Mapping[str, Sequence[Sequence[Any]]]) -> str:
    """Hash of the cells of sheets; whole numbers count alike however they are stored."""
    digest = hashlib.sha256()
    for name in sorted(contents):
        digest.update(repr(name).encode())
        for row in contents[name]:
            digest.update(repr([_canonical(cell) for cell in _trimmed(row)]).encode())
    return digest.hexdigest()


def _trimmed(row: Sequence[Any]) -> list[Any]:
    cells = list(row)
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _canonical(cell: Any) -> Any:
    return float(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell


def read_xlsx(content: bytes) -> ReadExport:
    """Read the sheets of a workbook again; formulas come as their text."""
    book = read_workbook(content, "", _WHOLE, most_cells=None)
    contents = {sheet.title: _with_formulas(sheet) for sheet in book.sheets}
    text = "".join(_joined(sheet) for sheet in book.sheets if sheet.title == SIDECAR)
    contents.pop(SIDECAR, None)
    about = {name: contents.pop(name) for name in _about_titles() if name in contents}
    tables = []
    for name, rows in contents.items():
        header = [str(title) for title in rows[0]] if rows else []
        filled = [(row + [None] * len(header))[: len(header)] for row in rows[1:]]
        tables.append(read_rows(name, header, filled))
    if not text:
        return ReadExport(tuple(tables))
    sidecar = json.loads(text)
    changed = _changed(sidecar, contents, about)
    found = sidecar["sha256"] if "changed_rows" not in changed else cells_sha256(contents)
    return ReadExport(tuple(tables), sidecar, sidecar["sha256"], found, changed)


def _with_formulas(sheet: SheetCells) -> list[list[Any]]:
    rows = [list(row) for row in sheet.grid.rows]
    for (number, place), text in sheet.formulas.items():
        rows[number][place] = text
    return rows


def claims(upload: Upload) -> int:
    """Sure of a zip with the parts of a workbook."""
    content = upload.content
    workbook = content.startswith(b"PK\x03\x04") and b"[Content_Types].xml" in content
    return SURE if workbook and b"xl/" in content else NOT


FORMAT = Format(
    "xlsx", "XLSX", (".xlsx",), claims, WorkbookSource,
    "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    write_xlsx, read_xlsx, parts=sheets, many=True, bare_shifted=True,
    losses=(
        "loss_formula_as_text", "loss_shapes_and_long_text", "loss_digits_15",
        "loss_empty_text", "loss_no_style",
    ),
)  # fmt: skip
