"""The way of GDAL, by pyogrio: layers looked into, rows read, tables written."""

from __future__ import annotations

import contextlib
import errno
import json
import shutil
import tempfile
import warnings
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyogrio
import shapely

from hebei_gis.files.limits import Limits
from hebei_gis.files.text import Encoding, known_encoding
from hebei_gis.formats.arrow import (
    Columns,
    NotStraightError,
    exact_values,
    is_plain,
    read_columns,
)
from hebei_gis.formats.layer_choice import check_size, chosen_layer
from hebei_gis.formats.outgoing import Table
from hebei_gis.formats.sources import LayerFound, Reading, Rows, Upload
from hebei_gis.geo.crs import crs_code
from hebei_gis.geo.shapes import Shapes, as_stored, shape_array, stored_type
from hebei_gis.words.errors import DatumError, UploadError
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Issue
from hebei_gis.words.notes import Note
from hebei_gis.words.refusals import refusal, shown, too_much

#: What broken files raise in pyogrio, shapely and the decoders below them.
READ_ERRORS = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    UnicodeDecodeError,
    ValueError,
    IndexError,
    OSError,
)
#: Of the folders in which untrusted bytes lie under names of ours while GDAL reads them.
PREFIX = "hebei-gis-import-"
#: From so many rows on, layers that Arrow can carry come through it.
_MANY_ROWS = 5_000
#: What GDAL calls fields of whole numbers and yes/no.
_WHOLE = ("OFTInteger", "OFTInteger64")
_WRITE_ERRORS = (
    pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FeatureError,
)  # fmt: skip
_ERRORS = (*READ_ERRORS, shapely.GEOSException, MemoryError, RuntimeError, pa.ArrowException)


class GdalSource:
    """A file of one GDAL driver in memory.

    Parameters
    ----------
    upload : Upload
    driver : str
        GDAL's name of the format.
    suffix : str
        Under which the bytes are shown to GDAL.
    names : sequence of str, optional
        The layers to look at; all where it is None.
    notes : tuple of Note
        What was understood on opening.
    encoding : Encoding, optional
        Of its text, where GDAL does not know it.
    """

    one_layer_needed = True
    #: Whether the driver reads the whole file to count its rows: then they are read at once.
    counted_by_reading = False

    def __init__(
        self,
        upload: Upload,
        driver: str,
        suffix: str,
        *,
        names: Sequence[str] | None = None,
        notes: tuple[Note, ...] = (),
        encoding: Encoding | None = None,
    ) -> None:
        self.upload, self.driver, self._suffix = upload, driver, suffix
        self._names, self.notes = names, notes
        self.encoding = encoding
        # What GDAL said of each layer; some drivers read the whole file to say it.
        self._infos: dict[str, dict[str, Any]] = {}
        # Rows that were read to be counted, for whoever asks for them next.
        self._counted: dict[str, Columns] = {}

    @cached_property
    def layers(self) -> tuple[LayerFound, ...]:
        """The layers of the file.

        Raises
        ------
        UploadError
            Where the driver cannot open it, or it has too many rows or columns.
        """
        name = self.encoding.name if self.encoding else None
        counted = self._counted if self.counted_by_reading else None
        return look_inside(
            self.path, self.driver, self.upload, self._names, name, self._infos, counted
        )

    def read(self, reading: Reading) -> Rows:
        """The rows of one layer."""
        where, encoding = self.upload.name, self.encoding
        layer = chosen_layer(self.layers, reading.layer, where)
        counted = self._counted.pop(layer.name, None)
        if reading.encoding and encoding is not None:
            name = known_encoding(reading.encoding, where)
            encoding, counted = Encoding(name, term("encoding_your_word")), None
        rows = read_rows(
            self.path, self.driver, where, self.upload.limits, layer=layer.name or None,
            encoding=encoding.name if encoding else None, info=self._infos.get(layer.name),
            counted=counted,
        )  # fmt: skip
        said = (encoding.note,) if encoding else ()
        return replace(rows, notes=(*said, *rows.notes))

    @cached_property
    def path(self) -> Path:
        """The bytes as a file of our name in a folder of ours, which stays as long as this: the
        file is laid out once, and what GDAL finds out of it and keeps beside it serves again."""
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        return self.lay_out(folder)

    def lay_out(self, folder: Path) -> Path:
        """Write what GDAL is to see into a folder; the path it opens."""
        path = folder / f"upload{self._suffix}"
        path.write_bytes(self.upload.content)
        return path


