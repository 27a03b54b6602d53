"""Writing a table with GDAL, whatever it holds: empty, of several types, without a CRS."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pyogrio

from hebei_gis.formats.outgoing import Table
from hebei_gis.geo.shapes import as_stored, stored_type


def write_table(table: Table, path: Path, driver: str, **options: Any) -> None:
    """Write one table as one GDAL layer.

    Parameters
    ----------
    table : Table
    path : Path
    driver : str
    **options
        For pyogrio, and through it for GDAL.
    """
    geometry_type = stored_type(table.geometry_types, table.geometry)
    rows = as_stored(table.rows, geometry_type)
    with warnings.catch_warnings():
        # A shifted datum has no CRS to state; the sidecar does.
        warnings.filterwarnings("ignore", message="'crs' was not provided")
        pyogrio.write_dataframe(
            rows, path, driver=driver, layer=table.name, geometry_type=geometry_type, **options
        )
