"""Where in a table headings and rows stand: titles above, headings in two rows, or none at all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hebei_gis.files.angles import read_coordinates
from hebei_gis.formats.sources import Reading
from hebei_gis.formats.table_columns import Cell, cell_text
from hebei_gis.formats.table_headings import is_known_heading
from hebei_gis.words.facts import term
from hebei_gis.words.notes import Note, note
from hebei_gis.words.refusals import refusal, shown

#: Headings stand in one of the first rows.
HEAD_LINES = 20
_DEEPEST_HEADINGS = 4
_TOLD = 10
_WKT = re.compile(r"\s*(SRID=\d+;)?\s*(MULTI)?(POINT|LINESTRING|POLYGON)\s*Z?\s*\(", re.IGNORECASE)


@dataclass(frozen=True)
class Merged:
    """Cells of a sheet that are one; rows and columns from 0, the last included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Grid:
    """Cells as they stand in a file.

    Attributes
    ----------
    rows : list of lists of cells
        Empty cells at the end of a row may be left out.
    merged : tuple of Merged
    typed : bool
        Whether cells have types, as in a sheet; else all are text.
    """

    rows: list[list[Cell]]
    merged: tuple[Merged, ...] = ()
    typed: bool = False


@dataclass(frozen=True)
class Layout:
    """A table understood.

    Attributes
    ----------
    columns : tuple of str
        Unique names.
    leaves : mapping of column to str
        The heading nearest to the cells, where headings stand in several rows.
    first_cells : mapping of text to column
        What stands in the first row of a table without headings, for those who name a column
        by it.
    rows : list of lists of cells
        As many cells in each as there are columns; rows without any are left out.
    notes : tuple of Note
    """

    columns: tuple[str, ...]
    leaves: Mapping[str, str]
    rows: list[list[Cell]]
    first_cells: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


def lay_out(grid: Grid, where: str, reading: Reading | None = None) -> Layout:
    """Find the headings of a table, and the rows under them.

    Headings stand in the first row in which more than half as many cells are filled as in the
    fullest of the first twenty. A first row that is like those below it is data: columns are
    then called ``column_1`` and so on. Cells beyond the headings get columns of their own, and
    a value merged over several rows is repeated in each; all of this is told.

    Raises
    ------
    UploadError
        Where no cell is filled.
    """
    first = _first_full_row(grid)
    if first is None:
        expected = term("table_with_headings")
        raise refusal("nothing_inside", where, term("no_rows"), expected)
    notes: list[Note] = []
    headless = _is_data(grid, first, reading or Reading())
    depth = 0 if headless else _depth(grid, first)
    parts = _heading_parts(grid, first, depth)
    body_start = first + depth
    repeated, rows = _with_merged(grid, body_start)
    body = [row for row in rows if any(map(_filled, row))]
    width = _used_width(parts, body)
    columns = _unique_names([" ".join(texts) for texts in parts[:width]], width)
    leaves = {name: texts[-1] for name, texts in zip(columns, parts, strict=False) if texts}
    first_cells: dict[str, str] = {}
    if headless:
        notes.append(note("no_headings", row=first + 1, columns=list(columns[:_TOLD])))
        for name, cell in zip(columns, grid.rows[first], strict=False):
            first_cells.setdefault(_text(cell), name)
    elif depth > 1:
        notes.append(note("headings_joined", first=first + 1, last=first + depth))
    elif first:
        notes.append(note("header_row", row=first + 1))
    beyond = [name for place, name in enumerate(columns) if place >= len(parts)]
    if beyond and not headless:
        wide = sum(_length(row) > len(parts) for row in body)
        notes.append(note("cells_beyond", rows=wide, columns=[shown(n) for n in beyond[:_TOLD]]))
    if repeated:
        notes.append(note("merged_cells", count=repeated))
    stated = [" ".join(texts) for texts in parts[:width]]
    for heading, name in zip(stated, columns, strict=False):
        if heading and heading != name:
            notes.append(note("renamed", found=shown(heading), name=name))
    empty: Cell = None if grid.typed else ""
    padded = [
        row if len(row) == width else row[:width] + [empty] * (width - len(row)) for row in body
    ]
    return Layout(tuple(columns), leaves, padded, first_cells, tuple(notes))


def _text(cell: Cell) -> str:
    return cell_text(cell).strip()


def _filled(cell: Cell) -> bool:
    return cell is not None and (not isinstance(cell, str) or cell.strip() != "")


def _length(row: Sequence[Cell]) -> int:
    """How many cells a row has without the empty ones at its end."""
    length = len(row)
    while length and not _filled(row[length - 1]):
        length -= 1
    return length


def _first_full_row(grid: Grid) -> int | None:
    counts = []
    for number, row in enumerate(grid.rows[:HEAD_LINES]):
        # A title merged over all columns is one cell; a group of headings counts as many.
        spans = {m.left: m.right - m.left + 1 for m in grid.merged if m.top == number}
        filled = [place for place, cell in enumerate(row) if _filled(cell)]
        count = sum(spans.get(place, 1) for place in filled) if len(filled) > 1 else len(filled)
        counts.append(count)
    if not counts or max(counts) == 0:
        return None
    return next(number for number, count in enumerate(counts) if 2 * count > max(counts))


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, bool) or not _filled(cell):
        return False
    if isinstance(cell, (int, float)):
        return True
    if not isinstance(cell, str):
        return False
    return not read_coordinates([cell], north=False, degrees=False).reasons


