"""SQLite with shapes as SpatiaLite or FDO keeps them, read; its views are left out."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

from hebei_gis.formats.format import CERTAIN, NOT, Format
from hebei_gis.formats.gdal import GdalSource
from hebei_gis.formats.geopackage.reading import SQLITE_ERRORS, SQLITE_MAGIC, one_file, opened
from hebei_gis.formats.sources import Upload
from hebei_gis.words.facts import term
from hebei_gis.words.refusals import refusal, shown

_OF_GEOPACKAGE = b"gpkg_contents"


class SpatialiteSource(GdalSource):
    """The plain tables that the list of geometry columns names."""

    def __init__(self, upload: Upload) -> None:
        content, notes = one_file(upload, "SpatiaLite")
        super().__init__(replace(upload, parts={"": content}), "SQLite", ".sqlite", notes=notes)
        self._names = self._tables()

    def _tables(self) -> list[str]:
        expected = term("whole_file_of", name="SpatiaLite")
        try:
            with closing(opened(self.path)) as database:
                found = database.execute(
                    "SELECT m.name, m.sql FROM geometry_columns g JOIN sqlite_master m "
                    "ON lower(m.name) = lower(g.f_table_name) AND m.type = 'table' LIMIT 1000"
                ).fetchall()
        except sqlite3.OperationalError as error:
            found, why = [], shown(error)
        except SQLITE_ERRORS as error:
            raise refusal("unreadable_file", self.upload.name, shown(error), expected) from error
        else:
            why = ""
        plain = [str(name) for name, sql in found if "VIRTUAL" not in str(sql).upper()[:40]]
        if not plain:
            told = why or term("no_layer_inside")
            raise refusal("unreadable_file", self.upload.name, told, expected)
        return plain


def claims(upload: Upload) -> int:
    """Certain of SQLite that is no GeoPackage."""
    if not upload.content.startswith(SQLITE_MAGIC) or upload.content[68:72] in (b"GPKG", b"GP10"):
        return NOT
    return NOT if _OF_GEOPACKAGE in upload.content else CERTAIN


FORMAT = Format(
    "spatialite", "SpatiaLite", (".sqlite", ".spatialite", ".db"), claims, SpatialiteSource,
    companions=(".sqlite-wal", ".sqlite-shm", ".db-wal", ".db-shm"),
)  # fmt: skip
