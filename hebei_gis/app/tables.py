"""Rows as the pages' tables show them: our columns under their titles, gaps as gaps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from hebei_gis.files.cells import distinct_names, plain
from hebei_gis.layers.declaration import LayerDeclaration
from hebei_gis.layers.preparing import STANDARD_COLUMNS
from hebei_gis.words.pages.saying import say

_OURS = ("key", *STANDARD_COLUMNS)


def titled_columns(
    table: pd.DataFrame,
    language: str,
    ours: Sequence[str] = _OURS,
    declared: LayerDeclaration | None = None,
) -> pd.DataFrame:
    """The table with `ours` under their titles, others under those that are declared; what has none
    keeps the name of its file."""

    def title(name: str) -> str:
        if name in ours:
            return say(f"column_{name}", language)
        return declared.column_title(name, language) if declared else name

    names = [title(str(name)) for name in table.columns]
    return table.set_axis(distinct_names(names), axis=1)


def cell_text(value: Any) -> str:
    """A cell as text; nothing where it is missing."""
    cell = plain(value)
    return "" if cell is None else str(cell)