def look_inside(
    path: Path,
    driver: str,
    upload: Upload,
    names: Sequence[str] | None = None,
    encoding: str | None = None,
    infos: dict[str, dict[str, Any]] | None = None,
    counted: dict[str, Columns] | None = None,
) -> tuple[LayerFound, ...]:
    """The layers of a file of ours on disk; `infos` is filled with what GDAL says of each, and
    `counted`, where it is given, with the rows of those that Arrow carries.

    Raises
    ------
    UploadError
        Where another driver opens it or none does, or it has too many rows or columns.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if names is None:
                names = [str(name) for name, _ in pyogrio.list_layers(path)]
                if not names:
                    raise _broken(upload.name, term("no_layer_inside"), driver)
            known = {} if infos is None else infos
            for name in names:
                known[name] = _info(path, name, encoding, counted)
                _check_driver(known[name], driver, upload.name)
            return tuple(_layer_found(known[name], name, upload) for name in names)
    except UploadError:
        raise
    except UnicodeDecodeError as error:
        raise _other_text(upload.name, error) from error
    except _ERRORS as error:
        raise _broken(upload.name, shown(error), driver) from error


def _info(
    path: Path, name: str, encoding: str | None, counted: dict[str, Columns] | None
) -> dict[str, Any]:
    """What GDAL says of a layer, and how many rows it has."""
    if counted is not None:
        info = pyogrio.read_info(path, layer=name, encoding=encoding)
        if is_plain(info, any_shape=True):
            with contextlib.suppress(*_ERRORS, NotStraightError, KeyError):
                counted[name] = read_columns(path, name, encoding)
                return {**info, "features": len(counted[name][1])}
    return dict(pyogrio.read_info(path, layer=name, force_feature_count=True, encoding=encoding))


def _layer_found(info: Mapping[str, Any], name: str, upload: Upload) -> LayerFound:
    rows = max(int(info["features"]), 0)
    columns = dict(zip(map(str, info["fields"]), map(str, info["dtypes"]), strict=True))
    check_size(upload.name, rows, len(columns), upload.limits)
    geometry = info["geometry_type"]
    plain = str(geometry).split(" ")[0]
    return LayerFound(
        name, rows, () if geometry is None or plain in ("Unknown", "3D") else (plain,), columns,
        stated_crs(info["crs"]) if info["crs"] else None, bare=geometry is None,
    )  # fmt: skip


def _check_driver(info: Mapping[str, Any], driver: str, where: str) -> None:
    if info["driver"] != driver:
        raise _broken(where, term("file_of", name=info["driver"]), driver)


def _broken(where: str, found: object, driver: str) -> UploadError:
    return refusal("unreadable_file", where, found, term("whole_file_of", name=driver))


def _other_text(where: str, error: UnicodeDecodeError) -> UploadError:
    return refusal("wrong_encoding", where, error.encoding.upper(), term("its_encoding"))


def stated_crs(text: str) -> str | None:
    """The CRS a file states; None where it is none that is known, or says it is undefined."""
    if "undefined" in text[:60].lower():
        return None
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
    info: Mapping[str, Any] | None = None,
    counted: Columns | None = None,
) -> Rows:
    """All rows of a file of ours on disk, or those that were read when they were counted.

    Shapes that GEOS cannot build as they are (rings that do not close) are closed and listed.
    Whole numbers and yes/no keep their type beside missing values; dates come as text, a date
    without a time as ``2023-01-05``.

    Raises
    ------
    UploadError
        Where it cannot be read, another driver takes it, or it is too large.
    """
    try:
        # GDAL's remarks on a file are not for the program's users; faults are looked for here.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            meta, wkb, values = counted or _read_raw(
                path, driver, where, limits, layer, encoding, info
            )
        shapes, issues = shapes_of(wkb, limits, where)
        table = pd.DataFrame(dict(enumerate(values)), index=pd.RangeIndex(len(shapes)))
        table.columns = pd.Index([str(name) for name in meta["fields"]], dtype=object)
    except UploadError:
        raise
    except UnicodeDecodeError as error:
        raise _other_text(where, error) from error
    except _ERRORS as error:
        raise _broken(where, shown(error), driver) from error
    text = meta["crs"]
    crs = stated_crs(text) if text else None
    stated = text if text and crs is None and "undefined" not in text[:60].lower() else None
    return Rows(table, shapes, crs, issues=tuple(issues), stated=stated, layer=layer or "")


def _read_raw(
    path: Path,
    driver: str,
    where: str,
    limits: Limits,
    layer: str | None,
    encoding: str | None,
    info: Mapping[str, Any] | None,
) -> tuple[dict[str, Any], Any, list[Any]]:
    """What pyogrio knows of the layer, its shapes as WKB, and its columns."""
    if info is None:
        info = pyogrio.read_info(path, layer=layer, encoding=encoding)
    _check_driver(info, driver, where)
    check_size(where, max(int(info["features"]), 0), len(info["fields"]), limits)
    if info["features"] >= _MANY_ROWS and is_plain(info):
        with contextlib.suppress(*_ERRORS, NotStraightError, KeyError):
            return read_columns(path, layer, encoding)
    meta, _, wkb, values = pyogrio.raw.read(
        path, layer=layer, encoding=encoding, datetime_as_string=True
    )
    rows = len(wkb) if wkb is not None else len(values[0]) if len(values) else 0
    check_size(where, rows, len(meta["fields"]), limits)
    columns = [
        _column(column, kind) for column, kind in zip(values, meta["ogr_types"], strict=True)
    ]
    rounded = [
        number
        for number, column in enumerate(values)
        if meta["ogr_types"][number] in _WHOLE and column.dtype.kind == "f"
    ]
    if rounded:
        # Beside a missing value pandas would make decimals of them; Arrow does not.
        _, exact = pyogrio.read_arrow(path, layer=layer, encoding=encoding, read_geometry=False)
        for number in rounded:
            columns[number] = exact_values(exact.column(number))
    return meta, np.full(rows, None, dtype=object) if wkb is None else wkb, columns


def _column(values: Any, kind: str) -> Any:
    if kind.endswith("List"):
        return [_plain(value) for value in values.tolist()]
    return pd.Series(values, dtype=object) if values.dtype == object else values


def _plain(value: Any) -> Any:
    """Lists within a cell become JSON text."""
    if isinstance(value, (list, tuple, np.ndarray, Mapping)):
        listed_values = value.tolist() if isinstance(value, np.ndarray) else value
        return json.dumps(listed_values, ensure_ascii=False, default=str)
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
            issues.append(Issue("closed_ring", str(row + 1)))
    vertices = int(shapely.get_num_coordinates(shapes).sum())
    if vertices > limits.vertices:
        raise too_much(where, vertices, limits.vertices, "vertices", "vertices")
    return shapes, issues


def read_own_file(
    path: Path, *, layer: str | None = None, encoding: str | None = None
) -> pd.DataFrame:
    """A file of the workspace as a frame, with the values :func:`read_rows` gives; a GeoDataFrame
    where its rows may have shapes.

    Raises
    ------
    READ_ERRORS
        Where it cannot be read.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain = _read_plain(path, layer, encoding)
        if plain is not None:
            return plain
        rows = pyogrio.read_dataframe(
            path, layer=layer, encoding=encoding, on_invalid="ignore", datetime_as_string=True
        )
        if any(_may_be_rounded(rows[name]) for name in rows.columns):
            info = pyogrio.read_info(path, layer=layer, encoding=encoding)
            kinds = zip(map(str, info["fields"]), info["ogr_types"], strict=True)
            whole = [name for name, kind in kinds if kind in _WHOLE and _may_be_rounded(rows[name])]
            if whole:
                _, exact = pyogrio.read_arrow(
                    path, layer=layer, encoding=encoding, columns=whole, read_geometry=False
                )
                rows = rows.assign(**{name: exact_values(exact.column(name)) for name in whole})
    return cast("pd.DataFrame", rows)


