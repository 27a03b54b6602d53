"""The seal of a GeoPackage: a hash of its rows, and where its sidecar stands."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyogrio

#: Address under which the sidecar stands in gpkg_metadata.
STANDARD = "urn:hebei-gis:export:1"
#: Where QGIS keeps styles.
STYLES_TABLE = "layer_styles"


def rows_sha256(path: Path, names: Sequence[str]) -> str:
    """Hash of the rows of tables, columns and geometries included.

    The hash of the whole file would change as soon as QGIS opens it.
    """
    digest = hashlib.sha256()
    for name in sorted(names):
        _, table = pyogrio.read_arrow(path, layer=name, return_fids=True)
        digest.update(json.dumps([name, len(table), table.column_names]).encode())
        for column in table.columns:
            for content in _column_bytes(column):
                digest.update(content)
    return digest.hexdigest()


def _column_bytes(column: pa.ChunkedArray) -> Iterator[Any]:
    """A column as bytes that depend on its values only: which are missing, sizes, contents."""
    yield np.packbits(column.is_null().to_numpy(zero_copy_only=False)).tobytes()
    kind = column.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        stored = "<i8" if pa.types.is_integer(kind) else "<f8"
        yield pc.fill_null(column, 0).to_numpy(zero_copy_only=False).astype(stored).tobytes()
        return
    if not pa.types.is_binary(kind):
        column = column.cast(pa.string()).cast(pa.binary())
    filled = pc.fill_null(column, b"")
    yield pc.binary_length(filled).to_numpy(zero_copy_only=False).astype("<i8").tobytes()
    for chunk in filled.chunks:
        _, offsets, data = chunk.buffers()
        ends = np.frombuffer(offsets, dtype=np.int32)[chunk.offset : chunk.offset + len(chunk) + 1]
        if data is not None:
            yield memoryview(data)[ends[0] : ends[-1]]


def sidecar_values(database: sqlite3.Connection) -> Mapping[str, Any] | None:
    """The sidecar that stands in a GeoPackage of this program; None in any other."""
    try:
        row = database.execute(
            "SELECT metadata FROM gpkg_metadata WHERE md_standard_uri = ?", (STANDARD,)
        ).fetchone()
        values = None if row is None else json.loads(row[0])
    except (sqlite3.Error, ValueError, TypeError, RecursionError):
        return None
    return values if isinstance(values, Mapping) else None
