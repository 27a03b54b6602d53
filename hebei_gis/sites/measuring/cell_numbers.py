"""Numbers out of the cells of a parcel table: plain ones, limits and ranges, marks of missing.

A bureau writes a planning condition as it is printed: ``≤2.0``, ``0.8-2.5``, ``1.0–2.5``,
``不大于 2.5``, full-width digits. Such a cell holds bounds, not one number; which of them is the
value is for the criterion to say.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import numpy as np
import pandas as pd

from hebei_gis.sites.kernels.zone_shares import Floats

_NUMBER = r"[+-]?\d+(?:\.\d*)?|[+-]?\.\d+"
_PLAIN = re.compile(rf"(?:{_NUMBER})(?:[eE][+-]?\d+)?")
_AT_MOST = re.compile(
    rf"(?:<=|=<|≤|≦|⩽|<|不大于|不超过|不高于|至多|最大)\s*({_NUMBER})|({_NUMBER})\s*(?:以下|以内)"
)
_AT_LEAST = re.compile(
    rf"(?:>=|=>|≥|≧|⩾|>|不小于|不低于|不少于|至少|最小)\s*({_NUMBER})|({_NUMBER})\s*以上"
)
_RANGE = re.compile(r"(\d+(?:\.\d*)?)\s*(?:[-–—−‐‑‒~∼〜]+|至|到)\s*(\d+(?:\.\d*)?)")
#: Between two limits: ``1.0≤FAR≤2.5`` is told by the name between them, ``≥1.0且≤2.5`` without.
_BETWEEN = re.compile(r"\s*(?:且|并且|、|,|;|and)\s*")
#: What databases and rasters write where there is no value.
_LIMITS = (-32768.0, -2147483648.0, -9223372036854775808.0)
_LOWEST = -1e37
_NINES = re.compile(r"-9{3,}")
_SURELY = 4


def plain_numbers(column: pd.Series[Any]) -> Floats:
    """The numbers of a column; NaN where a cell does not hold one number. Yes is 1, no is 0."""
    if pd.api.types.is_numeric_dtype(column.dtype):
        numbers = column.to_numpy(dtype=float, na_value=np.nan)
        return np.where(np.isfinite(numbers), numbers, np.nan)
    return np.array([_plain_number(cell) for cell in column.tolist()], dtype=float)


def _plain_number(cell: Any) -> float:
    """A cell that holds one number, written with any digits; else NaN."""
    if pd.isna(cell):
        return float("nan")
    if isinstance(cell, (bool, int, float, np.number)):
        number = float(cell)
    else:
        text = unicodedata.normalize("NFKC", str(cell)).strip()
        number = float(text) if _PLAIN.fullmatch(text) else float("nan")
    return number if np.isfinite(number) else float("nan")


def bounds_in(cell: Any) -> tuple[float, float] | None:
    """Lower and upper bound of a cell that holds a limit or a range; NaN where there is none.

    None where the cell holds something else.

    Examples
    --------
    >>> bounds_in("≤2.0")
    (nan, 2.0)
    >>> bounds_in("0.8-2.5")
    (0.8, 2.5)
    """
    if not isinstance(cell, str):
        return None
    text = unicodedata.normalize("NFKC", cell).strip()
    found = _RANGE.fullmatch(text)
    if found:
        low, high = float(found[1]), float(found[2])
        return (low, high) if low <= high else None
    low, high = float("nan"), float("nan")
    for part in _BETWEEN.split(text):
        at_most, at_least = _AT_MOST.fullmatch(part), _AT_LEAST.fullmatch(part)
        if at_most and np.isnan(high):
            high = float(at_most[1] or at_most[2])
        elif at_least and np.isnan(low):
            low = float(at_least[1] or at_least[2])
        else:
            return None
    return None if low > high else (low, high)


def missing_marks(numbers: Floats) -> set[float]:
    """The numbers among these that stand for a missing value: −9999 and the like.

    Lowest numbers of a storage type and four nines or more with a minus always do; −999 only
    where no other number is negative.
    """
    distinct = set(np.unique(numbers[np.isfinite(numbers)]).tolist())
    if not distinct or min(distinct) > -999:
        return set()
    marks = {n for n in distinct if n <= _LOWEST or n in _LIMITS}
    nines = {n for n in distinct if n.is_integer() and _NINES.fullmatch(f"{n:.0f}")}
    marks |= {n for n in nines if len(f"{n:.0f}") > _SURELY}
    rest = distinct - marks
    if all(number >= 0 for number in rest - nines):
        marks |= nines
    return marks
