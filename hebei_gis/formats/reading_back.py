"""What is read again from an exported file, to be held against its sidecar."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd

#: Rows were written without anything said of where they lie.
UNSTATED = ""


@dataclass(frozen=True)
class ReadTable:
    """One table of a file, read again.

    Attributes
    ----------
    name : str
    rows : GeoDataFrame
        Coordinates as the file means them (longitude or easting first).
    reference_system : str
        EPSG code, label, or :data:`UNSTATED`.
    """

    name: str
    rows: gpd.GeoDataFrame
    reference_system: str


@dataclass(frozen=True)
class ReadExport:
    """Everything read again from one file; `sidecar` is the one it holds itself.

    ``stated`` and ``found`` are its hash as the sidecar says and as computed anew; both None
    where the file holds no sidecar. ``changed`` names what is not as it was written.
    """

    tables: tuple[ReadTable, ...]
    sidecar: Mapping[str, Any] | None = None
    stated: str | None = None
    found: str | None = None
    changed: tuple[str, ...] = ()


Reader = Callable[[bytes], ReadExport]


def from_cells(columns: Mapping[str, list[Any]], shapes: list[Any]) -> gpd.GeoDataFrame:
    """A frame from plain columns and shapes."""
    data = {name: pd.Series(cells, dtype=object) for name, cells in columns.items()}
    return gpd.GeoDataFrame(data, geometry=gpd.GeoSeries(shapes))


def number(cell: Any) -> float:
    """A cell as a number, NaN where it is none."""
    try:
        return float(cell)
    except (TypeError, ValueError):
        return math.nan
