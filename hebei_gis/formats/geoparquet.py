"""GeoParquet 1.1: its promise checked before pyarrow unpacks it; its sidecar in the metadata."""

from __future__ import annotations

import io
import json
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray

from hebei_gis.files.seal import sealed, sidecar_text, unsealed
from hebei_gis.files.text import Encoding
from hebei_gis.files.threads import in_chunks
from hebei_gis.formats.arrow import exact_values
from hebei_gis.formats.format import NOT, SURE, Format
from hebei_gis.formats.gdal import shapes_of, stated_crs
from hebei_gis.formats.layer_choice import check_size
from hebei_gis.formats.outgoing import Outgoing, Table
from hebei_gis.formats.own_sidecars import FoundSidecar, sidecar_within
from hebei_gis.formats.sources import LayerFound, Reading, Rows, Upload
from hebei_gis.geo.crs import WGS84
from hebei_gis.words.errors import UploadError
from hebei_gis.words.facts import Term, listed, term
from hebei_gis.words.notes import Note, note
from hebei_gis.words.refusals import refusal, shown, too_much

#: Key of the file's metadata under which the sidecar stands.
METADATA_KEY = "hebei_gis"
#: Rows that are read or left together.
ROW_GROUP = 50_000
_ERRORS = (pa.ArrowException, OSError, ValueError, KeyError, TypeError, MemoryError)


class ParquetSource:
    """A GeoParquet file with its geometry as WKB."""

    one_layer_needed = True

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
        return self._refused(shown(error), term("whole_file_of", name="GeoParquet"))

    def _refused(self, found: object, expected: Term) -> UploadError:
        return refusal("unreadable_file", self._upload.name, found, expected)

    @cached_property
    def _geo(self) -> tuple[str, dict[str, Any]]:
        raw = (self._file.schema_arrow.metadata or {}).get(b"geo")
        if raw is None:
            raise self._refused(term("parquet_without_geo"), term("file_of", name="GeoParquet"))
        try:
            geo = json.loads(raw)
            name = str(geo["primary_column"])
            column = dict(geo["columns"][name])
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            found = term("parquet_broken_geo", error=shown(error))
            raise self._refused(found, term("whole_file_of", name="GeoParquet")) from error
        if str(column.get("encoding")).upper() != "WKB":
            found = term("geometry_as", name=shown(column.get("encoding")))
            raise self._refused(found, term("geometry_as", name="WKB"))
        return name, column

    @property
    def _crs(self) -> tuple[str | None, str | None, str | None]:
        """CRS the file states, the format that fixes one where the file does not, and the file's
        words where they are no known CRS."""
        column = self._geo[1]
        if "crs" not in column:
            return None, "GeoParquet", None
        stated = column["crs"]
        if stated is None:
            return None, None, None
        text = json.dumps(stated) if isinstance(stated, dict) else str(stated)
        found = stated_crs(text)
        if found is None:
            return None, None, text
        return (WGS84 if "CRS84" in text[:2000] else found), None, None

    @property
    def layers(self) -> tuple[LayerFound, ...]:
        """The one layer."""
        name, column = self._geo
        types = column.get("geometry_types")
        kinds = [str(t).removesuffix(" Z") for t in types] if isinstance(types, list) else []
        columns = {f.name: str(f.type) for f in self._file.schema_arrow if f.name != name}
        rows = int(self._file.metadata.num_rows)
        return (LayerFound("upload", rows, tuple(dict.fromkeys(kinds)), columns, self._crs[0]),)

    def read(self, reading: Reading) -> Rows:
        """All rows; lists and structures become JSON text, binary values that are no text and
        the bbox covering are left out."""
        name, column = self._geo
        schema = self._file.schema_arrow
        covering = _covering(column)
        nested = [f.name for f in schema if _is_nested(f.type) and f.name not in (*covering, name)]
        wanted = [f.name for f in schema if _is_plain(f.type) or f.name in nested]
        left = [f.name for f in schema if f.name not in (*wanted, *covering, name)]
        try:
            data = self._file.read(columns=[*wanted, *([] if name in wanted else [name])])
            _check_texts(data, self._upload)
            shapes, issues = shapes_of(
                data.column(name).cast(pa.binary()).to_numpy(zero_copy_only=False),
                self._upload.limits, self._upload.name,
            )  # fmt: skip
            cells: dict[str, Any] = {}
            for one in wanted:
                if one == name:
                    continue
                try:
                    cells[one] = _values(data.column(one))
                except UnicodeDecodeError:
                    left.append(one)
            table = pd.DataFrame(cells, index=pd.RangeIndex(data.num_rows))
        except _ERRORS as error:
            raise self._broken(error) from error
        notes = []
        if nested:
            notes.append(note("nested_columns", columns=listed(map(shown, nested), 10)))
        if left:
            notes.append(note("columns_unread", columns=listed(map(shown, left), 10)))
        crs, by_format, stated = self._crs
        return Rows(
            table, shapes, crs, by_format, tuple(notes), tuple(issues), stated=stated,
            sidecar=self._sidecar,
        )  # fmt: skip

    @property
    def _sidecar(self) -> FoundSidecar | None:
        text = (self._file.metadata.metadata or {}).get(METADATA_KEY.encode())
        try:
            return sidecar_within(json.loads(text or b"null"), self._upload.content)
        except (ValueError, RecursionError):
            return None


