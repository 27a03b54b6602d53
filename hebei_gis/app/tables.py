"""Rows as the pages' tables show them: our columns under their titles, gaps as gaps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from hebei_gis.files.cells import distinct_names, plain
from hebei_gis.layers.preparing import STANDARD_COLUMNS
from hebei_gis.words.pages.saying import say

_OURS = ("key", *STANDARD_COLUMNS)


def titled_columns(table: pd.DataFrame, language: str, ours: Sequence[str] = _OURS) -> pd.DataFrame:
    """The table with `ours` under their titles; other columns keep the names of their file."""
    names = [
        say(f"column_{name}", language) if name in ours else str(name) for name in table.columns
    ]
    return table.set_axis(distinct_names(names), axis=1)


def cell_text(value: Any) -> str:
    """A cell as text; nothing where it is missing."""
    cell = plain(value)
    return "" if cell is None else str(cell)
