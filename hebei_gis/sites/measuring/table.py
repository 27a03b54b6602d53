"""Criteria that read the parcel's own table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from hebei_gis.sites.criteria import Criterion
from hebei_gis.sites.kernels.zone_shares import Floats
from hebei_gis.sites.measuring.cell_numbers import bounds_in, missing_marks, plain_numbers
from hebei_gis.sites.measuring.surroundings import Surroundings
from hebei_gis.sites.parcels import Parcels
from hebei_gis.words.facts import Fact, listed, term
from hebei_gis.words.notes import Note, note

_EXAMPLES = 5
_PARCELS_NAMED = 12


def column_of(criterion: Criterion, parcels: Parcels) -> str | None:
    """The first of the criterion's columns the parcel table has."""
    return next((c for c in criterion.columns or () if c in parcels.features), None)


def _lacking(criterion: Criterion) -> Note:
    columns = list(criterion.columns or ())
    return note("criterion_column_missing", criterion=criterion.titled, columns=columns)


def measure_column(criterion: Criterion, parcels: Parcels, around: Surroundings) -> Floats | Note:
    """Formula ``column``: the number in the parcel table; what is no number is unknown.

    Numbers that mark a missing value (−9999) are unknown. Of a limit or a range written as text
    (``≤2.0``, ``0.8-2.5``) the bound is taken that the criterion declares; without a declared
    one it is unknown.
    """
    column = column_of(criterion, parcels)
    if column is None:
        return _lacking(criterion)
    cells = parcels.features[column].tolist()
    numbers = plain_numbers(parcels.features[column])
    numbers[np.isin(numbers, list(missing_marks(numbers)))] = np.nan
    if criterion.bound is not None:
        for row, bounds in _bounds(cells):
            numbers[row] = bounds[criterion.bound == "upper"]
    return numbers


def _bounds(cells: list[Any]) -> list[tuple[int, tuple[float, float]]]:
    """Rows whose cells hold a limit or a range, and its bounds."""
    found = ((row, bounds_in(cell)) for row, cell in enumerate(cells))
    return [(row, bounds) for row, bounds in found if bounds is not None]


def measure_category(criterion: Criterion, parcels: Parcels, around: Surroundings) -> Floats | Note:
    """Formula ``category``: the points the criterion gives a text or code of the parcel table.

    With ``by_prefix`` the longest entry a code begins with counts: 0901 takes that of 09.
    Texts without an entry are unknown.
    """
    column = column_of(criterion, parcels)
    if column is None:
        return _lacking(criterion)
    points = criterion.points_of or {}
    found = [_points(_code(cell), points, bool(criterion.by_prefix))
             for cell in parcels.features[column]]  # fmt: skip
    return np.array(found, dtype=float)


def _code(cell: Any) -> str:
    if pd.isna(cell):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _points(code: str, points: Mapping[str, float], by_prefix: bool) -> float:
    if code in points:
        return points[code]
    if by_prefix and code:
        for end in range(len(code) - 1, 0, -1):
            if code[:end] in points:
                return points[code[:end]]
    return float("nan")


def remarks(criterion: Criterion, parcels: Parcels, values: Floats) -> tuple[Note, ...]:
    """What is to be said of how a column was read: marks, bounds, cells not understood."""
    column = column_of(criterion, parcels)
    if column is None or criterion.formula not in ("column", "category"):
        return ()
    cells = parcels.features[column].tolist()
    notes: list[Note] = []
    marked: set[int] = set()
    if criterion.formula == "column":
        numbers = plain_numbers(parcels.features[column])
        marks = missing_marks(numbers)
        marked = set(np.flatnonzero(np.isin(numbers, list(marks))).tolist())
        if marked:
            keys = listed([parcels.keys[row] for row in sorted(marked)], _PARCELS_NAMED)
            shown = [f"{mark:.6g}" for mark in sorted(marks)]
            notes.append(
                note("missing_marks", criterion=criterion.titled, parcels=keys, marks=shown)
            )
        notes += _bounds_read(criterion, cells, values)
    rows = zip(map(_code, cells), values, strict=True)
    odd = [cell for row, (cell, value) in enumerate(rows)
           if cell and np.isnan(value) and row not in marked]  # fmt: skip
    if odd:
        examples = list(dict.fromkeys(odd))[:_EXAMPLES]
        notes.append(
            note("not_numbers", criterion=criterion.titled, count=len(odd), examples=examples)
        )
    return tuple(notes)


def _bounds_read(criterion: Criterion, cells: list[Any], values: Floats) -> list[Note]:
    if criterion.bound is None:
        return []
    read: dict[str, Fact] = {}
    for row, _ in _bounds(cells):
        if not np.isnan(values[row]):
            text = str(cells[row])
            read[text] = term("read_as", text=text, value=float(values[row]))
    if not read:
        return []
    examples = list(read.values())[:_EXAMPLES]
    bound = term(f"{criterion.bound}_bound")
    return [note("bounds_read", criterion=criterion.titled, bound=bound, examples=examples)]
