"""A file of parcels → Parcels; the CRS is the file's own or the one stated."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pyogrio

from hebei_gis.geo.crs import declared_to_crs
from hebei_gis.layers.preparing import PreparedLayer
from hebei_gis.sites.parcels import Parcels, parcels_from_frame
from hebei_gis.words.errors import ComparisonError, LayerError
from hebei_gis.words.faults import Fault

_READ_ERRORS = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    UnicodeDecodeError,
    ValueError,
    IndexError,
    OSError,
)


def read_parcels_file(
    path: Path,
    metre_crs: str,
    *,
    crs: str | None = None,
    key: str | None = None,
    accuracy_m: float | None = None,
    boundary: PreparedLayer | None = None,
) -> Parcels:
    """Read parcels from a file GDAL can read, GeoJSON above all.

    Parameters
    ----------
    path : Path
    metre_crs : str
        The workspace's projected CRS.
    crs : str, optional
        An EPSG code, ``GCJ-02`` or ``BD-09``; goes before what the file says.
    key, accuracy_m, boundary
        As :func:`~hebei_gis.sites.parcels.parcels_from_frame` takes them.

    Raises
    ------
    LayerError
        Where the file is missing or unreadable.
    ComparisonError
        Where it states no CRS and none is given, or holds no parcels.
    DatumError
        Where `crs` is not known.
    """
    if not path.is_file():
        raise LayerError([Fault("missing_file", "--parcels", str(path), "a file or a layer's id")])
    try:
        rows = pyogrio.read_dataframe(path, on_invalid="ignore")
    except _READ_ERRORS as error:
        reason = " ".join(str(error).split())[:200]
        fault = Fault("unreadable_file", path.name, reason, "a spatial file")
        raise LayerError([fault]) from error
    if not isinstance(rows, gpd.GeoDataFrame) or not len(rows):
        raise ComparisonError([Fault("no_parcels", path.name)])
    if crs is not None:
        rows = declared_to_crs(rows, crs, metre_crs)
    return parcels_from_frame(
        rows, metre_crs, where=path.name, key=key, accuracy_m=accuracy_m, boundary=boundary
    )
