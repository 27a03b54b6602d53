"""Criteria that read the parcel's own table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from hebei_gis.sites.criteria import Criterion
from hebei_gis.sites.kernels.zone_shares import Floats
from hebei_gis.sites.measuring.surroundings import Surroundings
from hebei_gis.sites.parcels import Parcels
from hebei_gis.words.notes import Note


def column_of(criterion: Criterion, parcels: Parcels) -> str | None:
    """The first of the criterion's columns the parcel table has."""
    return next((c for c in criterion.columns or () if c in parcels.features), None)


def _lacking(criterion: Criterion) -> Note:
    facts = {"criterion": criterion.title_en, "criterion_zh": criterion.title_zh}
    return Note(
        "criterion_column_missing", {**facts, "columns": ", ".join(criterion.columns or ())}
    )


def measure_column(criterion: Criterion, parcels: Parcels, around: Surroundings) -> Floats | Note:
    """Formula ``column``: the number in the parcel table; what is no number is unknown."""
    column = column_of(criterion, parcels)
    if column is None:
        return _lacking(criterion)
    numbers = pd.to_numeric(parcels.features[column], errors="coerce").to_numpy(dtype=float)
    return np.where(np.isfinite(numbers), numbers, np.nan)


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


def not_understood(criterion: Criterion, parcels: Parcels, values: Floats) -> Note | None:
    """A note of the cells that hold something and yet are unknown."""
    column = column_of(criterion, parcels)
    if column is None:
        return None
    cells = [_code(cell) for cell in parcels.features[column]]
    odd = [cell for cell, value in zip(cells, values, strict=True) if cell and np.isnan(value)]
    if not odd:
        return None
    facts = {"criterion": criterion.title_en, "criterion_zh": criterion.title_zh}
    examples = ", ".join(list(dict.fromkeys(odd))[:5])
    return Note("not_numbers", {**facts, "count": str(len(odd)), "examples": examples})
