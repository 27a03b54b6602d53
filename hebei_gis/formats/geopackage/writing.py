"""GeoPackages as they go out: tables, QGIS styles, and the sidecar among the metadata."""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from hebei_gis.files.cells import distinct_names
from hebei_gis.files.seal import DESCRIBED, LOCATED, sidecar_text, stated
from hebei_gis.formats.gdal import by_arrow, write_table
from hebei_gis.formats.geopackage.seal import (
    STANDARD,
    STYLES_TABLE,
    described_sha256,
    located_sha256,
    rows_sha256,
)
from hebei_gis.formats.outgoing import Outgoing, Table
from hebei_gis.formats.partition import by_family

#: 1.4 makes older readers warn; nothing of it is used.
_CREATION: dict[str, Any] = {
    "layer_options": {"GEOMETRY_NAME": "geom"},
    "dataset_options": {"VERSION": "1.3"},
}

#: Names that GeoPackage, SQLite or QGIS keep for themselves.
_RESERVED = re.compile(rf"(gpkg_|sqlite_|rtree_)|{STYLES_TABLE}$", re.IGNORECASE)
#: As QGIS makes it; it takes the style only where schema is '' and not NULL.
_STYLES_TABLE = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
    f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
    useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
    update_time DATETIME DEFAULT CURRENT_TIMESTAMP
)
"""
# GeoPackage 1.3, annex F.8.
_METADATA_TABLES = """
CREATE TABLE IF NOT EXISTS gpkg_metadata (
    id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL,
    md_scope TEXT NOT NULL DEFAULT 'dataset', md_standard_uri TEXT NOT NULL,
    mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS gpkg_metadata_reference (
    reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER,
    timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    md_file_id INTEGER NOT NULL, md_parent_id INTEGER,
    CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
    CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id)
);
"""
_EXTENSION = "http://www.geopackage.org/spec130/#extension_metadata"


def tables_of(outgoing: Outgoing) -> tuple[Table, ...]:
    """One table a layer and geometry family, under names that the format leaves free."""
    parts = by_family(outgoing)
    free = [f"layer_{p.name}" if _RESERVED.match(p.name) else p.name for p in parts]
    names = distinct_names(free)
    return tuple(replace(part, name=name) for part, name in zip(parts, names, strict=True))


def write_geopackage(outgoing: Outgoing) -> bytes:
    """Every layer in one GeoPackage that QGIS opens coloured and labelled."""
    parts = outgoing.tables
    moment = f"{outgoing.date.isoformat()}T00:00:00.000Z"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "export.gpkg"
        for part in parts:
            swift = by_arrow(part)
            write_table(
                swift or part, path, "GPKG", append=path.exists(), use_arrow=swift is not None,
                **_CREATION,
            )  # fmt: skip
        with closing(sqlite3.connect(path)) as database:
            # A draft of ours alone: it is on the disk for good when the export is written.
            database.execute("PRAGMA synchronous=OFF")
            for part in parts:
                _describe(database, part, moment)
            _add_styles(database, parts, moment)
            database.commit()
            digest = rows_sha256(path, [part.name for part in parts])
            values = {**outgoing.sidecar, "sha256": digest, "sha256_of": "rows"}
            values[DESCRIBED] = described_sha256(database)
            number = _add_metadata(database, moment)
            values[LOCATED] = located_sha256(database)
            database.execute(
                "UPDATE gpkg_metadata SET metadata = ? WHERE id = ?",
                (sidecar_text(stated(values)), number),
            )
            database.commit()
        return path.read_bytes()


def _describe(database: sqlite3.Connection, part: Table, moment: str) -> None:
    """Title and words of a table as GIS programs show them; titles must differ."""
    title = part.title if part.name == part.layer else f"{part.title} {part.name}"
    taken = database.execute(
        "SELECT count(*) FROM gpkg_contents WHERE identifier = ?", (title,)
    ).fetchone()[0]
    database.execute(
        "UPDATE gpkg_contents SET identifier = ?, description = ?, last_change = ? "
        "WHERE table_name = ?",
        (f"{title} ({part.name})" if taken else title, part.about, moment, part.name),
    )


def _add_styles(database: sqlite3.Connection, parts: Sequence[Table], moment: str) -> None:
    database.execute(_STYLES_TABLE)
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, "
        "srs_id) VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?, 0)",
        (moment,),
    )
    for part in parts:
        if part.drawing is None:
            continue
        database.execute(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
            "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, "
            "ui, update_time) VALUES ('', '', ?, 'geom', ?, ?, ?, 1, ?, '', NULL, ?)",
            (
                part.name, part.name[:30], part.drawing.qml, part.drawing.sld, part.title, moment,
            ),
        )  # fmt: skip


def _add_metadata(database: sqlite3.Connection, moment: str) -> int:
    """A place for the sidecar; its number."""
    database.executescript(_METADATA_TABLES)
    number = database.execute("SELECT coalesce(max(id), 0) + 1 FROM gpkg_metadata").fetchone()[0]
    database.execute(
        "INSERT INTO gpkg_metadata (id, md_scope, md_standard_uri, mime_type, metadata) "
        "VALUES (?, 'dataset', ?, 'application/json', '')",
        (number, STANDARD),
    )
    database.execute(
        "INSERT INTO gpkg_metadata_reference (reference_scope, timestamp, md_file_id) "
        "VALUES ('geopackage', ?, ?)",
        (moment, number),
    )
    known = {row[0] for row in database.execute("SELECT table_name FROM gpkg_extensions")}
    for table in ("gpkg_metadata", "gpkg_metadata_reference"):
        if table not in known:
            database.execute(
                "INSERT INTO gpkg_extensions (table_name, extension_name, definition, scope) "
                "VALUES (?, 'gpkg_metadata', ?, 'read-write')",
                (table, _EXTENSION),
            )
    return int(number)
