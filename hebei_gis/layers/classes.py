"""The class a row belongs to by its value: the same on the map, in legends and in styles.

A declaration names its classes as text (``value = "1"``), data hold numbers, truth values and
gaps. How the one is told in the other is settled here; ``map/browser/plan_map.js`` does the
same with the values of the GeoJSON it is given.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from hebei_gis.files.cells import plain


def class_values(values: pd.Series[Any]) -> list[str | None]:
    """The class of each value of a column, in its order.

    Examples
    --------
    >>> class_values(pd.Series([1.0, None, 2.5]))
    ['1', None, '2.5']
    """
    return [value if type(value) is str else class_of(value) for value in values.tolist()]


def class_of(value: Any) -> str | None:
    """The class of one value; None where it is missing or no single value.

    Whole numbers stand without a decimal point, truth values as in TOML (``true``, ``false``),
    text as it is.
    """
    cell = plain(value)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return np.format_float_positional(cell + 0.0, trim="-")  # -0.0 is 0
    return str(cell) if isinstance(cell, (int, str)) else None
