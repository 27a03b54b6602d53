"""GeoPackages as they come in: looked into with SQLite before GDAL sees them."""

from __future__ import annotations

import sqlite3
import struct
import tempfile
from contextlib import closing
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from hebei_gis.files.seal import statement_fits
from hebei_gis.formats.format import NOT, SURE
from hebei_gis.formats.gdal import PREFIX, GdalSource
from hebei_gis.formats.geopackage.seal import (
    STYLES_TABLE,
    described_as,
    rows_sha256,
    sidecar_values,
)
from hebei_gis.formats.layer_choice import others_unread
from hebei_gis.formats.own_sidecars import FoundSidecar, is_own_sidecar
from hebei_gis.formats.sources import Reading, Rows, Upload
from hebei_gis.words.facts import listed, term
from hebei_gis.words.faults import Issue
from hebei_gis.words.notes import Note, note
from hebei_gis.words.refusals import refusal, shown

#: Steps of SQLite's machine after which a look into a file is given up.
_STEPS = 20_000_000
SQLITE_MAGIC = b"SQLite format 3\0"
#: In the header, which versions read and write: 2 is write-ahead logging.
_WAL = b"\2\2"
SQLITE_ERRORS = (sqlite3.Error, UnicodeDecodeError, MemoryError, OverflowError, OSError)
_ENVELOPE_DOUBLES = (0, 4, 6, 6, 8)
#: Types that hold no arcs; also with MULTI before them.
_STRAIGHT = ("POINT", "LINESTRING", "POLYGON")
_CURVED = {8, 9, 10, 11, 12, 13, 14}


class GeopackageSource(GdalSource):
    """The plain tables of a GeoPackage; its views are left out, for a view may compute for ever."""

    def __init__(self, upload: Upload) -> None:
        content, notes = one_file(upload, "GeoPackage")
        # Views and tables that the file names but lacks: name → what it is.
        self._unsafe: dict[str, str] = {}
        super().__init__(replace(upload, parts={"": content}), "GPKG", ".gpkg", notes=notes)
        self._names = self._tables()
        if self._unsafe:
            left = listed(shown(name) for name in self._unsafe)
            self.notes = (*self.notes, note("views_unread", names=left))

    def read(self, reading: Reading) -> Rows:
        """The rows of one layer; shapes with arcs are listed, GDAL draws them as segments."""
        if reading.layer in self._unsafe:
            raise self._refused(reading.layer)
        rows = super().read(reading)
        layer = next(layer for layer in self.layers if layer.name == rows.layer)
        curved = _curved_rows(self.path, rows.layer)
        issues = [Issue("curve_flattened", str(row + 1)) for row in curved]
        notes = () if reading.layer else others_unread(self.layers, layer)
        return replace(
            rows, notes=(*rows.notes, *notes), issues=(*rows.issues, *issues), sidecar=self._sidecar
        )

    def _tables(self) -> list[str]:
        """Names of the layers that are plain tables.

        Raises
        ------
        UploadError
            Where it is no GeoPackage, or every layer is something else.
        """
        try:
            with closing(opened(self.path)) as database:
                named = database.execute(
                    "SELECT c.table_name, m.type, m.sql, c.data_type FROM gpkg_contents c "
                    "LEFT JOIN sqlite_master m ON m.name = c.table_name AND m.type <> 'index' "
                    "WHERE c.data_type IN ('features', 'attributes') LIMIT 1000"
                ).fetchall()
        except SQLITE_ERRORS as error:
            raise refusal(
                "unreadable_file", self.upload.name, self._reason(error),
                term("whole_file_of", name="GeoPackage"),
            ) from error  # fmt: skip
        plain = []
        for name, kind, sql, data in named:
            if kind == "table" and "VIRTUAL" not in str(sql).upper().split("(", 1)[0]:
                if data == "features" or name != STYLES_TABLE:
                    plain.append(str(name))
            elif data == "features":
                self._unsafe[str(name)] = str(kind or "")
        if self._unsafe and not plain:
            raise self._refused(next(iter(self._unsafe)))
        return plain

    def _reason(self, error: BaseException) -> object:
        if any(one.kind == "geopackage_wal_missing" for one in self.notes):
            return term("geopackage_wal_needed", error=shown(error))
        return shown(error)

    def _refused(self, name: str) -> Exception:
        kind = self._unsafe[name]
        found = term("layer_is_view" if kind == "view" else "layer_without_table", name=shown(name))
        return refusal("unsafe_layer", self.upload.name, found, term("plain_table"))

    @cached_property
    def _sidecar(self) -> FoundSidecar | None:
        """What an export of this program says of itself, and whether its rows still fit it."""
        with closing(opened(self.path)) as database:
            values = sidecar_values(database)
            described = values is None or described_as(database, values)
        if values is None or not is_own_sidecar(values):
            return None
        names = [layer.name for layer in self.layers if not layer.bare]
        rows_fit = rows_sha256(self.path, names) == values.get("sha256")
        changed = [] if rows_fit else ["changed_rows"]
        changed += [] if described else ["changed_style"]
        changed += ["changed_statement"] if statement_fits(values) is False else []
        return FoundSidecar(values, not changed, tuple(changed))


