"""The rows of a table, as text or from a sheet: columns with types, positions made shapes."""

from __future__ import annotations

from dataclasses import replace
from itertools import repeat
from typing import Any, cast

import pandas as pd

from hebei_gis.formats.sources import Reading, Rows
from hebei_gis.formats.table_columns import Cell, Unvalued, cell_text, sheet_column, text_column
from hebei_gis.formats.table_layout import Grid, Layout, lay_out
from hebei_gis.formats.table_positions import read_positions
from hebei_gis.words.notes import Note, note
from hebei_gis.words.refusals import shown

#: In a file of points without headings: name, code, east, north, height.
_SURVEY_SUFFIX = ".dat"
_SURVEY_COLUMNS = 5
#: Notes on numbers found in text.
_SEPARATORS = {
    "plain": "numbers_as_text",
    "read": "separators_read",
    "unclear": "separators_unclear",
}


def table_rows(grid: Grid, reading: Reading, where: str) -> Rows:
    """The rows of a table.

    The columns positions came from are not kept: after a conversion they would mislead.

    Raises
    ------
    UploadError
        Where it is not clear which columns hold positions.
    """
    layout = lay_out(grid, where, reading)
    columns_of_cells = map(list, zip(*layout.rows, strict=True)) if layout.rows else repeat([])
    cells: dict[str, list[Cell]] = dict(zip(layout.columns, columns_of_cells, strict=False))
    if grid.typed:
        cells = {name: list(map(_stripped, column)) for name, column in cells.items()}
    else:
        texts = cast("dict[str, list[str]]", cells)
        cells = {name: [text.strip() for text in column] for name, column in texts.items()}
    headings = {name: layout.leaves.get(name, name) for name in layout.columns}
    usual = _survey_columns(layout, where)
    found = read_positions(
        headings,
        {name: [_position_cell(cell) for cell in column] for name, column in cells.items()}
        if grid.typed
        else cells,
        _by_first_cells(reading, layout),
        where,
        usual,
    )
    columns: dict[str, Any] = {}
    told: dict[str, list[str]] = {}
    for name, column in cells.items():
        if name in found.used:
            continue
        if grid.typed:
            typed = sheet_column(name, column)
        else:
            typed = text_column(name, cast("list[str]", column))
        columns[name] = typed.values
        if typed.separators:
            told.setdefault(_SEPARATORS[typed.separators], []).append(shown(name))
        if typed.mixed:
            told.setdefault("kept_as_text", []).append(shown(name))
        if typed.rounded:
            told.setdefault("digits_lost", []).append(shown(name))
    notes: list[Note] = [*layout.notes, *found.notes]
    if usual is not None and found.used == usual:
        notes.append(note("survey_columns"))
    notes += [note(kind, columns=names) for kind, names in told.items()]
    table = pd.DataFrame(columns, index=pd.RangeIndex(len(layout.rows)))
    return Rows(
        table, found.shapes, found.crs, notes=tuple(notes), issues=found.issues,
        faults=found.faults, mends=found.mends,
        stated=", ".join(found.used) if found.crs else None,
    )  # fmt: skip


def _stripped(cell: Cell) -> Cell:
    return cell.strip() if isinstance(cell, str) and not isinstance(cell, Unvalued) else cell


def _position_cell(cell: Cell) -> Cell:
    """Numbers and text; of yes, no and dates the text, which is no position."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return cell
    return cell_text(cell)


def _by_first_cells(reading: Reading, layout: Layout) -> Reading:
    """The columns the user names; in a table without headings by what its first row holds."""
    named = {
        control: layout.first_cells.get(name, name)
        for control, name in (("x", reading.x), ("y", reading.y), ("wkt", reading.wkt))
        if name is not None and name not in layout.columns
    }
    return replace(reading, **named)


def _survey_columns(layout: Layout, where: str) -> tuple[str, str] | None:
    """East and north of a .dat of survey software, which has no headings and five columns."""
    is_survey = where.lower().endswith(_SURVEY_SUFFIX) and layout.first_cells
    if not is_survey or len(layout.columns) != _SURVEY_COLUMNS:
        return None
    return layout.columns[2], layout.columns[3]
