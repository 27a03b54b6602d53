"""Cells of a table → columns with types: text stays text, codes keep every digit."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd

from hebei_gis.files.number_text import Numbers, plain_numbers, separated_numbers

#: What a cell holds: text in a table of text, typed values in a sheet.
Cell: TypeAlias = (
    "str | bool | int | float | datetime.datetime | datetime.date | datetime.time "
    "| datetime.timedelta | None"
)


class Unvalued(str):
    """What stands in a cell where a value should: an error, a formula that was never computed."""

    __slots__ = ()


#: How numbers were found in text.
Separators: TypeAlias = Literal["", "plain", "read", "unclear"]
_CODE = re.compile(r"代码|编码|编号|code|(^|_)(id|key|dm|bsm)$|(YDDM|BSM|DKBH)", re.IGNORECASE)
_YES_NO = {"TRUE": True, "FALSE": False}
_LARGEST_INTEGER = 2**63 - 1
#: A double holds every whole number up to here.
_EXACT = 1e15
#: Whole numbers up to here are told by their digits.
_WRITTEN_OUT = 1e22


@dataclass(frozen=True)
class TypedColumn:
    """A column of one type.

    Attributes
    ----------
    values : Series
        Of int64, Int64, float64, bool, boolean, or object (text, None where missing).
    separators : str
        ``plain`` where numbers of a sheet are stored as text, ``read`` where thousands or
        decimals were set apart by a sign, ``unclear`` where they could be read in two ways and
        the column stayed text; else empty.
    rounded : bool
        Whether numbers have more digits than a spreadsheet keeps, so that some are lost.
    mixed : bool
        Whether numbers, yes and no or dates stand beside text, so that all became text.
    """

    values: pd.Series[Any]
    separators: Separators = ""
    rounded: bool = False
    mixed: bool = False


def text_column(heading: str, texts: Sequence[str]) -> TypedColumn:
    """A column of a table of text: numbers, or yes and no, where every filled cell is one.

    A heading that speaks of codes or keys (代码, 编号, code, id) makes the column text.
    """
    as_text = pd.Series([text or None for text in texts], dtype=object)
    if _CODE.search(heading.strip()):
        return TypedColumn(as_text)
    numbers = plain_numbers(texts)
    if numbers is not None:
        return TypedColumn(_of_numbers(numbers))
    filled = [text for text in texts if text]
    if filled and all(text in _YES_NO for text in filled):
        answers = [_YES_NO.get(text) for text in texts]
        return TypedColumn(_nullable(answers, "bool", "boolean"))
    readings = separated_numbers(texts)
    if len(readings) == 1:
        return TypedColumn(_of_numbers(readings[0]), "read")
    return TypedColumn(as_text, "unclear" if readings else "")


def sheet_column(heading: str, cells: Sequence[Cell]) -> TypedColumn:
    """A column of a sheet, whose cells have types.

    Text stays text, but for numbers stored as text that stand beside numbers or hold separators
    of thousands or decimals. Numbers become text where the heading speaks of codes or keys.
    Dates are text as ISO 8601 writes them. An :class:`Unvalued` cell of a column of numbers, or
    of yes and no, is missing.
    """
    valued = [cell for cell in cells if not isinstance(cell, Unvalued)]
    filled = [cell for cell in valued if cell is not None and cell != ""]
    kinds = {type(cell) for cell in filled}
    rounded = any(isinstance(c, float) and c.is_integer() and abs(c) >= _EXACT for c in filled)
    coded = _CODE.search(heading.strip()) is not None
    known = [None if isinstance(cell, Unvalued) else cell for cell in cells]
    if kinds == {bool}:
        return TypedColumn(_nullable(known, "bool", "boolean"))
    stored, separators = (known, "") if coded else _numbers_as_text(known, kinds)
    if not coded and kinds and (kinds <= {int, float} or separators in ("plain", "read")):
        numbers = [cell for cell in stored if isinstance(cell, (int, float))]
        whole = all(isinstance(cell, int) or _is_whole(cell) for cell in numbers)
        if whole and all(abs(cell) <= _LARGEST_INTEGER for cell in numbers):
            integers = [int(cell) if isinstance(cell, (int, float)) else None for cell in stored]
            return TypedColumn(_nullable(integers, "int64", "Int64"), separators)
        if not any(isinstance(cell, int) and abs(cell) > _EXACT for cell in numbers):
            return TypedColumn(_floats(stored), separators, rounded)
        separators = ""
    moments = [cell for cell in filled if isinstance(cell, datetime.datetime)]
    with_time = not all(map(_is_midnight, moments))
    texts = [None if c is None or c == "" else cell_text(c, with_time=with_time) for c in cells]
    mixed = str in kinds and len(kinds) > 1 and not coded
    return TypedColumn(pd.Series(texts, dtype=object), separators, rounded, mixed)


def _numbers_as_text(cells: Sequence[Cell], kinds: set[type]) -> tuple[Sequence[Cell], Separators]:
    """The cells with the numbers that are stored as text, and how their separators were read.

    Text alone is read so only where it holds separators: digits alone may be a code.
    """
    if str not in kinds or not kinds <= {str, int, float}:
        return cells, ""
    texts = [cell if isinstance(cell, str) else "" for cell in cells]
    plain = plain_numbers(texts)
    if plain is not None and kinds == {str}:
        return cells, ""
    readings = [plain] if plain is not None else separated_numbers(texts)
    if len(readings) != 1:
        return cells, "unclear" if readings else ""
    pairs = zip(cells, readings[0].values, strict=True)
    numbers = [value if isinstance(cell, str) else cell for cell, value in pairs]
    return numbers, "plain" if plain is not None else "read"


def _of_numbers(numbers: Numbers) -> pd.Series[Any]:
    if all(value is None or isinstance(value, int) for value in numbers.values):
        return _nullable(numbers.values, "int64", "Int64")
    return _floats(numbers.values)


def _floats(cells: Sequence[Any]) -> pd.Series[Any]:
    numbers = [np.nan if cell is None or cell == "" else float(cell) for cell in cells]
    return pd.Series(numbers, dtype="float64")


def _nullable(cells: Sequence[Any], plain: str, with_gaps: str) -> pd.Series[Any]:
    gaps = any(cell is None or cell == "" for cell in cells)
    values = [pd.NA if cell is None or cell == "" else cell for cell in cells]
    return pd.Series(values, dtype=with_gaps if gaps else plain)


def _is_whole(cell: object) -> bool:
    return isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT


def _is_midnight(moment: datetime.datetime) -> bool:
    return moment.time() == datetime.time()


def cell_text(cell: Cell, *, with_time: bool = False) -> str:
    """A cell as a person reads it; dates as ISO 8601 writes them.

    Parameters
    ----------
    cell : Cell
    with_time : bool
        Whether midnight is told of a moment, as other cells of its column have a time.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _WRITTEN_OUT else repr(cell)
    if isinstance(cell, datetime.datetime) and not with_time and _is_midnight(cell):
        return cell.date().isoformat()
    if isinstance(cell, (datetime.datetime, datetime.date, datetime.time)):
        return cell.isoformat()
    return str(cell)
