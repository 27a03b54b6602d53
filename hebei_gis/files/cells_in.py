"""Cells of a table as text → columns with types, and positions written in several ways."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_PLAIN_NUMBER = re.compile(rf"^{_NUMBER}$")
_WHOLE = re.compile(r"^(0|-?[1-9]\d{0,14})$")
_DECIMAL = re.compile(r"^-?(0|[1-9]\d{0,14})(\.\d{1,15})?(e[+-]?\d{1,3})?$", re.IGNORECASE)
_SEXAGESIMAL = re.compile(
    r"""^\s*([NSEWnsew东西南北]?[经纬]?)\s*[:]?\s*(-?\d{1,3})\s*[°度d\s]\s*
    (?:(\d{1,2}(?:\.\d+)?)\s*[′'’分m]\s*)?
    (?:(\d{1,2}(?:\.\d+)?)\s*(?:″|"|”|''|秒|s)\s*)?([NSEWnsew]?)\s*$""",
    re.VERBOSE,
)
_CODE = re.compile(r"代码|编码|编号|code|(^|_)(id|key|dm|bsm)$|(YDDM|BSM|DKBH)", re.IGNORECASE)
_NEGATIVE = set("SWsw西南")


def position_values(texts: Sequence[Any]) -> NDArray[np.float64]:
    """Coordinates from cells: plain numbers, or degrees with minutes and seconds.

    Returns
    -------
    array of float
        In the cells' order; nan where a cell is empty or no coordinate.
    """
    return np.array([_position(text) for text in texts], dtype=float)


def _position(cell: Any) -> float:
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return float(cell)
    text = "" if cell is None else str(cell).strip()
    if len(text) > 60:
        return float("nan")
    if _PLAIN_NUMBER.match(text.replace(",", "")) and "," not in text[-4:-3]:
        return float(text.replace(",", ""))
    found = _SEXAGESIMAL.match(text)
    if not found:
        return float("nan")
    before, degrees, minutes, seconds, after = found.groups()
    value = abs(float(degrees)) + float(minutes or 0) / 60 + float(seconds or 0) / 3600
    negative = degrees.startswith("-") or bool(_NEGATIVE & set(before + after))
    return -value if negative else value


def typed_column(heading: str, texts: Sequence[str]) -> pd.Series[Any]:
    """A column of text cells as numbers where every one is a number and none is a code.

    A heading that speaks of codes or keys (代码, 编号, code, id) makes the column text, and so
    does a cell with leading zeros, more than 15 digits or a plus sign: codes (``0701``) stay as
    they are written. Empty cells are missing.
    """
    if _CODE.search(heading.strip()):
        return pd.Series([t if t != "" else None for t in texts], dtype=object)
    filled = [text for text in texts if text != ""]
    if filled and all(_WHOLE.match(text) for text in filled):
        kind = "int64" if len(filled) == len(texts) else "Int64"
        return pd.Series([int(t) if t != "" else pd.NA for t in texts], dtype=kind)
    if filled and all(_DECIMAL.match(text) for text in filled):
        return pd.Series([float(t) if t != "" else np.nan for t in texts], dtype="float64")
    return pd.Series([t if t != "" else None for t in texts], dtype=object)
