"""Files GDAL reads: looked into from memory by fiona, read in bulk by pyogrio."""

from __future__ import annotations

import contextlib
import itertools
import json
import warnings
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import fiona
import numpy as np
import pandas as pd
import pyarrow as pa
import pyogrio
import shapely
from fiona._err import CPLE_BaseError
from fiona.io import MemoryFile

from hebei_gis.files.limits import Limits
from hebei_gis.files.private_folder import private_folder
from hebei_gis.files.text import Encoding
from hebei_gis.formats.arrow import NotStraightError, is_plain, read_columns
from hebei_gis.formats.sources import LayerFound, Reading, Rows, Upload
from hebei_gis.geo.crs import crs_code
from hebei_gis.geo.shapes import Shapes, shape_array
from hebei_gis.words.errors import DatumError, UploadError
from hebei_gis.words.faults import Issue
from hebei_gis.words.notes import Note
from hebei_gis.words.refusals import refusal, shown, too_much

#: kind -> (GDAL driver, suffix under which the bytes are shown to GDAL)
DRIVERS = {
    "geojson": ("GeoJSON", ".geojson"),
    "geopackage": ("GPKG", ".gpkg"),
    "flatgeobuf": ("FlatGeobuf", ".fgb"),
    "shapefile": ("ESRI Shapefile", ".shp"),
}
#: What broken files raise in pyogrio, shapely and the decoders below them.
READ_ERRORS = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    UnicodeDecodeError,
    ValueError,
    IndexError,
    OSError,
)
#: From so many rows on, layers that Arrow can carry come through it.
_MANY_ROWS = 5_000
#: Above this a GeoJSON is parsed once only.
_LARGE_BYTES = 2_000_000
#: fiona lets errors of GDAL itself through, too.
_ERRORS = (
    *READ_ERRORS, fiona.errors.FionaError, CPLE_BaseError, shapely.GEOSException, MemoryError,
)  # fmt: skip


