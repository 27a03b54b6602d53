"""GeoPackages: looked into with SQLite before GDAL sees them."""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing

from hebei_gis.formats.format import NOT, SURE, Format
from hebei_gis.formats.gdal import GdalSource
from hebei_gis.formats.geopackage_write import read_geopackage, write_geopackage
from hebei_gis.formats.partition import by_family
from hebei_gis.formats.sources import Reading, Rows, Upload
from hebei_gis.words.faults import Issue
from hebei_gis.words.refusals import refusal, shown

#: Steps of SQLite's machine after which a look into a file is given up.
_STEPS = 20_000_000
_ENVELOPE_DOUBLES = (0, 4, 6, 6, 8)
#: Types that hold no arcs; also with MULTI before them.
_STRAIGHT = ("POINT", "LINESTRING", "POLYGON")
_CURVED = {8, 9, 10, 11, 12, 13, 14}


class GeopackageSource(GdalSource):
    """A GeoPackage whose layers are plain tables."""

    def __init__(self, upload: Upload) -> None:
        _check(upload)
        super().__init__(upload, "geopackage")

    def read(self, reading: Reading) -> Rows:
        """The rows of one layer; shapes with arcs are listed, GDAL draws them as segments."""
        rows = super().read(reading)
        curved = _curved_rows(self._upload, self._chosen(reading))
        if not curved:
            return rows
        issues = [
            Issue("curve_flattened", str(row + 1), "arcs are drawn as segments of 4°")
            for row in curved
        ]
        return Rows(
            rows.table, rows.shapes, rows.crs, rows.crs_by_format, rows.notes,
            (*rows.issues, *issues),
        )  # fmt: skip

    def _chosen(self, reading: Reading) -> str:
        filled = [layer for layer in self.layers if layer.rows] or list(self.layers)
        return reading.layer or filled[0].name


def _opened(upload: Upload) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:")
    database.deserialize(upload.content)
    database.execute("PRAGMA trusted_schema=OFF")
    database.execute("PRAGMA query_only=ON")
    calls = iter(range(_STEPS // 10_000))
    database.set_progress_handler(lambda: int(next(calls, None) is None), 10_000)
    return database


def _check(upload: Upload) -> None:
    """Refuse databases whose layers are views: a view may compute for ever.

    Raises
    ------
    UploadError
    """
    try:
        with closing(_opened(upload)) as database:
            named = database.execute(
                "SELECT c.table_name, m.type, m.sql FROM gpkg_contents c "
                "LEFT JOIN sqlite_master m ON m.name = c.table_name AND m.type <> 'index' "
                "WHERE c.data_type = 'features' LIMIT 1000"
            ).fetchall()
    except (sqlite3.Error, UnicodeDecodeError, MemoryError, OverflowError) as error:
        raise refusal("unreadable_file", upload.name, shown(error), "a whole GeoPackage") from error
    for name, kind, sql in named:
        plain = kind == "table" and "VIRTUAL" not in str(sql).upper().split("(", 1)[0]
        if not plain:
            found = f"the layer {shown(name)} is a {kind or 'missing table'}"
            raise refusal("unsafe_layer", upload.name, found, "a plain table")


def _curved_rows(upload: Upload, layer: str) -> list[int]:
    """Numbers of the rows whose shapes have arcs, counted from 0 in GDAL's order."""
    try:
        with closing(_opened(upload)) as database:
            found = database.execute(
                "SELECT column_name, geometry_type_name FROM gpkg_geometry_columns "
                "WHERE table_name = ?",
                (layer,),
            ).fetchone()
            if found is None or str(found[1]).upper().removeprefix("MULTI") in _STRAIGHT:
                return []
            column, table = (str(name).replace('"', '""') for name in (found[0], layer))
            heads = database.execute(f'SELECT substr("{column}", 1, 80) FROM "{table}"')
            return [row for row, (head,) in enumerate(heads) if _is_curved(head)]
    except (sqlite3.Error, UnicodeDecodeError):
        return []


def _is_curved(head: object) -> bool:
    if not isinstance(head, bytes) or len(head) < 13 or head[:2] != b"GP":
        return False
    kind = (head[3] >> 1) & 7
    start = 8 + 8 * _ENVELOPE_DOUBLES[min(kind, 4)]
    if len(head) < start + 5:
        return False
    order = "<" if head[start] else ">"
    return int(struct.unpack(f"{order}I", head[start + 1 : start + 5])[0]) % 1000 in _CURVED


def claims(upload: Upload) -> int:
    """Sure of an SQLite database."""
    return SURE if upload.content.startswith(b"SQLite format 3\0") else NOT


FORMAT = Format(
    "gpkg", "GeoPackage", (".gpkg",), claims, GeopackageSource,
    "gpkg", "application/geopackage+sqlite3", write_geopackage, read_geopackage,
    parts=by_family, many=True, losses=("loss_split", "loss_qgis_symbols"),
)  # fmt: skip
