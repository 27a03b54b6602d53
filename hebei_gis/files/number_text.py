"""Numbers as people write them in the cells of a column, thousands set apart or not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

Number: TypeAlias = "int | float"

#: Fifteen digits: more are a code, or would lose digits as a number of a spreadsheet.
_WHOLE = re.compile(r"(0|-?[1-9]\d{0,14})$")
_DECIMAL = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,15})?(e[+-]?\d{1,3})?$", re.IGNORECASE)
_SPACE = "[ \u00a0\u2009\u202f]"
_DIGITS = re.compile(r"[+-]?\d[\d.,'’\s]*$")
#: How thousands and decimals may be set apart: (thousands, decimals).
_STYLES = ((",", r"\."), (r"\.", ","), (_SPACE, r"\."), (_SPACE, ","), ("['’]", r"\."))
_WRITINGS = tuple(
    (
        re.compile(rf"[+-]?([1-9]\d{{0,2}}({thousands}\d{{3}})+|0|[1-9]\d*)({decimal}\d+)?$"),
        re.compile(thousands),
        decimal.removeprefix("\\"),
    )
    for thousands, decimal in _STYLES
)
_MOST_DIGITS = 15


@dataclass(frozen=True)
class Numbers:
    """A column read as numbers.

    Attributes
    ----------
    values : tuple of int, float or None
        None where the cell is empty; all whole or all with decimals.
    separated : bool
        Whether thousands or decimals were set apart by a sign that only one reading fits.
    """

    values: tuple[Number | None, ...]
    separated: bool = False


def plain_numbers(texts: Sequence[str]) -> Numbers | None:
    """The numbers of a column, where every filled cell is one and none looks like a code.

    A cell with leading zeros, a plus sign or more than 15 digits makes the column text: codes
    (``0701``) stay as they are written.
    """
    filled = [text for text in texts if text]
    if not filled:
        return None
    if all(map(_WHOLE.match, filled)):
        return Numbers(tuple(int(text) if text else None for text in texts))
    if all(map(_DECIMAL.match, filled)):
        return Numbers(tuple(float(text) if text else None for text in texts))
    return None


def separated_numbers(texts: Sequence[str]) -> list[Numbers]:
    """Every reading of a column whose numbers hold separators; several where it is not clear.

    ``1,234`` and ``12.5`` together are read one way only; ``1,234`` alone may be 1234 or 1.234.
    """
    filled = [text for text in texts if text]
    if not filled or not all(map(_DIGITS.match, filled)) or all(map(str.isdigit, filled)):
        return []
    readings: list[Numbers] = []
    for pattern, thousands, decimal in _WRITINGS:
        if not all(map(pattern.match, filled)):
            continue
        plain = [thousands.sub("", text).replace(decimal, ".") for text in texts]
        if any(sum(map(str.isdigit, text)) > _MOST_DIGITS for text in plain):
            continue
        whole = not any("." in text for text in plain)
        values = tuple((int(t) if whole else float(t)) if t else None for t in plain)
        if Numbers(values, True) not in readings:
            readings.append(Numbers(values, True))
    return readings
