"""XLSX: a sheet a layer, a sheet of words about it, and the sidecar in a hidden sheet."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import shapely

from hebei_gis.files.cells_out import FORMULA, distinct_names
from hebei_gis.files.seal import sidecar_text
from hebei_gis.formats.outgoing import Outgoing, Table
from hebei_gis.formats.reading_back import ReadExport
from hebei_gis.formats.spreadsheet import coordinate_columns, read_rows, spreadsheet_rows
from hebei_gis.words.errors import ExportError
from hebei_gis.words.faults import Fault, Issue

#: Excel's limits: characters of a cell and of a sheet's name, rows of a sheet.
CELL_LENGTH = 32_767
NAME_LENGTH = 31
MOST_ROWS = 1_048_575
#: Integers beyond this lose digits in Excel.
LARGEST_INTEGER = 10**15
ABOUT = {"zh": "说明", "en": "About"}
SIDECAR = "hebei_gis_sidecar"
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_ERROR_VALUE = re.compile(r"^#[A-Z0-9/!?]+$")


def sheets(outgoing: Outgoing) -> tuple[Table, ...]:
    """A sheet a layer, under the layer's title; shapes whose WKT no cell holds left empty."""
    titles = [
        _NOT_IN_NAMES.sub(" ", table.title)[:NAME_LENGTH].strip() for table in outgoing.tables
    ]
    names = distinct_names([*ABOUT.values(), SIDECAR, *(t or "layer" for t in titles)], NAME_LENGTH)
    return tuple(
        _shortened(replace(table, name=name), outgoing)
        for table, name in zip(outgoing.tables, names[len(ABOUT) + 1 :], strict=True)
    )


def _shortened(table: Table, outgoing: Outgoing) -> Table:
    if len(table.rows) > MOST_ROWS:
        raise ExportError(
            [Fault("too_many_rows", table.layer, str(len(table.rows)), str(MOST_ROWS))]
        )
    if len(coordinate_columns(table, outgoing.target)) == 2:
        return table
    shapes = table.rows.geometry.to_numpy().copy()
    texts = shapely.to_wkt(shapes, rounding_precision=outgoing.target.decimals)
    long = np.array([text is not None and len(text) > CELL_LENGTH for text in texts], dtype=bool)
    if not long.any():
        return table
    shapes[long] = None
    notes = [
        Issue("left_out_shape", str(key), f"its WKT is longer than {CELL_LENGTH} characters")
        for key in table.rows["key"][long]
    ]
    rows = table.rows.set_geometry(shapes, crs=table.rows.crs)
    return replace(table, rows=rows, notes=(*table.notes, *notes))


def write_xlsx(outgoing: Outgoing) -> bytes:
    """Every layer as a sheet of one workbook."""
    from openpyxl import Workbook

    tables = outgoing.tables
    workbook = Workbook(write_only=True)
    contents = {table.name: _sheet_rows(table, outgoing) for table in tables}
    for name, rows in contents.items():
        sheet = workbook.create_sheet(name)
        sheet.freeze_panes = "B2"
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
    sealed = {**outgoing.sidecar, "sha256": cells_sha256(contents), "sha256_of": "cells"}
    about = workbook.create_sheet(ABOUT[outgoing.language])
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 28, 100
    for row in about_rows(sealed, outgoing.language):
        about.append([_cell(about, value) for value in row])
    hidden = workbook.create_sheet(SIDECAR)
    hidden.sheet_state = "hidden"
    text = sidecar_text(sealed)
    for start in range(0, len(text), CELL_LENGTH - 1000):
        hidden.append([_cell(hidden, text[start : start + CELL_LENGTH - 1000])])
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _sheet_rows(table: Table, outgoing: Outgoing) -> list[list[Any]]:
    header, columns = spreadsheet_rows(table, outgoing.target)
    rows = [[_stored(cell) for cell in row] for row in zip(*columns, strict=True)]
    return [[name[:CELL_LENGTH] for name in header], *rows]


def _stored(cell: Any) -> Any:
    """A cell as a sheet holds it."""
    if isinstance(cell, str):
        return cell[:CELL_LENGTH] or None
    if type(cell) is int and abs(cell) >= LARGEST_INTEGER:
        return str(cell)
    if isinstance(cell, float):
        # Spreadsheets keep no more digits; what is written must be what is read again.
        return float(f"{cell:.15g}")
    return cell


def _cell(sheet: Any, value: Any) -> Any:
    """A value for a sheet; text that could run or read as an error stays text."""
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, str) or not (FORMULA.match(value) or _ERROR_VALUE.match(value)):
        return value
    cell = WriteOnlyCell(sheet, value="text")
    cell._value, cell.data_type = value, "s"
    cell.quotePrefix = True
    return cell


def about_rows(values: dict[str, Any], language: str) -> list[list[str]]:
    """The sidecar in two columns for people: what, and its words."""
    zh = language == "zh"
    system = values["reference_system"]
    rows = [
        ["标题" if zh else "Title", values["title"]],
        ["导出日期" if zh else "Exported", values["exported"]],
        ["坐标系" if zh else "Reference system", f"{system['code']} {system['name']}"],
        ["筛选" if zh else "Filter", values["filter"]],
        ["行数" if zh else "Rows", str(values["rows"])],
    ]
    for layer in values["layers"]:
        accuracy = layer["largest_accuracy_m"]
        within = "" if accuracy is None else f" ±{accuracy:g} m"
        rows += [
            ["图层" if zh else "Layer", layer[f"title_{language}"]],
            ["说明" if zh else "About", layer[f"about_{language}"]],
            ["许可" if zh else "Licence", layer["licence"]],
            ["署名" if zh else "Attribution", layer[f"attribution_{language}"]],
            ["最差依据与最大误差" if zh else "Worst basis, largest radius",
             f"{layer['basis']['worst']}{within}"],
        ]  # fmt: skip
        for path in layer["datum_paths"]:
            for step in path:
                words = f"{step['from']} → {step['to']}: {step[f'method_{language}']}"
                rows.append(["坐标转换" if zh else "Conversion", words])
    rows += [["损失" if zh else "Loss", loss[language]] for loss in values["losses"]]
    return [[name, text[:CELL_LENGTH]] for name, text in rows]


def cells_sha256(contents: dict[str, list[list[Any]]]) -> str:
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
    from openpyxl import load_workbook

    workbook = load_workbook(io.BytesIO(content), read_only=True)
    contents = {
        sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)]
        for sheet in workbook.worksheets
    }
    pieces = contents.pop(SIDECAR, [])
    text = "".join(str(row[0]) for row in pieces if row and row[0])
    for name in ABOUT.values():
        contents.pop(name, None)
    tables = []
    for name, rows in contents.items():
        header = [str(title) for title in rows[0]] if rows else []
        filled = [(row + [None] * len(header))[: len(header)] for row in rows[1:]]
        tables.append(read_rows(name, header, filled))
    if not text:
        return ReadExport(tuple(tables))
    sidecar = json.loads(text)
    return ReadExport(tuple(tables), sidecar, sidecar["sha256"], cells_sha256(contents))
