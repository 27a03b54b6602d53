"""The seal of a GeoPackage: a hash of its rows, and where its sidecar stands."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyogrio

from hebei_gis.files.seal import DESCRIBED, LOCATED

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
        with warnings.catch_warnings():
            # GDAL's remarks on a table whose kind of shape was changed: the seal says so.
            warnings.simplefilter("ignore")
            _, table = pyogrio.read_arrow(path, layer=name, return_fids=True)
        digest.update(json.dumps([name, len(table), table.column_names]).encode())
        for column in table.columns:
            for content in _column_bytes(column):
                digest.update(content)
    return digest.hexdigest()


def described_sha256(database: sqlite3.Connection) -> str:
    """Hash of what stands beside the rows: which tables there are, their words, their styles."""
    digest = hashlib.sha256()
    for query in (
        "SELECT table_name, data_type, identifier, description FROM gpkg_contents "
        "ORDER BY table_name",
        f"SELECT f_table_name, styleName, styleQML, styleSLD, useAsDefault, description "
        f"FROM {STYLES_TABLE} ORDER BY f_table_name, id",
        r"SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE "
        r"'gpkg\_%' ESCAPE '\' AND name NOT LIKE 'rtree\_%' ESCAPE '\' AND name NOT LIKE "
        r"'sqlite\_%' ESCAPE '\' ORDER BY name",
    ):
        digest.update(json.dumps(database.execute(query).fetchall()).encode())
    return digest.hexdigest()


def located_sha256(database: sqlite3.Connection) -> str:
    """Hash of where the tables are said to lie, and of whose the sidecar is."""
    digest = hashlib.sha256()
    for query in (
        "SELECT srs_id, srs_name, organization, organization_coordsys_id, definition "
        "FROM gpkg_spatial_ref_sys ORDER BY srs_id",
        "SELECT table_name, column_name, geometry_type_name, srs_id, z, m "
        "FROM gpkg_geometry_columns ORDER BY table_name",
        "SELECT table_name, srs_id, min_x, min_y, max_x, max_y FROM gpkg_contents "
        "ORDER BY table_name",
        "SELECT reference_scope, table_name, md_file_id FROM gpkg_metadata_reference "
        "ORDER BY md_file_id",
    ):
        digest.update(json.dumps(database.execute(query).fetchall()).encode())
    return digest.hexdigest()


def described_as(database: sqlite3.Connection, values: Mapping[str, Any]) -> bool:
    """Whether what stands beside the rows is as the sidecar says.

    Files sealed before that was hashed have a style at least, and say twice whose they are and
    under which licence.
    """
    try:
        if DESCRIBED in values:
            located = LOCATED not in values or located_sha256(database) == values[LOCATED]
            return located and bool(described_sha256(database) == values[DESCRIBED])
        count = database.execute(f"SELECT count(*) FROM {STYLES_TABLE}").fetchone()[0]
        words = dict(database.execute("SELECT table_name, description FROM gpkg_contents"))
        return int(count) > 0 and all(
            str(words.get(part["name"])).endswith(_credits(layer))
            for layer in values["layers"]
            for part in layer["parts"]
        )
    except (sqlite3.Error, LookupError, TypeError):
        return False


def _credits(layer: Mapping[str, Any]) -> tuple[str, ...]:
    """Whose a layer is and under which licence, as its table says it in either language."""
    return tuple(f"{layer[f'attribution_{end}']} ({layer['licence']})" for end in ("zh", "en"))


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