def one_file(upload: Upload, title: str) -> tuple[bytes, tuple[Note, ...]]:
    """The database alone, with what its write-ahead log holds, and what is said of that."""
    by_suffix = {name[-4:].lower(): name for name in upload.parts}
    content = next(c for c in upload.parts.values() if c.startswith(SQLITE_MAGIC))
    pages, whole = _pages(content)
    if len(content) < pages * whole:
        found = term("bytes_of_whole", found=len(content), whole=pages * whole)
        expected = term("whole_file_of", name=title)
        raise refusal("unreadable_file", upload.name, found, expected)
    if content[18:20] != _WAL:
        return content, ()
    log = by_suffix.get("-wal")
    if log is None or not upload.parts[log]:
        said = note("geopackage_wal_missing")
        return content[:18] + b"\1\1" + content[20:], (said,)
    try:
        merged = _with_log(content, upload.parts[log])
    except SQLITE_ERRORS as error:
        expected = term("whole_file_of", name=title)
        raise refusal("unreadable_file", upload.name, shown(error), expected) from error
    return merged, (note("geopackage_wal_read", name=shown(log)),)


def _pages(content: bytes) -> tuple[int, int]:
    """Number and size of its pages, as the header says."""
    size = int.from_bytes(content[16:18], "big")
    return int.from_bytes(content[28:32], "big"), 65536 if size == 1 else size


def _with_log(content: bytes, log: bytes) -> bytes:
    with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "upload.gpkg"
        path.write_bytes(content)
        path.with_name("upload.gpkg-wal").write_bytes(log)
        with closing(sqlite3.connect(path)) as database:
            database.execute("PRAGMA trusted_schema=OFF")
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            database.execute("PRAGMA journal_mode=DELETE")
        return path.read_bytes()


def opened(path: Path) -> sqlite3.Connection:
    """A database that nobody writes, to be read only and not for ever."""
    database = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    database.execute("PRAGMA trusted_schema=OFF")
    database.execute("PRAGMA query_only=ON")
    calls = iter(range(_STEPS // 10_000))
    database.set_progress_handler(lambda: int(next(calls, None) is None), 10_000)
    return database


def _curved_rows(path: Path, layer: str) -> list[int]:
    """Numbers of the rows whose shapes have arcs, counted from 0 in GDAL's order."""
    try:
        with closing(opened(path)) as database:
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
    """Sure of an SQLite database, with its write-ahead log or without."""
    found = [name for name, c in upload.parts.items() if c.startswith(SQLITE_MAGIC)]
    if len(found) != 1:
        return NOT
    others = [name.lower() for name in upload.parts if name != found[0]]
    return SURE if all(name.endswith(("-wal", "-shm")) for name in others) else NOT
