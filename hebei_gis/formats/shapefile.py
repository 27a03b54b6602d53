"""Shapefiles: their parts together, the encoding of the table, and what is cut off."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

from hebei_gis.files.private_folder import private_folder
from hebei_gis.files.text import Encoding
from hebei_gis.formats.dbf import Table, read_table, table_encoding
from hebei_gis.formats.format import NOT, SURE, Format
from hebei_gis.formats.gdal import (
    DRIVERS,
    check_size,
    chosen_layer,
    read_rows,
    stated_crs,
)
from hebei_gis.formats.partition import by_family
from hebei_gis.formats.shapefile_write import (
    ENCODINGS,
    read_shapefile,
    shapefile_members,
    write_shapefile,
)
from hebei_gis.formats.sources import LayerFound, Reading, Rows, Source, Upload
from hebei_gis.words.errors import UploadError
from hebei_gis.words.faults import Fault, Issue
from hebei_gis.words.notes import Note, note
from hebei_gis.words.refusals import refusal, shown

_TYPES = {1: "Point", 3: "LineString", 5: "Polygon", 8: "MultiPoint", 31: "MultiPatch"}
_HEADER_BYTES = 100
_SUFFIXES = (".shp", ".shx", ".dbf", ".prj", ".cpg")


@dataclass(frozen=True)
class _Parts:
    """The files of one Shapefile."""

    name: str
    shp: bytes
    dbf: bytes | None
    prj: str | None
    cpg: str | None
    shx: bytes | None

    @cached_property
    def records(self) -> list[tuple[int, int]]:
        """Place and length in bytes of each whole record."""
        return _records(self.shp)

    @cached_property
    def table(self) -> Table | None:
        """What the .dbf's header says and its texts are.

        Raises
        ------
        UploadError
        """
        return None if self.dbf is None else read_table(self.dbf, self.name)


class ShapefileSource:
    """One or more Shapefiles, from a zip or from parts given together."""

    one_layer_needed = True

    def __init__(self, upload: Upload) -> None:
        self._upload = upload
        self._parts = {parts.name: parts for parts in _gathered(upload.parts)}

    @property
    def notes(self) -> tuple[Note, ...]:
        """Nothing is known before a layer is read."""
        return ()

    @cached_property
    def layers(self) -> tuple[LayerFound, ...]:
        """One layer a .shp."""
        return tuple(self._layer(parts) for parts in self._parts.values())

    @property
    def encoding(self) -> Encoding | None:
        """Of the table, where there is one Shapefile and it can be told."""
        (first, *others) = self._parts.values()
        if others or first.dbf is None:
            return None
        try:
            table = first.table
            return table_encoding(table, first.cpg, None, self._upload.name) if table else None
        except UploadError:
            return None

    def _layer(self, parts: _Parts) -> LayerFound:
        where = f"{self._upload.name} {parts.name}"
        if len(parts.shp) < _HEADER_BYTES or parts.shp[:4] != b"\0\0\x27\x0a":
            raise refusal("unreadable_file", where, "no Shapefile header", "a whole .shp")
        kind = int.from_bytes(parts.shp[32:36], "little") % 10
        kind = 31 if parts.shp[32] == 31 else kind
        geometry = (_TYPES[kind],) if kind in _TYPES else ()
        columns: dict[str, str] = {}
        rows = len(parts.records)
        table = parts.table
        if table is not None:
            rows = table.rows
            try:
                name = table_encoding(table, parts.cpg, None, where).name
            except UploadError:
                name = "latin-1"
            columns = {field.decode(name, "replace"): "" for field in table.names}
        check_size(where, rows, len(columns), self._upload.limits)
        return LayerFound(
            parts.name, rows, geometry, columns, stated_crs(parts.prj) if parts.prj else None
        )

    def read(self, reading: Reading) -> Rows:
        """The rows of one Shapefile; a table or shapes that are cut off are a fault."""
        layer = chosen_layer(self.layers, reading.layer, self._upload.name)
        parts = self._parts[layer.name]
        where = f"{self._upload.name} {layer.name}"
        notes: list[Note] = []
        index = _index(parts.shp, parts.records)
        if parts.shx != index:
            notes.append(note("index_rebuilt"))
        table, encoding, shp = parts.table, None, parts.shp
        files: dict[str, bytes] = {}
        if parts.dbf is None or table is None:
            notes.append(note("no_table"))
        else:
            # Only whole rows are promised to GDAL, and each has a shape, if a null one.
            files["upload.dbf"] = parts.dbf[:4] + struct.pack("<I", table.rows) + parts.dbf[8:]
            if len(parts.records) < table.rows:
                shp = _padded(parts, table.rows)
                index = _index(shp, _records(shp))
            encoding = table_encoding(table, parts.cpg, reading.encoding, where)
            notes.append(encoding.note)
        files |= {"upload.shp": shp, "upload.shx": index}
        if parts.prj:
            files["upload.prj"] = parts.prj.encode("utf-8")
        rows = self._read(files, encoding)
        faults = _cut_off(parts, table, where)
        return replace(
            rows, crs=layer.crs, notes=tuple(notes), faults=tuple(faults),
            mends={"cut_off": ("keep_what_is_left",)} if faults else {},
        )  # fmt: skip

    def _read(self, files: Mapping[str, bytes], encoding: Encoding | None) -> Rows:
        driver, _ = DRIVERS["shapefile"]
        where, limits = self._upload.name, self._upload.limits
        with private_folder(files) as folder:
            path = folder / "upload.shp"
            try:
                return read_rows(
                    path, driver, where, limits, encoding=encoding.name if encoding else None
                )
            except UploadError as error:
                if not isinstance(error.__cause__, UnicodeDecodeError) or encoding is None:
                    raise
            # A value that fills its field may end within a character.
            return _decoded(read_rows(path, driver, where, limits, encoding="ISO-8859-1"), encoding)


def _gathered(files: Mapping[str, bytes]) -> list[_Parts]:
    by_stem: dict[str, dict[str, bytes]] = {}
    for name, content in files.items():
        stem, dot, suffix = name.rpartition(".")
        if f"{dot}{suffix}".lower() in _SUFFIXES:
            by_stem.setdefault(stem, {})[suffix.lower()] = content
    return [
        _Parts(
            stem.rsplit("/", 1)[-1] if _alone(stem, by_stem) else stem,
            parts["shp"], parts.get("dbf"), _text(parts.get("prj")), _text(parts.get("cpg")),
            parts.get("shx"),
        )
        for stem, parts in by_stem.items()
        if "shp" in parts
    ]  # fmt: skip


def _alone(stem: str, stems: Mapping[str, object]) -> bool:
    last = stem.rsplit("/", 1)[-1]
    return sum(other.rsplit("/", 1)[-1] == last for other in stems) == 1


def _text(raw: bytes | None) -> str | None:
    if raw is None:
        return None
    return raw[:20_000].decode("utf-8-sig", "replace").strip("\0 \r\n\t") or None


def _records(shp: bytes) -> list[tuple[int, int]]:
    found = []
    place, end = _HEADER_BYTES, len(shp)
    words_at = struct.Struct(">I").unpack_from
    while place + 8 <= end:
        length = 2 * words_at(shp, place + 4)[0]
        if length < 4 or place + 8 + length > end:
            break
        found.append((place, length))
        place += 8 + length
    return found


def _index(shp: bytes, found: list[tuple[int, int]]) -> bytes:
    """The .shx that fits a .shp."""
    records = np.array(found, dtype=np.int64).reshape(-1, 2) // 2
    body = records.astype(">i4").tobytes()
    length = (_HEADER_BYTES + len(body)) // 2
    return shp[:24] + struct.pack(">i", length) + shp[28:_HEADER_BYTES] + body


def _padded(parts: _Parts, rows: int) -> bytes:
    """The whole records of a .shp, with null shapes until there are as many as rows."""
    shp, records = parts.shp, parts.records
    end = records[-1][0] + 8 + records[-1][1] if records else _HEADER_BYTES
    nulls = [struct.pack(">IIi", n + 1, 2, 0) for n in range(len(records), rows)]
    content = shp[:end] + b"".join(nulls)
    return content[:24] + struct.pack(">i", len(content) // 2) + content[28:]


def _cut_off(parts: _Parts, table: Table | None, where: str) -> list[Fault]:
    shp = parts.shp
    stated = 2 * int.from_bytes(shp[24:28], "big")
    records = len(parts.records)
    faults = []
    if len(shp) < stated:
        found = f"the .shp has {len(shp)} bytes and {records} whole shapes"
        faults.append(Fault("cut_off", shown(where), found, f"{stated} bytes"))
    if table is not None and table.rows < table.stated_rows:
        found = f"the .dbf has {table.rows} whole rows"
        faults.append(Fault("cut_off", shown(where), found, f"{table.stated_rows} rows"))
    elif table is not None and table.rows != records and not faults:
        found = f"the .dbf has {table.rows} rows and the .shp {records} shapes"
        faults.append(Fault("cut_off", shown(where), found, "as many of one as of the other"))
    return faults


def _decoded(rows: Rows, encoding: Encoding) -> Rows:
    """Rows read as Latin-1 put right; half characters at the end of a value are dropped."""
    table = rows.table.copy()
    issues: list[Issue] = []

    def put_right(value: object, row: int) -> object:
        if not isinstance(value, str) or value.isascii():
            return value
        raw = value.encode("latin-1", "replace")
        text = raw.decode(encoding.name, "ignore")
        if text.encode(encoding.name) != raw:
            issues.append(
                Issue("text_cut", str(row + 1), f"{shown(text)}: ends within a character")
            )
        return text

    for column in table.columns[[not is_numeric_dtype(kind) for kind in table.dtypes]]:
        values = [put_right(value, row) for row, value in enumerate(table[column])]
        table[column] = pd.Series(values, index=table.index, dtype=object)
    table.columns = [str(put_right(name, -1)) for name in table.columns]
    issues = [issue for issue in issues if issue.key != "0"]
    return replace(rows, table=table, issues=(*rows.issues, *issues))


def claims(upload: Upload) -> int:
    """Sure of several parts of which one is a .shp, or of its first bytes."""
    if any(name.lower().endswith(".shp") for name in upload.parts):
        return SURE if len(upload.parts) > 1 or upload.content[:4] == _MAGIC else NOT
    return SURE if upload.content[:4] == _MAGIC else NOT


def open_shapefile(upload: Upload) -> Source:
    """A Shapefile of its parts; a lone one of any name is its .shp."""
    named = any(name.lower().endswith(".shp") for name in upload.parts)
    lone = upload if named else replace(upload, parts={"upload.shp": upload.content})
    return ShapefileSource(lone)


_MAGIC = b"\0\0\x27\x0a"
FORMAT = Format(
    "shp", "Shapefile", (".shp",), claims, open_shapefile,
    "zip", "application/zip", write_shapefile, read_shapefile,
    parts=by_family, many=True, carries_sidecar=False, encodings=ENCODINGS,
    members=shapefile_members,
    losses=(
        "loss_short_names", "loss_text_254", "loss_booleans_and_digits", "loss_empty_text",
        "loss_split", "loss_no_style",
    ),
)  # fmt: skip
