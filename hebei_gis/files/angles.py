"""Coordinates as people write them: plain numbers, degrees, minutes and seconds."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hebei_gis.files.number_text import separated_numbers
from hebei_gis.words.facts import Term, term

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$")
_SEPARATORS = re.compile(r"[+-]?\d[\d.,'’\s]*$")
_LONGEST = 60
#: Full-width signs and the many marks of degrees, minutes, seconds and minus → one of each.
_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | str.maketrans(
    {
        "\u3000": " ", "\u00a0": " ", "−": "-", "–": "-", "—": "-",
        "º": "°", "˚": "°", "度": "°", "′": "'", "’": "'", "‘": "'", "´": "'", "`": "'", "分": "'",
        "″": '"', "”": '"', "“": '"', "〃": '"', "秒": '"',
    }
)  # fmt: skip
_PART = r"(\d+(?:[.,]\d+)?)"
_MARKED = re.compile(
    rf"{_PART}\s*[°dD]\s*(?:{_PART}\s*(?:['mM](?!')|$)\s*)?(?:{_PART}\s*(?:\"|''|s|$))?$"
)
_DIVIDED = re.compile(rf"(\d+)(?:\s*([-:])\s*|\s+)(\d+)(?:(?:\s*\2\s*|\s+){_PART})?$")
_MINUTES = re.compile(rf"(\d+)(?:\s*:\s*|\s+){_PART}$")
_ALONE = re.compile(rf"{_PART}$")
_SIDE = r"(?:[NSEW]|[东西]经?|[南北]纬?)"
_SIDES = re.compile(rf"({_SIDE})?\s*:?\s*(.*?)\s*({_SIDE})?$", re.IGNORECASE | re.DOTALL)
_NORTH, _EAST, _NEGATIVE = set("NS南北"), set("EW东西"), set("SW南西")
_FARTHEST_DEGREES = 180


@dataclass(frozen=True)
class Coordinates:
    """One coordinate of every row.

    Attributes
    ----------
    values : array of float
        nan where the cell is empty or no coordinate.
    reasons : mapping of row to Term
        Why a filled cell is no coordinate.
    """

    values: NDArray[np.float64]
    reasons: dict[int, Term]


def read_coordinates(cells: Sequence[Any], *, north: bool, degrees: bool) -> Coordinates:
    """Coordinates from the cells of a column, numbers or text.

    Parameters
    ----------
    cells : sequence
    north : bool
        Whether they are norths or latitudes: a cell that says east is none.
    degrees : bool
        Whether the column is known to hold degrees: ``117,204`` is then no number of thousands.
    """
    values = np.full(len(cells), np.nan)
    reasons: dict[int, Term] = {}
    separated: dict[int, str] = {}
    for row, cell in enumerate(cells):
        if isinstance(cell, (int, float)) and not isinstance(cell, bool):
            values[row] = cell
            continue
        text = "" if cell is None else str(cell)
        if _NUMBER.match(text):
            values[row] = float(text)
        elif text := text.strip():
            plain = text[: _LONGEST + 1].translate(_PLAIN).strip()
            found = _number_or_angle(plain, north)
            if isinstance(found, float):
                values[row] = found
            else:
                reasons[row] = found
                if _SEPARATORS.match(plain):
                    separated[row] = plain
    if separated:
        # Cells beside them that are plain numbers tell which sign sets decimals apart.
        texts = [cell.strip() for cell in cells if isinstance(cell, str)]
        beside = [text for text in texts if _NUMBER.match(text)]
        _add_separated(separated, beside, values, reasons, degrees)
    for row in np.flatnonzero(np.isinf(values)).tolist():
        values[row] = np.nan
        reasons[row] = term("no_number")
    return Coordinates(values, reasons)


def _add_separated(
    texts: dict[int, str],
    beside: Sequence[str],
    values: NDArray[np.float64],
    reasons: dict[int, Term],
    degrees: bool,
) -> None:
    """Numbers with separators, where all of a column can be read one way only."""
    readings = separated_numbers([*texts.values(), *beside])
    if degrees:
        readings = [
            reading
            for reading in readings
            if all(abs(value or 0) <= _FARTHEST_DEGREES for value in reading.values)
        ]
    for place, row in enumerate(texts):
        if len(readings) == 1:
            values[row] = float(readings[0].values[place] or 0)
            del reasons[row]
        elif readings:
            reasons[row] = term("number_unclear")


def _number_or_angle(text: str, north: bool) -> float | Term:
    if len(text) > _LONGEST:
        return term("no_number")
    if _NUMBER.match(text):
        return float(text)
    # The s of seconds is no south: what is whole without a side has none.
    before, body, after = None, text, None
    parts = _parts(body, False)
    if parts is None:
        found = _SIDES.match(text)
        assert found is not None, "every part is optional"
        before, body, after = found.groups()
        parts = _parts(body, bool(before or after))
    if parts is None:
        return term("no_number")
    sides = {letter.upper() for letter in (before or "") + (after or "")}
    if sides & (_EAST if north else _NORTH):
        return term("other_axis", said=before or after)
    negative = bool(_NEGATIVE & sides) or body.startswith("-")
    degrees, minutes, seconds = parts
    if minutes is not None and not degrees.is_integer():
        return term("no_number")
    if seconds is not None and not (minutes or 0.0).is_integer():
        return term("no_number")
    if (minutes or 0) >= 60:
        return term("minutes_over", value=minutes)
    if (seconds or 0) >= 60:
        return term("seconds_over", value=seconds)
    value = degrees + (minutes or 0) / 60 + (seconds or 0) / 3600
    if not math.isfinite(value) or value > _FARTHEST_DEGREES:
        return term("degrees_over", value=value)
    return -value if negative else value


def _parts(body: str, sided: bool) -> tuple[float, float | None, float | None] | None:
    """Degrees, minutes and seconds without their sign; None for what is not written."""
    body = body.removeprefix("-").removeprefix("+").strip()
    found = _MARKED.match(body)
    if found:
        degrees, minutes, seconds = found.groups()
    elif found := _DIVIDED.match(body):
        degrees, divider, minutes, seconds = found.groups()
        if seconds is None and divider == "-":
            return None
    elif found := _MINUTES.match(body):
        (degrees, minutes), seconds = found.groups(), None
    elif sided and (found := _ALONE.match(body)):
        degrees, minutes, seconds = found[1], None, None
    else:
        return None
    return _float(degrees) or 0.0, _float(minutes), _float(seconds)


def _float(text: str | None) -> float | None:
    return None if text is None else float(text.replace(",", "."))
