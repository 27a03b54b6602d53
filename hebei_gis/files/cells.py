"""Cells as files can hold them: plain values, no control characters, no formulas."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import NoneType
from typing import Any

import numpy as np
import pandas as pd

#: Control characters, lone surrogates and the non-characters XML refuses; not tab, not newline.
UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_RETURN = re.compile("\r\n?")
#: What :func:`clean_text` changes.
UNCLEAN = re.compile(f"\r|{UNWANTED.pattern}")
#: A cell that starts so may run as a formula in a spreadsheet (full-width ones in CJK locales).
FORMULA = re.compile("[=+\\-@\t\r\n＝＋－＠]")
_LARGEST_INTEGER = 2**63 - 1
#: Beyond this a float no longer holds every whole number.
_LARGEST_EXACT = 2**53


def plain(value: Any) -> Any:
    """A cell as JSON can hold it: numpy scalars plain, None what is missing or not finite."""
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(part) for part in value]
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return None
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, pd.Timestamp):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, (str, int, float, bool)) else str(value)


def clean_text(text: str) -> str:
    """The text without control characters; line ends are newlines."""
    return UNWANTED.sub("", _RETURN.sub("\n", text))


def inert(text: str) -> str:
    """The text as a spreadsheet shows it and never runs it: an apostrophe before a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def is_inert(text: str) -> bool:
    """Whether a text has an apostrophe before what would run, as :func:`inert` sets it."""
    return text[:1] == "'" and FORMULA.match(text, 1) is not None


def tidy_column(values: pd.Series) -> tuple[pd.Series, int]:
    """A column of one kind that every format can hold, and how many cells were cleaned.

    Yes/no is ``bool``, or ``boolean`` where some are missing; whole numbers are ``int64`` or
    ``Int64``; other numbers floats (missing ones and those that are not finite NaN). All else
    is text or None: dates as ``2023-01-05``, whole numbers beyond 64 bits, and those that a
    float beside them would round, by their digits.
    """
    kept = values.reset_index(drop=True)
    if pd.api.types.is_float_dtype(kept):
        numbers = kept.astype("float64")
        infinite = np.isinf(numbers)
        return numbers.mask(infinite), int(infinite.sum())
    if pd.api.types.is_bool_dtype(kept.dtype):
        return kept.astype("boolean" if kept.isna().any() else "bool"), 0
    if pd.api.types.is_signed_integer_dtype(kept.dtype):
        return kept.astype("Int64" if kept.isna().any() else "int64"), 0
    if pd.api.types.is_datetime64_any_dtype(kept.dtype):
        return _moments(kept), 0
    cells = kept.tolist()
    if set(map(type, cells)) == {str}:
        return _texts(cells)
    cells = [plain(value) for value in cells]
    known = [cell for cell in cells if cell is not None]
    if known and all(type(cell) is bool for cell in known):
        return pd.Series(cells, dtype="bool" if len(known) == len(cells) else "boolean"), 0
    if known and all(type(cell) in (int, float) for cell in known):
        return _numbers(cells, known)
    return _texts(cells)


def _moments(values: pd.Series) -> pd.Series:
    """Moments as ISO 8601 writes them; dates where none has a time."""
    known = values.dropna()
    dates = bool((known == known.dt.normalize()).all())
    cells = [None if pd.isna(one) else (one.date() if dates else one).isoformat() for one in values]
    return pd.Series(cells, dtype=object)


def _numbers(cells: list[Any], known: list[Any]) -> tuple[pd.Series, int]:
    whole = [abs(cell) for cell in known if type(cell) is int]
    if len(whole) == len(known):
        if max(whole) > _LARGEST_INTEGER:
            return _texts(cells)
        return pd.Series(cells, dtype="int64" if len(known) == len(cells) else "Int64"), 0
    if max(whole, default=0) > _LARGEST_EXACT:
        return _texts(cells)
    return pd.Series([math.nan if cell is None else float(cell) for cell in cells]), 0


def _texts(cells: list[Any]) -> tuple[pd.Series, int]:
    if set(map(type, cells)) <= {str, NoneType} and not UNCLEAN.search(
        "".join(filter(None, cells))
    ):
        return pd.Series(cells, dtype=object), 0
    cleaned = 0
    texts: list[str | None] = []
    for cell in cells:
        if cell is None:
            texts.append(None)
            continue
        text = cell if isinstance(cell, str) else json.dumps(cell, ensure_ascii=False)
        if UNCLEAN.search(text):
            text, cleaned = clean_text(text), cleaned + 1
        texts.append(text)
    return pd.Series(texts, dtype=object), cleaned


def distinct_names(
    names: Iterable[str], limit: int | None = None, size: Callable[[str], int] = len
) -> list[str]:
    """The names, numbered where two are alike without regard to case.

    Parameters
    ----------
    names : iterable of str
    limit : int, optional
        Longest name, measured by `size`; a numbered one is cut to make room.
    """
    taken: set[str] = set()
    chosen = []
    for name in names:
        candidate, number = name, 1
        while candidate.casefold() in taken:
            number += 1
            suffix = f"_{number}"
            stem = name
            while limit is not None and stem and size(stem) + len(suffix) > limit:
                stem = stem[:-1]
            candidate = stem + suffix
        taken.add(candidate.casefold())
        chosen.append(candidate)
    return chosen


def column_lists(frame: pd.DataFrame, columns: Sequence[str]) -> list[list[Any]]:
    """Each column as plain values, None where missing."""
    lists = []
    for column in columns:
        cells = frame[column].tolist()
        if pd.api.types.is_float_dtype(frame[column]):
            cells = [None if math.isnan(cell) else cell for cell in cells]
        elif pd.api.types.is_extension_array_dtype(frame[column].dtype):
            cells = [None if pd.isna(cell) else cell for cell in cells]
        lists.append(cells)
    return lists