def _is_text(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_string(kind) or pa.types.is_binary(kind) or pa.types.is_large_string(kind)
    )


def _inner(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _is_nested(kind: pa.DataType) -> bool:
    return bool(pa.types.is_nested(_inner(kind)))


def _is_plain(kind: pa.DataType) -> bool:
    inner = _inner(kind)
    return not (pa.types.is_nested(inner) or (pa.types.is_binary(inner) and inner is kind))


def _covering(column: dict[str, Any]) -> set[str]:
    """Names of the columns that only say how far each shape reaches."""
    covering = column.get("covering")
    box = covering.get("bbox") if isinstance(covering, dict) else None
    sides = box.values() if isinstance(box, dict) else ()
    return {str(side[0]) for side in sides if isinstance(side, list) and side}


def _values(column: pa.ChunkedArray) -> Any:
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
    if pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
        return [None if cell is None else cell.decode() for cell in column.to_pylist()]
    if _is_nested(kind):
        return [
            None if cell is None else json.dumps(cell, ensure_ascii=False, default=str)
            for cell in column.to_pylist()
        ]
    if pa.types.is_integer(kind) or pa.types.is_boolean(kind) or pa.types.is_floating(kind):
        return exact_values(column)
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        cells = column.to_pandas(date_as_object=True).tolist()
        return [None if pd.isna(cell) else cell.isoformat() for cell in cells]
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


def write_geoparquet(outgoing: Outgoing) -> bytes:
    """One layer as GeoParquet.

    Beyond one row group, rows are in order of place, so that a window reads few groups.
    """
    (table,) = outgoing.tables
    rows = _arrow(table)
    if len(rows) > ROW_GROUP:
        rows = rows.take(pa.array(_order_of_place(table)))
    written = io.BytesIO()
    # Compression finds what repeats; dictionaries would make the file larger.
    with pq.ParquetWriter(written, rows.schema, compression="zstd", use_dictionary=False) as writer:
        writer.write_table(rows, row_group_size=ROW_GROUP)
        # Not in the schema: pyarrow would store it a second time, encoded, out of the seal's reach.
        text = sidecar_text(unsealed(outgoing.sidecar))
        writer.add_key_value_metadata({METADATA_KEY: text})
    return sealed(written.getvalue())


def _order_of_place(table: Table) -> NDArray[np.intp]:
    """Rows along a Hilbert curve, those without a shape last."""
    shapeless = table.rows.geometry.isna().to_numpy()
    (known,) = np.nonzero(~shapeless)
    distances = table.rows.iloc[known].hilbert_distance().to_numpy()
    return np.concatenate([known[distances.argsort(kind="stable")], np.flatnonzero(shapeless)])


def _arrow(table: Table) -> pa.Table:
    """Rows as an Arrow table with a bbox covering and the metadata GeoParquet wants.

    ``to_parquet`` would have to be read and written again for the sidecar. What it says of no
    rows at all is taken as it is; types of geometry and extent, which depend on rows, are added.
    """
    features = table.rows
    empty = io.BytesIO()
    features.iloc[:0].to_parquet(
        empty, index=False, write_covering_bbox=True, schema_version="1.1.0"
    )
    geo = json.loads(pq.read_schema(empty).metadata[b"geo"])
    column = geo["columns"][geo["primary_column"]]
    column["geometry_types"] = sorted(table.geometry_types)
    if table.bounds is not None:
        column["bbox"] = table.bounds
    shapes = features.geometry.to_numpy()
    wkb = np.concatenate(in_chunks(shapely.to_wkb, shapes))
    boxes = [pa.array(side) for side in shapely.bounds(shapes).T]
    covering = pa.StructArray.from_arrays(boxes, names=["xmin", "ymin", "xmax", "ymax"])
    cells = pd.DataFrame(features.drop(columns=geo["primary_column"]))
    rows = pa.Table.from_pandas(cells, preserve_index=False)
    rows = rows.append_column(geo["primary_column"], pa.array(wkb, type=pa.binary()))
    metadata = {**(rows.schema.metadata or {}), b"geo": json.dumps(geo).encode()}
    return rows.append_column("bbox", covering).replace_schema_metadata(metadata)


def claims(upload: Upload) -> int:
    """Sure of its first bytes."""
    return SURE if upload.content.startswith(b"PAR1") else NOT


FORMAT = Format(
    "parquet", "GeoParquet", (".parquet", ".geoparquet"), claims, ParquetSource,
    "parquet", "application/vnd.apache.parquet", write_geoparquet,
    losses=("loss_order_of_place", "loss_no_style"),
)  # fmt: skip