class GdalSource:
    """A GeoJSON, GeoPackage or FlatGeobuf file in memory."""

    one_layer_needed = True

    def __init__(self, upload: Upload, kind: str, notes: tuple[Note, ...] = ()) -> None:
        self._upload, self._kind, self._notes = upload, kind, notes
        self.encoding: Encoding | None = None

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was understood on opening."""
        return self._notes

    @cached_property
    def layers(self) -> tuple[LayerFound, ...]:
        """The layers, as fiona finds them in memory.

        A large GeoJSON must be parsed whole to be looked into: that is done once, by pyogrio.
        """
        if self._parsed_whole:
            rows = self._whole
            types = sorted({shape.geom_type for shape in rows.shapes[:1000] if shape is not None})
            columns = {str(name): str(dtype) for name, dtype in rows.table.dtypes.items()}
            return (LayerFound("upload", len(rows.table), tuple(types), columns, rows.crs),)
        driver, suffix = DRIVERS[self._kind]
        return look_inside(self._upload.content, driver, suffix, self._upload)

    @property
    def _parsed_whole(self) -> bool:
        return self._kind == "geojson" and len(self._upload.content) > _LARGE_BYTES

    @cached_property
    def _whole(self) -> Rows:
        return self._read(None)

    def read(self, reading: Reading) -> Rows:
        """The rows of one layer."""
        layer = chosen_layer(self.layers, reading.layer, self._upload.name)
        if self._parsed_whole:
            return self._whole
        return self._read(layer.name if self._kind == "geopackage" else None)

    def _read(self, layer: str | None) -> Rows:
        driver, suffix = DRIVERS[self._kind]
        with private_folder({f"upload{suffix}": self._upload.content}) as folder:
            return read_rows(
                folder / f"upload{suffix}",
                driver,
                self._upload.name,
                self._upload.limits,
                layer=layer,
                crs_by_format="GeoJSON" if self._kind == "geojson" else None,
            )


def look_inside(content: bytes, driver: str, suffix: str, upload: Upload) -> tuple[LayerFound, ...]:
    """The layers of a file, read from memory by fiona with one driver only.

    Raises
    ------
    UploadError
        Where that driver cannot open it, or it has too many rows or columns.
    """
    try:
        with warnings.catch_warnings(), MemoryFile(content, ext=suffix) as memory:
            warnings.simplefilter("ignore")
            names = memory.listlayers() if driver == "GPKG" else [None]
            found = []
            for name in names:
                with memory.open(layer=name, enabled_drivers=[driver]) as layer:
                    found.append(_layer_found(layer, name or "", upload))
            return tuple(found)
    except UploadError:
        raise
    except _ERRORS as error:
        raise refusal("unreadable_file", upload.name, shown(error), f"a whole {driver}") from error


def _layer_found(layer: Any, name: str, upload: Upload) -> LayerFound:
    columns = {str(key): str(value) for key, value in layer.schema["properties"].items()}
    rows = _row_count(layer, upload.limits)
    check_size(upload.name, rows, len(columns), upload.limits)
    geometry = str(layer.schema["geometry"]).removeprefix("3D ")
    wkt = layer.crs_wkt
    return LayerFound(
        name or str(layer.name), rows, () if geometry in ("None", "Unknown") else (geometry,),
        columns, stated_crs(wkt) if wkt else None,
    )  # fmt: skip


def _row_count(layer: Any, limits: Limits) -> int:
    """Rows of a layer; those of a file that does not say how many, a streamed FlatGeobuf, are
    counted up to the limit."""
    try:
        return max(len(layer), 0)
    except TypeError:
        return sum(1 for _ in itertools.islice(layer, limits.rows + 1))


def check_size(where: str, rows: int, columns: int, limits: Limits) -> None:
    """Refuse a layer with too many rows or columns.

    Raises
    ------
    UploadError
    """
    if columns > limits.columns:
        raise too_much(where, columns, limits.columns, "columns", "columns")
    if rows > limits.rows:
        raise too_much(where, rows, limits.rows, "rows", "rows")
    if rows * columns > limits.cells:
        raise too_much(where, rows * columns, limits.cells, "cells", "cells")


def chosen_layer(layers: tuple[LayerFound, ...], asked: str | None, where: str) -> LayerFound:
    """The layer asked for, or the only one that has rows.

    Raises
    ------
    UploadError
        Where there is none of that name, none at all, or several to choose from.
    """
    names = ", ".join(f"{shown(layer.name)} ({layer.rows})" for layer in layers[:20])
    if asked is not None:
        for layer in layers:
            if layer.name == asked:
                return layer
        raise refusal("unknown_layer", where, shown(asked), f"one of {names or 'none'}")
    filled = [layer for layer in layers if layer.rows]
    if not filled:
        raise refusal("nothing_inside", where, "no row", "a layer with rows")
    if len(filled) > 1:
        raise refusal("layer_not_chosen", where, names, "one of them")
    return filled[0]


def stated_crs(text: str) -> str | None:
    """The CRS a file states; WKT that names none (LOCAL_CS) stays as it is."""
    try:
        return crs_code(text)
    except DatumError:
        return None


def read_rows(
    path: Path,
    driver: str,
    where: str,
    limits: Limits,
    *,
    layer: str | None = None,
    encoding: str | None = None,
    crs_by_format: str | None = None,
) -> Rows:
    """All rows of a file of ours on disk, by pyogrio.

    Shapes that GEOS cannot build as they are (rings that do not close) are closed and listed;
    dates come as text.

    Raises
    ------
    UploadError
        Where it cannot be read, another driver takes it, or it is too large.
    """
    try:
        # GDAL's remarks on a file are not for the program's users; faults are looked for here.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            meta, wkb, values = _read_raw(path, driver, where, limits, layer, encoding)
        shapes, issues = shapes_of(wkb, limits, where)
        table = pd.DataFrame(
            {
                number: _column(column, kind)
                for number, (column, kind) in enumerate(zip(values, meta["ogr_types"], strict=True))
            },
            index=pd.RangeIndex(len(shapes)),
        )
        table.columns = pd.Index([str(name) for name in meta["fields"]], dtype=object)
    except UploadError:
        raise
    except _ERRORS as error:
        raise refusal("unreadable_file", where, shown(error), f"a whole {driver}") from error
    crs = stated_crs(meta["crs"]) if meta["crs"] else None
    # GDAL gives a GeoJSON without a word the CRS its standard fixes.
    by_format = crs_by_format if crs in (None, "EPSG:4326", "EPSG:4979") else None
    return Rows(table, shapes, None if by_format else crs, by_format, issues=tuple(issues))


def _read_raw(
    path: Path, driver: str, where: str, limits: Limits, layer: str | None, encoding: str | None
) -> tuple[dict[str, Any], Any, Any]:
    """What pyogrio knows of the layer, its shapes as WKB, and its columns."""
    if driver != "GeoJSON":
        # A GeoJSON would be parsed whole for this; it is measured when it has been read.
        info = pyogrio.read_info(path, layer=layer, encoding=encoding)
        if info["driver"] != driver:
            raise refusal("unreadable_file", where, f"a {info['driver']} file", f"a {driver} file")
        check_size(where, max(int(info["features"]), 0), len(info["fields"]), limits)
        if info["features"] >= _MANY_ROWS and is_plain(info):
            with contextlib.suppress(*_ERRORS, NotStraightError, KeyError, pa.ArrowException):
                return read_columns(path, layer, encoding)
    meta, _, wkb, values = pyogrio.raw.read(
        path, layer=layer, encoding=encoding, datetime_as_string=True
    )
    check_size(where, 0 if wkb is None else len(wkb), len(meta["fields"]), limits)
    return meta, wkb, values


def _column(values: Any, kind: str) -> Any:
    if kind.endswith("List"):
        return [_plain(value) for value in values.tolist()]
    return pd.Series(values, dtype=object) if values.dtype == object else values


def _plain(value: Any) -> Any:
    """Lists within a cell become JSON text."""
    if isinstance(value, (list, tuple, np.ndarray, Mapping)):
        listed = value.tolist() if isinstance(value, np.ndarray) else value
        return json.dumps(listed, ensure_ascii=False, default=str)
    return value


def shapes_of(wkb: Any, limits: Limits, where: str) -> tuple[Shapes, list[Issue]]:
    """Shapes from WKB; rings that do not close are closed, what is no shape becomes None."""
    if wkb is None:
        return shape_array([]), []
    issues: list[Issue] = []
    shapes = shapely.from_wkb(wkb, on_invalid="ignore")
    gone = np.flatnonzero(shapely.is_missing(shapes)).tolist()
    for row in (row for row in gone if wkb[row] is not None):
        shapes[row] = shapely.from_wkb(wkb[row], on_invalid="fix")
        if shapes[row] is not None:
            issues.append(Issue("closed_ring", str(row + 1), "a ring was not closed; closed"))
    vertices = int(shapely.get_num_coordinates(shapes).sum())
    if vertices > limits.vertices:
        raise too_much(where, vertices, limits.vertices, "vertices", "vertices")
    return shapes, issues
