"""GeoParquet files: their promise checked before pyarrow unpacks them."""

from __future__ import annotations

import io
import json
from functools import cached_property
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hebei_gis.files.text import Encoding
from hebei_gis.formats.format import NOT, SURE, Format
from hebei_gis.formats.gdal import check_size, shapes_of, stated_crs
from hebei_gis.formats.geoparquet_write import read_geoparquet, write_geoparquet
from hebei_gis.formats.sources import LayerFound, Reading, Rows, Upload
from hebei_gis.words.errors import UploadError
from hebei_gis.words.notes import Note
from hebei_gis.words.refusals import refusal, shown, too_much

_ERRORS = (pa.ArrowException, OSError, ValueError, KeyError, TypeError, MemoryError)


class ParquetSource:
    """A GeoParquet file with its geometry as WKB."""

    one_layer_needed = False

    def __init__(self, upload: Upload) -> None:
        self._upload = upload
        self.encoding: Encoding | None = None

    @property
    def notes(self) -> tuple[Note, ...]:
        """Nothing needs to be said."""
        return ()

    @cached_property
    def _file(self) -> pq.ParquetFile:
        try:
            file = pq.ParquetFile(io.BytesIO(self._upload.content))
            columns = [f.name for f in file.schema_arrow if _is_text(f.type)]
            check_size(
                self._upload.name, file.metadata.num_rows, file.metadata.num_columns,
                self._upload.limits,
            )  # fmt: skip
            _check_grown(file, self._upload)
            # Text stays a dictionary until its true size is known.
            return pq.ParquetFile(io.BytesIO(self._upload.content), read_dictionary=columns)
        except _ERRORS as error:
            raise self._broken(error) from error

    def _broken(self, error: BaseException) -> UploadError:
        if isinstance(error, UploadError):
            return error
        return refusal("unreadable_file", self._upload.name, shown(error), "a whole GeoParquet")

    @cached_property
    def _geo(self) -> tuple[str, dict[str, Any]]:
        raw = (self._file.schema_arrow.metadata or {}).get(b"geo")
        if raw is None:
            found = "a Parquet file without the key geo"
            raise refusal("unreadable_file", self._upload.name, found, "GeoParquet")
        try:
            geo = json.loads(raw)
            name = str(geo["primary_column"])
            column = dict(geo["columns"][name])
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise self._broken(ValueError(f"its key geo: {error}")) from error
        if str(column.get("encoding")).upper() != "WKB":
            found = f"geometry as {shown(column.get('encoding'))}"
            raise refusal("unreadable_file", self._upload.name, found, "geometry as WKB")
        return name, column

    @property
    def _crs(self) -> tuple[str | None, str | None]:
        """CRS the file states, and the format that fixes one where the file does not."""
        column = self._geo[1]
        if "crs" not in column:
            return None, "GeoParquet"
        stated = column["crs"]
        if stated is None:
            return None, None
        found = stated_crs(json.dumps(stated) if isinstance(stated, dict) else str(stated))
        if found is not None and "CRS84" in json.dumps(stated)[:2000]:
            return "EPSG:4326", None
        return found, None

    @property
    def layers(self) -> tuple[LayerFound, ...]:
        """The one layer."""
        name, column = self._geo
        types = column.get("geometry_types")
        listed = [str(t).removesuffix(" Z") for t in types] if isinstance(types, list) else []
        columns = {f.name: str(f.type) for f in self._file.schema_arrow if f.name != name}
        rows = int(self._file.metadata.num_rows)
        return (LayerFound("upload", rows, tuple(dict.fromkeys(listed)), columns, self._crs[0]),)

    def read(self, reading: Reading) -> Rows:
        """All rows; columns that hold lists or structures (the bbox covering) are left out."""
        name, _ = self._geo
        try:
            wanted = [f.name for f in self._file.schema_arrow if _is_plain(f.type)]
            data = self._file.read(columns=[*wanted, *([] if name in wanted else [name])])
            _check_texts(data, self._upload)
            shapes, issues = shapes_of(
                data.column(name).cast(pa.binary()).to_numpy(zero_copy_only=False),
                self._upload.limits, self._upload.name,
            )  # fmt: skip
            table = pd.DataFrame(
                {column: _values(data.column(column)) for column in wanted if column != name},
                index=pd.RangeIndex(data.num_rows),
            )
        except _ERRORS as error:
            raise self._broken(error) from error
        crs, by_format = self._crs
        return Rows(table, shapes, crs, by_format, issues=tuple(issues))


def _is_text(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_string(kind) or pa.types.is_binary(kind) or pa.types.is_large_string(kind)
    )


def _is_plain(kind: pa.DataType) -> bool:
    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    return not (pa.types.is_nested(inner) or (pa.types.is_binary(inner) and inner is kind))


def _values(column: pa.ChunkedArray) -> Any:
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
    if pa.types.is_integer(kind) and not column.null_count:
        return column.to_numpy()
    if pa.types.is_floating(kind):
        return column.to_numpy(zero_copy_only=False)
    return column.to_pylist()


def _check_grown(file: pq.ParquetFile, upload: Upload) -> None:
    groups = range(file.metadata.num_row_groups)
    grown = sum(file.metadata.row_group(group).total_byte_size for group in groups)
    if grown > upload.limits.unpacked_mb * 1_000_000:
        limit = upload.limits.unpacked_mb
        raise too_much(upload.name, grown // 1_000_000, limit, "MB", "unpacked_mb")


def _check_texts(data: pa.Table, upload: Upload) -> None:
    """Add up the true length of texts that are still dictionaries.

    Raises
    ------
    UploadError
    """
    grown = 0
    for column in data.columns:
        if not pa.types.is_dictionary(column.type):
            continue
        for chunk in column.chunks:
            lengths = pc.binary_length(chunk.dictionary)
            grown += pc.sum(lengths.take(chunk.indices)).as_py() or 0
    if grown > upload.limits.unpacked_mb * 1_000_000:
        limit = upload.limits.unpacked_mb
        raise too_much(upload.name, grown // 1_000_000, limit, "MB", "unpacked_mb")


def claims(upload: Upload) -> int:
    """Sure of its first bytes."""
    return SURE if upload.content.startswith(b"PAR1") else NOT


FORMAT = Format(
    "parquet", "GeoParquet", (".parquet", ".geoparquet"), claims, ParquetSource,
    "parquet", "application/vnd.apache.parquet", write_geoparquet, read_geoparquet,
    losses=("loss_order_of_place", "loss_no_style"),
)  # fmt: skip