def _read_plain(path: Path, layer: str | None, encoding: str | None) -> gpd.GeoDataFrame | None:
    """A large layer that Arrow carries; None for any other."""
    info = pyogrio.read_info(path, layer=layer, encoding=encoding)
    if info["features"] < _MANY_ROWS or not is_plain(info):
        return None
    with contextlib.suppress(*_ERRORS, NotStraightError, KeyError):
        meta, wkb, values = read_columns(path, layer, encoding)
        columns = dict(zip(map(str, meta["fields"]), values, strict=True))
        shapes = shapely.from_wkb(wkb, on_invalid="ignore")
        return gpd.GeoDataFrame(columns, geometry=shapes, crs=meta["crs"])
    return None


def _may_be_rounded(values: pd.Series) -> bool:
    """Whether these may be whole numbers or yes/no beside missing ones, made decimals of."""
    if values.dtype.kind != "f":
        return False
    known = values.dropna()
    return len(known) < len(values) and bool((known == known.round()).all())


def by_arrow(table: Table) -> Table | None:
    """The table as Arrow writes it to the same as row by row; None where it is not worth the
    while, or there is no shape to tell their type."""
    rows = table.rows
    if len(rows) < _MANY_ROWS or not table.geometry_types:
        return None
    texts = [name for name in table.columns if rows[name].dtype == object]
    # As text even where no row has any: Arrow would give such a column no type.
    return replace(table, rows=rows.astype(dict.fromkeys(texts, "str")))


def write_table(table: Table, path: Path, driver: str, **options: Any) -> None:
    """Write one table as one layer, whatever it holds: empty, of several types, without a CRS.

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
        try:
            pyogrio.write_dataframe(
                rows, path, driver=driver, layer=table.name, geometry_type=geometry_type, **options
            )
        except _WRITE_ERRORS as error:
            # What is to be written was looked at before: it is the disk that has no room.
            raise OSError(errno.EIO, shown(error)) from error
