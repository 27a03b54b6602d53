"""What is read again from an exported file, to be held against its sidecar."""

from __future__ import annotations

import math
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pyproj

from hebei_gis.geo.crs import CGCS2000, WGS84, same_crs

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
    where the file holds no sidecar.
    """

    tables: tuple[ReadTable, ...]
    sidecar: Mapping[str, Any] | None = None
    stated: str | None = None
    found: str | None = None


Reader = Callable[[bytes], ReadExport]


def stated_crs(crs: Any) -> str:
    """The EPSG code of a CRS as a file states it; its name where it has none."""
    if crs is None:
        return UNSTATED
    known = pyproj.CRS.from_user_input(crs)
    if "undefined" in known.name.casefold() or "unknown" in known.name.casefold():
        return UNSTATED
    for code in (WGS84, CGCS2000):
        if same_crs(known, code):
            return code
    authority = known.to_authority(min_confidence=20)
    return f"{authority[0]}:{authority[1]}" if authority else known.name


def read_spatial(source: Any, **options: Any) -> gpd.GeoDataFrame:
    """Read with pyogrio; an empty table has its columns and no rows."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rows = pyogrio.read_dataframe(source, on_invalid="ignore", **options)
    if isinstance(rows, gpd.GeoDataFrame):
        return rows
    return gpd.GeoDataFrame(rows, geometry=gpd.GeoSeries(np.full(len(rows), None, dtype=object)))


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


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder that is gone afterwards, whatever happens."""
    with tempfile.TemporaryDirectory(prefix="hebei_gis_") as name:
        yield Path(name)