def _is_year(cell: Cell) -> bool:
    text = _text(cell)
    return text.isdigit() and 1900 <= int(text[:5]) <= 2100


def _is_data(grid: Grid, first: int, reading: Reading) -> bool:
    """Whether the row is like those below it rather than their headings."""
    cells, below = grid.rows[first], grid.rows[first + 1 : first + 1 + HEAD_LINES]
    named = {name for name in (reading.x, reading.y, reading.wkt) if name is not None}
    numbers = [n for n, cell in enumerate(cells) if _is_number(cell)]
    like = [
        place
        for place in numbers
        if not _is_year(cells[place])
        and all(_is_number(row[place]) for row in below if len(row) > place and _filled(row[place]))
    ]
    # Two decimals above decimals are a position, whatever point its name reads like: N, E, h.
    decimals = sum("." in _text(cells[place]) for place in like)
    if decimals >= 2 and not named & set(map(_text, cells)):
        return True
    if any(_filled(cell) and is_known_heading(_text(cell)) for cell in cells):
        return False
    if any(isinstance(cell, str) and _WKT.match(cell) for cell in cells):
        return True
    by_value = {_text(cells[place]) for place in numbers}
    if named & by_value:
        return True
    if named & set(map(_text, cells)):
        return False
    return len(like) >= 2


def _depth(grid: Grid, first: int) -> int:
    """How many rows the headings take."""
    depth, wanted = 1, 1
    while depth <= wanted and depth < _DEEPEST_HEADINGS:
        row = first + depth - 1
        for merged in grid.merged:
            if merged.top == row and merged.right > merged.left and _holds_headings(grid, merged):
                wanted = max(wanted, depth + 1)
            if merged.top == row and merged.bottom > row:
                wanted = max(wanted, merged.bottom - first + 1)
        depth += 1
    if wanted == 1 and _completes(grid, first):
        return 2
    return min(wanted, _DEEPEST_HEADINGS)


def _holds_headings(grid: Grid, merged: Merged) -> bool:
    """Whether the cells below a group of headings are headings too."""
    below = merged.bottom + 1
    if below >= len(grid.rows):
        return False
    cells = [c for c in grid.rows[below][merged.left : merged.right + 1] if _filled(c)]
    return bool(cells) and not any(map(_is_number, cells))


def _completes(grid: Grid, first: int) -> bool:
    """Whether the next row fills the gaps of this one with headings known here."""
    if first + 1 >= len(grid.rows) - 1:
        return False
    above, below = grid.rows[first], grid.rows[first + 1]
    gaps = [n for n, cell in enumerate(below) if _filled(cell) and not _has(above, n)]
    spared = [n for n, cell in enumerate(above) if _filled(cell) and not _has(below, n)]
    known = any(is_known_heading(_text(cell)) for cell in below if _filled(cell))
    return bool(gaps and spared and known) and not any(map(_is_number, below))


def _has(row: Sequence[Cell], place: int) -> bool:
    return len(row) > place and _filled(row[place])


def _heading_parts(grid: Grid, first: int, depth: int) -> list[list[str]]:
    """The headings over each column, from above; empty where there is none."""
    head = [list(row) for row in grid.rows[first : first + depth]]
    width = max((_length(row) for row in head), default=0)
    head = [row + [None] * (width - len(row)) for row in head]
    groups = [m for m in grid.merged if first <= m.top < first + depth and m.left < width]
    for merged in groups:
        value = head[merged.top - first][merged.left]
        for row in range(merged.top - first, min(merged.bottom - first + 1, depth)):
            for place in range(merged.left, min(merged.right + 1, width)):
                head[row][place] = value
    if depth > 1 and not groups:
        above, below = head[0], head[1]
        for place in range(1, width):
            if not _filled(above[place]) and _filled(below[place]) and _filled(below[place - 1]):
                above[place] = above[place - 1]
    parts = []
    for place in range(width):
        texts = [_text(row[place]) for row in head]
        parts.append([t for n, t in enumerate(texts) if t and t not in texts[:n]])
    return parts


def _with_merged(grid: Grid, start: int) -> tuple[int, list[list[Cell]]]:
    """The rows from `start` on, values merged over several of them repeated in each.

    Returns
    -------
    repeated : int
        Cells filled so.
    rows : list of lists of cells
    """
    rows = grid.rows[start:]
    repeated = 0
    for merged in grid.merged:
        top, bottom = merged.top - start, min(merged.bottom - start, len(rows) - 1)
        if top < 0 or bottom <= top or not _has(rows[top], merged.left):
            continue
        for number in range(top + 1, bottom + 1):
            row = rows[number]
            # A row that holds nothing else is no row.
            if any(map(_filled, row)) and not _has(row, merged.left):
                filled = row + [None] * (merged.left + 1 - len(row))
                filled[merged.left] = rows[top][merged.left]
                rows[number] = filled
                repeated += 1
    return repeated, rows


def _used_width(parts: Sequence[Sequence[str]], body: Sequence[Sequence[Cell]]) -> int:
    """Columns with a heading or a cell."""
    widest = max((_length(row) for row in body), default=0)
    return max(len(parts), widest)


def _unique_names(headings: Sequence[str], width: int) -> list[str]:
    names: list[str] = []
    taken: set[str] = set()
    for place in range(width):
        heading = headings[place] if place < len(headings) else ""
        name = stem = heading or f"column_{place + 1}"
        number = 0
        while name in taken:
            number += 1
            name = f"{stem}_{number}"
        taken.add(name)
        names.append(name)
    return names
